import { features, nearestWant, type Pair } from './features.ts'
import { featureNames, type Contribution, type FeatureName } from './matching.ts'

/** How much each feature can give, in millionths; together exactly 1,000,000. */
export interface Weights {
  readonly version: string
  readonly parts: Readonly<Record<FeatureName, number>>
  /** The level that stands in where a side is unknown. */
  readonly neutral: number
}

/** The shipped weights. */
export const defaultWeights: Weights = {
  version: 'hand-1',
  parts: {
    occupation: 420_000,
    skills: 120_000,
    meaning: 110_000,
    experience: 50_000,
    wage: 90_000,
    distance: 90_000,
    shift: 40_000,
    lodging: 30_000,
    education: 20_000,
    freshness: 30_000,
  },
  neutral: 0.5,
}

const valueOf = (weights: Weights, name: FeatureName, level: number | undefined): number =>
  Math.round(weights.parts[name] * (level ?? weights.neutral))

/** The score in millionths: the exact sum of the contributions. */
export function scoreOf(pair: Pair, weights: Weights): number {
  let sum = 0
  for (const name of featureNames) sum += valueOf(weights, name, features[name](pair))
  return sum
}

/** The same sum, part by part, with what led to each. */
export const contributionsOf = (pair: Pair, weights: Weights): readonly Contribution[] =>
  featureNames.map((feature) => {
    const level = features[feature](pair)
    const { seekerSide, postingSide } = sidesOf(pair, feature)
    return { feature, level, value: valueOf(weights, feature, level), seekerSide, postingSide }
  })

/** The words or values of both sides, for the explanation; empty where a side is unknown. */
function sidesOf(pair: Pair, feature: FeatureName): { seekerSide: string; postingSide: string } {
  const { person, job } = pair
  const { profile } = person
  const { terms, title } = job.posting
  const wageText = terms.wage === undefined ? '' : `${terms.wage.minYuan}-${terms.wage.maxYuan}`
  const sides: Readonly<Record<FeatureName, readonly [string, string]>> = {
    occupation: [nearestWant(pair)?.words ?? '', title],
    skills: [(profile.skills ?? []).map((one) => one.text).join('、'), job.skills.map((one) => one.text).join('、')],
    meaning: [(profile.skills ?? []).map((one) => one.text).join('、') || (profile.experience ?? ''), title],
    experience: [profile.experience ?? '', title],
    wage: [String(profile.wageMinYuan ?? ''), wageText],
    distance: [String(profile.distanceMaxKm ?? ''), job.posting.village ?? job.posting.township],
    shift: [(profile.shiftsRefused ?? []).join(','), (terms.shifts ?? []).join(',')],
    lodging: [String(profile.lodgingNeeded ?? ''), String(terms.lodging ?? terms.meals ?? '')],
    education: [profile.education ?? '', terms.educationMin ?? ''],
    freshness: ['', job.posting.createdAt.slice(0, 10)],
  }
  const [seekerSide, postingSide] = sides[feature]
  return { seekerSide, postingSide }
}
