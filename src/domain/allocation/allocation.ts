import type { Flow } from './flow.ts'
import type { AllocationInput, AllocationPolicy, AllocationPosting } from './input.ts'
import type { Names } from './input.ts'
import type { Network } from './network.ts'
import { packedOf } from './packed.ts'
import { solvedArrays, type SolvedArrays } from './solver.ts'

export { AllocationInputError } from './input-error.ts'
export type {
  AllocationCandidate,
  AllocationInput,
  AllocationPolicy,
  AllocationPosting,
  AllocationSeeker,
} from './input.ts'
export type { RankTable, RankTableData } from './ranks.ts'

/** One posting given to one person. */
export interface AllocatedOffer {
  readonly seeker: string
  readonly posting: string
  /** The candidate's score, without the bonus. */
  readonly score: number
}

export interface Allocation {
  /** In the order of seeker id, then posting id. */
  readonly offers: readonly AllocatedOffer[]
  /** How many offers were given at each rank. */
  readonly givenByRank: readonly number[]
  readonly total: number
  /** Standing candidates that were not kept. */
  readonly moved: number
  /** Independent parts of the problem. */
  readonly components: number
}

/** A finished allocation with what is needed to explain it and to change it. */
export interface Solved {
  readonly allocation: Allocation
  readonly network: Network
  readonly flow: Flow
  readonly postings: readonly AllocationPosting[]
  readonly policy: AllocationPolicy
  /** Standing candidates. */
  readonly standing: number
}

/**
 * The best allocation: rank by rank as many offers as can be given, then the largest total score with the bonus of standing
 * proposals kept. Exact; the same for any order of the input. Of more than 1,000 candidates of one person, the best by
 * score with bonus, then by posting id, are weighed.
 *
 * @throws {AllocationInputError} naming the field and the value of what is wrong
 */
export function allocate(input: AllocationInput): Allocation {
  return solve(input).allocation
}

/** As allocate, with the network and the flow kept for the shortage report and for changes. */
export function solve(input: AllocationInput): Solved {
  const { names, run } = packedOf(input)
  return solvedOf(input, names, solvedArrays(run, { isBounded: false }))
}

/** What was solved, wherever it was, with the ids behind its numbers. */
export function solvedOf(input: AllocationInput, names: Names, { components, ...arrays }: SolvedArrays): Solved {
  const network = { names, ...arrays.network }
  const standing = input.candidates.reduce((sum, one) => sum + (one.standing === true ? 1 : 0), 0)
  const allocation = allocationOf(network, arrays.flow, { standing, components })
  return { allocation, network, flow: arrays.flow, postings: input.postings, policy: input.policy, standing }
}

/** What a flow gives, as offers and counts. */
export function allocationOf(
  net: Network,
  flow: Flow,
  of: { readonly standing: number; readonly components: number },
): Allocation {
  const { names, seekerCount, arcStart, arcPosting, unitStart, unitRank } = net
  const offers: AllocatedOffer[] = []
  const givenByRank = Array.from({ length: net.rankCount }, () => 0)
  let kept = 0
  for (let s = 0; s < seekerCount; s += 1) {
    const own: number[] = []
    for (let a = arcStart[s]!; a < arcStart[s + 1]!; a += 1)
      if (flow.holdAt[a] !== -1) {
        own.push(a)
        kept += net.standing[a]!
      }
    for (const a of own.sort((one, other) => arcPosting[one]! - arcPosting[other]!))
      offers.push({ seeker: names.seekers[s]!, posting: names.postings[arcPosting[a]!]!, score: net.arcScore[a]! })
    for (let j = 0; j < flow.served[s]!; j += 1) givenByRank[unitRank[unitStart[s]! + j]!]! += 1
  }
  if (names.seekers.some((id, s) => s > 0 && id < names.seekers[s - 1]!))
    offers.sort((a, b) => (a.seeker < b.seeker ? -1 : a.seeker > b.seeker ? 1 : a.posting < b.posting ? -1 : 1))
  return { offers, givenByRank, total: offers.length, moved: of.standing - kept, components: of.components }
}
