import type { Aggregate, TransitionRule } from './aggregate.ts'
import type { PlanReason } from './channel-plan.ts'
import type { Channel } from './seeker.ts'
import type { Instant } from './time.ts'

/**
 * queued: waits for a notifier or a person · leased: one of them has it · sent: the provider took it, no receipt yet ·
 * delivered: a receipt says so · handed_over: a caseworker or grid worker gave it to the person · undelivered: every
 * channel failed or time ran out · withdrawn: no longer to be sent.
 */
export type DeliveryState = 'queued' | 'leased' | 'sent' | 'delivered' | 'handed_over' | 'undelivered' | 'withdrawn'
export type DeliveryEvent =
  'lease' | 'return' | 'accept' | 'fall_back' | 'deliver' | 'hand_over' | 'expire' | 'withdraw' | 'renew'

/** The life of a delivery: it only moves forward, save for a lease or a channel that came to nothing. */
export const deliveryTransitions: readonly TransitionRule<DeliveryState, DeliveryEvent>[] = [
  { event: 'lease', from: ['queued'], to: 'leased' },
  { event: 'return', from: ['leased'], to: 'queued' },
  { event: 'accept', from: ['queued', 'leased'], to: 'sent' },
  { event: 'fall_back', from: ['queued', 'leased', 'sent'], to: 'queued' },
  // A late receipt of an earlier attempt is true whatever was tried since.
  { event: 'deliver', from: ['queued', 'leased', 'sent', 'undelivered'], to: 'delivered' },
  { event: 'hand_over', from: ['queued', 'leased', 'sent', 'undelivered'], to: 'handed_over' },
  { event: 'expire', from: ['queued', 'leased', 'sent'], to: 'undelivered' },
  { event: 'withdraw', from: ['queued', 'leased', 'sent'], to: 'withdrawn' },
  // Its item was called off and is called for again: a session booked anew, a seat held anew. One that arrived before that
  // goes out again, because its person was told since that it is off.
  { event: 'renew', from: ['withdrawn', 'delivered', 'handed_over'], to: 'queued' },
]

/** unknown: the provider may or may not have sent it, and cannot say any more; a person has to look. */
export type ReceiptStatus = 'sent' | 'delivered' | 'failed' | 'unknown'

/** What a provider or a person reported of one attempt. */
export interface Receipt {
  readonly attempt: number
  readonly status: ReceiptStatus
  readonly at: Instant
  /** The provider's code, such as `UNDELIV`; never text about the person. */
  readonly code?: string
}

/** One try on one channel. */
export interface Attempt {
  readonly number: number
  readonly channel: Channel
  readonly begunAt: Instant
  readonly receipts: readonly Receipt[]
  /** Deliveries that went out as one message with this one, itself among them, in the order in which it numbers them. */
  readonly bundle?: readonly string[]
  /** The delivery whose message carried this one, and the attempt of it. */
  readonly carriedBy?: { readonly delivery: string; readonly attempt: number }
  /** Who called or visited, and what they noted. */
  readonly by?: string
  readonly note?: string
}

export interface Lease {
  readonly holder: string
  readonly id: string
  readonly until: Instant
}

/** What is delivered; fixed when the delivery is made, the same over all attempts. */
export interface MessageBody {
  readonly template: string
  readonly templateVersion: number
  readonly text: string
  /** The item in a few words, for a message that carries several. */
  readonly line?: string
}

/** What a message asks its person about. */
export type ItemPurpose = 'offer' | 'guidance' | 'training'
/** called_off: says that the item will not take place; it asks nothing and counts for nothing. */
export type Purpose = ItemPurpose | 'called_off'

/** One message on its way to one person 送达; its id is the message id, stable over every attempt. */
export interface Delivery extends Aggregate {
  readonly seeker: string
  readonly guarantee: string
  readonly purpose: Purpose
  /** The offer, booking or seat that it carries, or of which it says that it is off. */
  readonly item: string
  readonly township: string
  readonly village: string
  readonly body: MessageBody
  /** Channels in the order in which they are tried; the last is a visit. */
  readonly plan: readonly Channel[]
  /** Why the plan is as it is. */
  readonly planReasons?: readonly PlanReason[]
  /** Index into the plan. */
  readonly step: number
  readonly state: DeliveryState
  readonly attempts: readonly Attempt[]
  readonly lease?: Lease
  /** When the next thing is due: to send (queued), to give up waiting (leased, sent), or nothing more (final). */
  readonly dueAt: Instant
  readonly expiresAt: Instant
  readonly finishedAt?: Instant
  /** Since when its item is gone while the message was on its way: whatever becomes of that, no other way is tried. */
  readonly recalledAt?: Instant
  readonly evidence?: Evidence
}

/** What proves that it reached the person. */
export interface Evidence {
  /** `answered`: the person answered what the message carried, so it has arrived whatever the receipts say. */
  readonly kind: 'receipt' | 'handed_over' | 'answered'
  readonly channel: Channel
  readonly at: Instant
  readonly by: string
  readonly note?: string
}
