import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocate, type AllocationInput } from '../../../src/domain/allocation/allocation.ts'
import {
  classCount,
  nearestToDoneFirst,
  overdueFirst,
  owedMax,
  rankTable,
  urgencyCount,
} from '../../../src/domain/allocation/ranks.ts'

const ranks = rankTable(overdueFirst)
const policy = { ranks, perEmployerMax: 2 }
const instance = fc
  .record({
    people: fc.integer({ min: 1, max: 20 }),
    places: fc.integer({ min: 1, max: 12 }),
    seed: fc.infiniteStream(fc.nat(1_000_000)),
  })
  .map(({ people, places, seed }): AllocationInput => {
    const draw = (below: number): number => (seed.next().value as number) % below
    const postings = Array.from({ length: places }, (_, at) => ({
      id: `p${at}`,
      employer: `e${draw(5)}`,
      free: draw(4),
    }))
    const seekers = Array.from({ length: people }, (_, at) => ({
      id: `s${at}`,
      owed: draw(4),
      classIndex: draw(classCount),
      urgencyIndex: draw(urgencyCount),
      ...(draw(3) === 0 ? { employersUsed: { e0: draw(3) } } : {}),
    }))
    const candidates = seekers.flatMap(({ id }) =>
      postings.flatMap((posting) =>
        draw(2) === 0 ? [{ seeker: id, posting: posting.id, score: draw(1_000_000) }] : [],
      ),
    )
    return { seekers, postings, candidates, policy }
  })

describe('an allocation', () => {
  it('never gives more than a posting has, a person is owed, or an employer may count', () => {
    fc.assert(
      fc.property(instance, (input) => {
        const { offers, givenByRank, total } = allocate(input)
        for (const { id, free } of input.postings)
          expect(offers.filter((one) => one.posting === id).length).toBeLessThanOrEqual(free)
        for (const { id, owed, employersUsed } of input.seekers) {
          const own = offers.filter((one) => one.seeker === id)
          expect(own.length).toBeLessThanOrEqual(owed)
          expect(new Set(own.map((one) => one.posting)).size).toBe(own.length)
          const employers = own.map((one) => input.postings.find((posting) => posting.id === one.posting)!.employer)
          for (const employer of employers) {
            const used = (employersUsed as Record<string, number> | undefined)?.[employer] ?? 0
            expect(used + employers.filter((one) => one === employer).length).toBeLessThanOrEqual(2)
          }
        }
        expect(givenByRank.reduce((sum, count) => sum + count, 0)).toBe(total)
        expect(total).toBe(offers.length)
      }),
    )
  })

  it('does not hang on the order of its input', () => {
    fc.assert(
      fc.property(instance, (input) => {
        const turned = {
          ...input,
          seekers: [...input.seekers].reverse(),
          postings: [...input.postings].reverse(),
          candidates: [...input.candidates].reverse(),
        }
        const sorted = (given: AllocationInput) =>
          allocate(given)
            .offers.map((one) => `${one.seeker} ${one.posting}`)
            .sort()
        expect(sorted(turned)).toEqual(sorted(input))
      }),
    )
  })

  it('serves the zero-employment household before the rest when there is one place', () => {
    const seekers = [
      { id: 'a', owed: 1, classIndex: 3, urgencyIndex: 2 },
      { id: 'z', owed: 1, classIndex: 0, urgencyIndex: 2 },
    ]
    const postings = [{ id: 'p', employer: 'e', free: 1 }]
    const candidates = [
      { seeker: 'a', posting: 'p', score: 900_000 },
      { seeker: 'z', posting: 'p', score: 600_000 },
    ]
    expect(allocate({ seekers, postings, candidates, policy }).offers.map((one) => one.seeker)).toEqual(['z'])
  })

  it('gives everybody a first offer before anybody a second, and completes the overdue before both', () => {
    const person = (id: string, urgencyIndex: number) => ({ id, owed: 2, classIndex: 3, urgencyIndex })
    const postings = ['p1', 'p2', 'p3'].map((id) => ({ id, employer: id, free: 1 }))
    const candidates = ['a', 'b'].flatMap((seeker) => postings.map(({ id }) => ({ seeker, posting: id, score: 1 })))
    const shares = (urgencyOfB: number) => {
      const { offers } = allocate({ seekers: [person('a', 2), person('b', urgencyOfB)], postings, candidates, policy })
      return ['a', 'b'].map((id) => offers.filter((one) => one.seeker === id).length)
    }
    expect(shares(2)).toEqual([2, 1])
    expect(shares(0)).toEqual([1, 2])
  })
})

describe('impossible input', () => {
  const seekers = [{ id: 's', owed: 1, classIndex: 0, urgencyIndex: 0 }]
  const postings = [{ id: 'p', employer: 'e', free: 1 }]
  const good = { seekers, postings, candidates: [{ seeker: 's', posting: 'p', score: 1 }], policy }

  it.each([
    ['seekers.id', { ...good, seekers: [...seekers, ...seekers] }],
    ['postings.id', { ...good, postings: [...postings, ...postings] }],
    ['postings.free', { ...good, postings: [{ id: 'p', employer: 'e', free: -1 }] }],
    ['seekers.owed', { ...good, seekers: [{ id: 's', owed: 1.5, classIndex: 0, urgencyIndex: 0 }] }],
    ['candidates.score', { ...good, candidates: [{ seeker: 's', posting: 'p', score: Number.NaN }] }],
    ['candidates.score', { ...good, candidates: [{ seeker: 's', posting: 'p', score: -1 }] }],
    ['candidates.posting', { ...good, candidates: [{ seeker: 's', posting: 'x', score: 1 }] }],
    ['candidates.seeker', { ...good, candidates: [{ seeker: 'x', posting: 'p', score: 1 }] }],
    [
      'policy.ranks',
      {
        ...good,
        seekers: [{ id: 's', owed: 2, classIndex: 0, urgencyIndex: 0 }],
        policy: {
          ...policy,
          ranks: { version: 'wrong', rankCount: 3, rankOf: (_c: number, _u: number, _o: number, j: number) => 3 - j },
        },
      },
    ],
  ])('is refused by the name of %s', (field, input) => {
    expect(() => allocate(input)).toThrow(new RegExp(`^${field} is .* it must be`))
  })

  it('never comes from a shipped table', () => {
    for (const data of [overdueFirst, nearestToDoneFirst]) {
      const table = rankTable(data)
      for (let classIndex = 0; classIndex < classCount; classIndex += 1)
        for (let urgency = 0; urgency < urgencyCount; urgency += 1)
          for (let owed = 1; owed <= owedMax; owed += 1) {
            const all = Array.from({ length: owed }, (_, at) => table.rankOf(classIndex, urgency, owed, at + 1))
            expect([...all].sort((a, b) => a - b)).toEqual(all)
            expect(Math.max(...all)).toBeLessThan(table.rankCount)
          }
    }
  })
})
