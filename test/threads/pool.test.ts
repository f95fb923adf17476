import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { allocate } from '../../src/domain/allocation/allocation.ts'
import { completionOf } from '../../src/domain/allocation/complete.ts'
import { createMatchingIndex } from '../../src/domain/matching/index.ts'
import type { MatchingIndex, Ranked, RematchRequest } from '../../src/domain/matching/matching.ts'
import { defaultWeights } from '../../src/domain/matching/score.ts'
import { rematching } from '../../src/services/rematch.ts'
import { solving } from '../../src/services/solving.ts'
import { callingThread } from '../../src/threads/calling.ts'
import { threadPool } from '../../src/threads/pool.ts'
import type { Threads } from '../../src/threads/threads.ts'
import { instanceOf } from '../domain/allocation/instances.ts'
import { now, people, postings, scoreMin } from '../domain/matching/district.ts'
import { newIndex, text } from '../support/people.ts'

const always = { threadsMax: 2, pairsMin: 0, candidatesMin: 0 }
const dying = { ...always, worker: new URL('./dying-worker.ts', import.meta.url) }
const pool = threadPool(always)
afterAll(() => pool.close(5_000))

const fill = (index: MatchingIndex, people_ = people, postings_ = postings): MatchingIndex => {
  for (const one of people_) index.putSeeker(one, one.point)
  for (const one of postings_) index.putPosting(one, one.point)
  return index
}
const everybody = { now, scoreMin, asked: people.map((one) => ({ seeker: one._id })) }

/** What the service finds for everybody, in the order in which it tells it. */
async function rowsOf(index: MatchingIndex, threads: Threads, request: RematchRequest) {
  const found: (readonly [number, readonly Ranked[]])[] = []
  await rematching({ index, threads }).everybody(request, (rows, at) => found.push([at, rows]))
  return found
}
const directly = (index: MatchingIndex, { asked, ...request }: RematchRequest) =>
  asked.map(({ seeker, except }, at) => [
    at,
    index.postingsOf(seeker, { ...request, offset: 0, ...(except === undefined ? {} : { except }) }),
  ])

/** As many threads as are expected, soon; a thread takes a moment to end. */
const threadsSoon = (threads: Threads, count: number): Promise<void> =>
  expect.poll(() => threads.running(), { timeout: 10_000 }).toBe(count)

describe('the pool', () => {
  it('finds for everybody what the calling thread finds, in the same order, after any changes', async () => {
    const change = fc.record({ isPosting: fc.boolean(), at: fc.nat(69), as: fc.option(fc.nat(69)) })
    const index = fill(newIndex())
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { maxLength: 20 }),
        fc.integer({ min: 1, max: 40 }),
        fc.subarray(people.map((one) => one._id)),
        fc.array(fc.nat(69), { maxLength: 9 }),
        async (changes, limit, ids, left) => {
          for (const { isPosting, at, as } of changes) {
            const id = (isPosting ? postings : people)[at]!._id
            if (isPosting && as === null) index.removePosting(id)
            if (isPosting && as !== null) index.putPosting({ ...postings[as]!, _id: id }, postings[at]!.point)
            if (!isPosting && as === null) index.removeSeeker(id)
            if (!isPosting && as !== null) index.putSeeker({ ...people[as]!, _id: id }, people[at]!.point)
          }
          const except = new Set(left.map((at) => postings[at]!._id))
          const request = { now, limit, scoreMin, asked: ids.map((seeker) => ({ seeker, except })) }
          const expected = directly(index, request)
          expect(await rowsOf(index, pool, request)).toEqual(expected)
          expect(await rowsOf(index, callingThread, request)).toEqual(expected)
        },
      ),
      { numRuns: 25 },
    )
  })

  it('stays on the calling thread where the words are too many for an image, with the same rows', async () => {
    const tools = { text, weights: defaultWeights, place: () => undefined, nearnessBytesMax: 2_000 }
    const index = fill(createMatchingIndex(tools))
    const threads: Threads = { ...pool, rematch: () => Promise.reject(new Error('no image could be made')) }
    const request = { ...everybody, limit: 9 }
    expect(await rowsOf(index, threads, request)).toEqual(directly(index, request))
  })

  it('solves as the calling thread does, to the unit, with the same bound', async () => {
    const { solve, solveBounded } = solving({ threads: pool })
    for (let seed = 1; seed <= 40; seed += 1) {
      const { input } = instanceOf(seed, { people: 30, places: 20 })
      expect((await solve(input)).allocation).toEqual(allocate(input))
      const { solved, completeMost } = await solveBounded(input)
      expect(solved.allocation).toEqual(allocate(input))
      expect(completeMost).toBe(completionOf(input, []).most)
    }
  })

  it('refuses a wrong input before any thread sees it', async () => {
    const { input } = instanceOf(3, { people: 8, places: 8 })
    const wrong = { ...input, candidates: [{ seeker: 'nobody', posting: 'p0000', score: 1 }] }
    await expect(solving({ threads: pool }).solve(wrong)).rejects.toMatchObject({ name: 'AllocationInputError' })
  })

  it('fails the work of a thread that dies, leaves none behind, and does the next on a new one', async () => {
    const threads = threadPool(dying)
    const index = fill(newIndex())
    await expect(rowsOf(index, threads, { ...everybody, limit: 13 })).rejects.toThrow()
    const request = { ...everybody, limit: 12 }
    expect(await rowsOf(index, threads, request)).toEqual(directly(index, request))
    const { input } = instanceOf(5, { people: 8, places: 8 })
    const { solve } = solving({ threads })
    await expect(solve({ ...input, seekers: [], candidates: [] })).rejects.toThrow()
    expect((await solve(input)).allocation).toEqual(allocate(input))
    await threads.close(5_000)
    await threadsSoon(threads, 0)
  })

  it('fails all work, queued work too, when its threads cannot start, instead of leaving it waiting', async () => {
    const threads = threadPool({ ...always, worker: new URL('./missing-worker.ts', import.meta.url) })
    const { solve } = solving({ threads })
    const { input } = instanceOf(5, { people: 8, places: 8 })
    const both = await Promise.allSettled([solve(input), solve(input), solve(input)])
    expect(both.map((one) => one.status)).toEqual(['rejected', 'rejected', 'rejected'])
    await threadsSoon(threads, 0)
    await threads.close(5_000)
  })

  it('finishes the work in hand when it closes, and takes no more', async () => {
    const threads = threadPool(always)
    const index = fill(newIndex())
    const request = { ...everybody, limit: 7 }
    const { input } = instanceOf(5, { people: 8, places: 8 })
    const solved = solving({ threads }).solve(input)
    await expect.poll(() => threads.running(), { timeout: 10_000 }).toBeGreaterThan(0)
    await threads.close(5_000)
    expect((await solved).allocation).toEqual(allocate(input))
    expect(threads.running()).toBe(0)
    await expect(rowsOf(index, threads, request)).rejects.toThrow('closed')
  })

  it('has no thread before the first work and none again after a while without any', async () => {
    const threads = threadPool({ ...always, idleMs: 50 })
    expect(threads.running()).toBe(0)
    const { input } = instanceOf(5, { people: 8, places: 8 })
    await solving({ threads }).solve(input)
    expect(threads.running()).toBeGreaterThan(0)
    await threadsSoon(threads, 0)
    await threads.close(5_000)
  })
})
