import { completeMostOf } from './complete.ts'
import { componentsOf } from './components.ts'
import type { Flow } from './flow.ts'
import { networkIn, type NetworkArrays } from './network.ts'
import type { PackedRun } from './packed.ts'
import { bestFlow } from './phases.ts'

/** What solving gives, in arrays alone. */
export interface SolvedArrays {
  readonly network: NetworkArrays
  readonly flow: Flow
  /** Independent parts of the problem. */
  readonly components: number
  /** The bound on how many people can be complete; only where it was asked for, because it costs as much again. */
  readonly completeMost?: number
}

/** Solves a run that was checked; the same on whatever thread. */
export function solvedArrays(run: PackedRun, { isBounded }: { readonly isBounded: boolean }): SolvedArrays {
  const network = networkIn(run)
  const components = componentsOf(network)
  const flow = bestFlow(network, components)
  return {
    network,
    flow,
    components: components.count,
    ...(isBounded ? { completeMost: completeMostOf(network) } : {}),
  }
}
