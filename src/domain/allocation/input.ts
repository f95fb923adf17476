import { AllocationInputError } from './input-error.ts'
import { owedMax, type RankTable } from './ranks.ts'

/** A person who is owed something in this run. */
export interface AllocationSeeker {
  readonly id: string
  /** Offers still owed, 0 … 3. */
  readonly owed: number
  readonly classIndex: number
  readonly urgencyIndex: number
  /** Counting offers already held, by employer. */
  readonly employersUsed?: Readonly<Record<string, number>>
}

/** Something with places to give: a posting, a slot, a class. */
export interface AllocationPosting {
  readonly id: string
  readonly employer: string
  /** Limit less what is in flight, ≥ 0. */
  readonly free: number
}

/** A suitable pair; a pair may be named once. */
export interface AllocationCandidate {
  readonly seeker: string
  readonly posting: string
  /** Integer suitability, e.g. millionths, 0 … 1,000,000,000. */
  readonly score: number
  /** Proposed before and not sent yet: the stability bonus holds it in place against a small gain. */
  readonly standing?: boolean
}

export interface AllocationPolicy {
  readonly ranks: RankTable
  /** Offers of one employer that count for one person. */
  readonly perEmployerMax: number
  /** What keeping a standing proposal is worth, in units of the score; 0 when absent. */
  readonly stabilityBonus?: number
}

/** One run's input; ids are opaque strings, unique within their kind. */
export interface AllocationInput {
  readonly seekers: readonly AllocationSeeker[]
  readonly postings: readonly AllocationPosting[]
  readonly candidates: readonly AllocationCandidate[]
  readonly policy: AllocationPolicy
}

/** Largest score, and largest bonus: sums along any path stay whole numbers below 2^53. */
export const scoreMax = 1_000_000_000
/** Candidates weighed per person; of more, the best by score (with the bonus), then by posting id, are kept. */
export const candidatesPerSeekerMax = 1_000
const freeMax = 1_000_000_000

const wholeUpTo = (max: number) => ({
  en: `a whole number from 0 to ${max}`,
  zh: `0 到 ${max} 的整数`,
})
const once = { en: 'given once', zh: '只出现一次' }

const isWholeUpTo = (value: number, max: number): boolean => Number.isInteger(value) && value >= 0 && value <= max

/** Demands a whole number in range; `-0` and anything that is not a number are refused like the rest. */
export function demandWhole(field: string, value: number, max: number): void {
  if (!isWholeUpTo(value, max)) throw new AllocationInputError(field, value, wholeUpTo(max))
}

/** Demands every value once and returns the sorted ones, so that nothing hangs on the order of the input. */
function sortedUnique(field: string, ids: readonly string[]): readonly string[] {
  const sorted = [...ids].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  for (let at = 1; at < sorted.length; at += 1)
    if (sorted[at] === sorted[at - 1]) throw new AllocationInputError(field, sorted[at], once)
  return sorted
}

/** The ids of both kinds in order, and the place of each in that order. */
export interface Names {
  readonly seekers: readonly string[]
  readonly postings: readonly string[]
  readonly seekerAt: ReadonlyMap<string, number>
  readonly postingAt: ReadonlyMap<string, number>
}

const placesOf = (ids: readonly string[]): ReadonlyMap<string, number> => new Map(ids.map((id, at) => [id, at]))

/** Names in order. @throws {AllocationInputError} for an id given twice. */
export function namesOf(seekerIds: readonly string[], postingIds: readonly string[]): Names {
  const seekers = sortedUnique('seekers.id', seekerIds)
  const postings = sortedUnique('postings.id', postingIds)
  return { seekers, postings, seekerAt: placesOf(seekers), postingAt: placesOf(postings) }
}

/** The ranks of a person's offers of this run, checked. @throws {AllocationInputError} when they improve with j. */
export function ranksOf(table: RankTable) {
  const known = new Map<string, readonly number[]>()
  return ({ classIndex, urgencyIndex, owed }: AllocationSeeker): readonly number[] => {
    demandWhole('seekers.owed', owed, owedMax)
    const key = `${classIndex} ${urgencyIndex} ${owed}`
    const found = known.get(key)
    if (found !== undefined) return found
    const ranks = Array.from({ length: owed }, (_, at) => table.rankOf(classIndex, urgencyIndex, owed, at + 1))
    for (const [at, rank] of ranks.entries()) {
      const least = ranks[at - 1] ?? 0
      if (isWholeUpTo(rank, table.rankCount - 1) && rank >= least) continue
      const where = `class ${classIndex}, urgency ${urgencyIndex}, owed ${owed}, offer ${at + 1}`
      throw new AllocationInputError('policy.ranks', `${table.version}: ${rank} at ${where}`, {
        en: `a whole number from ${least} to ${table.rankCount - 1} there: ranks never improve with j`,
        zh: `该处 ${least} 到 ${table.rankCount - 1} 的整数：名次不随次序提前`,
      })
    }
    known.set(key, ranks)
    return ranks
  }
}

/** Candidates as columns: places in the order of names, and the score with the bonus of a standing proposal. */
export interface Columns {
  readonly seeker: Int32Array
  readonly posting: Int32Array
  readonly score: Int32Array
  readonly weight: Int32Array
  readonly standing: Uint8Array
}

/** The candidates in the order of their seeker, then posting. @throws {AllocationInputError} for a bad or repeated one. */
export function columnsOf(candidates: readonly AllocationCandidate[], names: Names, bonus: number): Columns {
  const { length } = candidates
  const seeker = new Int32Array(length)
  const posting = new Int32Array(length)
  for (const [at, { seeker: seekerId, posting: postingId, score }] of candidates.entries()) {
    const own = names.seekerAt.get(seekerId)
    const its = names.postingAt.get(postingId)
    if (own === undefined)
      throw new AllocationInputError('candidates.seeker', seekerId, { en: 'among the seekers', zh: '已列出的求职者' })
    if (its === undefined)
      throw new AllocationInputError('candidates.posting', postingId, { en: 'among the postings', zh: '已列出的岗位' })
    if (!isWholeUpTo(score, scoreMax)) throw new AllocationInputError('candidates.score', score, wholeUpTo(scoreMax))
    seeker[at] = own
    posting[at] = its
  }
  const byPosting = orderBy(posting, names.postings.length)
  const order = bounded(orderBy(seeker, names.seekers.length, byPosting), { seeker, posting, candidates, bonus, names })
  return {
    seeker: order.map((at) => seeker[at]!),
    posting: order.map((at) => posting[at]!),
    score: order.map((at) => candidates[at]!.score),
    weight: order.map((at) => weightOf(candidates[at]!, bonus)),
    standing: Uint8Array.from(order, (at) => (candidates[at]!.standing === true ? 1 : 0)),
  }
}

const weightOf = ({ score, standing }: AllocationCandidate, bonus: number): number =>
  standing === true ? score + bonus : score

/** The places of a column in the order of its values (0 … below), equal ones in the order of `before`: a counting sort. */
function orderBy(column: Int32Array, below: number, before?: Int32Array): Int32Array {
  const next = new Int32Array(below + 1)
  for (const value of column) next[value + 1]! += 1
  for (let value = 0; value < below; value += 1) next[value + 1]! += next[value]!
  const order = new Int32Array(column.length)
  for (let at = 0; at < column.length; at += 1) {
    const from = before === undefined ? at : before[at]!
    const value = column[from]!
    order[next[value]!] = from
    next[value]! += 1
  }
  return order
}

/** Refuses a pair given twice and keeps the best of each person up to the bound, in the order given. */
function bounded(
  order: Int32Array,
  of: {
    readonly seeker: Int32Array
    readonly posting: Int32Array
    readonly candidates: readonly AllocationCandidate[]
    readonly bonus: number
    readonly names: Names
  },
): Int32Array {
  const { seeker, posting, candidates, bonus, names } = of
  let count = 0
  for (let from = 0, to; from < order.length; from = to) {
    const own = seeker[order[from]!]!
    for (to = from; to < order.length && seeker[order[to]!] === own; to += 1)
      if (to > from && posting[order[to]!] === posting[order[to - 1]!])
        throw new AllocationInputError(
          'candidates',
          `${names.seekers[own]!} ${names.postings[posting[order[to]!]!]!}`,
          once,
        )
    let kept = order.subarray(from, to)
    if (kept.length > candidatesPerSeekerMax)
      kept = kept
        .slice()
        .sort((a, b) => weightOf(candidates[b]!, bonus) - weightOf(candidates[a]!, bonus) || posting[a]! - posting[b]!)
        .subarray(0, candidatesPerSeekerMax)
        .sort((a, b) => posting[a]! - posting[b]!)
    order.set(kept, count)
    count += kept.length
  }
  return order.subarray(0, count)
}

/** The free places in the order of names. @throws {AllocationInputError} for one that is no count. */
export function capacitiesOf(postings: readonly AllocationPosting[], names: Names): Int32Array {
  const free = new Int32Array(postings.length)
  for (const posting of postings) {
    demandWhole('postings.free', posting.free, freeMax)
    free[names.postingAt.get(posting.id)!] = posting.free
  }
  return free
}
