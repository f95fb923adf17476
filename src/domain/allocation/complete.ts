import { componentsOf } from './components.ts'
import type { AllocationInput } from './input.ts'
import { networkOf, type NetworkArrays } from './network.ts'
import { bestFlow } from './phases.ts'
import { owedMax } from './ranks.ts'

/** How many people get all that they are owed, beside the most that any way of giving could reach. */
export interface Completion {
  readonly complete: number
  readonly most: number
}

/** Parts of one person that an offer is worth, by how many they are owed: sixths, so that the sum is a whole number. */
const sixths = (owed: number): number => 6 / owed

/**
 * The most people whom any way of giving could make complete, at most. To make as many people complete as possible is set
 * packing, which is NP-hard; its linear relaxation, where a person who gets one of three counts a third, is not: an offer
 * to a person who is owed k weighs 1/k, the sets of offers that can be given together form a matroid (a gammoid, with the
 * employers' limits in the network), and in a matroid the greedy order, heaviest first, is best (Edmonds 1971). So one
 * more flow, in which those who are owed least come first whoever they are, gives the bound exactly; no way of giving
 * makes more people complete than its whole part.
 */
export function completeMostOf(network: NetworkArrays): number {
  const { seekerCount, unitStart } = network
  const owedBy = (s: number): number => unitStart[s + 1]! - unitStart[s]!
  const unitRank = new Int32Array(network.unitRank.length)
  for (let s = 0; s < seekerCount; s += 1) unitRank.fill(owedBy(s) - 1, unitStart[s], unitStart[s + 1])
  const leastOwedFirst = { ...network, unitRank, rankCount: owedMax }
  const { served } = bestFlow(leastOwedFirst, componentsOf(leastOwedFirst))
  const sum = served.reduce((total, count, s) => (count === 0 ? total : total + count * sixths(owedBy(s))), 0)
  return Math.floor(sum / 6)
}

/** How many people got all that they are owed by what was given. */
export function completeIn(seekers: AllocationInput['seekers'], given: readonly { readonly seeker: string }[]): number {
  const owed = new Map(seekers.map((one) => [one.id, one.owed]))
  const counts = new Map<string, number>()
  for (const { seeker } of given) counts.set(seeker, (counts.get(seeker) ?? 0) + 1)
  return [...counts].filter(([seeker, count]) => count === owed.get(seeker)).length
}

/** How many are complete by what was given, and the bound on it. */
export const completionOf = (input: AllocationInput, given: readonly { readonly seeker: string }[]): Completion => ({
  complete: completeIn(input.seekers, given),
  most: completeMostOf(networkOf(input)),
})
