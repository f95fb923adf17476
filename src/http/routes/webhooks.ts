import { Type } from '@fastify/type-provider-typebox'
import { pageBody, pageOf, pageQuery } from '../paging.ts'
import { created, doc, ok, route, shown } from '../route.ts'
import { Id, instant, OneOf, PageOf } from '../schemas/common.ts'
import {
  messageStates,
  NewWebhookBody,
  NewWebhookView,
  ReplayBody,
  ReplayView,
  RotateBody,
  RotateView,
  WebhookBody,
  WebhookChangeBody,
  WebhookHealthBody,
  WebhookMessageBody,
} from '../schemas/webhooks.ts'

const tag = 'webhooks'
const WebhookParams = Type.Object({ webhook: Id })
const MessageParams = Type.Object({ webhook: Id, message: Id })

/** Hours that an old secret signs on unless told. */
const keepHoursDefault = 24

const managing = [
  route({
    method: 'POST',
    url: '/v1/webhooks',
    name: 'createWebhook',
    tag,
    summary: 'Register an address to be told of events; its secret is shown in this answer alone.',
    description:
      'Messages follow Standard Webhooks: headers `webhook-id`, `webhook-timestamp`, `webhook-signature`, body ' +
      '`{type, timestamp, data}` with ids alone. Answer 2xx within 15 seconds; messages may come twice and out of order.',
    permission: 'webhook.write',
    body: NewWebhookBody,
    example: {
      url: 'https://hooks.example.com/yisanyi',
      label: '岗位同步',
      types: ['posting.opened', 'posting.closed'],
      employer: 'emp-1',
    },
    answers: { 201: NewWebhookView },
    problems: ['webhook.address', 'webhook.too_many', 'employer.unknown', 'object.exists'],
    creates: { omit: ['secret'] },
    handle: async ({ services, caller, body }) => {
      const { webhook, secret } = await services.webhooks.create(caller, body)
      return created({ ...doc(webhook), secret }, webhook.version, `/v1/webhooks/${webhook._id}`)
    },
  }),
  route({
    method: 'GET',
    url: '/v1/webhooks',
    name: 'listWebhooks',
    tag,
    summary: 'Endpoints that you may see, without their secrets.',
    permission: 'webhook.read',
    query: Type.Object(pageQuery),
    answers: { 200: PageOf(WebhookBody) },
    problems: [],
    handle: async ({ services, caller, query }) =>
      ok(pageBody(await services.webhooks.list(caller, pageOf(query)), doc)),
  }),
  route({
    method: 'GET',
    url: '/v1/webhooks/:webhook',
    name: 'getWebhook',
    tag,
    summary: 'One endpoint, without its secrets.',
    permission: 'webhook.read',
    params: WebhookParams,
    answers: { 200: WebhookBody },
    problems: [],
    handle: async ({ services, caller, params }) => {
      const webhook = await services.webhooks.get(caller, params.webhook)
      return shown(doc(webhook), webhook.version)
    },
  }),
  route({
    method: 'PATCH',
    url: '/v1/webhooks/:webhook',
    name: 'changeWebhook',
    tag,
    summary: 'Change an endpoint, or disable or enable it.',
    description: 'Events while it is disabled are kept as dead letters for 30 days; replay them once it is active.',
    permission: 'webhook.write',
    params: WebhookParams,
    body: WebhookChangeBody,
    example: { state: 'active' },
    answers: { 200: WebhookBody },
    problems: ['webhook.address', 'webhook.removed'],
    versioned: true,
    handle: async ({ services, caller, params, body, ifVersion }) => {
      const webhook = await services.webhooks.change(caller, params.webhook, body, ifVersion)
      return shown(doc(webhook), webhook.version)
    },
  }),
  route({
    method: 'DELETE',
    url: '/v1/webhooks/:webhook',
    name: 'removeWebhook',
    tag,
    summary: 'Remove an endpoint for good; its secrets are forgotten at once, the rest after 30 days.',
    permission: 'webhook.write',
    params: WebhookParams,
    answers: { 200: WebhookBody },
    problems: [],
    handle: async ({ services, caller, params }) => {
      const webhook = await services.webhooks.remove(caller, params.webhook)
      return shown(doc(webhook), webhook.version)
    },
  }),
  route({
    method: 'POST',
    url: '/v1/webhooks/:webhook/secret',
    name: 'rotateWebhookSecret',
    tag,
    summary: 'Make a new secret; both sign for a time. It is shown in this answer alone.',
    permission: 'webhook.write',
    params: WebhookParams,
    body: RotateBody,
    example: { keepHours: 24 },
    answers: { 200: RotateView },
    problems: ['webhook.removed'],
    creates: { omit: ['secret'] },
    handle: async ({ services, caller, params, body }) => {
      const keepHours = body.keepHours ?? keepHoursDefault
      const { webhook, ...rest } = await services.webhooks.rotate(caller, params.webhook, keepHours)
      return shown({ ...doc(webhook), ...rest }, webhook.version)
    },
  }),
]

const watching = [
  route({
    method: 'GET',
    url: '/v1/webhooks/:webhook/health',
    name: 'getWebhookHealth',
    tag,
    summary: 'How an endpoint does: waiting, delivered, dead letters, failed attempts, median time, failing since.',
    permission: 'webhook.read',
    params: WebhookParams,
    answers: { 200: WebhookHealthBody },
    problems: [],
    handle: async ({ services, caller, params }) => ok(await services.webhooks.messages.health(caller, params.webhook)),
  }),
  route({
    method: 'GET',
    url: '/v1/webhooks/:webhook/messages',
    name: 'listWebhookMessages',
    tag,
    summary: 'Messages of an endpoint with their attempts, newest first; with `state=dead` its dead letters.',
    permission: 'webhook.read',
    params: WebhookParams,
    query: Type.Object({ ...pageQuery, state: Type.Optional(OneOf(messageStates)) }),
    answers: { 200: PageOf(WebhookMessageBody) },
    problems: [],
    handle: async ({ services, caller, params, query }) => {
      const filter = query.state === undefined ? {} : { state: query.state }
      return ok(pageBody(await services.webhooks.messages.list(caller, params.webhook, pageOf(query), filter), doc))
    },
  }),
  route({
    method: 'GET',
    url: '/v1/webhooks/:webhook/messages/:message',
    name: 'getWebhookMessage',
    tag,
    summary: 'One message with its attempts.',
    permission: 'webhook.read',
    params: MessageParams,
    answers: { 200: WebhookMessageBody },
    problems: [],
    handle: async ({ services, caller, params }) =>
      ok(doc(await services.webhooks.messages.get(caller, params.webhook, params.message))),
  }),
]

const resending = [
  route({
    method: 'POST',
    url: '/v1/webhooks/:webhook/test',
    name: 'testWebhook',
    tag,
    summary: 'Send a `webhook.test` message to this endpoint.',
    permission: 'webhook.write',
    params: WebhookParams,
    answers: { 201: WebhookMessageBody },
    problems: ['webhook.disabled', 'webhook.removed'],
    creates: {},
    handle: async ({ services, caller, params }) => {
      const message = await services.webhooks.messages.test(caller, params.webhook)
      const { webhook, _id, version } = message
      return created(doc(message), version, `/v1/webhooks/${webhook}/messages/${_id}`)
    },
  }),
  route({
    method: 'POST',
    url: '/v1/webhooks/:webhook/messages/:message/replay',
    name: 'replayWebhookMessage',
    tag,
    summary: 'Send a finished message once more, under its own id; one that is under way stays as it is.',
    permission: 'webhook.replay',
    params: MessageParams,
    answers: { 200: WebhookMessageBody },
    problems: ['webhook.disabled', 'webhook.removed', 'webhook.message_state'],
    handle: async ({ services, caller, params }) =>
      ok(doc(await services.webhooks.messages.replay(caller, params.webhook, params.message))),
  }),
  route({
    method: 'POST',
    url: '/v1/webhooks/:webhook/replay',
    name: 'replayWebhookMessages',
    tag,
    summary: 'Send the dead letters of a stretch of time once more (or, when asked, what was delivered).',
    description: 'One page a call; repeat it with `after` until `next` is missing.',
    permission: 'webhook.replay',
    params: WebhookParams,
    query: Type.Object(pageQuery),
    body: ReplayBody,
    example: { from: '2026-03-01T00:00:00+08:00', before: '2026-03-02T00:00:00+08:00' },
    answers: { 200: ReplayView },
    problems: ['webhook.disabled', 'webhook.removed', 'webhook.message_state'],
    handle: async ({ services, caller, params, query, body }) => {
      const range = { state: body.state ?? 'dead', from: instant(body.from), before: instant(body.before) } as const
      return ok(await services.webhooks.messages.replayRange(caller, params.webhook, range, pageOf(query)))
    },
  }),
]

export const webhookRoutes = [...managing, ...watching, ...resending]
