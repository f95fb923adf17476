import type { TransitionRule } from '../aggregate.ts'
import type { Evidence } from '../delivery-types.ts'
import type { GuidanceMode } from '../slot.ts'
import type { Instant } from '../time.ts'

/** One step that an item took, with who and why. */
export interface Step<S extends string, E extends string> {
  readonly at: Instant
  readonly by: string
  readonly event: E
  readonly to: S
  readonly reason?: string
}

export type OfferState =
  | 'proposed'
  | 'approved'
  | 'rejected'
  | 'sent'
  | 'withdrawn'
  | 'delivered'
  | 'undelivered'
  | 'accepted'
  | 'declined'
  | 'lapsed'
  | 'hired'
  | 'not_hired'
export type OfferEvent =
  | 'approve'
  | 'reject'
  | 'reconsider'
  | 'send'
  | 'withdraw'
  | 'deliver'
  | 'expire'
  | 'accept'
  | 'decline'
  | 'lapse'
  | 'hire'
  | 'not_hire'

/** The life of an offer 岗位推荐. */
export const offerTransitions: readonly TransitionRule<OfferState, OfferEvent>[] = [
  { event: 'approve', from: ['proposed'], to: 'approved' },
  { event: 'reject', from: ['proposed'], to: 'rejected' },
  { event: 'reconsider', from: ['approved', 'rejected'], to: 'proposed' },
  { event: 'send', from: ['approved'], to: 'sent' },
  { event: 'withdraw', from: ['proposed', 'approved', 'sent'], to: 'withdrawn' },
  { event: 'deliver', from: ['sent', 'undelivered'], to: 'delivered' },
  { event: 'expire', from: ['sent'], to: 'undelivered' },
  { event: 'accept', from: ['delivered', 'lapsed'], to: 'accepted' },
  { event: 'decline', from: ['delivered', 'lapsed', 'accepted'], to: 'declined' },
  { event: 'lapse', from: ['delivered'], to: 'lapsed' },
  { event: 'hire', from: ['delivered', 'accepted', 'lapsed'], to: 'hired' },
  { event: 'not_hire', from: ['accepted'], to: 'not_hired' },
]

/** Why a seeker declined; the first group shows that the profile was wrong. */
export const refusalReasons = {
  cannot_shift: { wrongFact: true },
  cannot_distance: { wrongFact: true },
  cannot_health: { wrongFact: true },
  cannot_skill: { wrongFact: true },
  wage_too_low: { wrongFact: true },
  needs_lodging: { wrongFact: true },
  has_work: { wrongFact: false },
  family: { wrongFact: false },
  not_interested: { wrongFact: false },
  other: { wrongFact: false },
} as const
export type RefusalReason = keyof typeof refusalReasons

/** What held at the moment of sending; an offer counts by these facts whatever changes later. */
export interface SendingFacts {
  readonly at: Instant
  readonly suitable: boolean
  readonly postingOpen: boolean
  /** Millionths. */
  readonly score: number
}

/** One posting proposed to the seeker of the ledger. */
export interface OfferItem {
  readonly id: string
  readonly posting: string
  readonly employer: string
  readonly title: string
  /** Millionths, at proposal; the model that gave it. */
  readonly score: number
  readonly modelVersion: string
  readonly state: OfferState
  readonly steps: readonly Step<OfferState, OfferEvent>[]
  /** `rule`, or the key of the person who approved it. */
  readonly approvedBy?: string
  /** What held at the moment of sending. */
  readonly atSending?: SendingFacts
  readonly evidence?: Evidence
  readonly postingClosedAt?: Instant
  readonly refusal?: RefusalReason
}

export type GuidanceState = 'booked' | 'attended' | 'no_show' | 'excused' | 'cancelled'
export type GuidanceEvent = 'book' | 'attend' | 'miss' | 'excuse' | 'cancel'

/** The life of a guidance session 职业指导 in the ledger. */
export const guidanceTransitions: readonly TransitionRule<GuidanceState, GuidanceEvent>[] = [
  { event: 'book', from: ['cancelled', 'excused'], to: 'booked' },
  { event: 'attend', from: ['booked'], to: 'attended' },
  { event: 'miss', from: ['booked'], to: 'no_show' },
  { event: 'excuse', from: ['booked'], to: 'excused' },
  { event: 'cancel', from: ['booked'], to: 'cancelled' },
]

/** One guidance session, booked or held. */
export interface GuidanceItem {
  readonly id: string
  /** Missing for a session that was held without a booking. */
  readonly slot?: string
  readonly mode: GuidanceMode
  readonly startsAt: Instant
  readonly state: GuidanceState
  readonly steps: readonly Step<GuidanceState, GuidanceEvent>[]
  readonly note?: string
  readonly invitation?: Evidence
}

export type TrainingState =
  'held' | 'invited' | 'confirmed' | 'returned' | 'lapsed' | 'released' | 'attended' | 'absent' | 'certified'
export type TrainingEvent = 'invite' | 'confirm' | 'return' | 'lapse' | 'release' | 'attend' | 'absent' | 'certify'

/** The life of a training seat 培训名额 in the ledger. */
export const trainingTransitions: readonly TransitionRule<TrainingState, TrainingEvent>[] = [
  { event: 'invite', from: ['held'], to: 'invited' },
  { event: 'confirm', from: ['held', 'invited'], to: 'confirmed' },
  { event: 'return', from: ['held', 'invited', 'confirmed'], to: 'returned' },
  { event: 'lapse', from: ['invited'], to: 'lapsed' },
  { event: 'release', from: ['held', 'invited', 'confirmed'], to: 'released' },
  { event: 'attend', from: ['held', 'invited', 'confirmed'], to: 'attended' },
  { event: 'absent', from: ['held', 'invited', 'confirmed'], to: 'absent' },
  { event: 'certify', from: ['attended'], to: 'certified' },
]

/** One seat in a class. */
export interface TrainingItem {
  readonly id: string
  readonly class: string
  readonly title: string
  readonly startsAt: Instant
  readonly free: boolean
  /** The class fits the person: it closes a gap of theirs or prepares for what they want. */
  readonly fits: boolean
  readonly state: TrainingState
  readonly steps: readonly Step<TrainingState, TrainingEvent>[]
  readonly invitation?: Evidence
  readonly refusal?: RefusalReason
}

export type ItemState = OfferState | GuidanceState | TrainingState

const calledOff: ReadonlySet<ItemState> = new Set(['withdrawn', 'cancelled', 'excused', 'released', 'returned'])
/** Whether an item in this state is off, so that nobody should be told of it any more. */
export const isCalledOff = (state: ItemState): boolean => calledOff.has(state)
