import { Type, type TSchema } from '@fastify/type-provider-typebox'
import { guaranteeItems, escalationLevels } from '../../domain/guarantee/guarantee.ts'
import { refusalReasons, type RefusalReason } from '../../domain/guarantee/items.ts'
import { channels } from '../../domain/seeker.ts'
import { Body, Id, Instant, OneOf, Text, Words } from './common.ts'

export const entitlementStatuses = ['fulfilled', 'waived', 'under_way', 'open', 'overdue'] as const
export const guidanceModes = ['place', 'phone', 'group'] as const
export const refusals = Object.keys(refusalReasons) as RefusalReason[]

export const EvidenceView = Type.Object({
  kind: OneOf(['receipt', 'handed_over', 'answered']),
  channel: OneOf(channels),
  at: Instant,
  by: Type.String(),
  note: Type.Optional(Type.String()),
})

const steps = Type.Array(
  Type.Object({
    at: Instant,
    by: Type.String(),
    event: Type.String(),
    to: Type.String(),
    reason: Type.Optional(Type.String()),
  }),
)

const OfferView = Type.Object({
  id: Id,
  posting: Id,
  employer: Id,
  title: Type.String(),
  score: Type.Integer({ description: 'Millionths, at proposal.' }),
  modelVersion: Type.String(),
  state: Type.String(),
  steps,
  approvedBy: Type.Optional(Type.String()),
  atSending: Type.Optional(
    Type.Object({ at: Instant, suitable: Type.Boolean(), postingOpen: Type.Boolean(), score: Type.Integer() }),
  ),
  evidence: Type.Optional(EvidenceView),
  postingClosedAt: Type.Optional(Instant),
  refusal: Type.Optional(OneOf(refusals)),
})

const GuidanceView = Type.Object({
  id: Id,
  slot: Type.Optional(Id),
  mode: OneOf(guidanceModes),
  startsAt: Instant,
  state: Type.String(),
  steps,
  note: Type.Optional(Type.String()),
  invitation: Type.Optional(EvidenceView),
})

const TrainingView = Type.Object({
  id: Id,
  class: Id,
  title: Type.String(),
  startsAt: Instant,
  free: Type.Boolean(),
  fits: Type.Boolean(),
  state: Type.String(),
  steps,
  invitation: Type.Optional(EvidenceView),
  refusal: Type.Optional(OneOf(refusals)),
})

const Entitlement = Type.Object({
  item: OneOf(guaranteeItems),
  owed: Type.Integer(),
  counted: Type.Integer(),
  underWay: Type.Integer(),
  missing: Type.Integer(),
  dueAt: Instant,
  status: OneOf(entitlementStatuses),
  verdicts: Type.Array(Type.Object({ id: Id, result: Type.String(), code: Type.String(), at: Type.Optional(Instant) })),
  fulfilledAt: Type.Optional(Instant),
  reasons: Type.Array(Type.String()),
})

/** The words for every code that the answer holds. */
const WordsByCode = Type.Unsafe<Readonly<Record<string, { readonly zh: string; readonly en: string }>>>({
  type: 'object',
  additionalProperties: Words as TSchema,
})

/** The ledger with its facts, what they amount to now, and the words. */
export const GuaranteeBody = Type.Object({
  id: Id,
  version: Type.Integer(),
  seeker: Id,
  period: Type.String(),
  policyVersion: Type.String(),
  township: Type.String(),
  village: Type.String(),
  clockStartedAt: Instant,
  state: OneOf(['active', 'withdrawn']),
  complete: Type.Boolean(),
  guidance: Entitlement,
  offers: Entitlement,
  training: Entitlement,
  facts: Type.Object({
    guidance: Type.Array(GuidanceView),
    offers: Type.Array(OfferView),
    training: Type.Array(TrainingView),
    waiver: Type.Optional(Type.Object({ at: Instant, by: Type.String(), reason: Type.String() })),
    escalations: Type.Array(Type.Object({ item: OneOf(guaranteeItems), level: OneOf(escalationLevels), at: Instant })),
    ruledOut: Type.Array(Id),
  }),
  nextCheckAt: Type.Optional(Instant),
  words: WordsByCode,
})

/** A ledger in a list: what is due and why, without its history. */
export const GuaranteeRow = Type.Object({
  id: Id,
  seeker: Id,
  period: Type.String(),
  village: Type.String(),
  complete: Type.Boolean(),
  guidance: Entitlement,
  offers: Entitlement,
  training: Entitlement,
  words: WordsByCode,
})

export const WaiverBody = Body({ reason: Text(500) })
export const RuleOutBody = Body({ posting: Id, reason: Text(500) })
export const AnswerBody = Body({
  answer: OneOf(['accept', 'decline']),
  reason: Type.Optional(OneOf(refusals, 'Needed to decline.')),
})
export const PlacementBody = Body({ hired: Type.Boolean() })
export const SessionBody = Body({ mode: OneOf(guidanceModes), heldAt: Instant, note: Text(2000) })
