import type { Caller } from '../domain/access.ts'
import { guaranteeOf, type GuaranteeView } from '../domain/guarantee/guarantee.ts'
import { wordsOf } from '../domain/guarantee/words.ts'
import type { Fairness } from '../domain/allocation/fairness.ts'
import type { Gazetteer } from '../domain/place.ts'
import { planYearOf, plusDays, type Instant } from '../domain/time.ts'
import type { AllocationRun } from './allocation.ts'
import type { Ledgers } from './ledgers.ts'
import type { Summaries } from './summaries.ts'
import { allow, type Wiring } from './wiring.ts'

/** One settlement (or the other villages of one town) in figures; people, not percentages. */
export interface SummaryRow {
  readonly place: string
  readonly name: string
  readonly people: number
  readonly guidanceHeld: number
  readonly offersOwed: number
  readonly offersCounted: number
  /** People with all offers that they are owed. */
  readonly offersFull: number
  readonly trainingGiven: number
  readonly trainingWaived: number
  readonly complete: number
  readonly short: number
  /** People short now whose due date of some item is past. */
  readonly overdue: number
  readonly reasons: readonly {
    readonly code: string
    readonly zh: string
    readonly en: string
    readonly people: number
  }[]
}

/** Congestion and fairness of the last run that gave enough offers to tell. */
export interface RunFairness extends Fairness {
  readonly at: Instant
  /** Offers given in that run. */
  readonly offers: number
  /** The rank table that decided, people given all that they were owed, and the most that could have been. */
  readonly ranks?: string
  readonly complete?: number
  readonly completeMost?: number
}

/** Shares of a run that gave fewer offers are mostly chance. */
export const tellingOffersMin = 30
/** Figures older than this give way to any run that gave something. */
const tellingDays = 30

/** Whether a run's fairness says more than that of the run kept before: a run that fills a few holes does not. */
const isTelling = ({ at, proposed }: AllocationRun, kept: RunFairness | undefined): boolean =>
  proposed > 0 &&
  (proposed >= tellingOffersMin || kept === undefined || proposed >= kept.offers || plusDays(kept.at, tellingDays) < at)

const isFairness = (figures: Readonly<Record<string, unknown>>): figures is RunFairness & Record<string, unknown> =>
  Array.isArray(figures['bySettlement']) && typeof figures['coverage'] === 'number'

export interface SummaryReport {
  readonly at: string
  readonly period: string
  readonly fairness?: RunFairness
  readonly rows: readonly SummaryRow[]
  readonly total: SummaryRow
}

const reasonsShownMax = 3

/** A row being added up. */
interface Tally {
  readonly place: string
  readonly name: string
  readonly views: GuaranteeView[]
}

const rowOf = ({ place, name, views }: Tally): SummaryRow => {
  const count = (test: (view: GuaranteeView) => boolean): number => views.filter(test).length
  const people = new Map<string, number>()
  for (const view of views)
    for (const code of new Set([view.guidance, view.offers, view.training].flatMap((one) => one.reasons)))
      people.set(code, (people.get(code) ?? 0) + 1)
  const complete = count((view) => view.complete)
  return {
    place,
    name,
    people: views.length,
    guidanceHeld: count((view) => view.guidance.counted > 0),
    offersOwed: views.reduce((sum, view) => sum + view.offers.owed, 0),
    offersCounted: views.reduce((sum, view) => sum + view.offers.counted, 0),
    offersFull: count((view) => view.offers.status === 'fulfilled'),
    trainingGiven: count((view) => view.training.counted > 0),
    trainingWaived: count((view) => view.training.status === 'waived'),
    complete,
    short: views.length - complete,
    overdue: count((view) => [view.guidance, view.offers, view.training].some((one) => one.status === 'overdue')),
    reasons: [...people]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, reasonsShownMax)
      .map(([code, count]) => ({ code, ...wordsOf(code), people: count })),
  }
}

/** The row that a village is counted in: itself when it is a settlement, else the other villages of its town. */
const groupOf = (places: Gazetteer, village: string): { place: string; name: string } => {
  const found = places.get(village)
  if (found === undefined) return { place: village, name: village }
  return found.settlement
    ? { place: found.code, name: found.name }
    : { place: found.town, name: `${found.townName}其他村` }
}

/** Villages by name. */
const namedGroups = (places: Gazetteer, groups: Fairness['bySettlement']): Fairness['bySettlement'] =>
  groups.map((one) => ({ ...one, group: places.get(one.group)?.name ?? one.group }))

/** Reports over the whole district. */
export const reports = (
  { store, clock, places }: Pick<Wiring, 'store' | 'clock' | 'places'>,
  ledgers: Ledgers,
  summaries: Summaries,
) => ({
  /** Keeps a run's congestion and fairness, when they tell something. */
  keepFairness: async (district: string, run: AllocationRun): Promise<void> => {
    const kept = await summaries.newest(district, 'fairness', isFairness)
    const { at, proposed, ranks, complete, completeMost } = run
    const told: RunFairness = { ...run.fairness, at, offers: proposed, ranks, complete, completeMost }
    if (isTelling(run, kept)) await summaries.keep(district, 'fairness', told)
  },
  /** How the promise stands now, settlement by settlement. */
  summary: async (caller: Caller): Promise<SummaryReport> => {
    allow(caller, 'report.read')
    const at = clock.now()
    const period = planYearOf(at)
    const tallies = new Map<string, Tally>()
    const total: Tally = { place: caller.district, name: '合计', views: [] }
    for await (const guarantee of store.guarantees.each({
      index: 'byPeriod',
      equals: { district: caller.district, period },
    })) {
      if (guarantee.state === 'withdrawn') continue
      const view = guaranteeOf(guarantee, ledgers.policyFor(guarantee), at)
      const group = groupOf(places, guarantee.village)
      const tally = tallies.get(group.place) ?? { ...group, views: [] }
      tallies.set(group.place, tally)
      tally.views.push(view)
      total.views.push(view)
    }
    const rows = [...tallies.values()].map(rowOf).sort((a, b) => b.people - a.people || (a.place < b.place ? -1 : 1))
    const fairness = await summaries.newest(caller.district, 'fairness', isFairness)
    const kept = fairness && { ...fairness, bySettlement: namedGroups(places, fairness.bySettlement) }
    return { at, period, rows, total: rowOf(total), ...(kept === undefined ? {} : { fairness: kept }) }
  },
})
