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
import { measuredReport } from './measured.ts'
import type { Summaries } from './summaries.ts'
import type { Wiring } from './wiring.ts'

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
  wiring: Pick<Wiring, 'store' | 'clock' | 'policies' | 'queue'>,
  summaries: Summaries,
) => {
  const { store, clock, policies } = wiring

  const measure = async (district: string): Promise<DeliveryReport> => {
    const now = clock.now()
    const from = plusDays(now, -windowDays)
    const rules = policyAt(policies, now).delivery
    // Messages begin within the weeks that they live: older ones began before the window.
    const recent: Delivery[] = []
    const range = { field: 'createdAt', from: plusDays(from, -rules.expiryDays) }
    for await (const one of store.deliveries.each({ index: 'byAge', equals: { district }, range })) recent.push(one)
    const before = (await summaries.newest<DeliveryReport>(district, name, isReport))?.alarms ?? []
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
    return report
  }

  return measuredReport(wiring, summaries, {
    name,
    isShape: isReport,
    job: 'measure-deliveries',
    freshMinutes,
    measure,
  })
}
