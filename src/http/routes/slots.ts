import { Type } from '@fastify/type-provider-typebox'
import { pageBody, pageOf, pageQuery } from '../paging.ts'
import { created, doc, ok, route, shown } from '../route.ts'
import { Id, Instant, instant, PageOf } from '../schemas/common.ts'
import { NewSlotBody, OutcomeBody, SeekerRefBody, SlotBody } from '../schemas/sessions.ts'

const tag = 'guidance'
const SlotParams = Type.Object({ slot: Id })
const BookingParams = Type.Object({ slot: Id, seeker: Id })

const slots = [
  route({
    method: 'POST',
    url: '/v1/slots',
    name: 'createSlot',
    tag,
    summary: 'Open a counsellor’s time 时段 for guidance.',
    permission: 'slot.write',
    body: NewSlotBody,
    example: {
      counsellor: 'c-1',
      counsellorName: '指导员一号',
      mode: 'place',
      place: '640302100',
      startsAt: '2099-03-02T10:00:00+08:00',
      lengthMinutes: 60,
      capacity: 4,
    },
    answers: { 201: SlotBody },
    problems: ['place.unknown', 'slot.past'],
    creates: {},
    handle: async ({ services, caller, body }) => {
      const slot = await services.guidance.create(caller, { ...body, startsAt: instant(body.startsAt) })
      return created(doc(slot), slot.version, `/v1/slots/${slot._id}`)
    },
  }),
  route({
    method: 'GET',
    url: '/v1/slots',
    name: 'listSlots',
    tag,
    summary: 'Slots from a moment on (now unless told), earliest first.',
    permission: 'slot.read',
    query: Type.Object({ ...pageQuery, from: Type.Optional(Instant) }),
    answers: { 200: PageOf(SlotBody) },
    problems: [],
    handle: async ({ services, caller, query }) => {
      const from = query.from === undefined ? undefined : instant(query.from)
      return ok(pageBody(await services.guidance.list(caller, pageOf(query), from), doc))
    },
  }),
  route({
    method: 'GET',
    url: '/v1/slots/:slot',
    name: 'getSlot',
    tag,
    summary: 'One slot with the bookings that you may see.',
    permission: 'slot.read',
    params: SlotParams,
    answers: { 200: SlotBody },
    problems: [],
    handle: async ({ services, caller, params }) => {
      const slot = await services.guidance.get(caller, params.slot)
      return shown(doc(slot), slot.version)
    },
  }),
  route({
    method: 'POST',
    url: '/v1/slots/:slot/cancel',
    name: 'cancelSlot',
    tag,
    summary: 'Cancel a slot; every booking in it is taken back and arranged anew.',
    permission: 'slot.write',
    params: SlotParams,
    answers: { 200: SlotBody },
    problems: [],
    handle: async ({ services, caller, params }) => {
      const slot = await services.guidance.cancel(caller, params.slot)
      return shown(doc(slot), slot.version)
    },
  }),
]

const bookings = [
  route({
    method: 'POST',
    url: '/v1/slots/:slot/bookings',
    name: 'bookSlot',
    tag,
    summary: 'Book a place for a job-seeker; booking again is the same booking.',
    permission: 'slot.book',
    params: SlotParams,
    body: SeekerRefBody,
    example: { seeker: 'skr-0123456789abcdefghjk' },
    answers: { 200: SlotBody },
    problems: ['slot.full', 'slot.past', 'slot.cancelled'],
    creates: {},
    handle: async ({ services, caller, params, body }) => {
      const slot = await services.guidance.book(caller, params.slot, body.seeker)
      return shown(doc(slot), slot.version)
    },
  }),
  route({
    method: 'DELETE',
    url: '/v1/slots/:slot/bookings/:seeker',
    name: 'cancelBooking',
    tag,
    summary: 'Give a booking back.',
    permission: 'slot.book',
    params: BookingParams,
    answers: { 200: SlotBody },
    problems: ['slot.not_booked', 'guidance.wrong_state'],
    handle: async ({ services, caller, params }) => {
      const slot = await services.guidance.cancelBooking(caller, params.slot, params.seeker)
      return shown(doc(slot), slot.version)
    },
  }),
  route({
    method: 'POST',
    url: '/v1/slots/:slot/bookings/:seeker/outcome',
    name: 'recordOutcome',
    tag,
    summary: 'Record what became of a booking: attended, no show, excused.',
    permission: 'slot.record',
    params: BookingParams,
    body: OutcomeBody,
    example: { outcome: 'attended', note: '已完成职业测评' },
    answers: { 200: SlotBody },
    problems: ['slot.not_booked', 'slot.not_begun', 'guidance.wrong_state', 'guidance.note_missing'],
    handle: async ({ services, caller, params, body }) => {
      const slot = await services.guidance.record(caller, params.slot, params.seeker, body)
      return shown(doc(slot), slot.version)
    },
  }),
]

export const slotRoutes = [...slots, ...bookings]
