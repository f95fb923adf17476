import type { WebhookSender } from '../channels/channels.ts'
import type { Aggregate, PendingEvent } from '../domain/aggregate.ts'
import { open } from '../domain/privacy.ts'
import { plusDays, type Instant } from '../domain/time.ts'
import { disable, noteDelivered, noteFailed, secretsAt, type Webhook } from '../domain/webhook.ts'
import {
  giveUp,
  isTaken,
  messageKeptDays,
  messageOf,
  nextSendAt,
  noteResult,
  takeMessage,
  type AttemptResult,
  type WebhookMessage,
} from '../domain/webhook-message.ts'
import { isWebhookType, webhookTypes } from '../domain/webhook-types.ts'
import type { Queue } from '../queue/queue.ts'
import type { CollectionName } from '../store/store.ts'
import { jobFor } from './follow-ups.ts'
import { system, type Wiring } from './wiring.ts'

/** Messages that go to one endpoint at the same time; a slow one must not hold up the others. */
const perEndpointMax = 4

/** Puts a message's next attempt into the queue of outgoing messages. */
export const enqueueSending = (outbound: Pick<Queue, 'add'>, message: string, at: Instant): Promise<void> =>
  outbound.add({ ...jobFor('send-webhook', { message }), runAt: at })

/** Lets at most so many into one lane at a time; who finds it full is called when a place is free. */
function lanes(max: number) {
  const running = new Map<string, number>()
  const waiting = new Map<string, Set<string>>()
  return {
    enter: (lane: string, id: string): boolean => {
      const count = running.get(lane) ?? 0
      if (count < max) running.set(lane, count + 1)
      else waiting.set(lane, (waiting.get(lane) ?? new Set()).add(id))
      return count < max
    },
    /** Frees a place; gives who waited longest. */
    leave: (lane: string): string | undefined => {
      const count = (running.get(lane) ?? 1) - 1
      if (count === 0) running.delete(lane)
      else running.set(lane, count)
      const line = waiting.get(lane)
      const [next] = line ?? []
      if (next !== undefined) line?.delete(next)
      if (line?.size === 0) waiting.delete(lane)
      return next
    },
  }
}

/** True when this endpoint is to be told of this event of this document. */
const isToldOf = (to: Webhook, event: PendingEvent, employer: string | undefined): boolean => {
  const { kind, data } = event
  if (to.state === 'removed' || !isWebhookType(kind) || !to.types.includes(kind)) return false
  if (data['webhook'] === to._id) return false
  return to.employer === undefined || (webhookTypes[kind].employer && to.employer === employer)
}

/** Whose a document is, if it is an employer's. */
const employerOf = (name: CollectionName, subject: Aggregate): string | undefined => {
  if (name === 'employers') return subject._id
  return 'employer' in subject && typeof subject.employer === 'string' ? subject.employer : undefined
}

/** Messages to endpoints: written before their event is settled, sent by whoever takes them first, found again by time. */
export const webhookSending = (
  wiring: Pick<Wiring, 'store' | 'outbound' | 'clock' | 'ids' | 'ring' | 'randomBytes'> & {
    readonly sender: WebhookSender
  },
) => {
  const { store, outbound, clock, ids, ring, randomBytes, sender } = wiring
  const lane = lanes(perEndpointMax)
  const random = (): number => randomBytes(4).readUInt32BE() / 2 ** 32

  /** Notes at the endpoint what a result says of it, before the message's own, so that a crash in between repeats both. */
  const noteAtEndpoint = async (webhook: string, result: AttemptResult): Promise<void> => {
    const now = clock.now()
    await store.webhooks.change(webhook, system, (found) => {
      if (isTaken(result)) return noteDelivered(found, now)
      return result.status === 410 && found.state === 'active' ? disable(found, 'gone', now) : noteFailed(found, now)
    })
  }

  const attempt = async (message: WebhookMessage, to: Webhook): Promise<void> => {
    const lease = ids.next('lse')
    const taken = await store.webhookMessages.change(message._id, system, (found) =>
      takeMessage(found, lease, clock.now()),
    )
    if (taken.kind !== 'changed') return
    const number = taken.doc.attempts.at(-1)?.number ?? 0
    const at = clock.now()
    const secrets = secretsAt(to, at).map((sealed) => open(ring, 'webhook_secret', sealed))
    const result = await sender.send({ url: to.url, id: message._id, at, payload: message.payload, secrets })
    await noteAtEndpoint(to._id, result)
    const chance = random()
    const noted = await store.webhookMessages.change(message._id, system, (found) => {
      if (result.status === 410) return giveUpGone(found, { lease, attempt: number }, result, clock.now())
      return noteResult(found, { lease, attempt: number }, result, clock.now(), chance)
    })
    const next = 'doc' in noted ? nextSendAt(noted.doc) : undefined
    if (next !== undefined) await enqueueSending(outbound, message._id, next)
  }

  return {
    /** Writes the messages that tell the endpoints of a document's events; repeated, it writes nothing more. */
    post: async (name: CollectionName, subject: Aggregate): Promise<void> => {
      if (!subject.pending.some(({ kind }) => isWebhookType(kind))) return
      const { district } = subject
      const employer = employerOf(name, subject)
      for await (const to of store.webhooks.each({ index: 'byDistrict', equals: { district } }))
        for (const event of subject.pending.filter((one) => isToldOf(to, one, employer))) {
          const draft = messageOf(event, to, clock.now())
          await store.webhookMessages.insert(draft, [], system)
          if (draft.state === 'queued') await enqueueSending(outbound, draft._id, draft.dueAt)
        }
    },

    /** Makes the next attempt of a message if it is due; with several workers one makes it. */
    send: async (id: string): Promise<void> => {
      const message = await store.webhookMessages.get(id)
      const dueAt = message === undefined ? undefined : nextSendAt(message)
      if (message === undefined || dueAt === undefined) return
      if (dueAt > clock.now()) {
        await enqueueSending(outbound, id, dueAt)
        return
      }
      const to = await store.webhooks.get(message.webhook)
      if (to?.state !== 'active') {
        await store.webhookMessages.change(id, system, (found) => giveUp(found, 'endpoint_disabled', clock.now()))
        return
      }
      if (!lane.enter(to._id, id)) return
      try {
        await attempt(message, to)
      } finally {
        const next = lane.leave(to._id)
        if (next !== undefined) await enqueueSending(outbound, next, clock.now())
      }
    },

    /** Queues every message whose time has come; resolves with how many. */
    due: async (district: string): Promise<number> => {
      let count = 0
      const range = { field: 'dueAt', before: clock.now() }
      for (const state of ['queued', 'sending'])
        for await (const one of store.webhookMessages.each({ index: 'byDue', equals: { district, state }, range })) {
          await enqueueSending(outbound, one._id, one.dueAt)
          count += 1
        }
      return count
    },

    /** Forgets finished messages after their time, and removed endpoints with them; resolves with how many messages. */
    sweep: async (district: string): Promise<number> => {
      const now = clock.now()
      const old: string[] = []
      for (const state of ['delivered', 'dead'])
        for await (const one of store.webhookMessages.each({
          index: 'byDue',
          equals: { district, state },
          range: { field: 'dueAt', before: now },
        }))
          old.push(one._id)
      for (const id of old) await store.webhookMessages.remove(id)
      const before = plusDays(now, -messageKeptDays)
      const over: string[] = []
      for await (const one of store.webhooks.each({ index: 'byDistrict', equals: { district } }))
        if (one.state === 'removed' && one.updatedAt < before && one.pending.length === 0) over.push(one._id)
      for (const id of over) await store.webhooks.remove(id)
      return old.length
    },
  }
}

/** An endpoint that says it is gone gets no further attempt. */
const giveUpGone = (
  found: WebhookMessage,
  by: { readonly lease: string; readonly attempt: number },
  result: AttemptResult,
  now: Instant,
) => {
  const noted = noteResult(found, by, result, now, 0)
  return noted.kind === 'changed' && noted.doc.state === 'queued'
    ? giveUp({ ...found, attempts: noted.doc.attempts }, 'endpoint_disabled', now)
    : noted
}

export type WebhookSending = ReturnType<typeof webhookSending>
