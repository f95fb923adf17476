import { createHash } from 'node:crypto'
import {
  change,
  refuse,
  stateAfter,
  unchanged,
  type Aggregate,
  type Decision,
  type Draft,
  type PendingEvent,
  type TransitionRule,
} from './aggregate.ts'
import { epochMsOf, plusDays, plusMs, type Instant } from './time.ts'
import type { Webhook } from './webhook.ts'
import { payloadOf } from './webhook-types.ts'

/** queued: waits for its time · sending: a worker has it · delivered: the endpoint took it · dead: a dead letter. */
export type MessageState = 'queued' | 'sending' | 'delivered' | 'dead'
export type MessageEvent = 'take' | 'return' | 'deliver' | 'fail' | 'give_up' | 'replay'

/** The life of a message to one endpoint. */
export const webhookMessageTransitions: readonly TransitionRule<MessageState, MessageEvent>[] = [
  { event: 'take', from: ['queued'], to: 'sending' },
  { event: 'return', from: ['sending'], to: 'queued' },
  // A late success of a worker that had lost its lease is true all the same.
  { event: 'deliver', from: ['queued', 'sending', 'dead'], to: 'delivered' },
  { event: 'fail', from: ['sending'], to: 'queued' },
  { event: 'give_up', from: ['queued', 'sending'], to: 'dead' },
  { event: 'replay', from: ['delivered', 'dead'], to: 'queued' },
]

/** Why a message is a dead letter: its schedule is over, or its endpoint is not active. */
export type DeadReason = 'schedule_over' | 'endpoint_disabled'

/** One try; without an outcome the worker was lost while it sent, and nobody knows whether it arrived. */
export interface MessageAttempt {
  readonly number: number
  readonly at: Instant
  /** The status of the answer. */
  readonly status?: number
  /** Why there was no answer, such as `timeout`. */
  readonly failure?: string
  readonly tookMs?: number
}

/** One event on its way to one endpoint; its id is the `webhook-id`, the same over all attempts and replays. */
export interface WebhookMessage extends Aggregate {
  readonly webhook: string
  readonly employer?: string
  readonly type: string
  /** The event that it tells of. */
  readonly event: string
  readonly eventAt: Instant
  readonly payload: string
  readonly state: MessageState
  /** Attempts of the schedule that are used up; a replay begins at 0. */
  readonly step: number
  /** The newest at most `attemptsKept`. */
  readonly attempts: readonly MessageAttempt[]
  readonly lease?: string
  /** When the next thing is due: to be sent (queued), to be taken again (sending), to be forgotten (delivered, dead). */
  readonly dueAt: Instant
  readonly finishedAt?: Instant
  readonly deadReason?: DeadReason
}

const seconds = (count: number): number => count * 1_000
const minutes = (count: number): number => seconds(count * 60)
const hours = (count: number): number => minutes(count * 60)

/** Milliseconds before each attempt, from the failure before it (Standard Webhooks, deliverability). */
export const retryScheduleMs: readonly number[] = [
  0,
  seconds(5),
  minutes(5),
  minutes(30),
  hours(2),
  hours(5),
  hours(10),
  hours(14),
  hours(20),
  hours(24),
]

/** Jitter: a delay is up to so much of itself shorter or longer. */
export const jitterShare = 0.2
/** The most that a Retry-After may ask for, milliseconds. */
export const retryAfterMsMax = hours(24)
/** How long a worker has a message: the sender's timeout and room for a slow store, milliseconds. */
export const messageLeaseMs = seconds(60)
/** Days that a finished message is kept for a look or a replay. */
export const messageKeptDays = 30
/** Attempts that are kept. */
export const attemptsKept = 20

/** The id of the message that tells an endpoint of an event: there is one, however often the event is carried on. */
export const messageId = (event: string, webhook: string): string =>
  `msg_${createHash('sha256').update(`${event}\n${webhook}`).digest('hex').slice(0, 32)}`

/** A message of an event to an endpoint; for one that is not active it is a dead letter at once. */
export function messageOf(
  event: Pick<PendingEvent, 'id' | 'at' | 'data'> & { readonly kind: string },
  to: Webhook,
  now: Instant,
): Draft<WebhookMessage> {
  const isActive = to.state === 'active'
  const dead = { finishedAt: now, deadReason: 'endpoint_disabled' as const }
  return {
    _id: messageId(event.id, to._id),
    district: to.district,
    webhook: to._id,
    ...(to.employer === undefined ? {} : { employer: to.employer }),
    type: event.kind,
    event: event.id,
    eventAt: event.at,
    payload: payloadOf(event),
    step: 0,
    attempts: [],
    ...(isActive ? { state: 'queued', dueAt: now } : { state: 'dead', dueAt: plusDays(now, messageKeptDays), ...dead }),
  }
}

/** Milliseconds until an attempt (from 0) of the schedule, with jitter by `random` (0 ≤ x < 1); undefined after the last. */
export function retryDelayMs(step: number, random: number): number | undefined {
  const base = retryScheduleMs[step]
  return base === undefined ? undefined : Math.round(base * (1 - jitterShare + 2 * jitterShare * random))
}

/** Milliseconds that a Retry-After header asks for (seconds or an HTTP date), bounded; undefined when it says nothing. */
export function retryAfterMs(header: string | undefined, now: Instant): number | undefined {
  const text = header?.trim() ?? ''
  const ms = /^\d{1,10}$/.test(text)
    ? seconds(Number(text))
    : /^[A-Z][a-z]{2}, /.test(text)
      ? Date.parse(text) - epochMsOf(now)
      : NaN
  return Number.isNaN(ms) ? undefined : Math.min(retryAfterMsMax, Math.max(0, ms))
}

const moved = (
  found: WebhookMessage,
  event: MessageEvent,
  fields: Partial<Pick<WebhookMessage, 'step' | 'attempts' | 'lease' | 'finishedAt' | 'deadReason'>> & {
    readonly dueAt: Instant
  },
): Decision<WebhookMessage> => {
  const state = stateAfter(webhookMessageTransitions, found.state, event)
  if (state === undefined) return refuse('webhook.message_state', { state: found.state, event })
  const { lease: _lease, finishedAt: _finishedAt, deadReason: _deadReason, ...rest } = found
  return change({ ...rest, ...fields, state })
}

/** When this message is next to be sent: its time, or the end of another worker's lease; undefined when it is done. */
export const nextSendAt = (found: WebhookMessage): Instant | undefined =>
  found.state === 'queued' || found.state === 'sending' ? found.dueAt : undefined

/** Gives a due message to one worker; refuses while it is not due or another has it. The attempt is on record first. */
export function takeMessage(found: WebhookMessage, lease: string, now: Instant): Decision<WebhookMessage> {
  const at = nextSendAt(found)
  if (at === undefined || at > now) return refuse('webhook.message_state', { state: found.state })
  const free: WebhookMessage = found.state === 'sending' ? { ...found, state: 'queued' } : found
  const attempt = { number: (found.attempts.at(-1)?.number ?? 0) + 1, at: now }
  return moved(free, 'take', {
    lease,
    step: found.step + 1,
    attempts: [...found.attempts, attempt].slice(-attemptsKept),
    dueAt: plusMs(now, messageLeaseMs),
  })
}

/** What became of an attempt. */
export type AttemptResult = Pick<MessageAttempt, 'status' | 'failure'> & {
  readonly tookMs: number
  /** The header of the answer. */
  readonly retryAfter?: string
}

/** True for an answer that says the message was taken; a redirect is none. */
export const isTaken = ({ status }: Pick<AttemptResult, 'status'>): boolean =>
  status !== undefined && status >= 200 && status < 300

/** Takes the result of an attempt in: delivered, waiting for the next attempt, or a dead letter at the end of the schedule. */
export function noteResult(
  found: WebhookMessage,
  by: { readonly lease: string; readonly attempt: number },
  result: AttemptResult,
  now: Instant,
  random: number,
): Decision<WebhookMessage> {
  const { status, failure, tookMs } = result
  const outcome = { ...(status === undefined ? {} : { status }), ...(failure === undefined ? {} : { failure }), tookMs }
  const attempts = found.attempts.map((one) => (one.number === by.attempt ? { ...one, ...outcome } : one))
  if (isTaken(result)) {
    if (found.state === 'delivered') return unchanged(found)
    return moved(found, 'deliver', { attempts, finishedAt: now, dueAt: plusDays(now, messageKeptDays) })
  }
  if (found.state !== 'sending' || found.lease !== by.lease) return unchanged(found)
  const delayMs = retryDelayMs(found.step, random)
  if (delayMs === undefined) return giveUp({ ...found, attempts }, 'schedule_over', now)
  const askedMs = retryAfterMs(result.retryAfter, now) ?? 0
  return moved(found, 'fail', { attempts, dueAt: plusMs(now, Math.max(delayMs, askedMs)) })
}

/** Makes a message a dead letter. */
export function giveUp(found: WebhookMessage, deadReason: DeadReason, now: Instant): Decision<WebhookMessage> {
  if (found.state === 'dead' || found.state === 'delivered') return unchanged(found)
  return moved(found, 'give_up', { finishedAt: now, deadReason, dueAt: plusDays(now, messageKeptDays) })
}

/** Sends a finished message once more under its own id, from the beginning of the schedule; one under way stays as it is. */
export function replay(found: WebhookMessage, now: Instant): Decision<WebhookMessage> {
  if (found.state === 'queued' || found.state === 'sending') return unchanged(found)
  return moved(found, 'replay', { step: 0, dueAt: now })
}
