import { Type } from '@fastify/type-provider-typebox'
import type { Posting } from '../../domain/posting.ts'
import type { Problem } from '../../problem.ts'
import { pageBody, pageOf, pageQuery } from '../paging.ts'
import { problemDocument } from '../problems.ts'
import { created, doc, ok, route, shown } from '../route.ts'
import { Id, instant, OneOf, PageOf } from '../schemas/common.ts'
import {
  BulkPostingsBody,
  BulkView,
  CheckView,
  MoveBody,
  NewPostingBody,
  PostingBody,
  PostingChangeBody,
  postingStates,
  ReopenBody,
} from '../schemas/postings.ts'
import { DryRun, PostingParams } from './params.ts'

const tag = 'postings'

/** A posting as the outside sees it: how many offers are in flight, not to whom. */
export const postingView = (posting: Posting) => {
  const { inFlight, ...rest } = posting
  return { ...doc(rest), offersInFlight: inFlight.length }
}

const example = {
  employer: 'emp-0123456789abcdefghjk',
  externalId: 'A-17',
  title: '冷库分拣工',
  text: '负责冷库货物分拣、装车，月薪3500-4500元，包吃住，长白班，招10人。',
  openings: 10,
  closesAt: '2099-12-31T16:00:00+08:00',
}

const contentProblems = ['posting.discriminates', 'posting.past', 'posting.wage', 'place.unknown'] as const
/** Codes that a new posting may be refused with. */
export const newProblems = [...contentProblems, 'employer.unknown', 'employer.suspended', 'object.exists'] as const

const refused = (row: number, problem: Problem) => {
  const { instance: _instance, ...document } = problemDocument(problem, '')
  return { row, result: 'refused' as const, problem: document }
}

const writing = [
  route({
    method: 'POST',
    url: '/v1/postings',
    name: 'createPosting',
    tag,
    summary: 'Post a job; what the terms do not say is read from the text.',
    permission: 'posting.write',
    query: Type.Object({ dryRun: DryRun }),
    body: NewPostingBody,
    example,
    answers: { 200: CheckView, 201: PostingBody },
    problems: newProblems,
    creates: {},
    handle: async ({ services, caller, query, body }) => {
      const said = { ...body, closesAt: instant(body.closesAt) }
      if (query.dryRun === 'true') {
        await services.postings.check(caller, said)
        return ok({ result: 'would_create' as const })
      }
      const posting = await services.postings.create(caller, said)
      return created(postingView(posting), posting.version, `/v1/postings/${posting._id}`)
    },
  }),
  route({
    method: 'POST',
    url: '/v1/postings/bulk',
    name: 'createPostings',
    tag,
    summary: 'Post up to 1,000 jobs at once; each row is judged by itself.',
    permission: 'posting.write',
    query: Type.Object({ dryRun: DryRun }),
    body: BulkPostingsBody,
    example: { rows: [example] },
    answers: { 200: BulkView },
    problems: [],
    creates: {},
    bulk: true,
    handle: async ({ services, caller, query, body, badRows }) => {
      const good = [...body.rows.entries()].filter(([row]) => !badRows.has(row))
      const said = good.map(([, one]) => ({ ...one, closesAt: instant(one.closesAt) }))
      const outcomes = await services.postings.bulk(caller, said, query.dryRun === 'true')
      const judged = outcomes.map((outcome) => {
        const row = good[outcome.row]?.[0] ?? outcome.row
        return outcome.result === 'refused' ? refused(row, outcome.problem) : { ...outcome, row }
      })
      const malformed = [...badRows].map(([row, problem]) => refused(row, problem))
      const rows = [...judged, ...malformed].sort((a, b) => a.row - b.row)
      const created = rows.filter(({ result }) => result === 'created').length
      return ok({ created, refused: rows.filter(({ result }) => result === 'refused').length, rows })
    },
  }),
  route({
    method: 'PATCH',
    url: '/v1/postings/:posting',
    name: 'changePosting',
    tag,
    summary: 'Change what a posting says; what is missing stays.',
    permission: 'posting.write',
    params: PostingParams,
    body: PostingChangeBody,
    example: { openings: 12 },
    answers: { 200: PostingBody },
    problems: contentProblems,
    versioned: true,
    handle: async ({ services, caller, params, body, ifVersion }) => {
      const { closesAt, ...rest } = body
      const said = closesAt === undefined ? rest : { ...rest, closesAt: instant(closesAt) }
      await services.postings.get(caller, params.posting)
      const posting = await services.postings.change(caller, params.posting, said, ifVersion)
      return shown(postingView(posting), posting.version)
    },
  }),
]

const reading = [
  route({
    method: 'GET',
    url: '/v1/postings',
    name: 'listPostings',
    tag,
    summary: 'Postings that you may see.',
    permission: 'posting.read',
    query: Type.Object({ ...pageQuery, state: Type.Optional(OneOf(postingStates)), employer: Type.Optional(Id) }),
    answers: { 200: PageOf(PostingBody) },
    problems: [],
    handle: async ({ services, caller, query }) => {
      const { state, employer } = query
      const filter = { ...(state === undefined ? {} : { state }), ...(employer === undefined ? {} : { employer }) }
      return ok(pageBody(await services.postings.list(caller, pageOf(query), filter), postingView))
    },
  }),
  route({
    method: 'GET',
    url: '/v1/postings/:posting',
    name: 'getPosting',
    tag,
    summary: 'One posting.',
    permission: 'posting.read',
    params: PostingParams,
    answers: { 200: PostingBody },
    problems: [],
    handle: async ({ services, caller, params }) => {
      const posting = await services.postings.get(caller, params.posting)
      return shown(postingView(posting), posting.version)
    },
  }),
]

const summaries = {
  pause: 'Pause an open posting: no new offers of it are made.',
  resume: 'Open a paused posting again.',
  close: 'Close a posting; who holds an offer of it learns that.',
} as const

const moving = [
  ...(['pause', 'resume', 'close'] as const).map((event) =>
    route({
      method: 'POST',
      url: `/v1/postings/:posting/${event}`,
      name: `${event}Posting`,
      tag,
      summary: summaries[event],
      permission: 'posting.write',
      params: PostingParams,
      body: MoveBody,
      example: { reason: event === 'close' ? '已招满' : '生产线检修' },
      answers: { 200: PostingBody },
      problems: ['posting.wrong_state', 'posting.past'],
      handle: async ({ services, caller, params, body }) => {
        const posting = await services.postings.move(caller, params.posting, { event, reason: body.reason })
        return shown(postingView(posting), posting.version)
      },
    }),
  ),
  route({
    method: 'POST',
    url: '/v1/postings/:posting/reopen',
    name: 'reopenPosting',
    tag,
    summary: 'Open a closed posting again, with a new closing time when the old one is past.',
    permission: 'posting.write',
    params: PostingParams,
    body: ReopenBody,
    example: { reason: '再招5人', closesAt: '2099-12-31T16:00:00+08:00' },
    answers: { 200: PostingBody },
    problems: ['posting.wrong_state', 'posting.past'],
    handle: async ({ services, caller, params, body }) => {
      const closesAt = body.closesAt === undefined ? {} : { closesAt: instant(body.closesAt) }
      const step = { event: 'reopen' as const, reason: body.reason, ...closesAt }
      const posting = await services.postings.move(caller, params.posting, step)
      return shown(postingView(posting), posting.version)
    },
  }),
]

export const postingRoutes = [...writing, ...reading, ...moving]
