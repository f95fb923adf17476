import {
  capacitiesOf,
  columnsOf,
  demandWhole,
  namesOf,
  ranksOf,
  scoreMax,
  type AllocationInput,
  type AllocationSeeker,
  type Columns,
  type Names,
} from './input.ts'

/** A run that was checked, in arrays alone, so that another thread can solve it; ids have become places in their order. */
export interface PackedRun {
  readonly postingCount: number
  readonly seekerCount: number
  readonly columns: Columns
  /** Free places by posting. */
  readonly capacity: Int32Array
  /** The employer of each posting as a number. */
  readonly employer: Int32Array
  /** What seeker s has of employers already: `usedFrom[s]` … the next. */
  readonly usedFrom: Int32Array
  readonly usedEmployer: Int32Array
  readonly usedCount: Int32Array
  readonly perEmployerMax: number
  /** The ranks of seeker s's offers: `unitStart[s]` … `unitStart[s + 1]`, as many as they are owed. */
  readonly unitStart: Int32Array
  readonly unitRank: Int32Array
  readonly rankCount: number
}

const nodesMax = 2_000_000

/** A run as arrays, and the ids behind its numbers. @throws {AllocationInputError} naming the field and value of what is wrong. */
export function packedOf({ seekers, postings, candidates, policy }: AllocationInput): {
  readonly names: Names
  readonly run: PackedRun
} {
  const { ranks, perEmployerMax, stabilityBonus = 0 } = policy
  demandWhole('policy.perEmployerMax', perEmployerMax, scoreMax)
  demandWhole('policy.stabilityBonus', stabilityBonus, scoreMax)
  demandWhole('seekers and postings, together,', seekers.length + postings.length, nodesMax)
  const names = namesOf(
    seekers.map((one) => one.id),
    postings.map((one) => one.id),
  )
  const people: AllocationSeeker[] = []
  for (const seeker of seekers) people[names.seekerAt.get(seeker.id)!] = seeker
  const rankOf = ranksOf(ranks)
  const columns = columnsOf(candidates, names, stabilityBonus)
  const employers = employersOf(people, postings, names)
  const units = startsOf(people.map(rankOf))
  const run = {
    postingCount: postings.length,
    seekerCount: people.length,
    columns,
    capacity: capacitiesOf(postings, names),
    ...employers,
    perEmployerMax,
    ...units,
    rankCount: ranks.rankCount,
  }
  return { names, run }
}

function startsOf(units: readonly (readonly number[])[]): Pick<PackedRun, 'unitStart' | 'unitRank'> {
  const unitStart = new Int32Array(units.length + 1)
  for (const [at, own] of units.entries()) unitStart[at + 1] = unitStart[at]! + own.length
  return { unitStart, unitRank: Int32Array.from(units.flat()) }
}

/** The employer of each posting as a number, and what each person has of each already. */
function employersOf(people: readonly AllocationSeeker[], postings: AllocationInput['postings'], names: Names) {
  const numbers = new Map<string, number>()
  const employer = new Int32Array(postings.length)
  for (const posting of postings) {
    const known = numbers.get(posting.employer) ?? numbers.size
    numbers.set(posting.employer, known)
    employer[names.postingAt.get(posting.id)!] = known
  }
  const usedFrom = new Int32Array(people.length + 1)
  const used: (readonly [employer: number, count: number])[] = []
  for (const [s, { employersUsed }] of people.entries()) {
    for (const [id, count] of Object.entries(employersUsed ?? {})) {
      demandWhole('seekers.employersUsed', count, scoreMax)
      const number = numbers.get(id)
      if (number !== undefined && count > 0) used.push([number, count])
    }
    usedFrom[s + 1] = used.length
  }
  return {
    employer,
    usedFrom,
    usedEmployer: Int32Array.from(used, ([number]) => number),
    usedCount: Int32Array.from(used, ([, count]) => count),
  }
}
