import type { RankTable } from './ranks.ts'

/** A person who is owed something in this run. */
export interface AllocationSeeker {
  readonly id: string
  /** 0 … 3. */
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

/** A suitable pair. */
export interface AllocationCandidate {
  readonly seeker: string
  readonly posting: string
  /** Integer suitability, ≥ 0. */
  readonly score: number
}

/** One run's input; ids are unique within their kind. */
export interface AllocationInput {
  readonly seekers: readonly AllocationSeeker[]
  readonly postings: readonly AllocationPosting[]
  readonly candidates: readonly AllocationCandidate[]
  readonly policy: { readonly ranks: RankTable; readonly perEmployerMax: number }
}

export interface Allocation {
  readonly offers: readonly AllocationCandidate[]
  /** How many offers were given at each rank. */
  readonly givenByRank: readonly number[]
  readonly total: number
}

/** An input that cannot be allocated: which field, which value, and what it must be. */
export class AllocationInputError extends Error {
  constructor(field: string, value: unknown, must: string) {
    super(`${field} is ${String(value)}; it must be ${must}`)
    this.name = 'AllocationInputError'
  }
}

/** Candidates weighed per person; of more, the best are kept. */
const candidatesMax = 1_000

/** One offer that somebody is owed, with the rank at which it is served. */
interface Unit {
  readonly person: Person
  readonly rank: number
  readonly j: number
}

interface Person {
  readonly seeker: AllocationSeeker
  readonly candidates: readonly AllocationCandidate[]
  readonly used: Map<string, number>
  /** Candidates before this one are taken or were full when they were looked at; capacities only fall within a run. */
  next: number
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0

/** Refuses impossible input by name, so that nothing is given by accident. */
function check({ seekers, postings, candidates, policy }: AllocationInput): void {
  const unique = (field: string, ids: readonly string[]): ReadonlySet<string> => {
    const seen = new Set<string>()
    for (const id of ids) {
      if (seen.has(id)) throw new AllocationInputError(field, id, 'given once')
      seen.add(id)
    }
    return seen
  }
  const people = unique(
    'seekers.id',
    seekers.map((one) => one.id),
  )
  const places = unique(
    'postings.id',
    postings.map((one) => one.id),
  )
  for (const { owed } of seekers)
    if (!isCount(owed)) throw new AllocationInputError('seekers.owed', owed, 'a whole number, 0 or more')
  for (const { free } of postings)
    if (!isCount(free)) throw new AllocationInputError('postings.free', free, 'a whole number, 0 or more')
  for (const { seeker, posting, score } of candidates) {
    if (!people.has(seeker)) throw new AllocationInputError('candidates.seeker', seeker, 'among the seekers')
    if (!places.has(posting)) throw new AllocationInputError('candidates.posting', posting, 'among the postings')
    if (!isCount(score)) throw new AllocationInputError('candidates.score', score, 'a whole number, 0 or more')
  }
  for (const { classIndex, urgencyIndex, owed } of seekers)
    for (let j = 2; j <= owed; j += 1)
      if (
        policy.ranks.rankOf(classIndex, urgencyIndex, owed, j) <
        policy.ranks.rankOf(classIndex, urgencyIndex, owed, j - 1)
      )
        throw new AllocationInputError('policy.ranks', policy.ranks.version, 'a table whose ranks never improve with j')
}

const byScore = (a: AllocationCandidate, b: AllocationCandidate): number =>
  b.score - a.score || (a.posting < b.posting ? -1 : a.posting > b.posting ? 1 : 0)

function peopleOf({ seekers, candidates }: AllocationInput): readonly Person[] {
  const bySeeker = new Map<string, AllocationCandidate[]>(seekers.map((one) => [one.id, []]))
  for (const candidate of candidates) bySeeker.get(candidate.seeker)?.push(candidate)
  return seekers.map((seeker) => ({
    seeker,
    candidates: (bySeeker.get(seeker.id) ?? []).sort(byScore).slice(0, candidatesMax),
    used: new Map(Object.entries(seeker.employersUsed ?? {})),
    next: 0,
  }))
}

/**
 * Gives out places rank by rank: at each rank, whoever has the fewest candidates left to choose from goes first, then by
 * id, and takes their best free posting. Deterministic, never above a posting's limit, never above the employer rule.
 */
export function allocate(input: AllocationInput): Allocation {
  check(input)
  const { ranks, perEmployerMax } = input.policy
  const free = new Map(input.postings.map((posting) => [posting.id, posting.free]))
  const employerOf = new Map(input.postings.map((posting) => [posting.id, posting.employer]))
  const units: Unit[] = peopleOf(input).flatMap((person) => {
    const { owed, classIndex, urgencyIndex } = person.seeker
    return Array.from({ length: owed }, (_, at) => ({
      person,
      rank: ranks.rankOf(classIndex, urgencyIndex, owed, at + 1),
      j: at + 1,
    }))
  })
  units.sort(
    (a, b) =>
      a.rank - b.rank ||
      a.j - b.j ||
      a.person.candidates.length - b.person.candidates.length ||
      (a.person.seeker.id < b.person.seeker.id ? -1 : 1),
  )
  const offers: AllocationCandidate[] = []
  const givenByRank = Array.from({ length: ranks.rankCount }, () => 0)
  for (const { person, rank } of units) {
    const choice = choose(person, free, employerOf, perEmployerMax)
    if (choice === undefined) continue
    const employer = employerOf.get(choice.posting) ?? ''
    free.set(choice.posting, (free.get(choice.posting) ?? 0) - 1)
    person.used.set(employer, (person.used.get(employer) ?? 0) + 1)
    offers.push(choice)
    givenByRank[rank] = (givenByRank[rank] ?? 0) + 1
  }
  return { offers, givenByRank, total: offers.length }
}

/** The person's best candidate that is still free and not of an employer used up; skips for good what can no longer be had. */
function choose(
  person: Person,
  free: ReadonlyMap<string, number>,
  employerOf: ReadonlyMap<string, string>,
  perEmployerMax: number,
): AllocationCandidate | undefined {
  while (person.next < person.candidates.length) {
    const candidate = person.candidates[person.next]
    person.next += 1
    if (candidate === undefined || (free.get(candidate.posting) ?? 0) < 1) continue
    if ((person.used.get(employerOf.get(candidate.posting) ?? '') ?? 0) < perEmployerMax) return candidate
  }
  return undefined
}
