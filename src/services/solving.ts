import { solvedOf, type AllocationInput, type Solved } from '../domain/allocation/allocation.ts'
import { packedOf } from '../domain/allocation/packed.ts'
import { solvedArrays, type SolvedArrays } from '../domain/allocation/solver.ts'
import type { Wiring } from './wiring.ts'

/** Solves allocation runs, the large ones on another thread; the answer is the same. */
export const solving = ({ threads }: Pick<Wiring, 'threads'>) => {
  const solvedWith = async (
    input: AllocationInput,
    isBounded: boolean,
  ): Promise<{ readonly solved: Solved; readonly arrays: SolvedArrays }> => {
    const { names, run } = packedOf(input)
    const arrays =
      input.candidates.length < threads.candidatesMin
        ? solvedArrays(run, { isBounded })
        : await threads.solve({ run, isBounded })
    return { solved: solvedOf(input, names, arrays), arrays }
  }

  return {
    /** As the domain's `solve`. @throws {AllocationInputError} for an input that is wrong */
    solve: async (input: AllocationInput): Promise<Solved> => (await solvedWith(input, false)).solved,
    /** Likewise, with the bound on how many people can be complete. */
    solveBounded: async (
      input: AllocationInput,
    ): Promise<{ readonly solved: Solved; readonly completeMost: number }> => {
      const { solved, arrays } = await solvedWith(input, true)
      return { solved, completeMost: arrays.completeMost ?? 0 }
    },
  }
}

export type Solving = ReturnType<typeof solving>
