import type { PendingEvent } from './aggregate.ts'

/** What an endpoint may ask to be told of; `employer`: also by an employer, of what is its own. */
export const webhookTypes = {
  'posting.created': { employer: true },
  'posting.changed': { employer: true },
  'posting.opened': { employer: true },
  'posting.paused': { employer: true },
  'posting.closed': { employer: true },
  'employer.created': { employer: false },
  'employer.changed': { employer: true },
  'employer.suspended': { employer: true },
  'employer.restored': { employer: true },
  'seeker.registered': { employer: false },
  'seeker.wished': { employer: false },
  'seeker.withdrew': { employer: false },
  'guarantee.opened': { employer: false },
  'offer.proposed': { employer: false },
  'offer.approved': { employer: false },
  'offer.sent': { employer: false },
  'offer.delivered': { employer: false },
  'offer.undelivered': { employer: false },
  'offer.accepted': { employer: false },
  'offer.declined': { employer: false },
  'offer.lapsed': { employer: false },
  'offer.hired': { employer: false },
  'offer.not_hired': { employer: false },
  'guidance.booked': { employer: false },
  'guidance.attended': { employer: false },
  'guidance.no_show': { employer: false },
  'training.held': { employer: false },
  'training.attended': { employer: false },
  'training.certified': { employer: false },
  'review.opened': { employer: false },
  'review.approved': { employer: false },
  'review.rejected': { employer: false },
  'delivery.queued': { employer: false },
  'delivery.sent': { employer: false },
  'delivery.delivered': { employer: false },
  'delivery.handed_over': { employer: false },
  'delivery.undelivered': { employer: false },
  'delivery.withdrawn': { employer: false },
  'webhook.failing': { employer: true },
  'webhook.disabled': { employer: true },
} as const satisfies Record<string, { readonly employer: boolean }>
export type WebhookType = keyof typeof webhookTypes

/** Every type, for whoever offers the choice. */
export const webhookTypeNames = Object.keys(webhookTypes) as readonly WebhookType[] as readonly [
  WebhookType,
  ...WebhookType[],
]

/** True for the kind of an event that an endpoint may be told of. */
export const isWebhookType = (kind: string): kind is WebhookType => Object.hasOwn(webhookTypes, kind)

/** The type of a message that only shows that an endpoint listens. */
export const testType = 'webhook.test'

/** Longest payload, bytes (Standard Webhooks advises thin payloads under 20 kB). */
export const payloadBytesMax = 20_000

/** The only names that leave, and only with an id as their value. */
const idNames: ReadonlySet<string> = new Set([
  'seeker',
  'guarantee',
  'item',
  'offer',
  'posting',
  'employer',
  'review',
  'slot',
  'class',
  'delivery',
  'purpose',
  'webhook',
])

const isId = (value: unknown): value is string => typeof value === 'string' && /^[\w.-]{1,200}$/.test(value)

/**
 * The body of a message, `{type, timestamp, data}`: ids alone, so that nothing about a person leaves; whoever wants more
 * reads the object with a key that may see it. Under `payloadBytesMax` by construction: 12 ids of 200 characters.
 */
export function payloadOf(event: Pick<PendingEvent, 'at' | 'data'> & { readonly kind: string }): string {
  const data = Object.fromEntries(
    Object.entries(event.data).filter(([name, value]) => idNames.has(name) && isId(value)),
  )
  return JSON.stringify({ type: event.kind, timestamp: event.at, data })
}
