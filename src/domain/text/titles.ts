import { gramsOf } from './grams.ts'
import { cleanTitle } from './noise.ts'
import type { Sparse } from './sparse.ts'
import type { HashedWeights, TitleModel } from './tables.ts'
import { unit } from './vectors.ts'

/** The counts of hashed n-grams that the title model sees in a normalised text. */
export function titleGramsOf(text: string): Map<number, number> {
  return gramsOf(cleanTitle(text), 'zh')
}

/** The first `dims` dimensions of a direction, as a direction. */
export function headOf(vector: Float32Array, dims: number): Float32Array {
  return unit(vector.slice(0, dims))
}

/** Leading dimensions that decide whether a support text is looked at in full, and the least that they must show. */
const glanceDims = 32
const glanceMin = 0.15

/** Parts of the kernel: likeness of characters, direction of the words, fields of work; as in scripts/learn/model.py. */
const shares = { grams: 0.45, vector: 0.45, fields: 0.1 }

/** What the title model looks at in a text. */
export interface TitleFeatures {
  readonly text: string
  readonly vector: Float32Array
  readonly fields: Sparse
}

/** Adds what the title model answers for a text to `scores`, one number for each occupation row. */
export type TitleReader = (features: TitleFeatures, scores: Float32Array) => void

/** A reader over the learned model. */
export function createTitleReader(model: TitleModel): TitleReader {
  const { support, dims, vectors, answers, answersPerSupport, answerWeights, answerScale } = model
  const gramRows = rowsOf(model.grams)
  const fieldRows = rowsOf(model.fields)
  const likeness = new Float32Array(support)
  return ({ text, vector, fields }, scores) => {
    likeness.fill(0)
    addGramLikeness(titleGramsOf(text), model, gramRows, likeness)
    addFieldLikeness(fields, model.fields, fieldRows, likeness)
    const head = headOf(vector, dims)
    for (let i = 0; i < support; i++) {
      let sum = 0
      let at = i * dims
      for (let k = 0; k < glanceDims; k++) sum += head[k]! * vectors[at++]!
      // What neither shares characters nor points the same way at a glance would add next to nothing once squared.
      if (likeness[i]! / shares.vector + sum / 127 < glanceMin) continue
      for (let k = glanceDims; k < dims; k++) sum += head[k]! * vectors[at++]!
      const kernel = likeness[i]! + (shares.vector * sum) / 127
      const squared = kernel * Math.abs(kernel) * answerScale
      for (let k = i * answersPerSupport; k < (i + 1) * answersPerSupport; k++)
        scores[answers[k]!]! += squared * answerWeights[k]!
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
  likeness: Float32Array,
): void {
  keys.forEach((key, at) => {
    const row = rows.get(key)
    if (row !== undefined) addRow(table, row, (shares.fields * values[at]!) / 255, likeness)
  })
}

function addRow({ starts, labels, values }: HashedWeights, row: number, factor: number, likeness: Float32Array): void {
  for (let at = starts[row]!; at < starts[row + 1]!; at++) likeness[labels[at]!]! += factor * values[at]!
}

function addGramLikeness(
  counts: ReadonlyMap<number, number>,
  { grams, gramWeights }: TitleModel,
  rows: ReadonlyMap<number, number>,
  likeness: Float32Array,
): void {
  let square = 0
  const found: (readonly [number, number])[] = []
  for (const [hash, count] of counts) {
    const row = rows.get(hash)
    // A gram that no support text has still takes its share of the text's length.
    const weight = (1 + Math.log(count)) * (row === undefined ? unseenWeight : gramWeights[row]! / 16)
    square += weight * weight
    if (row !== undefined) found.push([row, weight])
  }
  if (square === 0) return
  const factor = shares.grams / (255 * Math.sqrt(square))
  for (const [row, weight] of found) addRow(grams, row, weight * factor, likeness)
}

/** The weight of a gram that occurs in no support text. */
const unseenWeight = 5
