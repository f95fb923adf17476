import { Type } from '@fastify/type-provider-typebox'
import { Problem } from '../../problem.ts'
import { pageBody, pageOf, pageQuery } from '../paging.ts'
import { doc, ok, route, shown } from '../route.ts'
import { Id, OneOf, PageOf } from '../schemas/common.ts'
import { CloseReplyBody, NewReplyBody, ReplyBody, ReplyOutcomeView, replyStates } from '../schemas/replies.ts'
import { pastInstant } from './params.ts'

const tag = 'replies'

export const replyRoutes = [
  route({
    method: 'POST',
    url: '/v1/replies',
    name: 'postReply',
    tag,
    summary: 'Post a text message that came back; a sign of one digit has its effect, all else is a caseworker’s task.',
    description:
      'Name the delivery that it answers when the provider says, else the sender’s phone. The same `id` again is one effect.',
    permission: 'reply.post',
    body: NewReplyBody,
    example: { id: 'up-20260302-0001', delivery: 'dlv-off_1', text: '1', at: '2026-03-02T08:30:00+08:00' },
    answers: { 200: ReplyOutcomeView },
    problems: ['object.unknown', 'seeker.phone'],
    handle: async ({ services, caller, body }) => {
      if ((body.delivery === undefined) === (body.phone === undefined))
        throw new Problem('request.invalid', {}, [
          {
            pointer: '/delivery',
            zh: '请提供 delivery 或 phone 其中一项',
            en: 'give either the delivery or the phone',
          },
        ])
      return ok(await services.replies.take(caller, { ...body, at: pastInstant(services, '/at', body.at) }))
    },
  }),
  route({
    method: 'GET',
    url: '/v1/replies',
    name: 'listReplies',
    tag,
    summary: 'What people sent back; with `state=open`, the replies that wait for a caseworker.',
    description: 'A page may hold fewer rows than its limit, or none, while `next` says that more follow.',
    permission: 'reply.read',
    query: Type.Object({ ...pageQuery, state: Type.Optional(OneOf(replyStates)) }),
    answers: { 200: PageOf(ReplyBody) },
    problems: [],
    handle: async ({ services, caller, query }) => {
      const filter = query.state === undefined ? {} : { state: query.state }
      return ok(pageBody(await services.replyTasks.list(caller, pageOf(query), filter), doc))
    },
  }),
  route({
    method: 'POST',
    url: '/v1/replies/:reply/close',
    name: 'closeReply',
    tag,
    summary: 'Record what was done about a reply.',
    permission: 'reply.close',
    params: Type.Object({ reply: Id }),
    body: CloseReplyBody,
    example: { note: '已回电，本人愿意去第二个岗位' },
    answers: { 200: ReplyBody },
    problems: ['reply.wrong_state'],
    handle: async ({ services, caller, params, body }) => {
      const reply = await services.replyTasks.close(caller, params.reply, body.note)
      return shown(doc(reply), reply.version)
    },
  }),
]
