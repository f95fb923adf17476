import { refuse, stateAfter, unchanged, type Decision } from '../aggregate.ts'
import type { Evidence } from '../delivery-types.ts'
import type { Instant } from '../time.ts'
import { guaranteeOf, offerId, type Guarantee } from './guarantee.ts'
import { offerTransitions, type OfferEvent, type OfferItem, type RefusalReason, type SendingFacts } from './items.ts'
import { eventOf, settled, stepOf, stepTo, type Act } from './step.ts'

/** A posting to put before the seeker. */
export interface Proposal {
  readonly posting: string
  readonly employer: string
  readonly title: string
  readonly score: number
  readonly modelVersion: string
  /** True when the automatic rule approves it at once. */
  readonly approvedByRule: boolean
}

/**
 * Proposes a posting: once in a period, never more offers in motion than are owed, never more of one employer than may
 * count, never one that a caseworker ruled out. Proposing again is the same offer.
 */
export function proposeOffer(guarantee: Guarantee, proposal: Proposal, act: Act): Decision<Guarantee> {
  const id = offerId(guarantee._id, proposal.posting)
  const found = guarantee.offers.find((one) => one.id === id)
  if (found !== undefined)
    return found.state === 'proposed' || found.state === 'approved'
      ? unchanged(guarantee)
      : refuse('offer.repeated', { offer: id })
  if (guarantee.ruledOut.includes(proposal.posting)) return refuse('offer.not_suitable', { posting: proposal.posting })
  const view = guaranteeOf(guarantee, act.policy, act.at).offers
  if (view.missing < 1) return refuse('offer.enough', { counted: view.counted, underWay: view.underWay })
  if ((employersInUse(guarantee, act)[proposal.employer] ?? 0) >= act.policy.guarantee.offersPerEmployerMax)
    return refuse('offer.employer_cap', { employer: proposal.employer })
  const { approvedByRule, ...facts } = proposal
  const steps = [stepOf<OfferItem['state'], OfferEvent>('approve', approvedByRule ? 'approved' : 'proposed', act)]
  const offer: OfferItem = approvedByRule
    ? { id, ...facts, state: 'approved', steps, approvedBy: 'rule' }
    : { id, ...facts, state: 'proposed', steps: [] }
  return settled(
    { ...guarantee, offers: [...guarantee.offers, offer] },
    act,
    eventOf(approvedByRule ? 'offer.approved' : 'offer.proposed', guarantee, id, { posting: proposal.posting }),
  )
}

/** How many offers of each employer count or are under way. */
export function employersInUse(
  guarantee: Guarantee,
  act: Pick<Act, 'policy' | 'at'>,
): Readonly<Record<string, number>> {
  const view = guaranteeOf(guarantee, act.policy, act.at).offers
  const used: Record<string, number> = {}
  guarantee.offers.forEach((offer, at) => {
    if (view.verdicts[at]?.result !== 'does_not_count') used[offer.employer] = (used[offer.employer] ?? 0) + 1
  })
  return used
}

/** What comes with a step of an offer. */
export interface OfferNews {
  readonly evidence?: Evidence
  readonly atSending?: SendingFacts
  readonly refusal?: RefusalReason
  readonly approvedBy?: string
}

/** Moves an offer along its life; the same step again changes nothing. */
export function moveOffer(
  guarantee: Guarantee,
  id: string,
  event: OfferEvent,
  act: Act,
  news: OfferNews = {},
): Decision<Guarantee> {
  const found = guarantee.offers.find((one) => one.id === id)
  if (found === undefined) return refuse('object.unknown', { offer: id })
  const to = stepTo(offerTransitions, found, event)
  if (to === undefined) return refuse('offer.wrong_state', { state: found.state, event })
  if (to === 'done') return unchanged(guarantee)
  const { approvedBy: _approvedBy, ...unapproved } = found
  const base = event === 'reconsider' ? unapproved : found
  const offer: OfferItem = { ...base, ...news, state: to, steps: [...found.steps, stepOf(event, to, act)] }
  return settled(
    { ...guarantee, offers: guarantee.offers.map((one) => (one.id === id ? offer : one)) },
    act,
    eventOf(`offer.${to === 'proposed' ? 'reconsidered' : to}`, guarantee, id, { posting: found.posting }),
  )
}

/**
 * Notes that an offer reached its person; noted once, whatever the person has said since. One that was withdrawn while its
 * message was on its way stays withdrawn: what arrives then is an offer of a closed posting and counts for nothing.
 */
export function noteDelivered(guarantee: Guarantee, id: string, act: Act, evidence: Evidence): Decision<Guarantee> {
  const found = guarantee.offers.find((one) => one.id === id)
  if (found?.state === 'withdrawn' || found?.evidence !== undefined) return unchanged(guarantee)
  return moveOffer(guarantee, id, 'deliver', act, { evidence })
}

/** Notes that the message of an offer is given up; one that was withdrawn or reached its person meanwhile stays as it is. */
export function noteUndelivered(guarantee: Guarantee, id: string, act: Act): Decision<Guarantee> {
  const found = guarantee.offers.find((one) => one.id === id)
  if (found?.state === 'withdrawn' || found?.evidence !== undefined) return unchanged(guarantee)
  return moveOffer(guarantee, id, 'expire', act)
}

/** Notes that the posting of an offer closed; one that was not delivered yet is withdrawn. */
export function notePostingClosed(guarantee: Guarantee, id: string, closedAt: Instant, act: Act): Decision<Guarantee> {
  const found = guarantee.offers.find((one) => one.id === id)
  if (found === undefined) return refuse('object.unknown', { offer: id })
  if (found.postingClosedAt !== undefined) return unchanged(guarantee)
  const offers = guarantee.offers.map((one) => (one.id === id ? { ...one, postingClosedAt: closedAt } : one))
  const noted = { ...guarantee, offers }
  if (stateAfter(offerTransitions, found.state, 'withdraw') !== undefined)
    return moveOffer(noted, id, 'withdraw', { ...act, reason: 'posting_closed' })
  return settled(noted, act, eventOf('offer.posting_closed', guarantee, id, { posting: found.posting }))
}
