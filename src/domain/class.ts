import {
  change,
  refuse,
  stateAfter,
  unchanged,
  type Aggregate,
  type Decision,
  type TransitionRule,
} from './aggregate.ts'
import type { Day, Instant } from './time.ts'

export type SeatState = 'held' | 'confirmed' | 'released' | 'attended' | 'absent' | 'certified'
export type SeatEvent = 'confirm' | 'release' | 'attend' | 'absent' | 'certify'

/** The life of a seat. */
export const seatTransitions: readonly TransitionRule<SeatState, SeatEvent>[] = [
  { event: 'confirm', from: ['held'], to: 'confirmed' },
  { event: 'release', from: ['held', 'confirmed'], to: 'released' },
  { event: 'attend', from: ['held', 'confirmed'], to: 'attended' },
  { event: 'absent', from: ['held', 'confirmed'], to: 'absent' },
  { event: 'certify', from: ['attended'], to: 'certified' },
]

/** A place in a class, held for one person until they answer or the hold runs out. */
export interface Seat {
  readonly seeker: string
  readonly at: Instant
  readonly by: string
  /** An unconfirmed hold passes on after this. */
  readonly holdUntil: Instant
  readonly state: SeatState
  readonly reason?: string
}

/** A training class 培训班 with its seats 名额. */
export interface TrainingClass extends Aggregate {
  readonly title: string
  readonly kind: 'skill' | 'entrepreneurship' | 'broker'
  /** The occupation that it prepares for, in words. */
  readonly occupation: string
  readonly skillsTaught: readonly string[]
  readonly certificate?: string
  readonly provider: string
  readonly free: boolean
  /** Code of the place where it is held. */
  readonly place: string
  readonly township: string
  readonly startsAt: Instant
  readonly endsOn: Day
  readonly capacity: number
  readonly seats: readonly Seat[]
  readonly state: 'open' | 'cancelled'
}

/** The id under which the guarantee knows a seat. */
export const seatId = (trainingClass: string, seeker: string): string => `trn_${trainingClass}_${seeker}`

/** The class and the seeker of a seat's id. */
export function seatOf(id: string): { readonly class: string; readonly seeker: string } {
  const [, found = '', seeker = ''] = id.split('_')
  return { class: found, seeker }
}

const occupies = (seat: Seat): boolean => seat.state !== 'released'

/** Seats that are still free; never negative. */
export const freeSeats = (found: TrainingClass): number =>
  found.state === 'cancelled' ? 0 : Math.max(0, found.capacity - found.seats.filter(occupies).length)

const withSeat = (found: TrainingClass, seat: Seat): TrainingClass => ({
  ...found,
  seats: [...found.seats.filter((one) => one.seeker !== seat.seeker), seat],
})

const eventOf = (kind: `class.${string}`, found: TrainingClass, seeker: string, reason = '') => ({
  kind,
  data: { class: found._id, seeker, reason },
})

/** Holds a seat for the seeker. Holding again is the same seat; a full, begun, cancelled or paid class refuses. */
export function holdSeat(
  found: TrainingClass,
  hold: { seeker: string; at: Instant; by: string; holdUntil: Instant },
): Decision<TrainingClass> {
  const seat = found.seats.find((one) => one.seeker === hold.seeker)
  if (seat !== undefined && occupies(seat)) return unchanged(found)
  if (found.state === 'cancelled') return refuse('class.cancelled', { class: found._id })
  if (!found.free) return refuse('class.not_free', { class: found._id })
  if (found.startsAt <= hold.at) return refuse('class.begun', { startsAt: found.startsAt })
  if (freeSeats(found) < 1) return refuse('class.full', { capacity: found.capacity })
  return change(withSeat(found, { ...hold, state: 'held' }), eventOf('class.seat_held', found, hold.seeker))
}

/** Moves a seat along its life; the same step again changes nothing. */
export function moveSeat(
  found: TrainingClass,
  seeker: string,
  step: { event: SeatEvent; at: Instant; reason?: string },
): Decision<TrainingClass> {
  const seat = found.seats.find((one) => one.seeker === seeker)
  if (seat === undefined) return refuse('class.no_seat', { class: found._id })
  const to = stateAfter(seatTransitions, seat.state, step.event)
  if (to === undefined) {
    const done = seatTransitions.some((rule) => rule.event === step.event && rule.to === seat.state)
    return done ? unchanged(found) : refuse('training.wrong_state', { state: seat.state, event: step.event })
  }
  if ((step.event === 'attend' || step.event === 'absent') && step.at < found.startsAt)
    return refuse('slot.not_begun', { startsAt: found.startsAt })
  const reason = step.reason === undefined ? {} : { reason: step.reason }
  return change(
    withSeat(found, { ...seat, state: to, ...reason }),
    eventOf(`class.seat_${to}`, found, seeker, step.reason),
  )
}

/** Cancels the class; every seat that is held or confirmed is taken back. */
export function cancelClass(found: TrainingClass): Decision<TrainingClass> {
  if (found.state === 'cancelled') return unchanged(found)
  const live = found.seats.filter((seat) => seat.state === 'held' || seat.state === 'confirmed')
  return change(
    {
      ...found,
      state: 'cancelled',
      seats: found.seats.map((seat) =>
        live.includes(seat) ? { ...seat, state: 'released', reason: 'cancelled' } : seat,
      ),
    },
    { kind: 'class.cancelled', data: { class: found._id } },
    ...live.map((seat) => eventOf('class.seat_released', found, seat.seeker, 'cancelled')),
  )
}
