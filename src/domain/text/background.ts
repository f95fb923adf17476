import type { TextTables } from './tables.ts'

/** The texts over which commonness is counted when no corpus is given: names of occupations and words of our fields. */
export function backgroundOf(tables: TextTables, normalise: (text: string) => string): string[] {
  return [
    ...tables.occupations.map((row) => row.zh),
    ...tables.fields.flatMap((field) => [...field.zh, ...field.en]),
  ].map(normalise)
}
