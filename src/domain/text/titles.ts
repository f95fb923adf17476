import { gramsOf } from './grams.ts'
import { cleanTitle } from './noise.ts'
import type { TitleModel } from './tables.ts'
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

/** Adds what the title model answers for a text to `scores`, one number for each occupation row. */
export type TitleReader = (text: string, vector: Float32Array, scores: Float32Array) => void

/** A reader over the learned model. */
export function createTitleReader(model: TitleModel): TitleReader {
  const { grams, support, dims, vectors, answers, answersPerSupport, answerWeights, answerScale } = model
  const rows = new Map<number, number>()
  grams.hashes.forEach((hash, row) => rows.set(hash, row))
  const likeness = new Float32Array(support)
  return (text, vector, scores) => {
    likeness.fill(0)
    addGramLikeness(titleGramsOf(text), model, rows, likeness)
    const head = headOf(vector, dims)
    for (let i = 0; i < support; i++) {
      let sum = 0
      let at = i * dims
      for (let k = 0; k < glanceDims; k++) sum += head[k]! * vectors[at++]!
      // What neither shares characters nor points the same way at a glance would add next to nothing once squared.
      if (likeness[i]! + sum / 127 < glanceMin) continue
      for (let k = glanceDims; k < dims; k++) sum += head[k]! * vectors[at++]!
      const kernel = 0.5 * likeness[i]! + (0.5 * sum) / 127
      const squared = kernel * Math.abs(kernel) * answerScale
      for (let k = i * answersPerSupport; k < (i + 1) * answersPerSupport; k++)
        scores[answers[k]!]! += squared * answerWeights[k]!
    }
  }
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
  const factor = 1 / (255 * Math.sqrt(square))
  for (const [row, weight] of found)
    for (let at = grams.starts[row]!; at < grams.starts[row + 1]!; at++)
      likeness[grams.labels[at]!]! += weight * factor * grams.values[at]!
}

/** The weight of a gram that occurs in no support text. */
const unseenWeight = 5
