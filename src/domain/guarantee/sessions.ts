import { refuse, stateAfter, unchanged, type Decision } from '../aggregate.ts'
import type { Evidence } from '../delivery-types.ts'
import type { GuidanceMode } from '../slot.ts'
import type { Instant } from '../time.ts'
import type { Guarantee } from './guarantee.ts'
import {
  guidanceTransitions,
  trainingTransitions,
  type GuidanceEvent,
  type GuidanceItem,
  type TrainingEvent,
  type TrainingItem,
} from './items.ts'
import { eventOf, settled, stepOf, stepTo, type Act } from './step.ts'

/** Takes in a booking, or one that was cancelled and made again; the same booking changes nothing. */
export function noteBooking(
  guarantee: Guarantee,
  booking: { id: string; slot: string; mode: GuidanceMode; startsAt: Instant },
  act: Act,
): Decision<Guarantee> {
  const found = guarantee.guidance.find((one) => one.id === booking.id)
  if (found !== undefined) return bookAgain(guarantee, found, act)
  const session: GuidanceItem = { ...booking, state: 'booked', steps: [] }
  return settled(
    { ...guarantee, guidance: [...guarantee.guidance, session] },
    act,
    eventOf('guidance.booked', guarantee, booking.id, { slot: booking.slot }),
  )
}

/** What its invitation proved before says nothing of the session that is booked anew. */
function bookAgain(guarantee: Guarantee, found: GuidanceItem, act: Act): Decision<Guarantee> {
  if (found.state === 'booked') return unchanged(guarantee)
  const { invitation: _invitation, ...uninvited } = found
  const guidance = guarantee.guidance.map((one) => (one.id === found.id ? uninvited : one))
  return moveGuidance({ ...guarantee, guidance }, found.id, 'book', act)
}

/** Records a session that was held without a booking (a visit, a call); by phone it needs a note. */
export function noteHeldSession(
  guarantee: Guarantee,
  session: { id: string; mode: GuidanceMode; heldAt: Instant; note: string },
  act: Act,
): Decision<Guarantee> {
  if (guarantee.guidance.some((one) => one.id === session.id)) return unchanged(guarantee)
  if (!session.note.trim()) return refuse('guidance.note_missing', {})
  const { heldAt, ...rest } = session
  const steps = [stepOf<GuidanceItem['state'], GuidanceEvent>('attend', 'attended', { ...act, at: heldAt })]
  const item: GuidanceItem = { ...rest, startsAt: heldAt, state: 'attended', steps }
  return settled(
    { ...guarantee, guidance: [...guarantee.guidance, item] },
    act,
    eventOf('guidance.attended', guarantee, session.id),
  )
}

/** Moves a session along its life; the same step again changes nothing. */
export function moveGuidance(
  guarantee: Guarantee,
  id: string,
  event: GuidanceEvent,
  act: Act,
  news: Pick<GuidanceItem, 'note' | 'invitation'> = {},
): Decision<Guarantee> {
  const found = guarantee.guidance.find((one) => one.id === id)
  if (found === undefined) return refuse('object.unknown', { session: id })
  const to = found.state === 'booked' && event === 'book' ? 'done' : stepTo(guidanceTransitions, found, event)
  if (to === undefined) return refuse('guidance.wrong_state', { state: found.state, event })
  if (to === 'done') return unchanged(guarantee)
  const session: GuidanceItem = { ...found, ...news, state: to, steps: [...found.steps, stepOf(event, to, act)] }
  return settled(
    { ...guarantee, guidance: guarantee.guidance.map((one) => (one.id === id ? session : one)) },
    act,
    eventOf(`guidance.${to}`, guarantee, id),
  )
}

/** Takes in a seat that is held for the seeker; the same seat changes nothing. */
export function noteSeat(
  guarantee: Guarantee,
  seat: Pick<TrainingItem, 'id' | 'class' | 'title' | 'startsAt' | 'free' | 'fits'>,
  act: Act,
): Decision<Guarantee> {
  const found = guarantee.training.find((one) => one.id === seat.id)
  const isLive =
    found !== undefined && found.state !== 'released' && found.state !== 'returned' && found.state !== 'lapsed'
  if (isLive) return unchanged(guarantee)
  const before = found?.steps ?? []
  const item: TrainingItem = { ...seat, state: 'held', steps: before }
  return settled(
    { ...guarantee, training: [...guarantee.training.filter((one) => one.id !== seat.id), item] },
    act,
    eventOf('training.held', guarantee, seat.id, { class: seat.class }),
  )
}

/** Moves a seat along its life; the same step again changes nothing. */
export function moveTraining(
  guarantee: Guarantee,
  id: string,
  event: TrainingEvent,
  act: Act,
  news: Pick<TrainingItem, 'invitation' | 'refusal'> = {},
): Decision<Guarantee> {
  const found = guarantee.training.find((one) => one.id === id)
  if (found === undefined) return refuse('object.unknown', { seat: id })
  const to = stepTo(trainingTransitions, found, event)
  if (to === undefined) return refuse('training.wrong_state', { state: found.state, event })
  if (to === 'done') return unchanged(guarantee)
  const seat: TrainingItem = { ...found, ...news, state: to, steps: [...found.steps, stepOf(event, to, act)] }
  return settled(
    { ...guarantee, training: guarantee.training.map((one) => (one.id === id ? seat : one)) },
    act,
    eventOf(`training.${to}`, guarantee, id, { class: found.class }),
  )
}

/** Notes on a session or a seat that its invitation reached the person. */
export function noteInvitation(guarantee: Guarantee, id: string, evidence: Evidence, act: Act): Decision<Guarantee> {
  const session = guarantee.guidance.find((one) => one.id === id)
  if (session !== undefined) {
    if (session.invitation !== undefined) return unchanged(guarantee)
    const guidance = guarantee.guidance.map((one) => (one.id === id ? { ...one, invitation: evidence } : one))
    return settled({ ...guarantee, guidance }, act, eventOf('guidance.invited', guarantee, id))
  }
  const seat = guarantee.training.find((one) => one.id === id)
  if (seat === undefined) return refuse('object.unknown', { item: id })
  if (seat.invitation !== undefined) return unchanged(guarantee)
  if (stateAfter(trainingTransitions, seat.state, 'invite') !== undefined)
    return moveTraining(guarantee, id, 'invite', act, { invitation: evidence })
  // A seat that was released or given back meanwhile stays so; the evidence is kept with it.
  const training = guarantee.training.map((one) => (one.id === id ? { ...one, invitation: evidence } : one))
  return settled({ ...guarantee, training }, act, eventOf('training.invitation_noted', guarantee, id))
}
