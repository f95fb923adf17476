import { Type } from '@fastify/type-provider-typebox'
import type { MatchRow } from '../../services/matches.ts'
import type { Caller } from '../../domain/access.ts'
import { Problem } from '../../problem.ts'
import type { HttpServices } from '../services.ts'
import { offsetOf, pageQuery, rankedBody } from '../paging.ts'
import { ok, route } from '../route.ts'
import { Id, PageOf } from '../schemas/common.ts'
import { CounterfactualsBody, GatesBody, MatchBody } from '../schemas/matches.ts'
import { PostingParams, SeekerParams } from './params.ts'

const tag = 'matches'

const matchView = ({ match, ...row }: MatchRow) => ({
  ...row,
  score: match.score,
  suitable: match.suitable,
  gates: match.gates,
  contributions: match.contributions.map(({ level, ...one }) => (level === undefined ? one : { ...one, level })),
  modelVersion: match.modelVersion,
})

/** True for a job-seeker whom the caller may see. */
const isSeen = async (services: HttpServices, caller: Caller, seeker: string): Promise<boolean> =>
  services.seekers.get(caller, seeker).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Problem) return false
      throw error
    },
  )

export const matchRoutes = [
  route({
    method: 'GET',
    url: '/v1/seekers/:seeker/matches',
    name: 'listMatchesOfSeeker',
    tag,
    summary: 'The best suitable postings of a job-seeker, with reasons.',
    permission: 'match.read',
    params: SeekerParams,
    query: Type.Object(pageQuery),
    answers: { 200: PageOf(MatchBody) },
    problems: [],
    handle: async ({ services, caller, params, query }) =>
      ok(rankedBody(await services.matches.ofSeeker(caller, params.seeker, offsetOf(query)), matchView)),
  }),
  route({
    method: 'GET',
    url: '/v1/seekers/:seeker/matches/:posting',
    name: 'getMatch',
    tag,
    summary: 'One pair in full, suitable or not: every gate that fails and every contribution.',
    permission: 'match.read',
    params: Type.Object({ seeker: Id, posting: Id }),
    answers: { 200: MatchBody },
    problems: ['posting.not_open', 'seeker.no_wish'],
    handle: async ({ services, caller, params }) =>
      ok(matchView(await services.matches.pair(caller, params.seeker, params.posting))),
  }),
  route({
    method: 'GET',
    url: '/v1/seekers/:seeker/gates',
    name: 'countGates',
    tag,
    summary: 'How many open postings each hard gate keeps from a job-seeker.',
    permission: 'match.read',
    params: SeekerParams,
    answers: { 200: GatesBody },
    problems: [],
    handle: async ({ services, caller, params }) => ok(await services.matches.gates(caller, params.seeker)),
  }),
  route({
    method: 'GET',
    url: '/v1/seekers/:seeker/counterfactuals',
    name: 'listCounterfactuals',
    tag,
    summary: 'Which single change would make how many more postings suitable.',
    permission: 'match.read',
    params: SeekerParams,
    answers: { 200: CounterfactualsBody },
    problems: [],
    handle: async ({ services, caller, params }) =>
      ok({ rows: await services.matches.counterfactuals(caller, params.seeker) }),
  }),
  route({
    method: 'GET',
    url: '/v1/postings/:posting/matches',
    name: 'listMatchesOfPosting',
    tag,
    summary: 'The best suitable job-seekers of a posting whom you may see, with reasons.',
    description: 'A page may hold fewer rows than its limit, or none, while `next` says that more follow.',
    permission: 'match.read_of_posting',
    params: PostingParams,
    query: Type.Object(pageQuery),
    answers: { 200: PageOf(MatchBody) },
    problems: [],
    handle: async ({ services, caller, params, query }) => {
      const list = await services.matches.ofPosting(caller, params.posting, offsetOf(query))
      const mine = await Promise.all(list.rows.map(({ seeker }) => isSeen(services, caller, seeker)))
      return ok(rankedBody({ ...list, rows: list.rows.filter((_row, at) => mine[at]) }, matchView))
    },
  }),
]
