import type { Attempt, Delivery } from './delivery-types.ts'
import { channelNow } from './delivery.ts'
import { channels, isPersonal, type Channel } from './seeker.ts'
import { daysBetween, epochMsOf, plusMinutes, type Instant } from './time.ts'

/** What became of the messages, calls and visits of one channel that began in a time. */
export interface ChannelFigures {
  readonly channel: Channel
  readonly begun: number
  readonly delivered: number
  readonly failed: number
  readonly unknown: number
  readonly waiting: number
  /** Minutes from begin to delivery; missing when nothing was delivered. */
  readonly medianMinutes?: number
  readonly p90Minutes?: number
}

/** When a silence is alarming; counts are of messages. */
export interface AlarmRules {
  readonly silenceMinutes: number
  readonly silenceWaiting: number
  readonly idleMinutes: number
  readonly idleWaiting: number
  readonly failedShare: number
  readonly failedOf: number
}

/** silence: sent messages hear of no receipt · idle: nobody leases what waits · failing: most of what ended, failed. */
export const alarmCodes = ['silence', 'idle', 'failing'] as const
export type AlarmCode = (typeof alarmCodes)[number]

/** Something that an operator has to look at, since when it has been so, and how many messages it concerns. */
export interface Alarm {
  readonly code: AlarmCode
  readonly since: Instant
  readonly messages: number
  /** When it was over; missing while it is on. */
  readonly until?: Instant
}

const minutesBetween = (from: Instant, to: Instant): number => Math.max(0, daysBetween(from, to) * 24 * 60)

/** The smallest value with at least this share of the sorted values at or below it. */
const quantile = (sorted: readonly number[], share: number): number | undefined =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]

const rounded = (minutes: number): number => Math.round(minutes * 10) / 10

type End = 'delivered' | 'failed' | 'unknown' | 'waiting'

function endOf(attempt: Attempt): { readonly end: End; readonly at?: Instant } {
  const of = (status: string) => attempt.receipts.find((one) => one.status === status)
  const delivered = of('delivered')
  if (delivered !== undefined) return { end: 'delivered', at: delivered.at }
  if (of('failed') !== undefined) return { end: 'failed' }
  return { end: of('unknown') === undefined ? 'waiting' : 'unknown' }
}

/** Every message, call and visit of deliveries, a hand-over as one that arrived; what another message carried is not one. */
function triesOf(delivery: Delivery): readonly { channel: Channel; begunAt: Instant; end: End; minutes?: number }[] {
  const { attempts, evidence, createdAt } = delivery
  const tries = attempts
    .filter((one) => one.carriedBy === undefined)
    .map((one) => {
      const { end, at } = endOf(one)
      const minutes = at === undefined ? {} : { minutes: minutesBetween(one.begunAt, at) }
      return { channel: one.channel, begunAt: one.begunAt, end, ...minutes }
    })
  if (evidence?.kind !== 'handed_over') return tries
  const minutes = minutesBetween(attempts[attempts.length - 1]?.begunAt ?? createdAt, evidence.at)
  return [...tries, { channel: evidence.channel, begunAt: evidence.at, end: 'delivered', minutes }]
}

/** The figures of each channel, over everything that began from a moment on. */
export function channelFigures(deliveries: readonly Delivery[], from: Instant): readonly ChannelFigures[] {
  const tries = deliveries.flatMap(triesOf).filter((one) => one.begunAt >= from)
  return channels.map((channel): ChannelFigures => {
    const own = tries.filter((one) => one.channel === channel)
    const count = (end: End): number => own.filter((one) => one.end === end).length
    const minutes = own.flatMap((one) => one.minutes ?? []).sort((a, b) => a - b)
    const [median, late] = [quantile(minutes, 0.5), quantile(minutes, 0.9)]
    return {
      channel,
      begun: own.length,
      delivered: count('delivered'),
      failed: count('failed'),
      unknown: count('unknown'),
      waiting: count('waiting'),
      ...(median === undefined ? {} : { medianMinutes: rounded(median) }),
      ...(late === undefined ? {} : { p90Minutes: rounded(late) }),
    }
  })
}

const newest = (times: readonly Instant[]): Instant => times.reduce((last, one) => (one > last ? one : last), '')

/** What is alarming now, as the messages of the last days tell it. Nothing is idle in the quiet hours. */
export function alarmsNow(
  deliveries: readonly Delivery[],
  rules: AlarmRules,
  of: { readonly now: Instant; readonly isLoud: boolean },
): readonly { readonly code: AlarmCode; readonly messages: number }[] {
  const { now } = of
  const messages = deliveries.flatMap((one) => one.attempts).filter((one) => !isPersonal(one.channel))
  const silentFrom = plusMinutes(now, -rules.silenceMinutes)
  const unheard = messages.filter((one) => one.receipts.length === 0 && one.begunAt <= silentFrom)
  const heard = newest(messages.flatMap((one) => one.receipts.map((receipt) => receipt.at)))
  const idleFrom = plusMinutes(now, -rules.idleMinutes)
  const waiting = deliveries.filter(
    (one) => one.state === 'queued' && !isPersonal(channelNow(one)) && one.dueAt <= idleFrom,
  )
  const begun = newest(messages.map((one) => one.begunAt))
  const hourAgo = epochMsOf(now) - 3_600_000
  const ended = messages
    .map((one) => ({ end: endOf(one).end, at: newest(one.receipts.map((receipt) => receipt.at)) }))
    .filter((one) => (one.end === 'delivered' || one.end === 'failed') && epochMsOf(one.at) >= hourAgo)
  const failed = ended.filter((one) => one.end === 'failed').length
  return [
    ...(unheard.length >= rules.silenceWaiting && heard <= silentFrom
      ? [{ code: 'silence' as const, messages: unheard.length }]
      : []),
    ...(of.isLoud && waiting.length >= rules.idleWaiting && begun <= idleFrom
      ? [{ code: 'idle' as const, messages: waiting.length }]
      : []),
    ...(ended.length >= rules.failedOf && failed > rules.failedShare * ended.length
      ? [{ code: 'failing' as const, messages: failed }]
      : []),
  ]
}

/** Ended alarms that are kept to look at. */
const endedMax = 20

/** The alarms after another look: one that goes on keeps its begin, one that is over gets its end; those on come first. */
export function alarmsAfter(
  before: readonly Alarm[],
  found: readonly { readonly code: AlarmCode; readonly messages: number }[],
  now: Instant,
): readonly Alarm[] {
  const on = found.map(({ code, messages }): Alarm => {
    const known = before.find((one) => one.code === code && one.until === undefined)
    return { code, messages, since: known?.since ?? now }
  })
  const ended = before.flatMap((one): readonly Alarm[] => {
    if (one.until !== undefined) return [one]
    return found.some(({ code }) => code === one.code) ? [] : [{ ...one, until: now }]
  })
  return [...on, ...ended.sort((a, b) => ((a.until ?? '') < (b.until ?? '') ? 1 : -1)).slice(0, endedMax)]
}

/** An alarm in words, with what to do. */
export function alarmWords({ code, messages }: Pick<Alarm, 'code' | 'messages'>): {
  readonly zh: string
  readonly en: string
} {
  if (code === 'silence')
    return {
      zh: `${messages} 条消息已发出而没有任何回执：请查短信、微信服务商的回执推送和发送程序。`,
      en: `${messages} messages went out and no receipt comes in: look at the providers’ reports and the notifier.`,
    }
  if (code === 'idle')
    return {
      zh: `${messages} 条消息到时未发：发送程序没有来取，请查它是否在运行。`,
      en: `${messages} messages are due and nobody fetches them: see whether the notifier runs.`,
    }
  return {
    zh: `近一小时有 ${messages} 条消息发送失败，超过一半：请查服务商余额、签名和模板。`,
    en: `${messages} messages failed in the last hour, more than half: look at the provider’s balance, sign and templates.`,
  }
}
