import type { WordVectors } from './tables.ts'

/** Sums of word vectors as directions. */
export interface VectorSpace {
  readonly dims: number
  /** Unit length, or all zero when no word is known; a repeated word counts once, so repeating it gains nothing. */
  vectorOf(tokens: readonly string[], weightOf: (token: string) => number): Float32Array
}

/** Shortest beginning of an unknown English word that may stand for it. */
const prefixLengthMin = 5

/** The space over a table of word vectors; unknown words fall back to their characters or their longest known beginning. */
export function createVectorSpace(table: WordVectors): VectorSpace {
  const { dims, data, lengths } = table
  const rows = new Map(table.words.map((word, row) => [word, row]))
  const bytes = dims / 2
  const addRow = (sum: Float32Array, row: number, weight: number): void => {
    const factor = (weight * lengths[row]!) / (255 * Math.sqrt(dims) * 2.8)
    for (let i = 0, at = row * bytes; i < dims; i += 2, at++) {
      const pair = data[at]!
      sum[i]! += factor * ((pair & 15) - 8)
      sum[i + 1]! += factor * ((pair >> 4) - 8)
    }
  }
  const add = (sum: Float32Array, word: string, weight: number): void => {
    const row = rows.get(word)
    if (row !== undefined) {
      addRow(sum, row, weight)
      return
    }
    if (/\p{Script=Han}/u.test(word)) {
      const characters = Array.from(word)
      for (const character of characters) {
        const known = rows.get(character)
        if (known !== undefined) addRow(sum, known, weight / characters.length)
      }
      return
    }
    for (let length = word.length - 1; length >= prefixLengthMin && length * 3 >= word.length * 2; length--) {
      const known = rows.get(word.slice(0, length))
      if (known === undefined) continue
      addRow(sum, known, weight)
      return
    }
  }
  return {
    dims,
    vectorOf(tokens, weightOf) {
      const sum = new Float32Array(dims)
      for (const word of new Set(tokens)) {
        const weight = weightOf(word)
        if (weight > 0) add(sum, word, weight)
      }
      return unit(sum)
    },
  }
}

/** The vector scaled to unit length in place; a zero vector stays zero. */
export function unit(vector: Float32Array): Float32Array {
  let square = 0
  for (const value of vector) square += value * value
  if (square === 0) return vector
  const factor = 1 / Math.sqrt(square)
  for (let i = 0; i < vector.length; i++) vector[i]! *= factor
  return vector
}

/** Dot product of two unit vectors of the same length. */
export function cosineOf(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
