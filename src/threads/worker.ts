// What runs on a thread of the pool; it loads the domain's arithmetic alone, no tables and no store.
import { solvedArrays, type SolvedArrays } from '../domain/allocation/solver.ts'
import { rematch as rematchPart, type RematchRows } from '../domain/matching/rematch.ts'
import type { RematchPart, SolveTask } from './threads.ts'

/** The best postings of some of the people of an image. */
export const rematch = ({ image, from, to }: RematchPart): RematchRows => rematchPart(image, from, to)

/** A solved run. */
export const solve = ({ run, isBounded }: SolveTask): SolvedArrays => solvedArrays(run, { isBounded })
