import type { Features } from './features.ts'
import { overlapOf } from './sparse.ts'
import { cosineOf } from './vectors.ts'

/**
 * How much each signal weighs, one row for a language; `official` where texts are compared with
 * the names of the official classification, so that what is known about an occupation counts more than how it is spelt. Found by the ablation in the README.
 */
export const similarityWeights = {
  zh: { vector: 1, grams: 0.6, fields: 0.2, headings: 0.6, occupations: 0.5, catchAll: 0.3 },
  en: { vector: 1, grams: 0.2, fields: 0.3, headings: 0, occupations: 0.2, catchAll: 0.3 },
  official: { vector: 0.15, grams: 0.2, fields: 0.2, headings: 0, occupations: 8, catchAll: 0 },
} as const

/** What a category of all that is left gains on the others, so that it wins where none of them is near. */
const restShare = 0.6

/** The signals of one pair before they are mixed, by name, each in [−1, 1]. */
export type Signals = Readonly<Record<keyof (typeof similarityWeights)['zh'], number>>

interface Compared {
  readonly language: 'zh' | 'en'
  readonly vector: Float32Array
}

/** The signals of one pair. */
export function signalsOf(a: Compared, b: Compared, left: Features, right: Features): Signals {
  return {
    vector: cosineOf(a.vector, b.vector),
    grams: overlapOf(left.grams, right.grams),
    fields: overlapOf(left.fields, right.fields),
    headings: left.isHeading || right.isHeading ? overlapOf(left.filed(), right.filed()) : 0,
    occupations: overlapOf(left.evidence.profile, right.evidence.profile),
    catchAll: left.catchAll && right.catchAll ? 1 : left.catchAll || right.catchAll ? restShare : 0,
  }
}

/** Signals as one likeness in [0, 1]; being filed under one heading makes up for a part of what the words leave open. */
export function mixOf(signals: Signals, weights: Signals): number {
  const sum =
    weights.vector * signals.vector +
    weights.grams * signals.grams +
    weights.fields * signals.fields +
    weights.occupations * signals.occupations +
    weights.catchAll * signals.catchAll
  const whole = weights.vector + weights.grams + weights.fields + weights.occupations
  const words = whole === 0 ? 0 : Math.max(0, Math.min(1, sum / whole))
  return words + (1 - words) * weights.headings * signals.headings
}

/** Likeness of two readings in [0, 1]; `official` when one side is always a name of the official classification. */
export function similarityOf(a: Compared, b: Compared, left: Features, right: Features, official: boolean): number {
  const weights: Signals =
    similarityWeights[official ? 'official' : a.language === 'zh' || b.language === 'zh' ? 'zh' : 'en']
  // Across languages no character is shared, so its weight is left out rather than held against the pair.
  return mixOf(signalsOf(a, b, left, right), a.language === b.language ? weights : { ...weights, grams: 0 })
}
