import { Type } from '@fastify/type-provider-typebox'
import { webhookTypeNames } from '../../domain/webhook-types.ts'
import { Body, Id, Instant, Line, OneOf } from './common.ts'

const states = ['active', 'disabled', 'removed'] as const
export const messageStates = ['queued', 'sending', 'delivered', 'dead'] as const

const url = Line(500, 'https on the public internet, port 443 or 8443, without user or fragment.')
const label = Line(60, 'What it is for, such as `notifier`; never a person’s name.')
const types = Type.Array(OneOf(webhookTypeNames), {
  minItems: 1,
  maxItems: webhookTypeNames.length,
  description: 'What it is told of; an employer’s endpoint takes `posting.*`, `webhook.*` and changes of the employer.',
})

export const NewWebhookBody = Body({
  url,
  label,
  types,
  employer: Type.Optional(Id),
})

export const WebhookChangeBody = Body(
  {
    url: Type.Optional(url),
    label: Type.Optional(label),
    types: Type.Optional(types),
    state: Type.Optional(OneOf(['active', 'disabled'] as const)),
  },
  { minProperties: 1 },
)

export const RotateBody = Body({
  keepHours: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 168,
      description: 'Hours that the secret before signs beside the new one; 24 unless told, 0 ends it at once.',
    }),
  ),
})

const webhook = {
  id: Id,
  version: Type.Integer(),
  employer: Type.Optional(Id),
  url: Type.String(),
  label: Type.String(),
  types: Type.Array(Type.String()),
  state: OneOf(states),
  failingSince: Type.Optional(Instant),
  disabledAt: Type.Optional(Instant),
  disabledReason: Type.Optional(
    OneOf(
      ['gone', 'failing', 'asked'] as const,
      'gone: it answered 410; failing: nothing but failures for 5 days; asked: by a change.',
    ),
  ),
  deliveredAt: Type.Optional(Instant),
  createdAt: Instant,
}

export const WebhookBody = Type.Object(webhook)

const secret = Type.Optional(
  Type.String({ description: '`whsec_…`, to verify signatures with; shown once, and not in a replay.' }),
)

export const NewWebhookView = Type.Object({ ...webhook, secret })

export const RotateView = Type.Object({
  ...webhook,
  secret,
  oldUntil: Type.Optional(Type.String({ description: 'Until when the secret before signs as well.' })),
})

export const WebhookMessageBody = Type.Object({
  id: Type.String({ description: 'The `webhook-id`, the same over all attempts and replays.' }),
  type: Type.String(),
  eventAt: Instant,
  payload: Type.String({ description: 'What is sent: type, timestamp and ids.' }),
  state: OneOf(messageStates),
  attempts: Type.Array(
    Type.Object({
      number: Type.Integer(),
      at: Instant,
      status: Type.Optional(Type.Integer()),
      failure: Type.Optional(
        Type.String({ description: 'address, url, dns, timeout, tls or connection: why there was no answer.' }),
      ),
      tookMs: Type.Optional(Type.Integer()),
    }),
  ),
  dueAt: Type.String({ description: 'When it is sent next; when it is forgotten, once it is finished.' }),
  finishedAt: Type.Optional(Instant),
  deadReason: Type.Optional(OneOf(['schedule_over', 'endpoint_disabled'] as const)),
})

export const ReplayBody = Body({
  from: Instant,
  before: Instant,
  state: Type.Optional(OneOf(['dead', 'delivered'] as const, 'dead unless told.')),
})

export const ReplayView = Type.Object({
  queued: Type.Integer(),
  next: Type.Optional(Type.String({ description: 'Give it as `after` for the rest; missing when all are queued.' })),
})

export const WebhookHealthBody = Type.Object({
  state: OneOf(states),
  waiting: Type.Integer(),
  delivered: Type.Integer(),
  dead: Type.Integer(),
  attempts: Type.Integer({ description: 'Attempts with an outcome, of the newest 500 messages.' }),
  failedAttempts: Type.Integer(),
  medianMs: Type.Optional(Type.Integer({ description: 'Median time of the attempts that succeeded.' })),
  failingSince: Type.Optional(Instant),
  deliveredAt: Type.Optional(Instant),
})
