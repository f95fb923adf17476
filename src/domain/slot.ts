import { change, refuse, unchanged, type Aggregate, type Decision } from './aggregate.ts'
import { plusMinutes, type Instant } from './time.ts'

/** At the counsellor's place, by phone, or in a group. */
export type GuidanceMode = 'place' | 'phone' | 'group'

export type BookingState = 'booked' | 'attended' | 'no_show' | 'excused' | 'cancelled'
export type GuidanceOutcome = 'attended' | 'no_show' | 'excused'

export const cancelReasons = ['session_cancelled', 'office', 'own_wish', 'undelivered'] as const
/** Why a booking was cancelled: the whole session was · the office's word · the person's · its invitation never arrived. */
export type CancelReason = (typeof cancelReasons)[number]

export interface Booking {
  readonly seeker: string
  readonly at: Instant
  readonly by: string
  readonly state: BookingState
  readonly note?: string
  readonly outcomeAt?: Instant
  /** Why it was cancelled. */
  readonly reason?: CancelReason
}

/** A counsellor's time 时段 for guidance sessions. */
export interface Slot extends Aggregate {
  readonly counsellor: string
  readonly counsellorName: string
  readonly mode: GuidanceMode
  /** Code of the place where it is held. */
  readonly place: string
  readonly township: string
  readonly startsAt: Instant
  readonly lengthMinutes: number
  readonly capacity: number
  readonly bookings: readonly Booking[]
  readonly state: 'open' | 'cancelled'
}

const occupies = (booking: Booking): boolean => booking.state !== 'cancelled' && booking.state !== 'excused'

/** Places that are still free; never negative. */
export const freePlaces = (slot: Slot): number =>
  slot.state === 'cancelled' ? 0 : Math.max(0, slot.capacity - slot.bookings.filter(occupies).length)

/** When the session ends. */
export const slotEnd = (slot: Pick<Slot, 'startsAt' | 'lengthMinutes'>): Instant =>
  plusMinutes(slot.startsAt, slot.lengthMinutes)

/** The id under which the guarantee knows a booking. */
export const bookingId = (slot: string, seeker: string): string => `gdn_${slot}_${seeker}`

/** The slot and the seeker of a booking's id. */
export function bookingOf(id: string): { readonly slot: string; readonly seeker: string } {
  const [, slot = '', seeker = ''] = id.split('_')
  return { slot, seeker }
}

const withBooking = (slot: Slot, booking: Booking): Slot => ({
  ...slot,
  bookings: [...slot.bookings.filter((one) => one.seeker !== booking.seeker), booking],
})

const eventOf = (kind: `slot.${string}`, slot: Slot, seeker: string) => ({ kind, data: { slot: slot._id, seeker } })

/** Books a place for the seeker. Booking again is the same booking; a full, past or cancelled slot refuses. */
export function book(slot: Slot, seeker: string, now: Instant, by: string): Decision<Slot> {
  const found = slot.bookings.find((one) => one.seeker === seeker)
  if (found !== undefined && occupies(found)) return unchanged(slot)
  if (slot.state === 'cancelled') return refuse('slot.cancelled', { slot: slot._id })
  if (slot.startsAt <= now) return refuse('slot.past', { startsAt: slot.startsAt })
  if (freePlaces(slot) < 1) return refuse('slot.full', { capacity: slot.capacity })
  return change(withBooking(slot, { seeker, at: now, by, state: 'booked' }), eventOf('slot.booked', slot, seeker))
}

/** Gives a booking back before the session; doing so again changes nothing. */
export function cancelBooking(slot: Slot, seeker: string, now: Instant, reason: CancelReason): Decision<Slot> {
  const found = slot.bookings.find((one) => one.seeker === seeker)
  if (found === undefined) return refuse('slot.not_booked', { slot: slot._id })
  if (found.state === 'cancelled') return unchanged(slot)
  if (found.state !== 'booked') return refuse('guidance.wrong_state', { state: found.state })
  return change(
    withBooking(slot, { ...found, state: 'cancelled', outcomeAt: now, reason }),
    eventOf('slot.booking_cancelled', slot, seeker),
  )
}

/** Records what became of a booking. Held by phone needs a note; attendance cannot be recorded before the session. */
export function recordOutcome(
  slot: Slot,
  seeker: string,
  said: { outcome: GuidanceOutcome; note?: string; at: Instant },
): Decision<Slot> {
  const found = slot.bookings.find((one) => one.seeker === seeker)
  if (found === undefined) return refuse('slot.not_booked', { slot: slot._id })
  if (found.state === said.outcome) return unchanged(slot)
  if (found.state !== 'booked') return refuse('guidance.wrong_state', { state: found.state, event: said.outcome })
  if (said.outcome !== 'excused' && said.at < slot.startsAt)
    return refuse('slot.not_begun', { startsAt: slot.startsAt })
  if (said.outcome === 'attended' && slot.mode === 'phone' && !said.note?.trim())
    return refuse('guidance.note_missing', { slot: slot._id })
  const booking: Booking = {
    ...found,
    state: said.outcome,
    outcomeAt: said.at,
    ...(said.note === undefined ? {} : { note: said.note }),
  }
  return change(withBooking(slot, booking), eventOf(`slot.${said.outcome}`, slot, seeker))
}

/** Cancels the session; every booking in it is taken back. */
export function cancelSlot(slot: Slot, now: Instant): Decision<Slot> {
  if (slot.state === 'cancelled') return unchanged(slot)
  const booked = slot.bookings.filter((one) => one.state === 'booked')
  return change(
    {
      ...slot,
      state: 'cancelled',
      bookings: slot.bookings.map((one) =>
        one.state === 'booked' ? { ...one, state: 'cancelled', outcomeAt: now, reason: 'session_cancelled' } : one,
      ),
    },
    { kind: 'slot.cancelled', data: { slot: slot._id } },
    ...booked.map((one) => eventOf('slot.booking_cancelled', slot, one.seeker)),
  )
}
