import { Type } from '@fastify/type-provider-typebox'
import { Body, Id, Instant, OneOf, ProblemBody, Text } from './common.ts'

export const reviewStates = ['open', 'claimed', 'approved', 'rejected', 'withdrawn'] as const

export const ReviewBody = Type.Object({
  id: Id,
  version: Type.Integer(),
  offer: Id,
  guarantee: Id,
  seeker: Id,
  posting: Id,
  employer: Id,
  township: Type.String(),
  village: Type.String(),
  score: Type.Integer({ description: 'Millionths, at proposal.' }),
  why: Type.Array(Type.String(), { description: 'Why a person must look.' }),
  state: OneOf(reviewStates),
  dueAt: Instant,
  claimedBy: Type.Optional(Type.String()),
  claimedUntil: Type.Optional(Instant),
  decidedAt: Type.Optional(Instant),
  decidedBy: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String()),
  history: Type.Array(
    Type.Object({ at: Instant, by: Type.String(), event: Type.String(), reason: Type.Optional(Type.String()) }),
  ),
})

export const ApproveBody = Body({ reason: Type.Optional(Text(500)) })
export const RejectBody = Body({ reason: Text(500) })

export const BulkReviewsBody = Body({
  rows: Type.Array(
    Body({ id: Id, verdict: OneOf(['approved', 'rejected']), reason: Type.Optional(Text(500, 'Needed to reject.')) }),
    { minItems: 1, maxItems: 1000 },
  ),
})

export const BulkReviewsView = Type.Object({
  rows: Type.Array(
    Type.Object({
      row: Type.Integer(),
      id: Type.Optional(Id),
      result: OneOf(['done', 'refused']),
      review: Type.Optional(ReviewBody),
      problem: Type.Optional(Type.Omit(ProblemBody, ['instance'])),
    }),
  ),
})
