import type { Normaliser } from './normalise.ts'
import { sparseOf, type Sparse } from './sparse.ts'
import type { FieldRow } from './tables.ts'

/** Fields of work that a text speaks of. */
export type FieldReader = (text: string) => Sparse

const chineseLengthMax = 8
const phraseWordsMax = 3

/** A reader over our table of fields; longer words weigh more, a word of many fields less in each. */
export function createFieldReader(
  rows: readonly FieldRow[],
  normalise: Normaliser,
  stem: (word: string) => string,
): FieldReader {
  const chinese = new Map<string, number[]>()
  const english = new Map<string, number[]>()
  const add = (map: Map<string, number[]>, word: string, field: number): void => {
    if (word !== '') map.set(word, [...new Set([...(map.get(word) ?? []), field])])
  }
  const phraseOf = (words: readonly string[]): string => words.map(stem).join(' ')
  rows.forEach((row, field) => {
    for (const raw of [...row.zh, ...row.en]) {
      const word = normalise(raw.replace(/[（(].*?[)）]/g, ''))
      if (/\p{Script=Han}/u.test(word)) add(chinese, word, field)
      else add(english, phraseOf(wordsOf(word)), field)
    }
  })
  return (text) => {
    const weights = new Map<number, number>()
    const vote = (fields: readonly number[], weight: number): void => {
      for (const field of fields)
        weights.set(field, Math.max(weights.get(field) ?? 0, 0) + weight / Math.sqrt(fields.length))
    }
    voteChinese(text, chinese, vote)
    const words = wordsOf(text).slice(0, 400).map(stem)
    votePhrases(words, english, vote)
    return sparseOf(weights)
  }
}

function wordsOf(text: string): string[] {
  return text.match(/[a-z0-9+#.&-]+/g) ?? []
}

type Vote = (fields: readonly number[], weight: number) => void

function voteChinese(text: string, known: ReadonlyMap<string, readonly number[]>, vote: Vote): void {
  const seen = new Set<string>()
  for (let at = 0; at < text.length; at++) {
    for (let length = chineseLengthMax; length > 0; length--) {
      const word = text.slice(at, at + length)
      const fields = word.length === length ? known.get(word) : undefined
      if (fields === undefined) continue
      if (!seen.has(word)) vote(fields, length === 1 ? 0.35 : 1 + 0.3 * (length - 2))
      seen.add(word)
      at += length - 1
      break
    }
  }
}

function votePhrases(words: readonly string[], known: ReadonlyMap<string, readonly number[]>, vote: Vote): void {
  const seen = new Set<string>()
  for (let at = 0; at < words.length; at++) {
    for (let count = phraseWordsMax; count > 0; count--) {
      if (at + count > words.length) continue
      const phrase = words.slice(at, at + count).join(' ')
      const fields = known.get(phrase)
      if (fields === undefined) continue
      if (!seen.has(phrase)) vote(fields, 1 + 0.3 * (count - 1))
      seen.add(phrase)
      at += count - 1
      break
    }
  }
}
