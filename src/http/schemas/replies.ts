import { Type } from '@fastify/type-provider-typebox'
import { replyMeanings, replyStates, replyTroubles } from '../../domain/reply.ts'
import { Body, Id, Instant, Line, OneOf, Phone, Text } from './common.ts'

export { replyStates }

export const NewReplyBody = Body({
  id: Line(128, 'The provider’s id of the message; the same id is the same message.'),
  delivery: Type.Optional(Id),
  phone: Type.Optional(Phone),
  text: Type.String({ maxLength: 1000, description: '1 yes, 2 or 3 no, 0 help, TD stop, HF resume; else a task.' }),
  at: Instant,
})

export const ReplyOutcomeView = Type.Object({ id: Id, result: OneOf(['taken', 'known']) })

export const ReplyBody = Type.Object({
  id: Id,
  version: Type.Integer(),
  via: OneOf(['sms', 'link']),
  seeker: Type.Optional(Id),
  township: Type.Optional(Type.String()),
  village: Type.Optional(Type.String()),
  meaning: OneOf(replyMeanings),
  words: Type.Optional(Type.String({ description: 'What the person wrote, when it was more than a sign.' })),
  purpose: Type.Optional(OneOf(['offer', 'guidance', 'training'])),
  item: Type.Optional(Id),
  state: OneOf(replyStates),
  trouble: Type.Optional(OneOf(replyTroubles)),
  receivedAt: Instant,
  closedAt: Type.Optional(Instant),
  closedBy: Type.Optional(Type.String()),
  note: Type.Optional(Type.String()),
})

export const CloseReplyBody = Body({ note: Text(500, 'What was done about it.') })
