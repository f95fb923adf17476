// A worker whose thread dies over a request of `deadlyLimit` rows, or while it solves a run of nobody.
import { solve as solveWell, rematch as rematchWell } from '../../src/threads/worker.ts'
import type { RematchPart, SolveTask } from '../../src/threads/threads.ts'

const deadlyLimit = 13

export const rematch = (part: RematchPart): ReturnType<typeof rematchWell> =>
  part.image.limit === deadlyLimit ? process.exit(3) : rematchWell(part)

export const solve = (task: SolveTask): ReturnType<typeof solveWell> =>
  task.run.seekerCount === 0 ? process.exit(3) : solveWell(task)
