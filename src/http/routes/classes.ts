import { Type } from '@fastify/type-provider-typebox'
import { pageBody, pageOf, pageQuery } from '../paging.ts'
import { created, doc, ok, route, shown } from '../route.ts'
import { Id, Instant, instant, PageOf } from '../schemas/common.ts'
import { ClassBody, NewClassBody, SeatStepBody, SeekerRefBody } from '../schemas/sessions.ts'

const tag = 'training'
const ClassParams = Type.Object({ class: Id })

const classes = [
  route({
    method: 'POST',
    url: '/v1/classes',
    name: 'createClass',
    tag,
    summary: 'Open a training class 培训班.',
    permission: 'class.write',
    body: NewClassBody,
    example: {
      title: '电工初级班',
      kind: 'skill',
      occupation: '电工',
      skillsTaught: ['电工'],
      certificate: '低压电工证',
      provider: '利通区职业技能培训学校',
      free: true,
      place: '640302100',
      startsAt: '2099-04-06T09:00:00+08:00',
      endsOn: '2099-04-20',
      capacity: 30,
    },
    answers: { 201: ClassBody },
    problems: ['place.unknown', 'class.begun'],
    creates: {},
    handle: async ({ services, caller, body }) => {
      const found = await services.training.create(caller, { ...body, startsAt: instant(body.startsAt) })
      return created(doc(found), found.version, `/v1/classes/${found._id}`)
    },
  }),
  route({
    method: 'GET',
    url: '/v1/classes',
    name: 'listClasses',
    tag,
    summary: 'Classes from a moment on (now unless told), earliest first.',
    permission: 'class.read',
    query: Type.Object({ ...pageQuery, from: Type.Optional(Instant) }),
    answers: { 200: PageOf(ClassBody) },
    problems: [],
    handle: async ({ services, caller, query }) => {
      const from = query.from === undefined ? undefined : instant(query.from)
      return ok(pageBody(await services.training.list(caller, pageOf(query), from), doc))
    },
  }),
  route({
    method: 'GET',
    url: '/v1/classes/:class',
    name: 'getClass',
    tag,
    summary: 'One class with the seats that you may see.',
    permission: 'class.read',
    params: ClassParams,
    answers: { 200: ClassBody },
    problems: [],
    handle: async ({ services, caller, params }) => {
      const found = await services.training.get(caller, params.class)
      return shown(doc(found), found.version)
    },
  }),
  route({
    method: 'POST',
    url: '/v1/classes/:class/cancel',
    name: 'cancelClass',
    tag,
    summary: 'Cancel a class; every seat in it is taken back and arranged anew.',
    permission: 'class.write',
    params: ClassParams,
    answers: { 200: ClassBody },
    problems: [],
    handle: async ({ services, caller, params }) => {
      const found = await services.training.cancel(caller, params.class)
      return shown(doc(found), found.version)
    },
  }),
]

const seats = [
  route({
    method: 'POST',
    url: '/v1/classes/:class/seats',
    name: 'holdSeat',
    tag,
    summary: 'Hold a seat 名额 for a job-seeker; holding again is the same seat.',
    permission: 'class.hold',
    params: ClassParams,
    body: SeekerRefBody,
    example: { seeker: 'skr-0123456789abcdefghjk' },
    answers: { 200: ClassBody },
    problems: ['class.full', 'class.begun', 'class.cancelled', 'class.not_free', 'seeker.no_wish'],
    creates: {},
    handle: async ({ services, caller, params, body }) => {
      const found = await services.training.hold(caller, params.class, body.seeker)
      return shown(doc(found), found.version)
    },
  }),
  route({
    method: 'POST',
    url: '/v1/classes/:class/seats/:seeker/step',
    name: 'moveSeat',
    tag,
    summary: 'Confirm a seat, give it back, or record attendance and certificate.',
    permission: 'class.hold',
    params: Type.Object({ class: Id, seeker: Id }),
    body: SeatStepBody,
    example: { event: 'confirm' },
    answers: { 200: ClassBody },
    problems: ['class.no_seat', 'training.wrong_state', 'slot.not_begun'],
    handle: async ({ services, caller, params, body }) => {
      const found = await services.training.move(caller, params.class, params.seeker, body)
      return shown(doc(found), found.version)
    },
  }),
]

export const classRoutes = [...classes, ...seats]
