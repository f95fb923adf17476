import { gramsOf } from './grams.ts'
import { languageOf } from './normalise.ts'

/** How common words and n-grams are in a body of texts. */
export interface Statistics {
  readonly documents: number
  readonly tokenCounts: ReadonlyMap<string, number>
  readonly gramCounts: ReadonlyMap<number, number>
}

/** Counts over normalised texts; each text counts a word once. */
export function statisticsOf(texts: readonly string[], tokens: (text: string) => readonly string[]): Statistics {
  const tokenCounts = new Map<string, number>()
  const gramCounts = new Map<number, number>()
  for (const text of texts) {
    for (const token of new Set(tokens(text))) tokenCounts.set(token, (tokenCounts.get(token) ?? 0) + 1)
    for (const gram of gramsOf(text, languageOf(text)).keys()) gramCounts.set(gram, (gramCounts.get(gram) ?? 0) + 1)
  }
  return { documents: texts.length, tokenCounts, gramCounts }
}

/** Inverse document frequency of something that stands in `count` of `documents` texts. */
export function rarityOf(count: number, documents: number): number {
  return Math.log((documents + 1) / (count + 0.5))
}
