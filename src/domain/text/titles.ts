import { createComparer, type TitleFeatures } from './likeness.ts'
import type { TitleModel } from './tables.ts'

/** Parts of the kernel, as in scripts/learn/model.py. */
const shares = { grams: 0.45, vector: 0.45, fields: 0.1 }
/** What is less like a title adds next to nothing once squared. */
const glanceMin = 0.15

/** Adds what the title model answers for a text to `scores`, one number for each occupation row. */
export type TitleReader = (features: TitleFeatures, scores: Float32Array) => void

/** A reader over the learned model. */
export function createTitleReader(model: TitleModel): TitleReader {
  const { answers, answersPerSupport, answerWeights, answerScale } = model
  const compare = createComparer(model, shares, glanceMin)
  return (features, scores) =>
    compare(features, (example, kernel) => {
      const squared = kernel * Math.abs(kernel) * answerScale
      for (let k = example * answersPerSupport; k < (example + 1) * answersPerSupport; k++)
        scores[answers[k]!]! += squared * answerWeights[k]!
    })
}
