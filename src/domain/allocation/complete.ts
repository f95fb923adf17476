import { allocate } from './allocation.ts'
import type { AllocationInput } from './input.ts'
import { classCount, rankTable, urgencyCount, type RankTableData } from './ranks.ts'

/** How many people get all that they are owed, beside the most that any way of giving could reach. */
export interface Completion {
  readonly complete: number
  readonly most: number
}

const inOrder = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at)

/** Those who are owed least come first, whoever they are. */
const leastOwedFirst: RankTableData = {
  version: 'least-owed-first',
  from: '2021-09-01',
  rows: inOrder(classCount).flatMap((classIndex) =>
    inOrder(urgencyCount).map((urgencyIndex) => ({ classIndex, urgencyIndex, ranks: [[0], [1, 1], [2, 2, 2]] })),
  ),
}
const ranks = rankTable(leastOwedFirst)

/** Parts of one person that an offer is worth, by how many they are owed: sixths, so that the sum is a whole number. */
const sixths = (owed: number): number => 6 / owed

/**
 * How many are complete, and a bound on it. To make as many people complete as possible is set packing, which is NP-hard;
 * its linear relaxation, where a person who gets one of three counts a third, is not: an offer to a person who is owed k
 * weighs 1/k, the sets of offers that can be given together form a matroid (a gammoid, with the employers' limits in the
 * network), and in a matroid the greedy order, heaviest first, is best (Edmonds 1971). So one more allocation gives the
 * bound exactly; no way of giving makes more people complete than its whole part.
 */
export function completionOf(input: AllocationInput, given: readonly { readonly seeker: string }[]): Completion {
  const owed = new Map(input.seekers.map((one) => [one.id, one.owed]))
  const counts = new Map<string, number>()
  for (const { seeker } of given) counts.set(seeker, (counts.get(seeker) ?? 0) + 1)
  const complete = [...counts].filter(([seeker, count]) => count === owed.get(seeker)).length
  const relaxed = allocate({ ...input, policy: { ranks, perEmployerMax: input.policy.perEmployerMax } })
  const sum = relaxed.offers.reduce((total, { seeker }) => total + sixths(owed.get(seeker) ?? 1), 0)
  return { complete, most: Math.floor(sum / 6) }
}
