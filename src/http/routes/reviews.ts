import { Type } from '@fastify/type-provider-typebox'
import type { Problem } from '../../problem.ts'
import { pageBody, pageOf, pageQuery } from '../paging.ts'
import { problemDocument } from '../problems.ts'
import { doc, ok, route, shown } from '../route.ts'
import { Id, OneOf, PageOf } from '../schemas/common.ts'
import {
  ApproveBody,
  BulkReviewsBody,
  BulkReviewsView,
  RejectBody,
  ReviewBody,
  reviewStates,
} from '../schemas/reviews.ts'

const tag = 'reviews'
const ReviewParams = Type.Object({ review: Id })

const decided = ['review.wrong_state', 'review.claimed'] as const

const reading = [
  route({
    method: 'GET',
    url: '/v1/reviews',
    name: 'listReviews',
    tag,
    summary: 'The match queue 审核: reviews of one state (`open` unless told), those due first.',
    permission: 'review.read',
    query: Type.Object({ ...pageQuery, state: Type.Optional(OneOf(reviewStates)) }),
    answers: { 200: PageOf(ReviewBody) },
    problems: [],
    handle: async ({ services, caller, query }) => {
      const filter = query.state === undefined ? {} : { state: query.state }
      return ok(pageBody(await services.reviews.list(caller, pageOf(query), filter), doc))
    },
  }),
  route({
    method: 'GET',
    url: '/v1/reviews/:review',
    name: 'getReview',
    tag,
    summary: 'One review.',
    permission: 'review.read',
    params: ReviewParams,
    answers: { 200: ReviewBody },
    problems: [],
    handle: async ({ services, caller, params }) => {
      const review = await services.reviews.get(caller, params.review)
      return shown(doc(review), review.version)
    },
  }),
]

const deciding = [
  route({
    method: 'POST',
    url: '/v1/reviews/:review/claim',
    name: 'claimReview',
    tag,
    summary: 'Take a review, so that nobody else decides it meanwhile.',
    permission: 'review.decide',
    params: ReviewParams,
    answers: { 200: ReviewBody },
    problems: decided,
    handle: async ({ services, caller, params }) => {
      const review = await services.reviews.claim(caller, params.review)
      return shown(doc(review), review.version)
    },
  }),
  route({
    method: 'POST',
    url: '/v1/reviews/:review/approve',
    name: 'approveReview',
    tag,
    summary: 'Approve a proposed offer: it goes out when the time to undo is over.',
    permission: 'review.decide',
    params: ReviewParams,
    body: ApproveBody,
    example: { reason: '已电话核实' },
    answers: { 200: ReviewBody },
    problems: decided,
    handle: async ({ services, caller, params, body }) => {
      const review = await services.reviews.decide(caller, params.review, { verdict: 'approved', ...body })
      return shown(doc(review), review.version)
    },
  }),
  route({
    method: 'POST',
    url: '/v1/reviews/:review/reject',
    name: 'rejectReview',
    tag,
    summary: 'Reject a proposed offer, with the reason; another is looked for.',
    permission: 'review.decide',
    params: ReviewParams,
    body: RejectBody,
    example: { reason: '路程过远，家有老人需照料' },
    answers: { 200: ReviewBody },
    problems: decided,
    handle: async ({ services, caller, params, body }) => {
      const review = await services.reviews.decide(caller, params.review, { verdict: 'rejected', ...body })
      return shown(doc(review), review.version)
    },
  }),
  route({
    method: 'POST',
    url: '/v1/reviews/:review/undo',
    name: 'undoReview',
    tag,
    summary: 'Take a decision back while the offer has not gone out.',
    permission: 'review.decide',
    params: ReviewParams,
    answers: { 200: ReviewBody },
    problems: ['review.wrong_state', 'review.undo_late'],
    handle: async ({ services, caller, params }) => {
      const review = await services.reviews.undo(caller, params.review)
      return shown(doc(review), review.version)
    },
  }),
]

const refused = (row: number, problem: Problem, id?: string) => {
  const { instance: _instance, ...document } = problemDocument(problem, '')
  return { row, result: 'refused' as const, problem: document, ...(id === undefined ? {} : { id }) }
}

const bulk = route({
  method: 'POST',
  url: '/v1/reviews/bulk',
  name: 'decideReviews',
  tag,
  summary: 'Decide up to 1,000 reviews at once; each row is judged by itself.',
  permission: 'review.decide',
  body: BulkReviewsBody,
  example: { rows: [{ id: 'rev-off_1', verdict: 'approved' }] },
  answers: { 200: BulkReviewsView },
  problems: [],
  bulk: true,
  handle: async ({ services, caller, body, badRows }) => {
    const good = [...body.rows.entries()].filter(([row]) => !badRows.has(row))
    const outcomes = await services.reviews.bulk(
      caller,
      good.map(([, one]) => one),
    )
    const judged = outcomes.map((outcome, at) => {
      const row = good[at]?.[0] ?? at
      return outcome.result === 'refused'
        ? refused(row, outcome.problem, outcome.id)
        : { row, id: outcome.id, result: outcome.result, review: doc(outcome.review) }
    })
    const malformed = [...badRows].map(([row, problem]) => refused(row, problem))
    return ok({ rows: [...judged, ...malformed].sort((a, b) => a.row - b.row) })
  },
})

export const reviewRoutes = [...reading, bulk, ...deciding]
