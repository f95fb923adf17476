import { gramsOf } from './grams.ts'
import { cleanTitle } from './noise.ts'
import type { Sparse } from './sparse.ts'
import type { Examples, HashedWeights } from './tables.ts'
import { unit } from './vectors.ts'

/** What is compared of a text. */
export interface TitleFeatures {
  readonly text: string
  readonly vector: Float32Array
  readonly fields: Sparse
}

/** How much likeness of characters, direction of the words and, where the examples have them, fields of work count. */
export interface LikenessShares {
  readonly grams: number
  readonly vector: number
  readonly fields: number
}

/** The counts of hashed n-grams that are compared in a normalised title. */
export function titleGramsOf(text: string): Map<number, number> {
  return gramsOf(cleanTitle(text), 'zh')
}

/** The first `dims` dimensions of a direction, as a direction. */
export function headOf(vector: Float32Array, dims: number): Float32Array {
  return unit(vector.slice(0, dims))
}

/** Leading dimensions that decide whether an example is looked at in full. */
const glanceDims = 32

/** Calls `see` with each example that is not far from a text, and how like it is. */
export type Comparer = (features: TitleFeatures, see: (example: number, likeness: number) => void) => void

/**
 * A comparer over examples. Those that neither share characters nor point the same way at a glance, together less than
 * `glanceMin`, are left out.
 */
export function createComparer(
  { support, dims, vectors, grams, gramWeights, fields }: Examples & { readonly fields?: HashedWeights },
  shares: LikenessShares,
  glanceMin: number,
): Comparer {
  const gramRows = rowsOf(grams)
  const fieldRows = fields && rowsOf(fields)
  const likeness = new Float32Array(support)
  return ({ text, vector, fields: worked }, see) => {
    likeness.fill(0)
    addGramLikeness(titleGramsOf(text), { grams, gramWeights }, gramRows, shares.grams, likeness)
    if (fields && fieldRows) addFieldLikeness(worked, fields, fieldRows, shares.fields, likeness)
    const head = headOf(vector, dims)
    for (let i = 0; i < support; i++) {
      let sum = 0
      let at = i * dims
      for (let k = 0; k < glanceDims; k++) sum += head[k]! * vectors[at++]!
      if (likeness[i]! / shares.vector + sum / 127 < glanceMin) continue
      for (let k = glanceDims; k < dims; k++) sum += head[k]! * vectors[at++]!
      see(i, likeness[i]! + (shares.vector * sum) / 127)
    }
  }
}

function rowsOf({ hashes }: HashedWeights): ReadonlyMap<number, number> {
  const rows = new Map<number, number>()
  hashes.forEach((hash, row) => rows.set(hash, row))
  return rows
}

function addFieldLikeness(
  { keys, values }: Sparse,
  table: HashedWeights,
  rows: ReadonlyMap<number, number>,
  share: number,
  likeness: Float32Array,
): void {
  keys.forEach((key, at) => {
    const row = rows.get(key)
    if (row !== undefined) addRow(table, row, (share * values[at]!) / 255, likeness)
  })
}

function addRow({ starts, labels, values }: HashedWeights, row: number, factor: number, likeness: Float32Array): void {
  for (let at = starts[row]!; at < starts[row + 1]!; at++) likeness[labels[at]!]! += factor * values[at]!
}

function addGramLikeness(
  counts: ReadonlyMap<number, number>,
  { grams, gramWeights }: Pick<Examples, 'grams' | 'gramWeights'>,
  rows: ReadonlyMap<number, number>,
  share: number,
  likeness: Float32Array,
): void {
  let square = 0
  const found: (readonly [number, number])[] = []
  for (const [hash, count] of counts) {
    const row = rows.get(hash)
    // A gram that no example has still takes its share of the text's length.
    const weight = (1 + Math.log(count)) * (row === undefined ? unseenWeight : gramWeights[row]! / 16)
    square += weight * weight
    if (row !== undefined) found.push([row, weight])
  }
  if (square === 0) return
  const factor = share / (255 * Math.sqrt(square))
  for (const [row, weight] of found) addRow(grams, row, weight * factor, likeness)
}

/** The weight of a gram that occurs in no example. */
const unseenWeight = 5
