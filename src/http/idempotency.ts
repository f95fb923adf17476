import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../domain/access.ts'
import { change, refuse } from '../domain/aggregate.ts'
import { plusHours, plusMs } from '../domain/time.ts'
import { Problem } from '../problem.ts'
import type { StoredAnswer } from '../store/store.ts'
import type { HttpServices } from './services.ts'

const keepHours = 24
/** After this long an answer that never came is taken for crashed. */
const crashedAfterMs = 60_000
/** Answers that are swept out at a time. */
const sweepMax = 100
const sweepEvery = 200

/** The answer that a running request is to leave behind. */
export interface AnswerHold {
  readonly id: string
  readonly omit: readonly string[]
}

declare module 'fastify' {
  interface FastifyRequest {
    answerHold: AnswerHold | null
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const keptHeaders = ['content-type', 'location', 'etag'] as const

/** Stored answers to POSTs with an Idempotency-Key: one effect and one answer per key of a caller, for 24 hours. */
export function idempotency({ store, clock, district }: Pick<HttpServices, 'store' | 'clock' | 'district'>) {
  let begun = 0

  const sweep = async (): Promise<void> => {
    const range = { field: 'expiresAt', before: clock.now() }
    const { rows } = await store.answers.find({ index: 'byExpiry', equals: { district }, range }, { limit: sweepMax })
    for (const row of rows) await store.answers.remove(row._id)
  }

  const replay = (stored: StoredAnswer, reply: FastifyReply): FastifyReply => {
    for (const [name, value] of Object.entries(stored.headers ?? {})) void reply.header(name, value)
    return reply
      .code(stored.status ?? 200)
      .header('idempotency-replayed', 'true')
      .serializer((text: string) => text)
      .send(stored.body ?? '')
  }

  /** Takes over a record that has run out or whose request crashed; false when somebody else was faster. */
  const takeOver = async (stored: StoredAnswer, fingerprint: string, by: string): Promise<boolean> => {
    const outcome = await store.answers.change(
      stored._id,
      by,
      (found) => {
        const { status: _status, body: _body, headers: _headers, ...rest } = found
        if (found.version !== stored.version) return refuse('idempotency.in_flight')
        return change({
          ...rest,
          fingerprint,
          state: 'in_flight' as const,
          expiresAt: plusHours(clock.now(), keepHours),
        })
      },
      stored.version,
    )
    return outcome.kind === 'changed'
  }

  return {
    /** Begins a request; answers for it when the same one was answered before. */
    begin: async (
      request: FastifyRequest,
      reply: FastifyReply,
      caller: Caller,
      omit: readonly string[],
    ): Promise<FastifyReply | undefined> => {
      const key = request.headers['idempotency-key']
      if (key === undefined) return undefined
      if (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key))
        throw new Problem('idempotency.invalid', {}, [
          { pointer: 'Idempotency-Key', zh: '应为 1 至 255 个可见字符', en: 'is 1 to 255 visible ASCII characters' },
        ])
      begun += 1
      if (begun % sweepEvery === 0) await sweep()
      const id = `ans-${sha256(`${caller.key}\n${key}`)}`
      const fingerprint = sha256(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
      const now = clock.now()
      const draft = {
        _id: id,
        district: caller.district,
        fingerprint,
        state: 'in_flight' as const,
        expiresAt: plusHours(now, keepHours),
      }
      if ((await store.answers.insert(draft, [], caller.key)) === 'exists') {
        const stored = await store.answers.get(id)
        if (stored === undefined) throw new Problem('idempotency.in_flight')
        const isOver = stored.expiresAt <= now
        if (!isOver && stored.fingerprint !== fingerprint) throw new Problem('idempotency.reused')
        if (!isOver && stored.state === 'done') return replay(stored, reply)
        const isCrashed = plusMs(stored.updatedAt, crashedAfterMs) <= now
        if (!(isOver || isCrashed) || !(await takeOver(stored, fingerprint, caller.key)))
          throw new Problem('idempotency.in_flight')
      }
      request.answerHold = { id, omit }
      return undefined
    },

    /** Keeps the answer for replays; one that tells of our own failure is not kept, so that the caller may try again. */
    finish: async (request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<void> => {
      const hold = request.answerHold
      if (hold === null) return
      request.answerHold = null
      if (reply.statusCode >= 500 || typeof payload !== 'string' || isPassing(payload)) {
        await store.answers.remove(hold.id)
        return
      }
      const headers = Object.fromEntries(
        keptHeaders.flatMap((name) => {
          const value = reply.getHeader(name)
          return typeof value === 'string' ? [[name, value] as const] : []
        }),
      )
      const body = without(payload, hold.omit)
      await store.answers.change(hold.id, callerKey(request), (found) =>
        change({ ...found, state: 'done' as const, status: reply.statusCode, body, headers }),
      )
    },
  }
}

export type Idempotency = ReturnType<typeof idempotency>

const callerKey = (request: FastifyRequest): string => request.caller?.key ?? 'nobody'

/** A lost race is no answer to the request: the same request may succeed a moment later. */
const isPassing = (payload: string): boolean => payload.includes('"code":"version.busy"')

function without(payload: string, omit: readonly string[]): string {
  if (omit.length === 0) return payload
  const body = JSON.parse(payload) as Record<string, unknown>
  return JSON.stringify(Object.fromEntries(Object.entries(body).filter(([name]) => !omit.includes(name))))
}
