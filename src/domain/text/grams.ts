import { hashOf } from './sparse.ts'

/** Longest text whose n-grams are taken; what stands behind it adds nothing. */
export const gramTextLengthMax = 1_500

/**
 * Hashed character n-grams of a normalised text with their counts: 1 … 3 characters for Chinese, 2 … 4 within words for
 * English, with the edges of the text (or word) marked.
 */
export function gramsOf(text: string, language: 'zh' | 'en'): Map<number, number> {
  const counts = new Map<number, number>()
  const short = text.slice(0, gramTextLengthMax)
  if (language === 'zh') addGrams(counts, `^${short}$`, 1, 3)
  else for (const word of short.match(/[a-z0-9+#.]+/g) ?? []) addGrams(counts, ` ${word} `, 2, 4)
  return counts
}

function addGrams(counts: Map<number, number>, text: string, lengthMin: number, lengthMax: number): void {
  for (let length = lengthMin; length <= lengthMax; length++)
    for (let at = 0; at + length <= text.length; at++) {
      const gram = text.slice(at, at + length)
      if (gram === '^' || gram === '$' || gram === ' ') continue
      const hash = hashOf(gram)
      counts.set(hash, (counts.get(hash) ?? 0) + 1)
    }
}
