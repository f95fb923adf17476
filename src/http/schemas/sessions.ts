import { Type } from '@fastify/type-provider-typebox'
import { seatTransitions } from '../../domain/class.ts'
import { cancelReasons } from '../../domain/slot.ts'
import { Body, Day, Id, Instant, Line, OneOf, PlaceCode, Text } from './common.ts'
import { guidanceModes } from './guarantees.ts'

const bookingStates = ['booked', 'attended', 'no_show', 'excused', 'cancelled'] as const
const seatStates = ['held', 'confirmed', 'released', 'attended', 'absent', 'certified'] as const
const classKinds = ['skill', 'entrepreneurship', 'broker'] as const
const seatEvents = seatTransitions.map(({ event }) => event)

export const NewSlotBody = Body({
  counsellor: Line(60, 'Your own id for the counsellor.'),
  counsellorName: Line(60),
  mode: OneOf(guidanceModes),
  place: PlaceCode,
  startsAt: Instant,
  lengthMinutes: Type.Integer({ minimum: 5, maximum: 480 }),
  capacity: Type.Integer({ minimum: 1, maximum: 500 }),
})

export const SlotBody = Type.Object({
  id: Id,
  version: Type.Integer(),
  counsellor: Type.String(),
  counsellorName: Type.String(),
  mode: OneOf(guidanceModes),
  place: Type.String(),
  township: Type.String(),
  startsAt: Instant,
  lengthMinutes: Type.Integer(),
  capacity: Type.Integer(),
  state: OneOf(['open', 'cancelled']),
  bookings: Type.Array(
    Type.Object({
      seeker: Id,
      at: Instant,
      by: Type.String(),
      state: OneOf(bookingStates),
      note: Type.Optional(Type.String()),
      outcomeAt: Type.Optional(Instant),
      reason: Type.Optional(OneOf(cancelReasons, 'Why it was cancelled.')),
    }),
    { description: 'Those whom you may see.' },
  ),
})

export const SeekerRefBody = Body({ seeker: Id })

export const OutcomeBody = Body({
  outcome: OneOf(['attended', 'no_show', 'excused']),
  note: Type.Optional(Text(2000, 'Needed for a session by phone.')),
})

export const NewClassBody = Body({
  title: Line(100),
  kind: OneOf(classKinds),
  occupation: Line(60, 'The occupation that it prepares for, in words.'),
  skillsTaught: Type.Array(Line(60), { maxItems: 50 }),
  certificate: Type.Optional(Line(60)),
  provider: Line(100),
  free: Type.Boolean(),
  place: PlaceCode,
  startsAt: Instant,
  endsOn: Day,
  capacity: Type.Integer({ minimum: 1, maximum: 1000 }),
})

export const ClassBody = Type.Object({
  id: Id,
  version: Type.Integer(),
  title: Type.String(),
  kind: OneOf(classKinds),
  occupation: Type.String(),
  skillsTaught: Type.Array(Type.String()),
  certificate: Type.Optional(Type.String()),
  provider: Type.String(),
  free: Type.Boolean(),
  place: Type.String(),
  township: Type.String(),
  startsAt: Instant,
  endsOn: Day,
  capacity: Type.Integer(),
  state: OneOf(['open', 'cancelled']),
  seats: Type.Array(
    Type.Object({
      seeker: Id,
      at: Instant,
      by: Type.String(),
      holdUntil: Instant,
      state: OneOf(seatStates),
      reason: Type.Optional(Type.String()),
    }),
    { description: 'Those whom you may see.' },
  ),
})

export const SeatStepBody = Body({
  event: OneOf(seatEvents),
  reason: Type.Optional(Text(200, 'For `release`: one of the reasons of refusal, or your own words.')),
})
