import type { AllocatedOffer } from './allocation.ts'

/** One pair that was given, with its score; more than its posting has places for is possible in what is compared. */
export type GivenOffer = Pick<AllocatedOffer, 'seeker' | 'posting' | 'score'>

/** A suitable pair that could have been given. */
export interface Choice {
  readonly seeker: string
  readonly posting: string
  readonly score: number
}

/** What is reported of a person; never used to decide anything. */
export interface PersonReported {
  readonly id: string
  /** Offers owed in this run. */
  readonly owed: number
  readonly settlement?: string
  readonly householdClass?: string
  readonly sex?: string
}

export interface FairnessInput {
  readonly offers: readonly GivenOffer[]
  /** Every posting of the run with its openings. */
  readonly postings: readonly { readonly id: string; readonly openings: number }[]
  readonly people: readonly PersonReported[]
  readonly candidates: readonly Choice[]
}

/** People of one group and how many of them have something, and everything, that they are owed. */
export interface ShareServed {
  readonly group: string
  readonly people: number
  readonly served: number
  readonly complete: number
  /** Offers given of those owed, 0 … 1. */
  readonly share: number
}

/** Congestion and fairness of one run. */
export interface Fairness {
  /** Offers per opening over all postings with an opening. */
  readonly perOpening: { readonly p50: number; readonly p95: number; readonly max: number }
  /** Congestion@k: the share of all offers that go to the k postings that get most, 0 … 1. */
  readonly congestion: { readonly k: number; readonly share: number }
  /** Share of the postings that get an offer, 0 … 1. */
  readonly coverage: number
  /** Gini of offers per opening over the postings, 0 (even) … 1. */
  readonly exposureGini: number
  /**
   * Against each person's best postings if none were ever full (as many as owed, 3 at most): `lost` is the share of that
   * score which was not given, an offer that is missing counting in full, 0 … 1; `perOffer` is how much lower, in
   * millionths, what was given scores than the same number of each person's best.
   */
  readonly regret: { readonly lost: number; readonly perOffer: number }
  readonly bySettlement: readonly ShareServed[]
  readonly byHouseholdClass: readonly ShareServed[]
  readonly bySex: readonly ShareServed[]
}

/** Postings in Congestion@k. */
export const congestionK = 10

/** The value below which a share of the sorted values lies (nearest rank); 0 of none. */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}

/** Gini of values that are not negative: 0 when all are equal, (n - 1) / n when one has all; 0 of nothing. */
export function giniOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const total = sorted.reduce((sum, one) => sum + one, 0)
  if (total === 0) return 0
  const weighed = sorted.reduce((sum, one, at) => sum + (2 * (at + 1) - sorted.length - 1) * one, 0)
  return weighed / (sorted.length * total)
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

function exposureOf({ offers, postings }: FairnessInput) {
  const counts = new Map(postings.map((one) => [one.id, 0]))
  for (const { posting } of offers) counts.set(posting, (counts.get(posting) ?? 0) + 1)
  const perOpening = postings
    .filter((one) => one.openings > 0)
    .map((one) => counts.get(one.id)! / one.openings)
    .sort((a, b) => a - b)
  const most = [...counts.values()].sort((a, b) => b - a)
  return {
    perOpening: {
      p50: percentile(perOpening, 0.5),
      p95: percentile(perOpening, 0.95),
      max: perOpening.at(-1) ?? 0,
    },
    congestion: {
      k: congestionK,
      share: ratio(
        most.slice(0, congestionK).reduce((sum, one) => sum + one, 0),
        offers.length,
      ),
    },
    coverage: ratio(most.filter((one) => one > 0).length, most.length),
    exposureGini: giniOf(perOpening),
  }
}

/** Scores of each person, the best first. */
function scoresOf(pairs: readonly Choice[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>()
  for (const { seeker, score } of pairs) {
    const own = found.get(seeker)
    if (own === undefined) found.set(seeker, [score])
    else own.push(score)
  }
  for (const own of found.values()) own.sort((a, b) => b - a)
  return found
}

const bestOf = (scores: readonly number[], count: number): number =>
  scores.slice(0, count).reduce((sum, one) => sum + one, 0)

function regretOf({ offers, people, candidates }: FairnessInput): Fairness['regret'] {
  const given = scoresOf(offers)
  const choices = scoresOf(candidates)
  let most = 0
  let same = 0
  let got = 0
  for (const { id, owed } of people) {
    const own = given.get(id) ?? []
    const best = choices.get(id) ?? []
    most += bestOf(best, owed)
    same += bestOf(best, own.length)
    got += bestOf(own, own.length)
  }
  return { lost: ratio(most - got, most), perOffer: ratio(same - got, offers.length) }
}

function sharesOf(
  { offers, people }: FairnessInput,
  groupOf: (person: PersonReported) => string | undefined,
): readonly ShareServed[] {
  const given = new Map<string, number>()
  for (const { seeker } of offers) given.set(seeker, (given.get(seeker) ?? 0) + 1)
  const groups = new Map<string, { people: number; served: number; complete: number; owed: number; given: number }>()
  for (const person of people) {
    const group = groupOf(person) ?? 'unknown'
    const tally = groups.get(group) ?? { people: 0, served: 0, complete: 0, owed: 0, given: 0 }
    groups.set(group, tally)
    const own = Math.min(given.get(person.id) ?? 0, person.owed)
    tally.people += 1
    tally.served += own > 0 ? 1 : 0
    tally.complete += own === person.owed ? 1 : 0
    tally.owed += person.owed
    tally.given += own
  }
  return [...groups]
    .map(([group, { people: count, served, complete, ...sums }]) => ({
      group,
      people: count,
      served,
      complete,
      share: ratio(sums.given, sums.owed),
    }))
    .sort((a, b) => b.people - a.people || (a.group < b.group ? -1 : 1))
}

/** Congestion and fairness of what was given; people who are owed nothing are left out. */
export function fairnessOf(all: FairnessInput): Fairness {
  const input = { ...all, people: all.people.filter((one) => one.owed > 0) }
  return {
    ...exposureOf(input),
    regret: regretOf(input),
    bySettlement: sharesOf(input, (one) => one.settlement),
    byHouseholdClass: sharesOf(input, (one) => one.householdClass),
    bySex: sharesOf(input, (one) => one.sex),
  }
}
