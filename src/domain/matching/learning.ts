import { featureNames, type FeatureName } from './matching.ts'
import type { Weights } from './score.ts'

/**
 * Weights from outcomes: a logistic model of what people decided, monotone (no feature may count against a better level),
 * drawn to the weights in force, and taken only when it foretells decisions that it has not seen better than they do.
 *
 * What it learns from was proposed by the weights in force, so it says nothing of pairs that were never proposed; the
 * pull to those weights keeps it near what is known. The features are a closed list: levels of work, way, wage and time.
 * Sex, ethnicity and religion are not among them and cannot be given.
 */
export interface Decided {
  /** Whose decision it was about; one person's decisions stay in one fold. */
  readonly person: string
  readonly outcome: Outcome
  /** Level of each feature, 0 … 1; the neutral level where a side was unknown. */
  readonly levels: Readonly<Record<FeatureName, number>>
}

/** hired · accepted · approved (by a caseworker, unanswered) · rejected (by a caseworker) · declined (for the work itself). */
export const outcomes = {
  hired: { isGood: true, weight: 2 },
  accepted: { isGood: true, weight: 1 },
  approved: { isGood: true, weight: 0.3 },
  rejected: { isGood: false, weight: 1 },
  declined: { isGood: false, weight: 1 },
} as const
export type Outcome = keyof typeof outcomes

/** Fewer decisions of either kind teach nothing. */
export const decisionsMin = 60
const folds = 5
/** A gain in log loss that is worth lists that change under people's eyes; less may be more than chance and still nothing. */
const gainMin = 0.01
/** How strongly the weights are drawn to those in force; chosen once, for some hundred decisions. */
const pull = 8
const sweepsMax = 400
const stillBelow = 1e-9

/** What training found; `weights` is missing when those in force stay, and `why` says so. */
export interface Learned {
  readonly counts: Readonly<Record<Outcome, number>>
  readonly why: 'better' | 'too_few' | 'not_better'
  readonly weights?: Weights
  /** Mean log loss on decisions not learned from: of the new weights, of those in force, and the error of the difference. */
  readonly loss?: { readonly learned: number; readonly inForce: number; readonly error: number }
  /** Share of pairs of a good and a bad decision that are in the right order, likewise unseen. */
  readonly ordered?: { readonly learned: number; readonly inForce: number }
  /** Millionths before and after. */
  readonly parts?: Readonly<Record<FeatureName, { readonly before: number; readonly after: number }>>
}

interface Row {
  readonly x: readonly number[]
  readonly y: number
  readonly weight: number
}

interface Model {
  readonly bias: number
  readonly slopes: readonly number[]
}

const logistic = (z: number): number => 1 / (1 + Math.exp(-z))
const lossOf = (y: number, p: number): number => -Math.log(Math.max(1e-12, y === 1 ? p : 1 - p))
const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, one, at) => sum + one * (b[at] ?? 0), 0)
const chanceOf = ({ bias, slopes }: Model, x: readonly number[]): number => logistic(bias + dot(slopes, x))

const rowOf = ({ outcome, levels }: Decided, neutral: number): Row => ({
  x: featureNames.map((name) => levels[name] - neutral),
  y: outcomes[outcome].isGood ? 1 : 0,
  weight: outcomes[outcome].weight,
})

/**
 * Minimises the weighted log loss plus `strength / 2` times the squared distance to the slopes wished for, with no slope
 * below 0: Newton's step along one coordinate after the other, cut at 0 (the problem is convex, so that is its minimum).
 */
export function fit(rows: readonly Row[], wished: readonly number[], strength: number, isFixed = false): Model {
  const slopes = [...wished]
  let bias = 0
  const z = rows.map(({ x }) => dot(slopes, x))
  const move = (step: number, along: (row: Row) => number): void =>
    rows.forEach((row, at) => (z[at] = (z[at] ?? 0) + step * along(row)))
  const derivatives = (along: (row: Row) => number): readonly [number, number] => {
    let [first, second] = [0, 0]
    rows.forEach((row, at) => {
      const p = logistic(z[at] ?? 0)
      const d = along(row)
      first += row.weight * (p - row.y) * d
      second += row.weight * p * (1 - p) * d * d
    })
    return [first, second]
  }
  for (let sweep = 0; sweep < sweepsMax; sweep += 1) {
    const [first, second] = derivatives(() => 1)
    const step = -first / (second + 1e-6)
    bias += step
    move(step, () => 1)
    let most = Math.abs(step)
    for (let at = 0; !isFixed && at < slopes.length; at += 1) {
      const along = ({ x }: Row): number => x[at] ?? 0
      const [g, h] = derivatives(along)
      const now = slopes[at] ?? 0
      const next = Math.max(0, now - (g + strength * (now - (wished[at] ?? 0))) / (h + strength))
      slopes[at] = next
      move(next - now, along)
      most = Math.max(most, Math.abs(next - now))
    }
    if (most < stillBelow) break
  }
  return { bias, slopes }
}

/** The weights in force as slopes: at the scale, of a range, at which they foretell the rows best. */
function inForceOn(rows: readonly Row[], weights: Weights): Model {
  const parts = featureNames.map((name) => weights.parts[name] / 1_000_000)
  const scales = [1, 2, 3, 4, 6, 8, 12, 16, 24]
  const models = scales.map((scale) =>
    fit(
      rows,
      parts.map((part) => part * scale),
      0,
      true,
    ),
  )
  const worth = (model: Model): number =>
    rows.reduce((sum, { x, y, weight }) => sum + weight * lossOf(y, chanceOf(model, x)), 0)
  return models.reduce((best, one) => (worth(one) < worth(best) ? one : best))
}

/** Slopes as parts of 1,000,000, whole and exact in sum. */
function partsOf(slopes: readonly number[]): Weights['parts'] {
  const sum = slopes.reduce((total, one) => total + one, 0)
  const exact = slopes.map((one) => (one / sum) * 1_000_000)
  const whole = exact.map(Math.floor)
  const left = 1_000_000 - whole.reduce((total, one) => total + one, 0)
  const byRest = exact
    .map((one, at) => ({ at, rest: one - (whole[at] ?? 0) }))
    .sort((a, b) => b.rest - a.rest || a.at - b.at)
  for (const { at } of byRest.slice(0, left)) whole[at] = (whole[at] ?? 0) + 1
  return Object.fromEntries(featureNames.map((name, at) => [name, whole[at] ?? 0])) as Weights['parts']
}

/** The fold of a person: the same at every run. */
function foldOf(person: string): number {
  let sum = 7
  for (let at = 0; at < person.length; at += 1) sum = (sum * 31 + person.charCodeAt(at)) % 1_000_003
  return sum % folds
}

/** Share of pairs of a good and a bad row that are in the right order, half for a tie. */
function orderedShare(rows: readonly { readonly y: number; readonly p: number }[]): number {
  const [good, bad] = [rows.filter((one) => one.y === 1), rows.filter((one) => one.y === 0)]
  let right = 0
  for (const a of good) for (const b of bad) right += a.p > b.p ? 1 : a.p === b.p ? 0.5 : 0
  return right / Math.max(1, good.length * bad.length)
}

/** Learns from decisions; the weights in force stay unless the new ones are better by more than twice the error, and by enough. */
export function learn(decided: readonly Decided[], inForce: Weights, version: string): Learned {
  const counts = Object.fromEntries(
    Object.keys(outcomes).map((outcome) => [outcome, decided.filter((one) => one.outcome === outcome).length]),
  ) as Learned['counts']
  const good = counts.hired + counts.accepted + counts.approved
  if (good < decisionsMin || decided.length - good < decisionsMin) return { counts, why: 'too_few' }
  const rows = decided.map((one) => ({ ...rowOf(one, inForce.neutral), fold: foldOf(one.person) }))
  const unseen = Array.from({ length: folds }, (_, fold) => {
    const seen = rows.filter((one) => one.fold !== fold)
    const base = inForceOn(seen, inForce)
    const model = fit(seen, base.slopes, pull)
    return rows
      .filter((one) => one.fold === fold)
      .map(({ x, y, weight }) => ({ y, weight, learned: chanceOf(model, x), inForce: chanceOf(base, x) }))
  }).flat()
  const all = unseen.reduce((sum, one) => sum + one.weight, 0)
  const mean = (of: (one: (typeof unseen)[number]) => number): number =>
    unseen.reduce((sum, one) => sum + one.weight * of(one), 0) / all
  const gain = (one: (typeof unseen)[number]): number => lossOf(one.y, one.inForce) - lossOf(one.y, one.learned)
  const gained = mean(gain)
  const error = Math.sqrt(mean((one) => (gain(one) - gained) ** 2) / unseen.length)
  const told = {
    counts,
    loss: {
      learned: mean((one) => lossOf(one.y, one.learned)),
      inForce: mean((one) => lossOf(one.y, one.inForce)),
      error,
    },
    ordered: {
      learned: orderedShare(unseen.map(({ y, learned: p }) => ({ y, p }))),
      inForce: orderedShare(unseen.map(({ y, inForce: p }) => ({ y, p }))),
    },
  }
  const isBetter = gained > 2 * error && gained >= gainMin && told.ordered.learned > told.ordered.inForce
  if (!isBetter) return { ...told, why: 'not_better' }
  const parts = partsOf(fit(rows, inForceOn(rows, inForce).slopes, pull).slopes)
  const compared = featureNames.map((name) => [name, { before: inForce.parts[name], after: parts[name] }] as const)
  return {
    ...told,
    why: 'better',
    weights: { version, parts, neutral: inForce.neutral },
    parts: Object.fromEntries(compared) as NonNullable<Learned['parts']>,
  }
}

/** Weights as read from a file; undefined unless every feature has a part, none below 0, and they sum to 1,000,000. */
export function weightsOf(read: unknown): Weights | undefined {
  if (typeof read !== 'object' || read === null) return undefined
  const { version, parts, neutral } = read as Readonly<Record<string, unknown>>
  if (typeof version !== 'string' || !/^[a-z0-9][a-z0-9.-]{0,39}$/.test(version)) return undefined
  if (typeof neutral !== 'number' || !(neutral >= 0 && neutral <= 1)) return undefined
  if (typeof parts !== 'object' || parts === null) return undefined
  const given = parts as Readonly<Record<string, unknown>>
  if (Object.keys(given).length !== featureNames.length) return undefined
  const values = featureNames.map((name) => given[name])
  if (!values.every((one): one is number => Number.isSafeInteger(one) && (one as number) >= 0)) return undefined
  if (values.reduce((sum, one) => sum + one, 0) !== 1_000_000) return undefined
  return {
    version,
    neutral,
    parts: Object.fromEntries(featureNames.map((name, at) => [name, values[at] ?? 0])) as Weights['parts'],
  }
}
