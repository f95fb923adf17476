import { plusWorkingHours, type Calendar } from './calendar.ts'
import { change, refuse, unchanged, type Decision } from './aggregate.ts'
import type { Attempt, Delivery, Evidence, Receipt } from './delivery-types.ts'
import { isPersonal, type Channel } from './seeker.ts'
import { moved, never } from './delivery-step.ts'
import { earliest, plusHours, plusMinutes, type Instant } from './time.ts'

/** The id of the message that carries an item. */
export const deliveryId = (item: string): string => `dlv-${item}`

/** The id of the message which says that an item was called off for the nth time. */
export const calledOffId = (item: string, number: number): string => `dlv-off${number}-${item}`

/** Until when a channel that is tried from a moment on has time. */
export type StepLimit = (channel: Channel, from: Instant) => Instant

/** Hours of each channel before the next is tried: for a message as they pass, for a person's call or visit on working days. */
export const stepLimit =
  (hours: Readonly<Record<Channel, number>>, calendar: Calendar): StepLimit =>
  (channel, from) =>
    isPersonal(channel) ? plusWorkingHours(calendar, from, hours[channel]) : plusHours(from, hours[channel])

/** The channel that is being tried now. */
export const channelNow = (delivery: Pick<Delivery, 'plan' | 'step'>): Channel =>
  delivery.plan[Math.min(delivery.step, delivery.plan.length - 1)] ?? 'visit'

const opened = (
  delivery: Delivery,
  now: Instant,
  more: Pick<Attempt, 'bundle' | 'carriedBy'> = {},
): readonly Attempt[] => [
  ...delivery.attempts,
  { number: delivery.attempts.length + 1, channel: channelNow(delivery), begunAt: now, receipts: [], ...more },
]

/** Gives the delivery to one notifier for a time; refuses while somebody else has it. */
export function lease(
  delivery: Delivery,
  wish: { holder: string; id: string; now: Instant; seconds: number; with?: Pick<Attempt, 'bundle' | 'carriedBy'> },
): Decision<Delivery> {
  const isRecalled = delivery.recalledAt !== undefined
  if (isRecalled || (delivery.state === 'leased' && (delivery.lease?.until ?? '') > wish.now))
    return refuse('delivery.lease_lost', { until: delivery.lease?.until })
  const until = plusMinutes(wish.now, wish.seconds / 60)
  const free: Delivery = delivery.state === 'leased' ? { ...delivery, state: 'queued' } : delivery
  return moved(free, 'lease', {
    lease: { holder: wish.holder, id: wish.id, until },
    dueAt: until,
    // A run-out lease may have been sent: its attempt stays on record and the next lease is a new attempt.
    attempts: opened(delivery, wish.now, wish.with),
  })
}

const holds = (delivery: Delivery, leaseId: string, now: Instant): boolean =>
  delivery.state === 'leased' && delivery.lease?.id === leaseId && delivery.lease.until > now

/** Prolongs a lease that is still held. */
export function extend(delivery: Delivery, wish: { id: string; now: Instant; seconds: number }): Decision<Delivery> {
  if (!holds(delivery, wish.id, wish.now) || delivery.lease === undefined)
    return refuse('delivery.lease_lost', { state: delivery.state })
  const until = plusMinutes(wish.now, wish.seconds / 60)
  return change(
    { ...delivery, lease: { ...delivery.lease, until }, dueAt: until },
    { kind: 'delivery.extended', data: { delivery: delivery._id } },
  )
}

/** The notifier says that the provider took the message; a receipt is awaited for as long as the channel has. */
export function acknowledge(
  delivery: Delivery,
  said: { id: string; now: Instant },
  limit: StepLimit,
): Decision<Delivery> {
  if (delivery.state === 'sent' || delivery.state === 'delivered') return unchanged(delivery)
  if (!holds(delivery, said.id, said.now)) return refuse('delivery.lease_lost', { state: delivery.state })
  return moved(delivery, 'accept', { dueAt: limit(channelNow(delivery), said.now) })
}

/** When a step that begins now is due: at once for the notifier; for a person when their time is up. */
export function stepDueAt(
  plan: Pick<Delivery, 'plan' | 'expiresAt'>,
  step: number,
  now: Instant,
  limit: StepLimit,
): Instant {
  const channel = plan.plan[step] ?? 'visit'
  if (!isPersonal(channel)) return now
  const isLast = step + 1 >= plan.plan.length
  return (isLast ? undefined : earliest(limit(channel, now), plan.expiresAt)) ?? plan.expiresAt
}

/** Tries the next channel, or gives up when there is none. */
export function fallBack(delivery: Delivery, now: Instant, limit: StepLimit): Decision<Delivery> {
  const step = delivery.step + 1
  if (step >= delivery.plan.length) return expire(delivery, now)
  return moved(delivery, 'fall_back', { step, dueAt: stepDueAt(delivery, step, now, limit) })
}

/** Hands it to the next channel that a person serves, because nobody can tell whether the message arrived. */
function toPerson(delivery: Delivery, from: number, now: Instant, limit: StepLimit): Decision<Delivery> {
  const step = delivery.plan.findIndex((channel, at) => at > from && isPersonal(channel))
  if (step < 0) return expire(delivery, now)
  return moved(delivery, 'fall_back', { step, dueAt: stepDueAt(delivery, step, now, limit) })
}

/** Every way failed or time ran out; a person has to look. */
export function expire(delivery: Delivery, now: Instant): Decision<Delivery> {
  return moved(delivery, 'expire', { dueAt: never, finishedAt: now })
}

/**
 * Takes a receipt in. Repeated, late and reordered receipts end in the same state: `delivered` is final whatever
 * follows, `failed` moves on to the next channel only when it is about the attempt in hand, `unknown` to the next channel
 * that a person serves, unless `failed` is said as well; `sent` never goes back.
 */
export function takeReceipt(delivery: Delivery, receipt: Receipt, limit: StepLimit, by: string): Decision<Delivery> {
  const attempt = delivery.attempts.find((one) => one.number === receipt.attempt)
  if (attempt === undefined) return refuse('delivery.wrong_state', { attempt: receipt.attempt })
  const known = attempt.receipts.some((one) => one.status === receipt.status && one.code === receipt.code)
  if (known) return unchanged(delivery)
  const noted: Delivery = {
    ...delivery,
    attempts: delivery.attempts.map((one) =>
      one.number === attempt.number ? { ...one, receipts: [...one.receipts, receipt] } : one,
    ),
  }
  const note = change(noted, { kind: 'delivery.noted', data: { delivery: delivery._id, status: receipt.status } })
  const isFinal = delivery.state === 'delivered' || delivery.state === 'handed_over' || delivery.state === 'withdrawn'
  if (isFinal) return note
  if (receipt.status === 'delivered') {
    const evidence: Evidence = { kind: 'receipt', channel: attempt.channel, at: receipt.at, by }
    return moved(noted, 'deliver', { dueAt: never, finishedAt: receipt.at, evidence })
  }
  const isCurrent =
    attempt.number === delivery.attempts.length && (delivery.state === 'leased' || delivery.state === 'sent')
  if (!isCurrent) {
    const step = delivery.plan.indexOf(attempt.channel) + 1
    const isCorrected = receipt.status === 'failed' && heldByUnknown(delivery, attempt)
    return isCorrected ? moved(noted, 'fall_back', { step, dueAt: stepDueAt(noted, step, receipt.at, limit) }) : note
  }
  if (receipt.status === 'failed') return fallBack(noted, receipt.at, limit)
  if (receipt.status === 'unknown') return toPerson(noted, delivery.step, receipt.at, limit)
  return delivery.state === 'leased' ? moved(noted, 'accept', { dueAt: limit(attempt.channel, receipt.at) }) : note
}

/** True while a delivery waits for a person only because of the doubt about this, its newest attempt. */
function heldByUnknown(delivery: Delivery, attempt: Attempt): boolean {
  if (delivery.state !== 'queued' || attempt.number !== delivery.attempts.length) return false
  const isDoubted = attempt.receipts.some((one) => one.status === 'unknown')
  const isFailed = attempt.receipts.some((one) => one.status === 'failed')
  const from = delivery.plan.indexOf(attempt.channel)
  const step = delivery.plan.findIndex((channel, at) => at > from && isPersonal(channel))
  return isDoubted && !isFailed && delivery.step === step
}

/** Records that a caseworker or grid worker gave the message to the person, with a note. */
export function handOver(
  delivery: Delivery,
  said: { by: string; at: Instant; note: string; channel: Channel },
): Decision<Delivery> {
  if (delivery.state === 'handed_over') return unchanged(delivery)
  const evidence: Evidence = { kind: 'handed_over', channel: said.channel, at: said.at, by: said.by, note: said.note }
  return moved(delivery, 'hand_over', { dueAt: never, finishedAt: said.at, evidence })
}

/** The person answered what the message carries: no receipt could prove its arrival better. */
export function noteAnswered(delivery: Delivery, said: { by: string; at: Instant }): Decision<Delivery> {
  if (delivery.evidence !== undefined || delivery.state === 'withdrawn') return unchanged(delivery)
  const channel = delivery.attempts[delivery.attempts.length - 1]?.channel ?? channelNow(delivery)
  const evidence: Evidence = { kind: 'answered', channel, at: said.at, by: said.by }
  return moved(delivery, 'deliver', { dueAt: never, finishedAt: said.at, evidence })
}

/** What time alone makes of it: a lease that ran out returns, silence falls back, old age expires. */
export function tick(delivery: Delivery, now: Instant, limit: StepLimit): Decision<Delivery> {
  const isLive = delivery.state === 'queued' || delivery.state === 'leased' || delivery.state === 'sent'
  if (!isLive) return unchanged(delivery)
  if (now >= delivery.expiresAt) return expire(delivery, now)
  if (now < delivery.dueAt) return unchanged(delivery)
  if (delivery.state === 'leased') return moved(delivery, 'return', { dueAt: now })
  if (delivery.state === 'sent' || isPersonal(channelNow(delivery))) return fallBack(delivery, now, limit)
  return unchanged(delivery)
}

/** Puts a waiting message off, because its person has had enough messages today. */
export function postpone(delivery: Delivery, until: Instant): Decision<Delivery> {
  if (delivery.state !== 'queued' || delivery.dueAt >= until) return unchanged(delivery)
  return change(
    { ...delivery, dueAt: until },
    { kind: 'delivery.postponed', data: { delivery: delivery._id, seeker: delivery.seeker } },
  )
}

export const missedCodes = ['no_answer', 'wrong_number', 'not_home', 'moved_away'] as const
/** Why a call or visit did not find the person. */
export type MissedCode = (typeof missedCodes)[number]
/** So many calls that nobody takes end a call's turn. */
const callsMax = 3

/**
 * Records a call or visit that did not find the person. A wrong number and the third call that nobody took lead on to
 * the visit, a person who has moved away ends the delivery; otherwise it is tried again until its time is up.
 */
export function noteMissed(
  delivery: Delivery,
  said: { by: string; at: Instant; code: MissedCode; note?: string },
  limit: StepLimit,
): Decision<Delivery> {
  const channel = channelNow(delivery)
  if (delivery.state !== 'queued' || !isPersonal(channel))
    return refuse('delivery.wrong_state', { state: delivery.state, channel })
  const { by, at, code, note } = said
  const number = delivery.attempts.length + 1
  const receipts: readonly Receipt[] = [{ attempt: number, status: 'failed', at, code }]
  const attempt: Attempt = { number, channel, begunAt: at, receipts, by, ...(note === undefined ? {} : { note }) }
  const noted: Delivery = { ...delivery, attempts: [...delivery.attempts, attempt] }
  if (code === 'moved_away') return expire(noted, at)
  const calls = noted.attempts.filter((one) => one.channel === 'phone' && one.by !== undefined).length
  if (channel === 'phone' && (code === 'wrong_number' || calls >= callsMax)) return fallBack(noted, at, limit)
  return change(noted, { kind: 'delivery.missed', data: { delivery: delivery._id, seeker: delivery.seeker, code } })
}
