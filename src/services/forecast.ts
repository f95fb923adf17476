import { setImmediate as pause } from 'node:timers/promises'
import type { Words } from '../domain/allocation/words.ts'
import {
  forecastOf,
  lifeOf,
  type Forecast,
  type ItemForecast,
  type Life,
  type PersonForecast,
} from '../domain/forecast/forecast.ts'
import { assumptionWords, itemForecastWords } from '../domain/forecast/words.ts'
import { planYearOf, type Instant } from '../domain/time.ts'
import type { Ledgers } from './ledgers.ts'
import { measuredReport } from './measured.ts'
import { shortageName, isShortage } from './shortage-report.ts'
import type { Summaries } from './summaries.ts'
import type { Wiring } from './wiring.ts'

/** People listed, those in most doubt first. */
const rowsMax = 2_000
/** Villages listed, those with most people expected to be short first. */
const placesMax = 40
/** Ledgers that are read before other work has its turn. */
const ledgersPerTurn = 200
/** A forecast older than a day is made again when somebody asks for it. */
const freshMinutes = 24 * 60

const isForecast = (figures: Readonly<Record<string, unknown>>): figures is ForecastReport & Record<string, unknown> =>
  Array.isArray(figures['rows']) && typeof figures['assumption'] === 'object'

/** Who will fall short by their due date if supply goes on; people by id alone. */
export interface ForecastReport {
  readonly at: Instant
  readonly from: Instant
  readonly assumption: Words
  readonly items: readonly (ItemForecast & Words)[]
  /** People and promises expected to be short, village by village. */
  readonly places: readonly { readonly place: string; readonly placeName: string; readonly short: number }[]
  /** With what binds, where the newest shortage report says it. */
  readonly rows: readonly (PersonForecast & { readonly reason?: { readonly code: string } & Words })[]
}

const rounded = (value: number, digits: number): number => Math.round(value * 10 ** digits) / 10 ** digits

/** Expected shortfalls by village, the most first. */
function placesOf(people: Forecast['people'], nameOf: (code: string) => string): ForecastReport['places'] {
  const sums = new Map<string, number>()
  for (const { village, risk } of people) sums.set(village, (sums.get(village) ?? 0) + risk)
  return [...sums]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, placesMax)
    .map(([place, short]) => ({ place, placeName: nameOf(place), short: rounded(short, 1) }))
}

/** Who will fall short by their due date. */
export const forecast = (
  wiring: Pick<Wiring, 'store' | 'clock' | 'places' | 'queue'>,
  ledgers: Ledgers,
  summaries: Summaries,
) => {
  const { store, clock, places } = wiring

  const livesAt = async (district: string, now: Instant): Promise<readonly Life[]> => {
    const lives: Life[] = []
    let read = 0
    const running = { index: 'byPeriod', equals: { district, period: planYearOf(now) } } as const
    for await (const guarantee of store.guarantees.each(running)) {
      const life = lifeOf(guarantee, ledgers.policyFor(guarantee), now)
      if (life !== undefined) lives.push(life)
      read += 1
      if (read % ledgersPerTurn === 0) await pause()
    }
    return lives
  }

  const measure = async (district: string): Promise<ForecastReport> => {
    const now = clock.now()
    const found = forecastOf(await livesAt(district, now), now)
    const shortage = await summaries.newest(district, shortageName, isShortage)
    const reasons = new Map(shortage?.rows.map((row) => [row.seeker, row.reasons[0]]))
    const report: ForecastReport = {
      at: found.at,
      from: found.from,
      assumption: assumptionWords(found),
      items: found.items.map((one) => ({
        ...one,
        ...(one.short === undefined ? {} : { short: rounded(one.short, 1) }),
        ...itemForecastWords(one),
      })),
      places: placesOf(found.people, (code) => places.get(code)?.name ?? code),
      rows: found.people.slice(0, rowsMax).map((one) => {
        const reason = one.item === 'offers' ? reasons.get(one.seeker) : undefined
        const why = reason === undefined ? {} : { reason: { code: reason.code, zh: reason.zh, en: reason.en } }
        return { ...one, risk: rounded(one.risk, 3), ...why }
      }),
    }
    return report
  }

  return measuredReport(wiring, summaries, {
    name: 'forecast',
    isShape: isForecast,
    job: 'measure-forecast',
    freshMinutes,
    measure,
  })
}
