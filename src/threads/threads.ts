import type { PackedRun } from '../domain/allocation/packed.ts'
import type { SolvedArrays } from '../domain/allocation/solver.ts'
import type { RematchImage } from '../domain/matching/image.ts'
import type { RematchRows } from '../domain/matching/rematch.ts'

/** Some of the people of an image, `from` … `to − 1`. */
export interface RematchPart {
  readonly image: RematchImage
  readonly from: number
  readonly to: number
}

/** A run to solve, and whether the bound on complete people is wanted too. */
export interface SolveTask {
  readonly run: PackedRun
  readonly isBounded: boolean
}

/**
 * Threads for long pure work, so that the calling one stays free. What they answer is what the calling thread would have
 * found; when a thread dies, all work in hand is rejected, and the next work gets new threads.
 */
export interface Threads {
  /** How many may work at the same time; 0 where all work stays on the calling thread. */
  readonly count: number
  /** A rematch of fewer pairs of people and postings is not worth handing over. */
  readonly pairsMin: number
  /** Solving a run of fewer candidates is not worth handing over. */
  readonly candidatesMin: number
  /** Threads that exist now. */
  running(): number
  rematch(part: RematchPart): Promise<RematchRows>
  solve(task: SolveTask): Promise<SolvedArrays>
  /** Resolves once the work in hand is done, or `waitMs` have passed, and no thread is left. */
  close(waitMs: number): Promise<void>
}
