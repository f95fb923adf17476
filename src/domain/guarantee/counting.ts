import type { Evidence } from '../delivery-types.ts'
import type { Policy } from '../policy.ts'
import { plusDays, type Instant } from '../time.ts'
import {
  refusalReasons,
  type GuidanceItem,
  type OfferItem,
  type OfferState,
  type TrainingItem,
  type TrainingState,
} from './items.ts'

/** Whether one item counts, might still, or does not, and by which rule. */
export interface Verdict {
  readonly id: string
  readonly result: 'counts' | 'under_way' | 'does_not_count'
  /** The rule that decided: a key of counting-words.ts. */
  readonly code: string
  /** When it began to count. */
  readonly at?: Instant
}

const counts = (id: string, code: string, at: Instant): Verdict => ({ id, result: 'counts', code, at })
const underWay = (id: string, code: string): Verdict => ({ id, result: 'under_way', code })
const not = (id: string, code: string): Verdict => ({ id, result: 'does_not_count', code })

const wasDelivered: ReadonlySet<OfferState> = new Set([
  'delivered',
  'accepted',
  'declined',
  'lapsed',
  'hired',
  'not_hired',
])

/**
 * Judges every offer (MISSION, "An offer counts"): sent while suitable, open and approved, reached the person, of a
 * posting not counted before, not closed within days of delivery, not refused for a wrong fact, and no employer more
 * often than the policy allows. Earlier deliveries come first, so a verdict that stands is not taken back by a later one.
 */
export function offerVerdicts(offers: readonly OfferItem[], policy: Policy): readonly Verdict[] {
  const byDelivery = [...offers].sort((a, b) => order(a) - order(b) || (deliveryKey(a) < deliveryKey(b) ? -1 : 1))
  const postings = new Set<string>()
  const employers = new Map<string, number>()
  const verdicts = new Map<string, Verdict>()
  for (const offer of byDelivery) {
    const alone = offerAlone(offer, policy)
    const used = employers.get(offer.employer) ?? 0
    const crowded =
      alone.result === 'does_not_count'
        ? undefined
        : postings.has(offer.posting)
          ? 'offers.posting_repeated'
          : used >= policy.guarantee.offersPerEmployerMax
            ? 'offers.employer_cap'
            : undefined
    if (alone.result !== 'does_not_count' && crowded === undefined) {
      postings.add(offer.posting)
      employers.set(offer.employer, used + 1)
    }
    verdicts.set(offer.id, crowded === undefined ? alone : not(offer.id, crowded))
  }
  return offers.map((offer) => verdicts.get(offer.id) ?? not(offer.id, 'offers.not_sent'))
}

/** Delivered offers come before those under way, so that what is in motion never displaces what has arrived. */
const order = (offer: OfferItem): number => (wasDelivered.has(offer.state) ? 0 : 1)
const deliveryKey = (offer: OfferItem): string => `${offer.evidence?.at ?? '9999'} ${offer.id}`

function offerAlone(offer: OfferItem, policy: Policy): Verdict {
  const { id, state, evidence, atSending } = offer
  if (state === 'proposed') return underWay(id, 'offers.awaiting_review')
  if (state === 'approved') return underWay(id, 'offers.awaiting_sending')
  if (state === 'rejected') return not(id, 'offers.rejected')
  if (state === 'withdrawn') return not(id, 'offers.withdrawn')
  if (state === 'undelivered') return not(id, 'offers.undelivered')
  if (offer.approvedBy === undefined) return not(id, 'offers.not_approved')
  if (atSending === undefined) return not(id, 'offers.not_sent')
  if (!atSending.suitable) return not(id, 'offers.not_suitable')
  if (!atSending.postingOpen) return not(id, 'offers.posting_not_open')
  if (state === 'sent') return underWay(id, 'offers.on_its_way')
  if (evidence === undefined) return not(id, 'offers.no_evidence')
  if (closedEarly(offer, evidence.at, policy)) return not(id, 'offers.posting_closed')
  if (state === 'declined' && offer.refusal !== undefined && refusalReasons[offer.refusal].wrongFact)
    return not(id, 'offers.wrong_fact')
  return counts(id, evidenceCode[evidence.kind], evidence.at)
}

const evidenceCode = {
  receipt: 'offers.delivered',
  handed_over: 'offers.handed_over',
  answered: 'offers.answered',
} as const satisfies Record<Evidence['kind'], string>

/** An offer whose posting closed within the policy's days of delivery is replaced, unless it led to work before. */
function closedEarly(offer: OfferItem, deliveredAt: Instant, policy: Policy): boolean {
  if (offer.postingClosedAt === undefined || offer.state === 'hired') return false
  return offer.postingClosedAt < plusDays(deliveredAt, policy.guarantee.closedWithinDays)
}

/** Judges every session: it counts when it was held, by phone only with a note; invited, booked or missed does not. */
export function guidanceVerdicts(sessions: readonly GuidanceItem[], now: Instant): readonly Verdict[] {
  return sessions.map((session) => {
    const { id, state, steps } = session
    if (state === 'attended') {
      if (session.mode === 'phone' && !session.note?.trim()) return not(id, 'guidance.note_missing')
      return counts(id, 'guidance.held', steps[steps.length - 1]?.at ?? session.startsAt)
    }
    if (state === 'booked')
      return session.startsAt > now ? underWay(id, 'guidance.booked') : underWay(id, 'guidance.outcome_awaited')
    return not(id, `guidance.${state}`)
  })
}

const seatGiven: ReadonlySet<TrainingState> = new Set([
  'invited',
  'confirmed',
  'lapsed',
  'attended',
  'absent',
  'certified',
  'returned',
])

/**
 * Judges every seat: it counts when a seat in a free class that fits was held and the invitation delivered; a seat given
 * back because a fact about the person was wrong, or taken away by the provider, is replaced.
 */
export function trainingVerdicts(seats: readonly TrainingItem[]): readonly Verdict[] {
  return seats.map((seat) => {
    const { id, state, invitation } = seat
    if (!seat.free) return not(id, 'training.not_free')
    if (!seat.fits) return not(id, 'training.does_not_fit')
    if (state === 'released') return not(id, 'training.released')
    if (state === 'held') return underWay(id, 'training.invitation_awaited')
    if (state === 'returned' && seat.refusal !== undefined && refusalReasons[seat.refusal].wrongFact)
      return not(id, 'training.wrong_fact')
    // Whoever confirmed or came has evidently had the invitation.
    const took = state === 'confirmed' || state === 'attended' || state === 'certified'
    if (!seatGiven.has(state) || (invitation === undefined && !took)) return not(id, 'training.invitation_undelivered')
    return counts(id, `training.${state}`, invitation?.at ?? seat.steps[seat.steps.length - 1]?.at ?? seat.startsAt)
  })
}
