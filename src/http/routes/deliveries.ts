import { Type } from '@fastify/type-provider-typebox'
import { Problem } from '../../problem.ts'
import { pageBody, pageOf, pageQuery } from '../paging.ts'
import { problemDocument } from '../problems.ts'
import { doc, ok, route, shown } from '../route.ts'
import { Id, instant, OneOf, PageOf } from '../schemas/common.ts'
import {
  BulkReceiptsBody,
  BulkReceiptsView,
  DeliveryBody,
  deliveryStates,
  ExtendBody,
  HandOverBody,
  LeaseBody,
  LeaseRefBody,
  LeaseView,
  MissedBody,
  ReceiptBody,
  ReceiptView,
} from '../schemas/deliveries.ts'

const tag = 'deliveries'
const DeliveryParams = Type.Object({ delivery: Id })

const reading = [
  route({
    method: 'GET',
    url: '/v1/deliveries',
    name: 'listDeliveries',
    tag,
    summary: 'Messages on their way or done, that you may see.',
    permission: 'delivery.read',
    query: Type.Object({ ...pageQuery, state: Type.Optional(OneOf(deliveryStates)) }),
    answers: { 200: PageOf(DeliveryBody) },
    problems: [],
    handle: async ({ services, caller, query }) => {
      const filter = query.state === undefined ? {} : { state: query.state }
      return ok(pageBody(await services.deliveries.list(caller, pageOf(query), filter), doc))
    },
  }),
  route({
    method: 'GET',
    url: '/v1/deliveries/tasks',
    name: 'listTasks',
    tag,
    summary: 'Calls and visits that wait, because no message got through.',
    description: 'A page may hold fewer rows than its limit, or none, while `next` says that more follow.',
    permission: 'delivery.read',
    query: Type.Object(pageQuery),
    answers: { 200: PageOf(DeliveryBody) },
    problems: [],
    handle: async ({ services, caller, query }) =>
      ok(pageBody(await services.deliveries.tasks(caller, pageOf(query)), doc)),
  }),
  route({
    method: 'GET',
    url: '/v1/deliveries/:delivery',
    name: 'getDelivery',
    tag,
    summary: 'One message with every attempt and receipt.',
    permission: 'delivery.read',
    params: DeliveryParams,
    answers: { 200: DeliveryBody },
    problems: [],
    handle: async ({ services, caller, params }) => {
      const delivery = await services.deliveries.get(caller, params.delivery)
      return shown(doc(delivery), delivery.version)
    },
  }),
  route({
    method: 'POST',
    url: '/v1/deliveries/:delivery/hand-over',
    name: 'handOver',
    tag,
    summary: 'Record that you gave the message to the person; your note is the evidence.',
    permission: 'delivery.hand_over',
    params: DeliveryParams,
    body: HandOverBody,
    example: { note: '3月2日下午入户当面告知', channel: 'visit' },
    answers: { 200: DeliveryBody },
    problems: ['delivery.wrong_state', 'guidance.note_missing'],
    handle: async ({ services, caller, params, body }) => {
      const delivery = await services.deliveries.handOver(caller, params.delivery, body)
      return shown(doc(delivery), delivery.version)
    },
  }),
  route({
    method: 'POST',
    url: '/v1/deliveries/:delivery/missed',
    name: 'noteMissed',
    tag,
    summary: 'Record a call or visit that did not find the person.',
    description:
      'A wrong number and the third call that nobody took lead on to the visit; a person who moved away ends the delivery.',
    permission: 'delivery.hand_over',
    params: DeliveryParams,
    body: MissedBody,
    example: { code: 'no_answer' },
    answers: { 200: DeliveryBody },
    problems: ['delivery.wrong_state'],
    handle: async ({ services, caller, params, body }) => {
      const delivery = await services.deliveries.noteMissed(caller, params.delivery, body)
      return shown(doc(delivery), delivery.version)
    },
  }),
]

const leasing = [
  route({
    method: 'POST',
    url: '/v1/deliveries/lease',
    name: 'leaseDeliveries',
    tag,
    summary: 'Take the oldest waiting messages for a time; what you do not acknowledge returns.',
    description: 'Empty during quiet hours. A notifier that dies loses nothing: its leases run out and return.',
    permission: 'delivery.send',
    body: LeaseBody,
    example: { max: 50, channels: ['sms', 'wechat'], seconds: 120 },
    answers: { 200: LeaseView },
    problems: [],
    handle: async ({ services, caller, body }) => ok({ rows: await services.deliveries.lease(caller, body) }),
  }),
  route({
    method: 'POST',
    url: '/v1/deliveries/:delivery/acknowledge',
    name: 'acknowledgeDelivery',
    tag,
    summary: 'Say that the provider took the message; a receipt is awaited.',
    permission: 'delivery.send',
    params: DeliveryParams,
    body: LeaseRefBody,
    example: { lease: 'lse-0123456789abcdefghjk' },
    answers: { 200: DeliveryBody },
    problems: ['delivery.lease_lost', 'delivery.wrong_state'],
    handle: async ({ services, caller, params, body }) => {
      const delivery = await services.deliveries.acknowledge(caller, params.delivery, body.lease)
      return shown(doc(delivery), delivery.version)
    },
  }),
  route({
    method: 'POST',
    url: '/v1/deliveries/:delivery/extend',
    name: 'extendLease',
    tag,
    summary: 'Hold a lease longer.',
    permission: 'delivery.send',
    params: DeliveryParams,
    body: ExtendBody,
    example: { lease: 'lse-0123456789abcdefghjk', seconds: 120 },
    answers: { 200: DeliveryBody },
    problems: ['delivery.lease_lost'],
    handle: async ({ services, caller, params, body }) => {
      const delivery = await services.deliveries.extend(caller, params.delivery, body)
      return shown(doc(delivery), delivery.version)
    },
  }),
]

const receipts = [
  route({
    method: 'POST',
    url: '/v1/deliveries/:delivery/receipts',
    name: 'postReceipt',
    tag,
    summary: 'Report what the provider said; repeated, late and reordered receipts end in the same state.',
    permission: 'delivery.send',
    params: DeliveryParams,
    body: ReceiptBody,
    example: { attempt: 1, status: 'delivered', at: '2026-03-02T10:00:05+08:00', code: 'DELIVRD' },
    answers: { 200: ReceiptView },
    problems: ['delivery.wrong_state'],
    handle: async ({ services, caller, params, body }) => {
      const news = { ...body, delivery: params.delivery, at: instant(body.at) }
      const outcome = await services.deliveries.receive(caller, news)
      if (outcome.result !== 'refused') return ok(outcome)
      throw new Problem(outcome.code === 'object.unknown' ? 'object.unknown' : 'delivery.wrong_state')
    },
  }),
  route({
    method: 'POST',
    url: '/v1/deliveries/receipts',
    name: 'postReceipts',
    tag,
    summary: 'Report up to 1,000 receipts at once; each row is judged by itself.',
    permission: 'delivery.send',
    body: BulkReceiptsBody,
    example: { rows: [{ delivery: 'dlv-off_1', attempt: 1, status: 'sent', at: '2026-03-02T10:00:05+08:00' }] },
    answers: { 200: BulkReceiptsView },
    problems: [],
    bulk: true,
    handle: async ({ services, caller, body, badRows }) => {
      const good = [...body.rows.entries()].filter(([row]) => !badRows.has(row))
      const news = good.map(([, one]) => ({ ...one, at: instant(one.at) }))
      const outcomes = await services.deliveries.receipts(caller, news)
      const judged = outcomes.map((outcome, at) => ({ row: good[at]?.[0] ?? at, ...outcome }))
      const malformed = [...badRows].map(([row, problem]) => {
        const { instance: _instance, ...document } = problemDocument(problem, '')
        return { row, result: 'refused' as const, code: problem.code, problem: document }
      })
      return ok({ rows: [...judged, ...malformed].sort((a, b) => a.row - b.row) })
    },
  }),
]

export const deliveryRoutes = [...reading, ...leasing, ...receipts]
