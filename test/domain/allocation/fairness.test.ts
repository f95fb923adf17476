import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocate } from '../../../src/domain/allocation/allocation.ts'
import { fairnessOf, giniOf, type FairnessInput } from '../../../src/domain/allocation/fairness.ts'
import { instanceOf } from './instances.ts'

const pairs = (...rows: readonly (readonly [string, string, number])[]) =>
  rows.map(([seeker, posting, score]) => ({ seeker, posting, score }))

/** Three people, four postings; worked out by hand. */
const small: FairnessInput = {
  offers: pairs(['ann', 'p1', 800], ['ann', 'p2', 600], ['bo', 'p1', 700]),
  postings: [
    { id: 'p1', openings: 1 },
    { id: 'p2', openings: 2 },
    { id: 'p3', openings: 4 },
    { id: 'p4', openings: 1 },
  ],
  people: [
    { id: 'ann', owed: 2, settlement: 'east', householdClass: 'rest', sex: 'female' },
    { id: 'bo', owed: 3, settlement: 'east', householdClass: 'zero' },
    { id: 'cai', owed: 1, settlement: 'west', householdClass: 'rest', sex: 'male' },
    { id: 'done', owed: 0, settlement: 'west' },
  ],
  candidates: pairs(
    ['ann', 'p1', 800],
    ['ann', 'p3', 900],
    ['ann', 'p2', 600],
    ['bo', 'p1', 700],
    ['bo', 'p4', 500],
    ['cai', 'p1', 1000],
  ),
}

describe('congestion and fairness', () => {
  const found = fairnessOf(small)

  it('count offers per opening, coverage and congestion as by hand', () => {
    // Offers per opening: p1 2, p2 0.5, p3 0, p4 0.
    expect(found.perOpening).toEqual({ p50: 0, p95: 2, max: 2 })
    expect(found.coverage).toBe(0.5)
    expect(found.congestion).toEqual({ k: 10, share: 1 })
    // Sorted 0, 0, 0.5, 2: (1 × 0.5 + 3 × 2) / (4 × 2.5).
    expect(found.exposureGini).toBeCloseTo(0.65, 12)
  })

  it('tell the ten most offered postings from the rest', () => {
    const postings = Array.from({ length: 20 }, (_, at) => ({ id: `p${at}`, openings: 1 }))
    const offers = postings.map(({ id }) => ({ seeker: 's', posting: id, score: 1 }))
    expect(fairnessOf({ ...small, postings, offers }).congestion.share).toBe(0.5)
    const crowd = Array.from({ length: 30 }, () => ({ seeker: 's', posting: 'p3', score: 1 }))
    expect(fairnessOf({ ...small, postings, offers: [...offers, ...crowd] }).congestion.share).toBe(40 / 50)
  })

  it('count regret against what each could have had, as by hand', () => {
    // Best: ann 900 + 800, bo 700 + 500, cai 1000; given 800 + 600 + 700.
    expect(found.regret.lost).toBeCloseTo((3900 - 2100) / 3900, 12)
    // The same number of best: ann 1700 for 1400, bo 700 for 700.
    expect(found.regret.perOffer).toBe(100)
  })

  it('count whom each group has served, and leave out who is owed nothing', () => {
    expect(found.bySettlement).toEqual([
      { group: 'east', people: 2, served: 2, complete: 1, share: 0.6 },
      { group: 'west', people: 1, served: 0, complete: 0, share: 0 },
    ])
    expect(found.bySex.map(({ group, people, served }) => [group, people, served])).toEqual([
      ['female', 1, 1],
      ['male', 1, 0],
      ['unknown', 1, 1],
    ])
    expect(found.byHouseholdClass.map(({ group, share }) => [group, share])).toEqual([
      ['rest', 2 / 3],
      ['zero', 1 / 3],
    ])
  })

  it('are finite and zero where there is nothing', () => {
    expect(fairnessOf({ offers: [], postings: [], people: [], candidates: [] })).toEqual({
      perOpening: { p50: 0, p95: 0, max: 0 },
      congestion: { k: 10, share: 0 },
      coverage: 0,
      exposureGini: 0,
      regret: { lost: 0, perOffer: 0 },
      bySettlement: [],
      byHouseholdClass: [],
      bySex: [],
    })
  })

  it('have a Gini of 0 for equal shares, (n - 1) / n for one who has all, the same at any scale and order', () => {
    const values = fc.array(fc.nat(1000), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 50 }), (some, by) => {
        const gini = giniOf(some)
        expect(gini).toBeGreaterThanOrEqual(-1e-12)
        expect(gini).toBeLessThanOrEqual((some.length - 1) / some.length + 1e-12)
        expect(giniOf(some.map((one) => one * by).reverse())).toBeCloseTo(gini, 9)
        expect(giniOf(some.map(() => by))).toBeCloseTo(0, 12)
        expect(giniOf([...some.map(() => 0), by])).toBeCloseTo(some.length / (some.length + 1), 12)
        // The definition: half the mean difference over the mean.
        const mean = some.reduce((sum, one) => sum + one, 0) / some.length
        const apart = some
          .flatMap((one) => some.map((other) => Math.abs(one - other)))
          .reduce((sum, one) => sum + one, 0)
        if (mean > 0) expect(gini).toBeCloseTo(apart / (2 * some.length ** 2 * mean), 9)
      }),
      { numRuns: 300 },
    )
  })

  it('stay in their bounds for any run, with groups that add up to the run', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const { input, draw } = instanceOf(seed, { people: 30, places: 20 })
      const { offers } = allocate(input)
      const postings = input.postings.map((one) => ({ id: one.id, openings: one.free }))
      const people = input.seekers.map((one) => ({ ...one, settlement: `v${draw(3)}` }))
      const found = fairnessOf({ offers, postings, people, candidates: input.candidates })
      const { perOpening, congestion, coverage, exposureGini, regret } = found
      expect(perOpening.p50 <= perOpening.p95 && perOpening.p95 <= perOpening.max).toBe(true)
      // No posting is given more often than it has places.
      expect(perOpening.max).toBeLessThanOrEqual(1)
      for (const share of [congestion.share, coverage, exposureGini, regret.lost]) {
        expect(share).toBeGreaterThanOrEqual(-1e-12)
        expect(share).toBeLessThanOrEqual(1)
      }
      expect(regret.perOffer).toBeGreaterThanOrEqual(0)
      const served = found.bySettlement.reduce((sum, one) => sum + one.served, 0)
      expect(served).toBe(new Set(offers.map((one) => one.seeker)).size)
    }
  })
})
