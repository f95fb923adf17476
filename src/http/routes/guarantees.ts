import { Type } from '@fastify/type-provider-typebox'
import type { GuaranteeReport } from '../../services/guarantees.ts'
import { pageBody, pageOf, pageQuery } from '../paging.ts'
import { doc, ok, route } from '../route.ts'
import { Id, OneOf, PageOf, Period, PlaceCode } from '../schemas/common.ts'
import {
  AnswerBody,
  entitlementStatuses,
  GuaranteeBody,
  GuaranteeRow,
  PlacementBody,
  RuleOutBody,
  SessionBody,
  WaiverBody,
} from '../schemas/guarantees.ts'
import { pastInstant, SeekerParams } from './params.ts'

const tag = 'guarantees'
const OfferParams = Type.Object({ seeker: Id, offer: Id })

const guaranteeView = ({ guarantee, view, words }: GuaranteeReport) => {
  const { guidance, offers, training, waiver, escalations, ruledOut, nextCheckAt: _stored, ...rest } = guarantee
  const { escalationsDue: _due, ...standing } = view
  const facts = { guidance, offers, training, escalations, ruledOut, ...(waiver === undefined ? {} : { waiver }) }
  return { ...doc(rest), ...standing, facts, words }
}

const reading = [
  route({
    method: 'GET',
    url: '/v1/guarantees',
    name: 'listGuarantees',
    tag,
    summary: 'Ledgers of the running plan year that you may see; with `status`, those with an item of that status.',
    description: 'A page may hold fewer rows than its limit, or none, while `next` says that more follow.',
    permission: 'guarantee.read',
    query: Type.Object({
      ...pageQuery,
      status: Type.Optional(OneOf(entitlementStatuses)),
      village: Type.Optional(PlaceCode),
    }),
    answers: { 200: PageOf(GuaranteeRow) },
    problems: [],
    handle: async ({ services, caller, query }) => {
      const { status, village } = query
      const filter = { ...(status === undefined ? {} : { status }), ...(village === undefined ? {} : { village }) }
      return ok(pageBody(await services.guarantees.list(caller, pageOf(query), filter), guaranteeView))
    },
  }),
  route({
    method: 'GET',
    url: '/v1/seekers/:seeker/guarantee',
    name: 'getGuarantee',
    tag,
    summary: 'The ledger 服务保障 of a job-seeker: what is owed, counted, due and why, with the evidence.',
    permission: 'guarantee.read',
    params: SeekerParams,
    query: Type.Object({ period: Type.Optional(Period) }),
    answers: { 200: GuaranteeBody },
    problems: ['guarantee.unknown'],
    handle: async ({ services, caller, params, query }) =>
      ok(guaranteeView(await services.guarantees.of(caller, params.seeker, query.period))),
  }),
]

const offers = [
  route({
    method: 'POST',
    url: '/v1/seekers/:seeker/guarantee/offers/:offer/answer',
    name: 'answerOffer',
    tag,
    summary: 'Record the job-seeker’s answer to an offer; some reasons of refusal correct the profile.',
    permission: 'guarantee.write',
    params: OfferParams,
    body: AnswerBody,
    example: { answer: 'decline', reason: 'cannot_shift' },
    answers: { 200: GuaranteeBody },
    problems: ['guarantee.unknown', 'offer.wrong_state'],
    handle: async ({ services, caller, params, body }) =>
      ok(guaranteeView(await services.guarantees.answer(caller, params.seeker, params.offer, body))),
  }),
  route({
    method: 'POST',
    url: '/v1/seekers/:seeker/guarantee/offers/:offer/placement',
    name: 'recordPlacement',
    tag,
    summary: 'Record whether an offer led to work.',
    permission: 'guarantee.write',
    params: OfferParams,
    body: PlacementBody,
    example: { hired: true },
    answers: { 200: GuaranteeBody },
    problems: ['guarantee.unknown', 'offer.wrong_state'],
    handle: async ({ services, caller, params, body }) =>
      ok(guaranteeView(await services.guarantees.placement(caller, params.seeker, params.offer, body))),
  }),
  route({
    method: 'POST',
    url: '/v1/seekers/:seeker/guarantee/exclusions',
    name: 'ruleOutPosting',
    tag,
    summary: 'Rule a posting out for a job-seeker; it is not offered to them.',
    permission: 'guarantee.write',
    params: SeekerParams,
    body: RuleOutBody,
    example: { posting: 'pst-0123456789abcdefghjk', reason: '本人曾在该厂工作并离职' },
    answers: { 200: GuaranteeBody },
    problems: ['guarantee.unknown'],
    handle: async ({ services, caller, params, body }) => {
      await services.postings.get(caller, body.posting)
      const report = await services.guarantees.ruleOut(caller, params.seeker, body.posting, body.reason)
      return ok(guaranteeView(report))
    },
  }),
]

const others = [
  route({
    method: 'POST',
    url: '/v1/seekers/:seeker/guarantee/waiver',
    name: 'waiveTraining',
    tag,
    summary: 'Record that the job-seeker gives up the training place; reported as a waiver, never as served.',
    permission: 'guarantee.write',
    params: SeekerParams,
    body: WaiverBody,
    example: { reason: '本人已有中级证书，不需培训' },
    answers: { 200: GuaranteeBody },
    problems: ['guarantee.unknown', 'guarantee.waived'],
    handle: async ({ services, caller, params, body }) =>
      ok(guaranteeView(services.guarantees.report(await services.training.waive(caller, params.seeker, body.reason)))),
  }),
  route({
    method: 'POST',
    url: '/v1/seekers/:seeker/guarantee/sessions',
    name: 'recordSession',
    tag,
    summary: 'Record guidance held without a booking, by visit or by phone, with its note.',
    permission: 'guarantee.write',
    params: SeekerParams,
    body: SessionBody,
    example: { mode: 'phone', heldAt: '2026-03-01T10:00:00+08:00', note: '电话沟通，建议报名电工培训。' },
    answers: { 200: GuaranteeBody },
    problems: ['guarantee.unknown', 'guidance.note_missing', 'guidance.wrong_state', 'slot.not_begun'],
    creates: {},
    handle: async ({ services, caller, params, body }) => {
      const said = { ...body, heldAt: pastInstant(services, '/heldAt', body.heldAt) }
      const guarantee = await services.guidance.noteHeld(caller, params.seeker, said)
      return ok(guaranteeView(services.guarantees.report(guarantee)))
    },
  }),
]

export const guaranteeRoutes = [...reading, ...offers, ...others]
