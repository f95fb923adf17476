import type { Components } from './components.ts'
import { emptyFlow, type Flow } from './flow.ts'
import { forest } from './forest.ts'
import { inwardOf } from './inward.ts'
import type { Network } from './network.ts'

/** The flow that is best in every rank in turn and then in total weight: part by part, rank by rank. */
export function bestFlow(net: Network, { count, unitStart, units }: Components): Flow {
  const { postingCount, rankCount } = net
  const flow = emptyFlow(net)
  const { serveRank } = forest(net, flow, inwardOf(net))
  for (let part = 0; part < count; part += 1)
    for (let rank = 0; rank < rankCount; rank += 1) {
      const key = part * rankCount + rank
      const waiting = units
        .subarray(unitStart[key], unitStart[key + 1])
        .filter((seeker) => flow.level[postingCount + seeker] === rankCount)
      if (waiting.length > 0) serveRank(waiting, rank)
    }
  return flow
}
