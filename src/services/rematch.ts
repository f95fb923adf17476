import type { Rematch } from '../domain/matching/image.ts'
import type { Ranked, RematchRequest } from '../domain/matching/matching.ts'
import { rankedRows } from '../domain/matching/rematch.ts'
import { inTurns, turns } from './turns.ts'
import type { Wiring } from './wiring.ts'

/** Takes the rows of the person at a place among those asked. */
type Take = (rows: readonly Ranked[], at: number) => void

/** Pairs in one part: about a tenth of a second, so that threads share the work evenly and rows come back bit by bit. */
const pairsPerPart = 5_000_000
/** Reading the image, which each part does, must not cost more than the part. */
const peoplePerPartMin = 500

/** The best postings of many people at once. */
export const rematching = ({ index, threads }: Pick<Wiring, 'index' | 'threads'>) => {
  const here = async ({ asked, ...request }: RematchRequest, take: Take): Promise<void> => {
    const turn = turns()
    for (const [at, { seeker, except }] of asked.entries()) {
      const excepting = except === undefined ? {} : { except }
      take(index.postingsOf(seeker, { ...request, offset: 0, ...excepting }), at)
      await turn()
    }
  }

  const onThreads = async ({ image, ids }: Rematch, people: number, take: Take): Promise<void> => {
    const even = Math.ceil(people / Math.max(1, threads.count))
    const size = Math.max(1, Math.min(even, Math.max(peoplePerPartMin, Math.floor(pairsPerPart / (ids.length + 1)))))
    const starts = Array.from({ length: Math.ceil(people / size) }, (_, part) => part * size)
    const running = starts.map((from) => threads.rematch({ image, from, to: Math.min(people, from + size) }))
    const ended = Promise.allSettled(running)
    const turn = turns()
    try {
      for (const [part, rows] of running.entries()) {
        for (const [at, own] of rankedRows(await rows, ids).entries()) take(own, part * size + at)
        await turn()
      }
    } finally {
      // When one part fails, the others do as well; nothing is left running behind the caller's back.
      await ended
    }
  }

  return {
    /**
     * The best postings of everybody asked, in their order: on other threads, from an image of the index, where there are
     * any and it is worth it; else on this one in turns. The rows are the same.
     */
    everybody: async (request: RematchRequest, take: Take): Promise<void> => {
      const people = request.asked.length
      if (people * index.figures().postings < threads.pairsMin) return here(request, take)
      const made = await inTurns(index.image(request))
      return made === undefined ? here(request, take) : onThreads(made, people, take)
    },
  }
}

export type Rematching = ReturnType<typeof rematching>
