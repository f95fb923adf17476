const backoffFirstMs = 1_000
const backoffMaxMs = 300_000

/** How long to wait before the next attempt: doubling from one second to five minutes, less up to half by chance. */
export const backoffMs = (attempt: number, random: number): number =>
  Math.min(backoffMaxMs, backoffFirstMs * 2 ** (attempt - 1)) * (1 - random / 2)

/** What a dead job keeps of an error: its code or its class, never its text. */
export const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string'
    ? error.code
    : /^job\.\w+$/.test(error.message)
      ? error.message
      : error.name
}

/** Demands a name that every queue can keep. */
export function checkName(what: string, name: string): void {
  if (!/^[\w.-]{1,200}$/.test(name))
    throw new TypeError(`a job's ${what} has 1 to 200 letters, digits, '.', '_' or '-'`)
}
