import { Type } from '@fastify/type-provider-typebox'
import { dayOf } from '../../domain/time.ts'
import { pageBody, pageOf, pageQuery } from '../paging.ts'
import { created, doc, ok, route, shown } from '../route.ts'
import { PageOf, PlaceCode } from '../schemas/common.ts'
import { DeliveryBody } from '../schemas/deliveries.ts'
import {
  ChannelsBody,
  ConsentBody,
  ContactBody,
  LearnBody,
  NewSeekerBody,
  RevokedView,
  SeekerBody,
  SeekerRow,
  UnmaskBody,
  UnmaskView,
  WishBody,
} from '../schemas/seekers.ts'
import { pastDay, pastInstant, SeekerParams } from './params.ts'

const tag = 'seekers'

const coming = [
  route({
    method: 'POST',
    url: '/v1/seekers',
    name: 'registerSeeker',
    tag,
    summary: 'Register a job-seeker 求职者; ID number, phone and address are sealed and shown masked.',
    permission: 'seeker.write',
    body: NewSeekerBody,
    example: {
      name: '马晓燕',
      phone: '13800138000',
      village: '640302100003',
      profile: { occupations: ['缝纫工'], distanceMaxKm: 15, wageMinYuan: 3000 },
      source: 'grid_worker',
      wantsWork: true,
      consent: true,
    },
    answers: { 201: SeekerBody },
    problems: ['place.unknown', 'seeker.exists', 'seeker.id_number', 'seeker.phone'],
    creates: {},
    handle: async ({ services, caller, body }) => {
      const { on, wishedAt, ...rest } = body
      const seeker = await services.seekers.register(caller, {
        ...rest,
        ...(on === undefined ? {} : { on: pastDay(dayOf(services.clock.now()), '/on', on) }),
        ...(wishedAt === undefined ? {} : { wishedAt: pastInstant(services, '/wishedAt', wishedAt) }),
      })
      return created(services.seekers.view(seeker), seeker.version, `/v1/seekers/${seeker._id}`)
    },
  }),
  route({
    method: 'GET',
    url: '/v1/seekers',
    name: 'listSeekers',
    tag,
    summary: 'Job-seekers that you may see.',
    permission: 'seeker.read',
    query: Type.Object({ ...pageQuery, village: Type.Optional(PlaceCode) }),
    answers: { 200: PageOf(SeekerRow) },
    problems: [],
    handle: async ({ services, caller, query }) => {
      const filter = query.village === undefined ? {} : { village: query.village }
      return ok(pageBody(await services.seekers.list(caller, pageOf(query), filter), services.seekers.view))
    },
  }),
  route({
    method: 'GET',
    url: '/v1/seekers/:seeker',
    name: 'getSeeker',
    tag,
    summary: 'One job-seeker, numbers masked.',
    permission: 'seeker.read',
    params: SeekerParams,
    answers: { 200: SeekerBody },
    problems: [],
    handle: async ({ services, caller, params }) => {
      const seeker = await services.seekers.get(caller, params.seeker)
      return shown(services.seekers.view(seeker), seeker.version)
    },
  }),
  route({
    method: 'GET',
    url: '/v1/seekers/:seeker/deliveries',
    name: 'listDeliveriesOfSeeker',
    tag,
    summary: 'The messages to one job-seeker with every attempt, at most 200.',
    permission: 'seeker.read',
    params: SeekerParams,
    answers: { 200: Type.Object({ rows: Type.Array(DeliveryBody) }) },
    problems: [],
    handle: async ({ services, caller, params }) =>
      ok({ rows: (await services.deliveries.ofSeeker(caller, params.seeker)).map(doc) }),
  }),
]

const changing = [
  route({
    method: 'PATCH',
    url: '/v1/seekers/:seeker/profile',
    name: 'learnOfSeeker',
    tag,
    summary: 'Take newer facts in; an older day never overwrites a newer one.',
    permission: 'seeker.write',
    params: SeekerParams,
    body: LearnBody,
    example: { profile: { workStatus: 'unemployed', shiftsRefused: ['night'] }, source: 'grid_worker' },
    answers: { 200: SeekerBody },
    problems: [],
    versioned: true,
    handle: async ({ services, caller, params, body, ifVersion }) => {
      const { on, ...rest } = body
      const news = on === undefined ? rest : { ...rest, on: pastDay(dayOf(services.clock.now()), '/on', on) }
      await services.seekers.get(caller, params.seeker)
      const seeker = await services.seekers.learn(caller, params.seeker, news, ifVersion)
      return shown(services.seekers.view(seeker), seeker.version)
    },
  }),
  route({
    method: 'PUT',
    url: '/v1/seekers/:seeker/wish',
    name: 'setWish',
    tag,
    summary: 'Record that a job-seeker wants work, or no longer does; the first starts the clock.',
    permission: 'seeker.write',
    params: SeekerParams,
    body: WishBody,
    example: { wantsWork: true },
    answers: { 200: SeekerBody },
    problems: [],
    versioned: true,
    handle: async ({ services, caller, params, body, ifVersion }) => {
      const at = body.at === undefined ? {} : { at: pastInstant(services, '/at', body.at) }
      const said = { wantsWork: body.wantsWork, ...at }
      await services.seekers.get(caller, params.seeker)
      const seeker = await services.seekers.wish(caller, params.seeker, said, ifVersion)
      return shown(services.seekers.view(seeker), seeker.version)
    },
  }),
  route({
    method: 'PUT',
    url: '/v1/seekers/:seeker/consent',
    name: 'setConsent',
    tag,
    summary: 'Record consent to the use of the data, or that it was taken back; without it nothing is matched or sent.',
    permission: 'seeker.write',
    params: SeekerParams,
    body: ConsentBody,
    example: { given: true },
    answers: { 200: SeekerBody },
    problems: [],
    versioned: true,
    handle: async ({ services, caller, params, body, ifVersion }) => {
      const at = body.at === undefined ? {} : { at: pastInstant(services, '/at', body.at) }
      await services.seekers.get(caller, params.seeker)
      const seeker = await services.seekers.consent(caller, params.seeker, { given: body.given, ...at }, ifVersion)
      return shown(services.seekers.view(seeker), seeker.version)
    },
  }),
  route({
    method: 'PATCH',
    url: '/v1/seekers/:seeker/contact',
    name: 'changeContact',
    tag,
    summary: 'Change the phone, address or WeChat id of a job-seeker; what is not given stays.',
    permission: 'seeker.write',
    params: SeekerParams,
    body: ContactBody,
    example: { phone: '13995130000' },
    answers: { 200: SeekerBody },
    problems: [],
    versioned: true,
    handle: async ({ services, caller, params, body, ifVersion }) => {
      await services.seekers.get(caller, params.seeker)
      const seeker = await services.seekers.contact(caller, params.seeker, body, ifVersion)
      return shown(services.seekers.view(seeker), seeker.version)
    },
  }),
  route({
    method: 'PUT',
    url: '/v1/seekers/:seeker/channels',
    name: 'setChannels',
    tag,
    summary: 'Set the ways to reach a job-seeker, in order, with consent for each.',
    permission: 'seeker.write',
    params: SeekerParams,
    body: ChannelsBody,
    example: {
      channels: [
        { channel: 'wechat', consent: true },
        { channel: 'sms', consent: false },
      ],
    },
    answers: { 200: SeekerBody },
    problems: [],
    versioned: true,
    handle: async ({ services, caller, params, body, ifVersion }) => {
      await services.seekers.get(caller, params.seeker)
      const seeker = await services.seekers.reach(caller, params.seeker, body.channels, ifVersion)
      return shown(services.seekers.view(seeker), seeker.version)
    },
  }),
  route({
    method: 'POST',
    url: '/v1/seekers/:seeker/links/revoke',
    name: 'revokeLinks',
    tag,
    summary:
      'End every personal link of a job-seeker, such as after a phone was lost; the next message carries a new one.',
    permission: 'seeker.write',
    params: SeekerParams,
    answers: { 200: RevokedView },
    problems: [],
    handle: async ({ services, caller, params }) => ok({ revoked: await services.links.revoke(caller, params.seeker) }),
  }),
  route({
    method: 'POST',
    url: '/v1/seekers/:seeker/unmask',
    name: 'unmask',
    tag,
    summary: 'Show one sealed value in clear; the reason is kept in the audit log.',
    permission: 'seeker.write',
    params: SeekerParams,
    body: UnmaskBody,
    example: { field: 'phone', reason: '上门前电话联系' },
    answers: { 200: UnmaskView },
    problems: [],
    handle: async ({ services, caller, params, body }) => {
      const value = await services.seekers.unmask(caller, params.seeker, body.field, body.reason)
      return ok({ field: body.field, value })
    },
  }),
]

export const seekerRoutes = [...coming, ...changing]
