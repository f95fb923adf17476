/** One line of JSON: an event, codes and counts; there is no field for a text of a provider or of a person. */
export type Log = (
  event: string,
  fields?: { readonly code?: string; readonly count?: number; readonly provider?: string; readonly delivery?: string },
) => void

/** Writes to standard output with the time. */
export const consoleLog: Log = (event, fields = {}) =>
  console.log(JSON.stringify({ at: new Date().toISOString(), event, ...fields }))
