import type { LeftSince } from '../guarantee/past.ts'
import { epochMsOf, type Instant } from '../time.ts'

/** First day of each band of waiting: days since the wish for work or since the last change. */
const bandStarts = [0, 1, 2, 4, 7, 14, 28, 42] as const
const bands = bandStarts.length
/** Days of waiting from which nothing more is told apart. */
export const waitMax = 42

/** Person-days that the band before weighs against what was seen in one band. */
const priorDays = 5
/** A day so many days before counts half as much as today. */
export const halfLifeDays = 4
/** Nothing is so sure that it happens on a given day. */
const dailyMax = 0.95
/** Supply of two weeks is taken to differ by this at the least (standard deviation of its logarithm). */
const spreadMin = 0.5

const dayMs = 86_400_000

/** The band that a number of days waited falls into. */
const bandOf = (days: number): number => bandStarts.findLastIndex((start) => days >= start)

/** What happened on days of people who had `left` units of a promise to get, by days ago. */
export interface Seen {
  /** `[days ago][left][band][left a day later]`, in people; the same number when nothing changed. */
  readonly days: readonly Float64Array[]
  readonly owed: number
}

const cell = (owed: number, left: number, band: number, after: number): number =>
  (left * bands + band) * (owed + 1) + after

/** What was seen of one promise on so many whole days that end at `now`, over all histories. */
export function seenOf(
  histories: Iterable<readonly LeftSince[]>,
  of: { readonly owed: number; readonly days: number; readonly now: Instant },
): Seen {
  const { owed } = of
  const days = Array.from({ length: of.days }, () => new Float64Array((owed + 1) * bands * (owed + 1)))
  const end = epochMsOf(of.now)
  for (const history of histories) {
    const times = history.map((one) => epochMsOf(one.at))
    const first = times[0]
    if (first === undefined) continue
    let entry = 0
    for (let ago = Math.min(of.days, Math.floor((end - first) / dayMs)); ago > 0; ago -= 1) {
      const from = end - ago * dayMs
      while (entry + 1 < times.length && (times[entry + 1] ?? 0) <= from) entry += 1
      let last = entry
      while (last + 1 < times.length && (times[last + 1] ?? 0) <= from + dayMs) last += 1
      const left = Math.min(owed, history[entry]?.left ?? 0)
      const after = Math.min(owed, history[last]?.left ?? 0)
      const at = cell(owed, left, bandOf((from - (times[entry] ?? from)) / dayMs), after)
      const counts = days[ago - 1]
      if (counts !== undefined) counts[at] = (counts[at] ?? 0) + 1
    }
  }
  return { days, owed }
}

/** Person-days seen with something left to get. */
export const exposureOf = ({ days, owed }: Seen): number =>
  days.reduce((sum, day) => day.subarray(bands * (owed + 1)).reduce((total, count) => total + count, sum), 0)

/** The chance of each change within a day: `chance(left, days waited, left afterwards)`; each row sums to 1. */
export type Chances = (left: number, waited: number, after: number) => number

/**
 * The daily chances by what is left and how long it has been so. A day counts half as much every `halfLifeDays`; each
 * band is drawn by `priorDays` person-days to the band of shorter waiting before it, the first to the average of all;
 * where nothing at all was seen, nothing changes. `supply` multiplies the chance that less is left.
 */
export function chancesOf({ days, owed }: Seen, supply = 1): Chances {
  const size = owed + 1
  const table = new Float64Array(size * bands * size)
  const sums = new Float64Array(size * bands * size)
  days.forEach((day, ago) => {
    const weight = 0.5 ** (ago / halfLifeDays)
    day.forEach((count, at) => (sums[at] = (sums[at] ?? 0) + weight * count))
  })
  for (let left = 0; left <= owed; left += 1) {
    const rows = Array.from({ length: bands }, (_, band) => sums.subarray(cell(owed, left, band, 0)).slice(0, size))
    const average = new Float64Array(size)
    for (const row of rows) row.forEach((count, to) => (average[to] = (average[to] ?? 0) + count))
    const all = average.reduce((sum, count) => sum + count, 0)
    let before = average.map((count, to) => (all === 0 ? Number(to === left) : count / all))
    rows.forEach((row, band) => {
      const own = row.reduce((sum, count) => sum + count, 0)
      before = row.map((count, to) => (count + priorDays * (before[to] ?? 0)) / (own + priorDays))
      table.set(suppliedRow(before, left, supply), cell(owed, left, band, 0))
    })
  }
  return (left, waited, after) => table[cell(owed, left, bandOf(waited), after)] ?? 0
}

/** A row of chances with those of less being left multiplied; it sums to 1, and none of its changes is beyond the most. */
function suppliedRow(row: Float64Array, left: number, supply: number): Float64Array {
  const changed = row.map((chance, to) => (to === left ? 0 : chance * (to < left ? supply : 1)))
  const sum = changed.reduce((total, chance) => total + chance, 0)
  const fit = sum > dailyMax ? dailyMax / sum : 1
  const next = changed.map((chance) => chance * fit)
  next[left] = 1 - sum * fit
  return next
}

/**
 * How much the supply of one week differs from another's beyond chance: standard deviation of its logarithm, from the
 * weekly numbers of gains beside those expected by the chances (method of moments over a Poisson number), at least
 * `spreadMin`.
 */
export function spreadOf({ days, owed }: Seen, chances: Chances): number {
  let beyond = 0
  let square = 0
  for (let from = 0; from < days.length; from += 7) {
    let gained = 0
    let expected = 0
    for (const day of days.slice(from, from + 7))
      for (let left = 1; left <= owed; left += 1)
        bandStarts.forEach((start, band) => {
          const row = day.subarray(cell(owed, left, band, 0)).subarray(0, owed + 1)
          const people = row.reduce((sum, count) => sum + count, 0)
          for (let to = 0; to < left; to += 1) {
            gained += row[to] ?? 0
            expected += people * chances(left, start, to)
          }
        })
    beyond += (gained - expected) ** 2 - expected
    square += expected ** 2
  }
  return Math.max(spreadMin, square === 0 ? 0 : Math.sqrt(Math.max(0, beyond / square)))
}

/**
 * The chance that nothing is left after a number of days, for everybody who has `left` units to get and has waited so
 * long: `[days][left][waited]`, waited up to `waitMax`. A change begins the waiting anew.
 */
export function fulfilledWithin(
  chances: Chances,
  owed: number,
  daysMax: number,
): (days: number, left: number, waited: number) => number {
  const wide = waitMax + 1
  const size = (owed + 1) * wide
  let before = new Float64Array(size)
  before.fill(1, 0, wide)
  const all = [before]
  for (let day = 1; day <= daysMax; day += 1) {
    const next = new Float64Array(size)
    for (let left = 0; left <= owed; left += 1)
      for (let waited = 0; waited < wide; waited += 1) {
        let sum = 0
        for (let after = 0; after <= owed; after += 1) {
          const then = after === left ? Math.min(waited + 1, waitMax) : 0
          sum += chances(left, waited, after) * (before[after * wide + then] ?? 0)
        }
        next[left * wide + waited] = sum
      }
    all.push(next)
    before = next
  }
  return (days, left, waited) =>
    all[Math.max(0, Math.min(daysMax, days))]?.[left * wide + Math.max(0, Math.min(waitMax, waited))] ?? 0
}
