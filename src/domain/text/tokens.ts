import type { TextTables } from './tables.ts'

/** Most tokens that one reading keeps. */
export const tokensMax = 400

/** The words of a normalised text in order, at most `tokensMax`: Chinese ones segmented, others as written. */
export function tokensOf(text: string, tables: Pick<TextTables, 'segment'>): string[] {
  const tokens: string[] = []
  for (const [run] of text.matchAll(/\p{Script=Han}+|[a-z0-9][a-z0-9+#.']*/gu)) {
    if (tokens.length >= tokensMax) break
    if (/\p{Script=Han}/u.test(run)) tokens.push(...tables.segment(run.slice(0, 2_000)))
    else tokens.push(run.replace(/[.']+$/, ''))
  }
  return tokens.slice(0, tokensMax)
}
