import { solvedArrays } from '../domain/allocation/solver.ts'
import { rematch } from '../domain/matching/rematch.ts'
import type { Threads } from './threads.ts'

/** No threads: whoever has work does it, and is told that no work is large enough to hand over. */
export const callingThread: Threads = {
  count: 0,
  pairsMin: Infinity,
  candidatesMin: Infinity,
  running: () => 0,
  rematch: ({ image, from, to }) => Promise.resolve(rematch(image, from, to)),
  solve: ({ run, isBounded }) => Promise.resolve(solvedArrays(run, { isBounded })),
  close: () => Promise.resolve(),
}
