import type { Caller } from '../domain/access.ts'
import type { Instant } from '../domain/time.ts'
import type { Webhook } from '../domain/webhook.ts'
import { isTaken, messageOf, replay, type MessageState, type WebhookMessage } from '../domain/webhook-message.ts'
import { testType } from '../domain/webhook-types.ts'
import { Problem } from '../problem.ts'
import type { Page, PageRequest } from '../store/store.ts'
import { found } from './seekers.ts'
import { enqueueSending } from './webhook-sending.ts'
import { allow, done, seen, type Wiring } from './wiring.ts'

/** How an endpoint does. */
export interface WebhookHealth {
  readonly state: Webhook['state']
  readonly waiting: number
  readonly delivered: number
  readonly dead: number
  /** Of the newest messages: attempts with an outcome, and those that failed. */
  readonly attempts: number
  readonly failedAttempts: number
  readonly medianMs?: number
  readonly failingSince?: Instant
  readonly deliveredAt?: Instant
}

/** Which messages are to be sent once more: of one state, and of events in a stretch of time. */
export interface ReplayRange {
  readonly state: 'dead' | 'delivered'
  readonly from: Instant
  readonly before: Instant
}

/** Messages that an endpoint's health is read from. */
const healthMessagesMax = 500

/** The upper of the two in the middle for an even count; undefined for none. */
const medianOf = (values: readonly number[]): number | undefined =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

/** Messages as the owners of endpoints see them: attempts, dead letters, replays, health. */
export const webhookMessages = (wiring: Pick<Wiring, 'store' | 'outbound' | 'clock' | 'ids'>) => {
  const { store, outbound, clock, ids } = wiring

  const endpoint = async (
    caller: Caller,
    permission: 'webhook.read' | 'webhook.write' | 'webhook.replay',
    id: string,
  ): Promise<Webhook> => seen(caller, permission, await store.webhooks.get(id))

  const mustBeActive = ({ state }: Webhook): void => {
    if (state !== 'active') throw new Problem(state === 'removed' ? 'webhook.removed' : 'webhook.disabled')
  }

  const messageOfEndpoint = async (webhook: Webhook, id: string): Promise<WebhookMessage> => {
    const message = await store.webhookMessages.get(id)
    if (message?.webhook !== webhook._id) throw new Problem('object.unknown')
    return message
  }

  const again = async (caller: Caller, id: string): Promise<WebhookMessage> => {
    const now = clock.now()
    const message = done(await store.webhookMessages.change(id, caller.key, (one) => replay(one, now)))
    await enqueueSending(outbound, id, now)
    return message
  }

  return {
    /** Messages of an endpoint with their attempts, newest event first; `dead` alone are its dead letters. */
    list: async (
      caller: Caller,
      id: string,
      page: PageRequest,
      filter: { state?: MessageState } = {},
    ): Promise<Page<WebhookMessage>> => {
      const { district, _id: webhook } = await endpoint(caller, 'webhook.read', id)
      const { state } = filter
      return state === undefined
        ? store.webhookMessages.find({ index: 'byWebhook', equals: { district, webhook }, descending: true }, page)
        : store.webhookMessages.find(
            { index: 'byWebhookState', equals: { district, webhook, state }, descending: true },
            page,
          )
    },

    get: async (caller: Caller, id: string, message: string): Promise<WebhookMessage> =>
      messageOfEndpoint(await endpoint(caller, 'webhook.read', id), message),

    /** Sends a test event to this endpoint alone. */
    test: async (caller: Caller, id: string): Promise<WebhookMessage> => {
      const to = await endpoint(caller, 'webhook.write', id)
      mustBeActive(to)
      const now = clock.now()
      const event = { id: ids.next('evt'), kind: testType, at: now, data: { webhook: to._id } }
      const draft = messageOf(event, to, now)
      await store.webhookMessages.insert(draft, [], caller.key)
      await enqueueSending(outbound, draft._id, now)
      return found(await store.webhookMessages.get(draft._id))
    },

    /** Sends one finished message once more, under its own id. */
    replay: async (caller: Caller, id: string, message: string): Promise<WebhookMessage> => {
      const to = await endpoint(caller, 'webhook.replay', id)
      const { _id } = await messageOfEndpoint(to, message)
      mustBeActive(to)
      return again(caller, _id)
    },

    /** Sends the finished messages of a range once more, oldest event first, one page at a time. */
    replayRange: async (
      caller: Caller,
      id: string,
      { state, from, before }: ReplayRange,
      page: PageRequest,
    ): Promise<{ readonly queued: number; readonly next?: string }> => {
      const to = await endpoint(caller, 'webhook.replay', id)
      mustBeActive(to)
      const { rows, next } = await store.webhookMessages.find(
        {
          index: 'byWebhookState',
          equals: { district: to.district, webhook: to._id, state },
          range: { field: 'eventAt', from, before },
        },
        page,
      )
      for (const row of rows) await again(caller, row._id)
      return { queued: rows.length, ...(next === undefined ? {} : { next }) }
    },

    health: async (caller: Caller, id: string): Promise<WebhookHealth> => {
      allow(caller, 'webhook.read')
      const { state, failingSince, deliveredAt, district, _id: webhook } = await endpoint(caller, 'webhook.read', id)
      const count = (wanted: MessageState): Promise<number> =>
        store.webhookMessages.count({ index: 'byWebhookState', equals: { district, webhook, state: wanted } })
      const newest = await store.webhookMessages.find(
        { index: 'byWebhook', equals: { district, webhook }, descending: true },
        { limit: healthMessagesMax },
      )
      const ended = newest.rows.flatMap(({ attempts }) => attempts).filter(({ tookMs }) => tookMs !== undefined)
      const taken = ended.filter(isTaken)
      const medianMs = medianOf(taken.flatMap(({ tookMs }) => tookMs ?? []))
      return {
        state,
        waiting: (await count('queued')) + (await count('sending')),
        delivered: await count('delivered'),
        dead: await count('dead'),
        attempts: ended.length,
        failedAttempts: ended.length - taken.length,
        ...(medianMs === undefined ? {} : { medianMs }),
        ...(failingSince === undefined ? {} : { failingSince }),
        ...(deliveredAt === undefined ? {} : { deliveredAt }),
      }
    },
  }
}
