import { createHash } from 'node:crypto'
import { cutOf, type Caller } from '../domain/access.ts'
import { open } from '../domain/privacy.ts'
import { closeReply, type Reply } from '../domain/reply.ts'
import type { Seeker } from '../domain/seeker.ts'
import { Problem } from '../problem.ts'
import type { Page, PageRequest } from '../store/store.ts'
import { allow, done, ifMay, type Wiring } from './wiring.ts'

/** A reply as a caseworker reads it. */
export type ReplyView = Omit<Reply, 'words' | 'pending' | 'schema' | 'createdAt' | 'updatedAt' | 'district'> & {
  readonly words?: string
}

/** The id of a reply, made of where it came from and its id there, so that the same one is taken in once. */
export const replyId = (district: string, source: string, id: string): string =>
  `rpl-${createHash('sha256').update(`${district} ${source} ${id}`).digest('hex').slice(0, 32)}`

/** Replies that a person has to look at. */
export const replyTasks = ({ store, clock, ring }: Pick<Wiring, 'store' | 'clock' | 'ring'>) => {
  const view = (reply: Reply): ReplyView => {
    const { words, pending: _pending, schema: _schema, district: _district, ...rest } = reply
    const { createdAt: _createdAt, updatedAt: _updatedAt, ...shown } = rest
    return { ...shown, ...(words === undefined ? {} : { words: open(ring, 'words', words) }) }
  }

  return {
    view,

    /** A person asks on their page to be called; the same request is one task. */
    ask: async (seeker: Seeker, id: string): Promise<void> => {
      const { _id, district, township, village } = seeker
      const trouble = 'help_wanted' as const
      const draft = {
        _id: replyId(district, _id, id),
        district,
        via: 'link' as const,
        seeker: _id,
        township,
        village,
        meaning: 'help' as const,
        state: 'open' as const,
        trouble,
        receivedAt: clock.now(),
      }
      const data = { reply: draft._id, meaning: draft.meaning, seeker: _id, trouble }
      await store.replies.insert(draft, [{ kind: 'reply.opened', data }], 'seeker')
    },

    /** Replies in the order in which they came, that the caller may see. */
    list: async (
      caller: Caller,
      page: PageRequest,
      filter: { state?: Reply['state'] } = {},
    ): Promise<Page<ReplyView>> => {
      allow(caller, 'reply.read')
      const cut = cutOf(caller, 'reply.read')
      if (cut === undefined) return { rows: [] }
      const state = filter.state === undefined ? {} : { state: filter.state }
      const and = cut.field === 'township' ? { township: cut.value } : {}
      const equals = { district: caller.district, ...state }
      const found = await store.replies.find({ index: 'byState', equals, and }, page)
      return { ...found, rows: found.rows.map(view) }
    },

    /** A caseworker has seen to it. */
    close: async (caller: Caller, id: string, note: string): Promise<ReplyView> => {
      if (!note.trim())
        throw new Problem('request.invalid', {}, [
          { pointer: '/note', zh: '请写明如何处理', en: 'say what was done about it' },
        ])
      const said = { by: caller.key, at: clock.now(), note }
      const decide = ifMay<Reply>(caller, 'reply.close', (reply) => closeReply(reply, said))
      return view(done(await store.replies.change(id, caller.key, decide)))
    },
  }
}

export type ReplyTasks = ReturnType<typeof replyTasks>
