import { Type } from '@fastify/type-provider-typebox'
import { roles } from '../../domain/access.ts'
import { Body, Id, Instant, Line, OneOf, PlaceCode } from './common.ts'
import { FairnessBody } from './reports.ts'

const SummaryRow = Type.Object({
  place: Type.String(),
  name: Type.String(),
  people: Type.Integer(),
  guidanceHeld: Type.Integer(),
  offersOwed: Type.Integer(),
  offersCounted: Type.Integer(),
  offersFull: Type.Integer(),
  trainingGiven: Type.Integer(),
  trainingWaived: Type.Integer(),
  complete: Type.Integer(),
  short: Type.Integer(),
  overdue: Type.Integer(),
  reasons: Type.Array(
    Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String(), people: Type.Integer() }),
  ),
})

export const SummaryBody = Type.Object({
  at: Instant,
  period: Type.String(),
  fairness: Type.Optional(FairnessBody),
  rows: Type.Array(SummaryRow),
  total: SummaryRow,
})

const scope = {
  employer: Type.Optional(Id),
  township: Type.Optional(PlaceCode),
  village: Type.Optional(PlaceCode),
}

export const NewKeyBody = Body({
  role: OneOf(roles),
  scope: Body(scope),
  label: Line(60, 'What it is for, such as `office laptop`; never a person’s name.'),
  expiresAt: Instant,
})

const key = {
  id: Id,
  version: Type.Integer(),
  role: OneOf(roles),
  scope: Type.Object(scope),
  label: Type.String(),
  expiresAt: Instant,
  revokedAt: Type.Optional(Instant),
  lastUsedOn: Type.Optional(Type.String()),
  createdAt: Instant,
}

export const KeyBody = Type.Object(key)

export const NewKeyView = Type.Object({
  ...key,
  token: Type.Optional(Type.String({ description: 'Shown once, and not in a replay.' })),
})

export const AuditRow = Type.Object({
  sequence: Type.Integer(),
  event: Type.String(),
  kind: Type.String(),
  at: Instant,
  actor: Type.String(),
  subject: Type.String(),
  data: Type.Unsafe<Readonly<Record<string, string | number | boolean>>>({
    type: 'object',
    additionalProperties: true,
    description: 'Ids and short codes; never personal data.',
  }),
  previousHash: Type.String(),
  hash: Type.String(),
})

export const AuditCheck = Type.Object({
  entries: Type.Integer({ description: 'Entries that hold, from the first.' }),
  firstBroken: Type.Optional(Type.Integer({ description: 'Sequence of the first entry that does not hold.' })),
})
