import type { Caller } from '../domain/access.ts'
import {
  alarmsAfter,
  alarmsNow,
  alarmWords,
  channelFigures,
  type Alarm,
  type ChannelFigures,
} from '../domain/delivery-figures.ts'
import type { Delivery } from '../domain/delivery-types.ts'
import { policyAt } from '../domain/policy.ts'
import { loud } from '../domain/quiet.ts'
import { plusDays, plusMinutes, type Instant } from '../domain/time.ts'
import { enqueue, jobFor } from './follow-ups.ts'
import type { Summaries } from './summaries.ts'
import { allow, type Wiring } from './wiring.ts'

/** Days of messages that the figures are about. */
const windowDays = 7
/** Figures older than this are counted again when somebody asks. */
const freshMinutes = 15

const name = 'deliveries'
const isReport = (figures: Readonly<Record<string, unknown>>): figures is DeliveryReport & Record<string, unknown> =>
  Array.isArray(figures['channels']) && Array.isArray(figures['alarms'])

/** How messages arrived in the last days, channel by channel, and what is alarming. */
export interface DeliveryReport {
  readonly at: Instant
  readonly from: Instant
  readonly channels: readonly ChannelFigures[]
  readonly alarms: readonly (Alarm & { readonly zh: string; readonly en: string })[]
}

/** Figures and alarms of deliveries. */
export const deliveryReports = (
  { store, clock, policies, queue }: Pick<Wiring, 'store' | 'clock' | 'policies' | 'queue'>,
  summaries: Summaries,
) => {
  const newest = (district: string): Promise<DeliveryReport | undefined> => summaries.newest(district, name, isReport)

  const measure = async (district: string): Promise<DeliveryReport> => {
    const now = clock.now()
    const from = plusDays(now, -windowDays)
    const rules = policyAt(policies, now).delivery
    // Messages begin within the weeks that they live: older ones began before the window.
    const recent: Delivery[] = []
    const range = { field: 'createdAt', from: plusDays(from, -rules.expiryDays) }
    for await (const one of store.deliveries.each({ index: 'byAge', equals: { district }, range })) recent.push(one)
    const before = (await newest(district))?.alarms ?? []
    const found = alarmsNow(recent, rules.alarms, {
      now,
      isLoud: loud(plusMinutes(now, -rules.alarms.idleMinutes), rules) && loud(now, rules),
    })
    const report: DeliveryReport = {
      at: now,
      from,
      channels: channelFigures(recent, from),
      alarms: alarmsAfter(before, found, now).map((one) => ({ ...one, ...alarmWords(one) })),
    }
    await summaries.keep(district, name, report)
    return report
  }

  return {
    measure,
    /** The newest figures; counted now when there are none, and again soon when they are old. */
    report: async (caller: Caller): Promise<DeliveryReport> => {
      allow(caller, 'report.read')
      const { district } = caller
      const kept = await newest(district)
      if (kept === undefined) return measure(district)
      if (plusMinutes(kept.at, freshMinutes) < clock.now())
        await enqueue(queue, clock.now(), jobFor('measure-deliveries', { district }))
      return kept
    },
    /** The newest figures, if any were counted. */
    newest: async (caller: Caller): Promise<DeliveryReport | undefined> => {
      allow(caller, 'report.read')
      return newest(caller.district)
    },
  }
}
