import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holidays } from '../../src/data/holidays.ts'
import { calendarOf, plusWorkingHours } from '../../src/domain/calendar.ts'
import { dayOf, dayPlus, instantAt, plusHours, plusMinutes } from '../../src/domain/time.ts'

const calendar = calendarOf(holidays)
const from = (day: string, hour: number): string => instantAt(day, hour)

describe('working days', () => {
  it.each([
    ['2026-02-14', true, 'a Saturday worked before the Spring Festival'],
    ['2026-02-16', false, 'New Year’s Eve of the lunar year'],
    ['2026-02-23', false, 'the last day of the Spring Festival'],
    ['2026-02-24', true, 'the day after'],
    ['2026-10-10', true, 'a Saturday worked after the National Day'],
    ['2026-11-21', false, 'a Saturday like any other'],
    ['2026-11-24', true, 'a Tuesday'],
    ['2025-10-08', false, 'the end of the joint holiday of 2025'],
  ])('%s is one: %s (%s)', (day, isWorking) => {
    expect(calendar.isWorkingDay(day)).toBe(isWorking)
  })

  it('of a year without a notice are those of the week, save the holidays of fixed date', () => {
    expect(calendar.knows('2026')).toBe(true)
    expect(calendar.knows('2031')).toBe(false)
    expect(calendar.isWorkingDay('2031-10-01')).toBe(false)
    expect(calendar.isWorkingDay('2031-10-08')).toBe(true)
    expect(calendar.isWorkingDay('2031-10-11')).toBe(false)
  })

  it('hold five to six hundred working days in the two years known', () => {
    let count = 0
    for (let day = '2025-01-01'; day < '2027-01-01'; day = dayPlus(day, 1)) if (calendar.isWorkingDay(day)) count += 1
    // 365 days less 104 weekend days, less 28 days off, plus what falls on weekends: 248 in each of both years.
    expect(count).toBe(248 + 248)
  })
})

describe('hours of working days', () => {
  it('skip weekends and holidays', () => {
    expect(plusWorkingHours(calendar, from('2026-11-20', 12), 72)).toBe(from('2026-11-25', 12))
    expect(plusWorkingHours(calendar, from('2026-02-13', 9), 48)).toBe(from('2026-02-24', 9))
    expect(plusWorkingHours(calendar, from('2026-11-21', 15), 24)).toBe(from('2026-11-24', 0))
    expect(plusWorkingHours(calendar, from('2026-11-24', 9), 3)).toBe(from('2026-11-24', 12))
  })

  const moments = fc.integer({ min: 0, max: 900_000 }).map((minutes) => plusMinutes(from('2025-01-01', 0), minutes))
  const hours = fc.integer({ min: 1, max: 400 })

  it('never pass sooner than hours do, and more hours never end sooner', () => {
    fc.assert(
      fc.property(moments, hours, hours, (at, a, b) => {
        const [few, many] = [Math.min(a, b), Math.max(a, b)]
        expect(plusWorkingHours(calendar, at, few) >= plusHours(at, few)).toBe(true)
        expect(plusWorkingHours(calendar, at, many) >= plusWorkingHours(calendar, at, few)).toBe(true)
      }),
    )
  })

  it('end on a working day, or at the midnight that ends one', () => {
    fc.assert(
      fc.property(moments, hours, (at, count) => {
        const end = plusWorkingHours(calendar, at, count)
        expect(calendar.isWorkingDay(dayOf(plusMinutes(end, -1))) || calendar.isWorkingDay(dayOf(end))).toBe(true)
      }),
    )
  })

  it('taken in two steps are the same as in one', () => {
    fc.assert(
      fc.property(moments, hours, hours, (at, a, b) => {
        const there = plusWorkingHours(calendar, plusWorkingHours(calendar, at, a), b)
        expect(there).toBe(plusWorkingHours(calendar, at, a + b))
      }),
    )
  })
})
