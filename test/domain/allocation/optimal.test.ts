import { beforeAll, describe, expect, it } from 'vitest'
import type { Highs } from 'highs'
import { loadOracle, oracleAnswer } from '../../../scripts/bench/oracle.ts'
import { allocate, solve, type AllocationInput } from '../../../src/domain/allocation/allocation.ts'
import { reallocate, totalAfter, unitsIfOpened, type Change } from '../../../src/domain/allocation/reallocate.ts'
import { instanceOf, shapes } from './instances.ts'

/** How many random runs are compared; ALLOCATION_INSTANCES=2000 takes some minutes. */
const instances = Number(process.env['ALLOCATION_INSTANCES'] ?? 400)

/** What an allocation is worth: offers by rank, and the last level's total. */
function worthOf({ candidates, policy }: AllocationInput, found: ReturnType<typeof allocate>) {
  const bonus = policy.stabilityBonus ?? 0
  const weights = new Map(
    candidates.map((one) => [`${one.seeker} ${one.posting}`, one.score + (one.standing === true ? bonus : 0)]),
  )
  const weight = found.offers.reduce((sum, one) => sum + weights.get(`${one.seeker} ${one.posting}`)!, 0)
  return { givenByRank: found.givenByRank, weight }
}

/** Mostly small, some of 60 × 40, one in forty up to 300 × 200. */
const sizeOf = (seed: number) =>
  seed % 40 === 0
    ? { people: 300, places: 200 }
    : seed % 4 === 0
      ? { people: 60, places: 40 }
      : { people: 14, places: 9 }

describe('an allocation, beside an independent solver', () => {
  let solver: Highs
  beforeAll(async () => {
    solver = await loadOracle()
  })

  it(`is as good at every rank and in total, to the unit, and gives the maximum flow, ${instances} times`, () => {
    const seen = new Set<string>()
    for (let seed = 1; seed <= instances; seed += 1) {
      const { input, shape } = instanceOf(seed, sizeOf(seed))
      seen.add(shape)
      const found = allocate(input)
      const { flowMax, ...best } = oracleAnswer(solver, input)
      expect({ seed, total: found.total, ...worthOf(input, found) }).toEqual({ seed, total: flowMax, ...best })
    }
    if (instances >= 50) expect([...seen].sort()).toEqual([...shapes].sort())
  })
})

type Draw = (below: number) => number

/** A random change and the input that it leads to. */
function changeOf(input: AllocationInput, draw: Draw, turn: number): { change: Change; after: AllocationInput } {
  const pick = <T>(from: readonly T[], share: number): T[] => from.filter(() => draw(100) < share)
  const closed = new Set(pick(input.postings, 10).map((one) => one.id))
  const opened = pick(input.postings, 10).map((one) => ({ posting: one.id, places: 1 + draw(3) }))
  const declined = pick(input.candidates, 5)
  const left = new Set(pick(input.seekers, 8).map((one) => one.id))
  const come = pick(input.seekers, 8).map((one, at) => ({
    ...one,
    id: draw(2) === 0 && left.has(one.id) ? one.id : `t${turn}-${at}`,
  }))
  const seekers = [...new Map(come.map((one) => [one.id, one])).values()]
  const candidates = seekers.flatMap(({ id }) =>
    pick(input.postings, 30).map((one) => ({ seeker: id, posting: one.id, score: draw(1000) })),
  )
  const isGone = new Set(declined.map((one) => `${one.seeker} ${one.posting}`))
  const places = new Map(opened.map((one) => [one.posting, one.places]))
  return {
    change: { closed: [...closed], opened, declined, left: [...left], joined: { seekers, candidates } },
    after: {
      ...input,
      postings: input.postings.map((one) => ({
        ...one,
        free: (closed.has(one.id) ? 0 : one.free) + (places.get(one.id) ?? 0),
      })),
      seekers: [...input.seekers.filter((one) => !left.has(one.id)), ...seekers],
      candidates: [
        ...input.candidates.filter((one) => !left.has(one.seeker) && !isGone.has(`${one.seeker} ${one.posting}`)),
        ...candidates,
      ],
    },
  }
}

describe('an allocation after changes', () => {
  it('is worth exactly what a new one is, over and over, and leaves the one before as it was', () => {
    for (let seed = 1; seed <= instances * 2; seed += 1) {
      const { input, draw } = instanceOf(seed, sizeOf(seed))
      let now = input
      let solved = solve(input)
      for (let turn = 0; turn < 3; turn += 1) {
        const before = JSON.stringify([solved.allocation, solved.flow])
        const { change, after } = changeOf(now, draw, turn)
        const next = reallocate(solved, change)
        expect(JSON.stringify([solved.allocation, solved.flow])).toBe(before)
        const { total } = next.allocation
        expect({ seed, turn, total, ...worthOf(after, next.allocation) }).toEqual({
          seed,
          turn,
          total: allocate(after).total,
          ...worthOf(after, allocate(after)),
        })
        expect(totalAfter(solved, change)).toBe(total)
        now = after
        solved = next
      }
    }
  })

  it('says how many more offers a posting with more places would give', () => {
    for (let seed = 1; seed <= instances; seed += 1) {
      const { input, draw } = instanceOf(seed, sizeOf(seed + 1))
      const solved = solve(input)
      const posting = input.postings[draw(input.postings.length)]!
      const postings = input.postings.map((one) => (one === posting ? { ...one, free: one.free + 2 } : one))
      const more = allocate({ ...input, postings }).total - solved.allocation.total
      expect(unitsIfOpened(solved, posting.id, 2)).toBe(more)
    }
  })

  it('names what a change names wrongly', () => {
    const { input } = instanceOf(3, { people: 10, places: 8 })
    const solved = solve(input)
    const seeker = input.seekers[0]!
    const joined = { seekers: [seeker], candidates: [] }
    expect(() => reallocate(solved, { closed: ['x'] })).toThrow(/^change\.closed is .* it must be/)
    expect(() => reallocate(solved, { left: ['x'] })).toThrow(/^change\.left is .* it must be/)
    expect(() => reallocate(solved, { opened: [{ posting: input.postings[0]!.id, places: -1 }] })).toThrow(
      /^change\.opened\.places is -1/,
    )
    expect(() => reallocate(solved, { joined })).toThrow(/^change\.joined\.seekers\.id is .* it must be/)
  })
})
