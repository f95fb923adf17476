import type { Components } from './components.ts'
import { emptyFlow, server, type Flow } from './flow.ts'
import type { NetworkArrays } from './network.ts'

/**
 * The flow that is best in every rank in turn and then in total weight: part by part, rank by rank, and in a rank whoever
 * gains most by the duals first, so that those who come when nothing is left mostly yield without a search.
 */
export function bestFlow(net: NetworkArrays, { count, unitStart, units }: Components): Flow {
  const { postingCount, rankCount } = net
  const flow = emptyFlow(net)
  const { level, potential } = flow
  const { serve } = server(net, flow)
  for (let part = 0; part < count; part += 1)
    for (let rank = 0; rank < rankCount; rank += 1) {
      const key = part * rankCount + rank
      const waiting = units
        .subarray(unitStart[key], unitStart[key + 1])
        .filter((seeker) => level[postingCount + seeker] === rankCount)
        .sort((a, b) => potential[postingCount + b]! - potential[postingCount + a]! || a - b)
      for (const seeker of waiting) serve(seeker)
    }
  return flow
}
