import type { WordVectors } from './tables.ts'

/** Sums of word vectors as directions. */
export interface VectorSpace {
  /** Unit length, or all zero when no word is known; each distinct word counts once, so repeating it gains nothing. */
  vectorOf(tokens: readonly string[]): Float32Array
}

/** The space over a table of word vectors; unknown words fall back to their characters. */
export function createVectorSpace(table: WordVectors): VectorSpace {
  const rows = new Map(table.words.map((word, row) => [word, row]))
  const add = (sum: Float32Array, word: string, share: number): boolean => {
    const row = rows.get(word)
    if (row === undefined) return false
    const weight = (share * table.weights[row]!) / 127
    for (let i = 0, at = row * table.dims; i < table.dims; i++, at++) sum[i]! += weight * table.data[at]!
    return true
  }
  return {
    vectorOf(tokens) {
      const sum = new Float32Array(table.dims)
      for (const word of new Set(tokens)) {
        if (add(sum, word, 1)) continue
        const characters = [...word]
        if (/\p{Script=Han}/u.test(word)) for (const character of characters) add(sum, character, 1 / characters.length)
      }
      return unit(sum)
    },
  }
}

function unit(vector: Float32Array): Float32Array {
  let square = 0
  for (const value of vector) square += value * value
  if (square === 0) return vector
  const factor = 1 / Math.sqrt(square)
  return vector.map((value) => value * factor)
}

/** Dot product of two unit vectors of the same length. */
export function cosineOf(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
