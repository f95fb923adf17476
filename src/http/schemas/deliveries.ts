import { Type } from '@fastify/type-provider-typebox'
import { missedCodes } from '../../domain/delivery.ts'
import { channels } from '../../domain/seeker.ts'
import { Body, Id, Instant, Line, OneOf, ProblemBody, Text } from './common.ts'
import { EvidenceView } from './guarantees.ts'

export const deliveryStates = [
  'queued',
  'leased',
  'sent',
  'delivered',
  'handed_over',
  'undelivered',
  'withdrawn',
] as const
const receiptStatuses = ['sent', 'delivered', 'failed', 'unknown'] as const
const purpose = OneOf(
  ['offer', 'guidance', 'training', 'called_off'],
  '`called_off` says that the item will not take place: it asks nothing, counts for nothing and is never bundled.',
)

const secondsMax = 3600
const seconds = Type.Integer({ minimum: 10, maximum: secondsMax, description: 'How long you hold the lease.' })

export const DeliveryBody = Type.Object({
  id: Id,
  version: Type.Integer(),
  seeker: Id,
  guarantee: Id,
  purpose,
  item: Id,
  township: Type.String(),
  village: Type.String(),
  body: Type.Object({ template: Type.String(), templateVersion: Type.Integer(), text: Type.String() }),
  plan: Type.Array(OneOf(channels)),
  planReasons: Type.Optional(
    Type.Array(Type.Object({ channel: OneOf(channels), code: Type.String() }), {
      description: 'Why each channel stands where it stands, or is left out.',
    }),
  ),
  step: Type.Integer(),
  state: OneOf(deliveryStates),
  attempts: Type.Array(
    Type.Object({
      number: Type.Integer(),
      channel: OneOf(channels),
      begunAt: Instant,
      bundle: Type.Optional(
        Type.Array(Id, { description: 'Deliveries that one message carried, as it numbers them.' }),
      ),
      carriedBy: Type.Optional(Type.Object({ delivery: Id, attempt: Type.Integer() })),
      by: Type.Optional(Id),
      note: Type.Optional(Type.String()),
      receipts: Type.Array(
        Type.Object({
          attempt: Type.Integer(),
          status: OneOf(receiptStatuses),
          at: Instant,
          code: Type.Optional(Type.String()),
        }),
      ),
    }),
  ),
  dueAt: Instant,
  expiresAt: Instant,
  finishedAt: Type.Optional(Instant),
  recalledAt: Type.Optional(Instant),
  evidence: Type.Optional(EvidenceView),
})

export const LeaseBody = Body({
  max: Type.Integer({ minimum: 1, maximum: 200 }),
  channels: Type.Array(OneOf(['sms', 'wechat']), { minItems: 1, maxItems: 2 }),
  seconds,
  bundle: Type.Optional(
    Type.Boolean({
      description: 'True when you can send the templates bundle2 to bundle4, which carry several items.',
    }),
  ),
})

export const LeaseView = Type.Object({
  rows: Type.Array(
    Type.Object({
      id: Id,
      lease: Id,
      until: Instant,
      attempt: Type.Integer(),
      channel: OneOf(channels),
      address: Type.String({ description: 'In clear, for sending alone: do not store it.' }),
      purpose,
      text: Type.String(),
      template: Type.String({
        description: 'One of `GET /v1/templates`, such as `offer`, or `training_off` for a seat that was called off.',
      }),
    }),
  ),
})

export const LeaseRefBody = Body({ lease: Id })
export const ExtendBody = Body({ lease: Id, seconds })

const receipt = {
  attempt: Type.Integer({ minimum: 1, maximum: 10_000, description: 'As leased.' }),
  status: OneOf(receiptStatuses),
  at: Instant,
  code: Type.Optional(Line(64, 'The provider’s code; never text about the person.')),
}

export const ReceiptBody = Body(receipt)
export const BulkReceiptsBody = Body({
  rows: Type.Array(Body({ delivery: Id, ...receipt }), { minItems: 1, maxItems: 1000 }),
})

const results = ['taken', 'known', 'refused'] as const

export const ReceiptView = Type.Object({ delivery: Id, result: OneOf(results), code: Type.Optional(Type.String()) })
export const BulkReceiptsView = Type.Object({
  rows: Type.Array(
    Type.Object({
      row: Type.Integer(),
      delivery: Type.Optional(Id),
      result: OneOf(results),
      code: Type.Optional(Type.String()),
      problem: Type.Optional(Type.Omit(ProblemBody, ['instance'])),
    }),
  ),
})

export const MissedBody = Body({ code: OneOf(missedCodes), note: Type.Optional(Text(500)) })

export const HandOverBody = Body({
  note: Text(500, 'When and how it was handed over.'),
  channel: OneOf(['phone', 'visit']),
})
