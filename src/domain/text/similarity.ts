import type { Features } from './features.ts'
import { overlapOf } from './sparse.ts'
import { cosineOf } from './vectors.ts'

/** How much each signal weighs, one row for a language; found by the ablation in the README. */
export const similarityWeights = {
  zh: { vector: 1, grams: 0.2, fields: 0.3, occupations: 1 },
  en: { vector: 1, grams: 0.2, fields: 0.4, occupations: 0.2 },
} as const

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
  }
}

/** Likeness of two readings in [0, 1]. */
export function similarityOf(
  a: { readonly language: 'zh' | 'en'; readonly vector: Float32Array },
  b: { readonly language: 'zh' | 'en'; readonly vector: Float32Array },
  left: Features,
  right: Features,
): number {
  const weights = similarityWeights[a.language === 'zh' || b.language === 'zh' ? 'zh' : 'en']
  // Across languages no character is shared, so its weight is left out rather than held against the pair.
  const grams = a.language === b.language ? weights.grams : 0
  const signals = signalsOf(a, b, left, right)
  const sum =
    weights.vector * signals.vector +
    grams * signals.grams +
    weights.fields * signals.fields +
    weights.occupations * signals.occupations
  return Math.max(0, Math.min(1, sum / (weights.vector + grams + weights.fields + weights.occupations)))
}
