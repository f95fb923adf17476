import { dueAt, guaranteeItems, type Guarantee, type GuaranteeItem } from '../guarantee/guarantee.ts'
import { historyOf, type LeftSince } from '../guarantee/past.ts'
import type { Policy } from '../policy.ts'
import { daysBetween, plusDays, type Instant } from '../time.ts'
import { chancesOf, exposureOf, fulfilledWithin, seenOf, spreadOf } from './rates.ts'

/**
 * The forecast: who will fall short by their due date if supply goes on as in the last weeks.
 *
 * A promise of one person is a chain over how much of it is left (three, two, one, nothing), as multi-state life tables
 * have it (Aalen and Johansen 1978): each day it may change, with a chance that depends on what is left and on how long
 * it has been so. Those who have waited long are those for whom little fits, and their chance is lower; a delivered
 * offer may be lost again when its posting closes. The chances are counted over all people on the days of the last
 * weeks, recent days more; nothing is assumed of what an office will do differently. The interval is of 80 in 100:
 * chance among people, and how far the supply of one week differs from another's.
 */
export interface Forecast {
  readonly at: Instant
  /** Begin of the weeks whose supply is assumed to go on. */
  readonly from: Instant
  readonly items: readonly ItemForecast[]
  /** Everybody with a due date to come and something left, those in most doubt first. */
  readonly people: readonly PersonForecast[]
}

/** What is expected of one promise over all people whose due date is to come. */
export interface ItemForecast {
  readonly item: GuaranteeItem
  /** False when the past is too short to tell: then nothing is expected. */
  readonly known: boolean
  /** People whose due date is to come. */
  readonly people: number
  /** Those of them for whom something is left now. */
  readonly open: number
  /** People who are past their due date and short already; they are not forecast. */
  readonly overdue: number
  /** Expected to be short at their due date, and the bounds that hold in 80 of 100 such forecasts. */
  readonly short?: number
  readonly low?: number
  readonly high?: number
}

/** One promise of one person. */
export interface PersonForecast {
  readonly seeker: string
  readonly village: string
  readonly item: GuaranteeItem
  readonly left: number
  readonly dueAt: Instant
  /** The chance that something is still left at the due date. */
  readonly risk: number
  /** When it is as likely as not that nothing is left; missing when that is not before the due date. */
  readonly likelyBy?: Instant
}

/** Whole weeks whose supply is assumed to go on. */
const weeks = 4
/** A promise with fewer person-days of waiting behind it is not forecast. */
export const exposureDaysMin = 100
/** Days of past that there must be at least. */
export const pastDaysMin = 7
/** The standard normal distribution has 80 % within so many deviations of its middle. */
const normal80 = 1.2816

/** What a forecast needs of one ledger: how each promise went until a moment, and when it is due. */
export interface Life {
  readonly seeker: string
  readonly village: string
  readonly promises: Readonly<Record<GuaranteeItem, Promised>>
}

/** One promise of one person until a moment. */
export interface Promised {
  readonly owed: number
  readonly history: readonly LeftSince[]
  readonly dueAt: Instant
}

/** How a ledger went until `now`; later facts are not looked at. Undefined for one that is not running. */
export function lifeOf(guarantee: Guarantee, policy: Policy, now: Instant): Life | undefined {
  if (guarantee.state !== 'active' || guarantee.clockStartedAt > now) return undefined
  const histories = historyOf(guarantee, policy, now)
  const promised = (item: GuaranteeItem): Promised => ({
    owed: item === 'offers' ? policy.guarantee.offersOwed : 1,
    history: histories[item],
    dueAt: dueAt(guarantee, policy, item),
  })
  const { seeker, village } = guarantee
  return {
    seeker,
    village,
    promises: { guidance: promised('guidance'), offers: promised('offers'), training: promised('training') },
  }
}

/** The forecast from how ledgers went until `now`; the same in any order. `until` replaces every due date. */
export function forecastOf(lives: readonly Life[], now: Instant, options: { readonly until?: Instant } = {}): Forecast {
  const { until } = options
  const sorted = [...lives].sort((a, b) => order(a.seeker, b.seeker))
  const told = guaranteeItems.map((item) =>
    itemForecast(
      item,
      sorted.flatMap(({ seeker, village, promises }): readonly Person[] => {
        const { history, owed, dueAt: due } = promises[item]
        const last = history[history.length - 1]
        if (last === undefined) return []
        const waited = Math.floor(daysBetween(last.at, now))
        return [{ seeker, village, owed, history, left: last.left, waited, dueAt: until ?? due }]
      }),
      now,
    ),
  )
  const people = told
    .flatMap((one) => one.rows)
    .sort((a, b) => b.risk - a.risk || order(a.dueAt, b.dueAt) || order(a.seeker, b.seeker) || order(a.item, b.item))
  return { at: now, from: plusDays(now, -7 * weeks), items: told.map((one) => one.office), people }
}

interface Person extends Pick<PersonForecast, 'seeker' | 'village' | 'left' | 'dueAt'> {
  readonly owed: number
  readonly history: readonly LeftSince[]
  readonly waited: number
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Whole days until something is due; a day that has begun counts. */
const daysTo = (due: Instant, now: Instant): number => Math.max(0, Math.ceil(daysBetween(now, due)))

function itemForecast(
  item: GuaranteeItem,
  people: readonly Person[],
  now: Instant,
): { readonly office: ItemForecast; readonly rows: readonly PersonForecast[] } {
  const owed = people.reduce((most, one) => Math.max(most, one.owed), 1)
  const seen = seenOf(
    people.map((one) => one.history),
    { owed, days: 7 * weeks, now },
  )
  const coming = people.filter((one) => one.dueAt > now)
  const office = {
    item,
    people: coming.length,
    open: coming.filter((one) => one.left > 0).length,
    overdue: people.filter((one) => one.dueAt <= now && one.left > 0).length,
  }
  const past = people.reduce((most, one) => Math.max(most, daysBetween(one.history[0]?.at ?? now, now)), 0)
  if (past < pastDaysMin || exposureOf(seen) < exposureDaysMin) return { office: { ...office, known: false }, rows: [] }
  const daysMax = coming.reduce((most, one) => Math.max(most, daysTo(one.dueAt, now)), 0)
  const chances = chancesOf(seen)
  const within = fulfilledWithin(chances, owed, daysMax)
  const riskOf = (one: Person, by = within): number => 1 - by(daysTo(one.dueAt, now), one.left, one.waited)
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)
  const risks = coming.map((one) => riskOf(one))
  const short = sum(risks)
  // Chance among people (a Poisson binomial number), and the supply of a week that is better or worse than the last ones.
  const chance = normal80 ** 2 * sum(risks.map((risk) => risk * (1 - risk)))
  const spread = normal80 * spreadOf(seen, chances)
  const shortAt = (supply: number): number => {
    const by = fulfilledWithin(chancesOf(seen, supply), owed, daysMax)
    return sum(coming.map((one) => riskOf(one, by)))
  }
  const low = short - Math.hypot(Math.sqrt(chance), short - shortAt(Math.exp(spread)))
  const high = short + Math.hypot(Math.sqrt(chance), shortAt(Math.exp(-spread)) - short)
  return {
    office: {
      ...office,
      known: true,
      short,
      low: Math.max(0, Math.floor(low)),
      high: Math.min(coming.length, Math.ceil(high)),
    },
    rows: coming.flatMap((one, at) => (one.left === 0 ? [] : personRow(item, one, risks[at] ?? 1, { within, now }))),
  }
}

function personRow(
  item: GuaranteeItem,
  one: Person,
  risk: number,
  { within, now }: { readonly within: ReturnType<typeof fulfilledWithin>; readonly now: Instant },
): PersonForecast {
  const { seeker, village, left, dueAt: due, waited } = one
  let days = 1
  while (days <= daysTo(due, now) && within(days, left, waited) < 0.5) days += 1
  const likely = days <= daysTo(due, now) ? { likelyBy: plusDays(now, days) } : {}
  return { seeker, village, item, left, dueAt: due, risk, ...likely }
}
