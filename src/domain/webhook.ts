import {
  change,
  refuse,
  stateAfter,
  unchanged,
  type Aggregate,
  type Decision,
  type TransitionRule,
} from './aggregate.ts'
import type { Sealed } from './privacy.ts'
import { plusDays, plusHours, plusMinutes, type Instant } from './time.ts'
import type { WebhookType } from './webhook-types.ts'

/** active: is sent to · disabled: keeps what it missed as dead letters · removed: is over. */
export type WebhookState = 'active' | 'disabled' | 'removed'
export type WebhookEvent = 'disable' | 'enable' | 'remove'

/** The life of an endpoint. */
export const webhookTransitions: readonly TransitionRule<WebhookState, WebhookEvent>[] = [
  { event: 'disable', from: ['active'], to: 'disabled' },
  { event: 'enable', from: ['disabled'], to: 'active' },
  { event: 'remove', from: ['active', 'disabled'], to: 'removed' },
]

/** Why an endpoint was disabled: it answered 410, it failed for days on end, or somebody asked for it. */
export type DisabledReason = 'gone' | 'failing' | 'asked'

/** One signing secret; without `until` it is the one in force. */
export interface WebhookSecret {
  readonly sealed: Sealed
  readonly createdAt: Instant
  /** Signs beside the newer one until then. */
  readonly until?: Instant
}

/** An address that another system gave to be told of events at 回调地址. */
export interface Webhook extends Aggregate {
  /** Whose it is; missing for one of the programme itself. */
  readonly employer?: string
  readonly url: string
  /** What it is for, such as `notifier`; never a person's name. */
  readonly label: string
  readonly types: readonly WebhookType[]
  readonly state: WebhookState
  /** Newest first, at most two. */
  readonly secrets: readonly WebhookSecret[]
  /** Since when every attempt failed. */
  readonly failingSince?: Instant
  /** When it was told that it is failing. */
  readonly warnedAt?: Instant
  readonly disabledAt?: Instant
  readonly disabledReason?: DisabledReason
  /** Of the last success, to the minute, so that a busy endpoint is not written at each message. */
  readonly deliveredAt?: Instant
}

/** Days of nothing but failures after which an endpoint is disabled, and after which it is told first. */
export const failingDaysMax = 5
export const failingDaysToWarn = 1

type Fields = Omit<Partial<Webhook>, Cleared> & { readonly [K in Cleared]?: Webhook[K] | undefined }
type Cleared = 'failingSince' | 'warnedAt' | 'disabledAt' | 'disabledReason'

/** The endpoint with other fields; one that is given as undefined is taken away. */
function withFields(found: Webhook, fields: Fields): Webhook {
  const merged = { ...found, ...fields }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined)) as unknown as Webhook
}

const dataOf = (found: Webhook) => ({
  webhook: found._id,
  ...(found.employer === undefined ? {} : { employer: found.employer }),
})

/** Ends the sending at once; what waits for it becomes a dead letter. */
export function disable(found: Webhook, reason: DisabledReason, now: Instant): Decision<Webhook> {
  if (found.state === 'disabled') return unchanged(found)
  const state = stateAfter(webhookTransitions, found.state, 'disable')
  if (state === undefined) return refuse('webhook.removed')
  return change(withFields(found, { state, disabledAt: now, disabledReason: reason }), {
    kind: 'webhook.disabled',
    data: { ...dataOf(found), reason },
  })
}

/** Begins to send again; the time of failing counts anew. */
export function enable(found: Webhook): Decision<Webhook> {
  if (found.state === 'active') return unchanged(found)
  const state = stateAfter(webhookTransitions, found.state, 'enable')
  if (state === undefined) return refuse('webhook.removed')
  const cleared = { failingSince: undefined, warnedAt: undefined, disabledAt: undefined, disabledReason: undefined }
  return change(withFields(found, { state, ...cleared }), { kind: 'webhook.enabled', data: dataOf(found) })
}

/** Ends the endpoint for good; its secrets are forgotten. */
export function removeWebhook(found: Webhook): Decision<Webhook> {
  const state = stateAfter(webhookTransitions, found.state, 'remove')
  if (state === undefined) return unchanged(found)
  return change(withFields(found, { state, secrets: [] }), { kind: 'webhook.removed', data: dataOf(found) })
}

/** Changes where it is, what it is told, or what it is called; another address begins without a history of failing. */
export function edit(
  found: Webhook,
  said: { url?: string; label?: string; types?: readonly WebhookType[] },
): Decision<Webhook> {
  if (found.state === 'removed') return refuse('webhook.removed')
  const isMoved = said.url !== undefined && said.url !== found.url
  const fresh = isMoved ? { failingSince: undefined, warnedAt: undefined } : {}
  return change(withFields(found, { ...said, ...fresh }), { kind: 'webhook.changed', data: dataOf(found) })
}

/** Takes a new secret into force; the one before signs beside it for so many hours, an older one no more. */
export function rotate(found: Webhook, sealed: Sealed, now: Instant, keepHours: number): Decision<Webhook> {
  if (found.state === 'removed') return refuse('webhook.removed')
  const [before] = found.secrets
  const kept = before === undefined || keepHours === 0 ? [] : [{ ...before, until: plusHours(now, keepHours) }]
  return change(
    { ...found, secrets: [{ sealed, createdAt: now }, ...kept] },
    { kind: 'webhook.rotated', data: dataOf(found) },
  )
}

/** The secrets that sign now: the newest first, and the one before while both hold. */
export const secretsAt = (found: Pick<Webhook, 'secrets'>, now: Instant): readonly Sealed[] =>
  found.secrets.filter(({ until }) => until === undefined || until > now).map(({ sealed }) => sealed)

/** Notes that a message arrived. */
export function noteDelivered(found: Webhook, now: Instant): Decision<Webhook> {
  const isNoted = found.deliveredAt !== undefined && plusMinutes(found.deliveredAt, 1) > now
  if (found.failingSince === undefined && isNoted) return unchanged(found)
  return change(withFields(found, { deliveredAt: now, failingSince: undefined, warnedAt: undefined }))
}

/** Notes that an attempt failed; after a day it is told, after five days of nothing else the endpoint is disabled. */
export function noteFailed(found: Webhook, now: Instant): Decision<Webhook> {
  if (found.state !== 'active') return unchanged(found)
  if (found.failingSince === undefined) return change(withFields(found, { failingSince: now }))
  if (plusDays(found.failingSince, failingDaysMax) <= now) return disable(found, 'failing', now)
  if (found.warnedAt !== undefined || plusDays(found.failingSince, failingDaysToWarn) > now) return unchanged(found)
  return change(withFields(found, { warnedAt: now }), { kind: 'webhook.failing', data: dataOf(found) })
}
