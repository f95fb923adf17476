import type { Features } from './features.ts'
import { overlapOf } from './sparse.ts'
import { cosineOf } from './vectors.ts'

/**
 * How much each signal weighs, one row for a language; `official` where texts are compared with
 * the names of the official classification, so that what is known about an occupation counts more than how it is spelt. Found by the ablation in the README.
 */
export const similarityWeights = {
  zh: { vector: 1, grams: 0.6, fields: 0.2, occupations: 0.5, catchAll: 0.3 },
  en: { vector: 1, grams: 0.2, fields: 0.3, occupations: 0.2, catchAll: 0.3 },
  official: { vector: 0.15, grams: 0.2, fields: 0.2, occupations: 8, catchAll: 0 },
} as const

/** What a category of all that is left gains on the others, so that it wins where none of them is near. */
const restShare = 0.6

/** The signals of one pair before they are mixed, each in [−1, 1]. */
export function signalsOf(
  a: { readonly vector: Float32Array },
  b: { readonly vector: Float32Array },
  left: Features,
  right: Features,
): Record<keyof (typeof similarityWeights)['zh'], number> {
  return {
    vector: cosineOf(a.vector, b.vector),
    grams: overlapOf(left.grams, right.grams),
    fields: overlapOf(left.fields, right.fields),
    occupations: overlapOf(left.evidence.profile, right.evidence.profile),
    catchAll: left.catchAll && right.catchAll ? 1 : left.catchAll || right.catchAll ? restShare : 0,
  }
}

/** Likeness of two readings in [0, 1]; `official` when one side is always a name of the official classification. */
export function similarityOf(
  a: { readonly language: 'zh' | 'en'; readonly vector: Float32Array },
  b: { readonly language: 'zh' | 'en'; readonly vector: Float32Array },
  left: Features,
  right: Features,
  official: boolean,
): number {
  const weights = similarityWeights[official ? 'official' : a.language === 'zh' || b.language === 'zh' ? 'zh' : 'en']
  // Across languages no character is shared, so its weight is left out rather than held against the pair.
  const grams = a.language === b.language ? weights.grams : 0
  const signals = signalsOf(a, b, left, right)
  const sum =
    weights.vector * signals.vector +
    grams * signals.grams +
    weights.fields * signals.fields +
    weights.occupations * signals.occupations +
    weights.catchAll * signals.catchAll
  return Math.max(0, Math.min(1, sum / (weights.vector + grams + weights.fields + weights.occupations)))
}
