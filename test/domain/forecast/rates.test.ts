import { describe, expect, it } from 'vitest'
import {
  chancesOf,
  exposureOf,
  fulfilledWithin,
  seenOf,
  spreadOf,
  waitMax,
} from '../../../src/domain/forecast/rates.ts'
import type { LeftSince } from '../../../src/domain/guarantee/past.ts'
import { day } from '../../support/ledger.ts'

const now = day(29)
const seen = (histories: readonly (readonly LeftSince[])[], owed = 1, days = 28) =>
  seenOf(histories, { owed, days, now })
const waiting: readonly LeftSince[] = [{ at: day(1), left: 1 }]
const servedOn = (number: number): readonly LeftSince[] => [...waiting, { at: day(number), left: 0 }]

describe('what was seen', () => {
  it('counts each day of waiting once, and none after the promise was kept', () => {
    expect(exposureOf(seen([waiting]))).toBe(28)
    expect(exposureOf(seen([servedOn(11)]))).toBe(10)
    expect(exposureOf(seen([waiting], 1, 7))).toBe(7)
  })

  it('begins with the wish for work', () => {
    expect(exposureOf(seen([[{ at: day(26), left: 1 }]]))).toBe(3)
    expect(exposureOf(seen([[{ at: day(40), left: 1 }], []]))).toBe(0)
  })

  it('takes a day on which much happened from its begin to its end', () => {
    const busy: readonly LeftSince[] = [
      { at: day(27), left: 3 },
      { at: `${day(28).slice(0, 11)}05:00:00.000Z`, left: 2 },
      { at: `${day(28).slice(0, 11)}06:00:00.000Z`, left: 1 },
    ]
    const chances = chancesOf(seen([busy], 3))
    expect(chances(3, 1, 1)).toBeGreaterThan(chances(3, 1, 2))
  })
})

describe('the daily chances', () => {
  const some = seen([...Array.from({ length: 40 }, (_, at) => servedOn(2 + (at % 20))), waiting, waiting])

  it('sum to one for everything that may be left and any waiting', () => {
    for (const supply of [0.2, 1, 40])
      for (const waited of [0, 1, 3, 8, 30, 99]) {
        const chances = chancesOf(some, supply)
        expect(chances(1, waited, 0) + chances(1, waited, 1)).toBeCloseTo(1, 12)
        expect(chances(1, waited, 0)).toBeLessThanOrEqual(0.95)
      }
  })

  it('where nothing was seen, nothing changes', () => {
    const chances = chancesOf(seen([], 3))
    expect(chances(3, 0, 3)).toBe(1)
    expect(chances(3, 50, 2)).toBe(0)
  })

  it('fall for those who have waited long, when those seldom gained', () => {
    const quick = Array.from({ length: 30 }, (_, at): readonly LeftSince[] => [
      { at: day(20 + (at % 8)), left: 1 },
      { at: day(21 + (at % 8)), left: 0 },
    ])
    const chances = chancesOf(seen([...quick, ...Array.from({ length: 30 }, () => waiting)]))
    expect(chances(1, 0, 0)).toBeGreaterThan(0.5)
    expect(chances(1, 20, 0)).toBeLessThan(0.02)
  })

  it('follow recent days more than days long past', () => {
    const early = chancesOf(seen([...Array.from({ length: 20 }, () => servedOn(3)), waiting]))
    const late = chancesOf(seen([...Array.from({ length: 20 }, () => servedOn(28)), waiting]))
    expect(late(1, 26, 0)).toBeGreaterThan(early(1, 26, 0))
  })

  it('rise with supply and fall without it', () => {
    const of = (supply: number) => chancesOf(some, supply)(1, 5, 0)
    expect(of(2)).toBeGreaterThan(of(1))
    expect(of(0.5)).toBeLessThan(of(1))
  })
})

describe('the chance to be done in time', () => {
  const steady = (chance: number) => (left: number, _waited: number, after: number) =>
    left === 0 ? Number(after === 0) : after === left ? 1 - chance : after === left - 1 ? chance : 0

  it('for one unit is that of a constant rate', () => {
    const within = fulfilledWithin(steady(0.1), 1, 30)
    for (const days of [0, 1, 10, 30]) expect(within(days, 1, 0)).toBeCloseTo(1 - 0.9 ** days, 12)
  })

  it('for three units is that of three successes (negative binomial)', () => {
    const within = fulfilledWithin(steady(0.2), 3, 20)
    const fewer = (tries: number): number =>
      [0, 1, 2].reduce((sum, k) => {
        const ways = k === 0 ? 1 : k === 1 ? tries : (tries * (tries - 1)) / 2
        return sum + ways * 0.2 ** k * 0.8 ** (tries - k)
      }, 0)
    for (const days of [3, 7, 20]) expect(within(days, 3, 0)).toBeCloseTo(1 - fewer(days), 12)
  })

  it('counts the waiting on, and anew after a change', () => {
    const onlyFresh = (left: number, waited: number, after: number): number =>
      left === 0
        ? Number(after === 0)
        : after === left - 1
          ? Number(waited === 0)
          : after === left
            ? Number(waited > 0)
            : 0
    const within = fulfilledWithin(onlyFresh, 3, 10)
    expect(within(3, 3, 0)).toBe(1)
    expect(within(10, 3, 1)).toBe(0)
    expect(within(10, 1, waitMax + 50)).toBe(0)
  })
})

describe('how far weeks differ', () => {
  it('is more when one week brought everything', () => {
    const even = seen(Array.from({ length: 280 }, (_, at) => servedOn(2 + (at % 27))))
    const once = seen(Array.from({ length: 280 }, (_, at) => servedOn(at < 140 ? 4 : 28)))
    expect(spreadOf(once, chancesOf(once))).toBeGreaterThan(spreadOf(even, chancesOf(even)))
  })

  it('is never nothing: weeks that were alike by chance may differ tomorrow', () => {
    const none = seen([waiting])
    expect(spreadOf(none, chancesOf(none))).toBe(0.5)
  })
})
