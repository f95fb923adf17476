import { channelNow } from '../../src/domain/delivery.ts'
import type { Delivery } from '../../src/domain/delivery-types.ts'
import type { Instant } from '../../src/domain/time.ts'
import type { LeasedDelivery } from '../../src/services/leasing.ts'
import {
  allPages,
  type ClassSeen,
  type Desk,
  type LedgerSeen,
  type Office,
  type PostRoom,
  type Registry,
  type SlotSeen,
} from '../demo/office.ts'
import { leaseMax, longAgo } from '../demo/services-office.ts'
import type { ItemTold, PromiseTold } from './compare.ts'
import type { Member } from './fleet.ts'
import type { Call } from './office.ts'
import type { Counts } from './simulated.ts'

/** Rows of a page, as many as the API gives. */
const limit = 200
/** Receipts of one request, as many as the API takes. */
const receiptsMax = 1_000

export interface HttpOfficeOptions {
  readonly apis: readonly Member[]
  readonly calls: { readonly admin: Call; readonly notifier: Call }
  readonly now: () => Instant
}

/** A ledger as the API tells it. */
export interface LedgerTold {
  readonly guidance: PromiseTold
  readonly offers: PromiseTold
  readonly training: PromiseTold
  readonly facts: {
    readonly guidance: readonly ItemTold[]
    readonly offers: readonly (ItemTold & { readonly posting: string })[]
    readonly training: readonly (ItemTold & { readonly class: string })[]
  }
}

type Method = 'GET' | 'POST'

/** Asks the API processes in turn; an answer that is no success ends the simulation. */
function asking({ apis, calls }: HttpOfficeOptions) {
  let turn = 0
  const next = (): Member => {
    const found = apis[turn++ % apis.length]
    if (found === undefined) throw new Error('an office over HTTP needs an API process')
    return found
  }
  const by =
    (call: Call, api = next) =>
    async <T>(method: Method, path: string, body?: unknown): Promise<T> => {
      const { status, body: answered } = await call(api().url, method, path, body)
      if (status < 200 || status > 299)
        throw new Error(`${method} ${path} was answered ${status} ${JSON.stringify(answered)}`)
      return answered as T
    }
  return { next, by, ask: by(calls.admin), send: by(calls.notifier) }
}

type Asking = ReturnType<typeof asking>

/** An office whose people call the API processes in turn, over HTTP. */
export function httpOffice(options: HttpOfficeOptions): Office {
  const way = asking(options)
  return {
    now: options.now,
    ...registryOf(way, options.calls.admin),
    ...postRoomOf(way),
    ...deskOf(way),
    ...outcomesOf(way),
  }
}

/**
 * Creations, one after the other, whichever process makes them: the counts of ids go from one to the next, so that each
 * thing gets the id that it has in a run of one process, and ties that ids decide fall alike.
 */
function registryOf({ next, by }: Asking, call: Call): Registry {
  let counts: Counts = []
  const add = async (path: string, body: unknown): Promise<string> => {
    const api = next()
    await api.command({ lent: counts })
    try {
      return (await by(call, () => api)<{ id: string }>('POST', path, body)).id
    } finally {
      counts = (await api.command({ back: true })).counts ?? []
    }
  }
  return {
    addEmployer: (said) => add('/v1/employers', said),
    addPosting: (said) => add('/v1/postings', said),
    addHousehold: (said) => add('/v1/households', said),
    addSeeker: (said) => add('/v1/seekers', said),
    join: (household, member) => by(call)('POST', `/v1/households/${household}/members`, member),
    addSlot: (said) => add('/v1/slots', said),
    addClass: (said) => add('/v1/classes', said),
  }
}

function postRoomOf({ ask, send }: Asking): PostRoom {
  return {
    lease: async () => {
      const wish = { max: leaseMax, channels: ['sms', 'wechat'], seconds: 300, bundle: true }
      return (await send<{ rows: readonly LeasedDelivery[] }>('POST', '/v1/deliveries/lease', wish)).rows
    },
    acknowledge: (delivery, lease) => send('POST', `/v1/deliveries/${delivery}/acknowledge`, { lease }),
    receipts: async (news) => {
      for (let at = 0; at < news.length; at += receiptsMax)
        await send('POST', '/v1/deliveries/receipts', { rows: news.slice(at, at + receiptsMax) })
    },
    seekerOf: async (delivery) => (await ask<{ seeker: string }>('GET', `/v1/deliveries/${delivery}`)).seeker,
  }
}

/** Every row of a list. */
const listed =
  ({ ask }: Asking) =>
  <T>(path: string, query = ''): Promise<readonly T[]> =>
    allPages((after) => {
      const page = after === undefined ? '' : `&after=${encodeURIComponent(after)}`
      return ask<{ rows: readonly T[]; next?: string }>('GET', `${path}?limit=${limit}${query}${page}`)
    })

type Outcomes = Pick<Desk, 'ledgers' | 'slots' | 'record' | 'classes' | 'seat' | 'openPostings' | 'close'>

function outcomesOf(way: Asking): Outcomes {
  const { ask } = way
  const list = listed(way)
  return {
    ledgers: async () => {
      const seen: LedgerSeen[] = []
      for (const { seeker } of await list<{ seeker: string }>('/v1/guarantees')) {
        const { facts } = await ask<LedgerTold>('GET', `/v1/seekers/${seeker}/guarantee`)
        seen.push({ seeker, ...facts })
      }
      return seen
    },
    slots: (from) => list<SlotSeen>('/v1/slots', `&from=${from}`),
    record: (slot, seeker, said) => ask('POST', `/v1/slots/${slot}/bookings/${seeker}/outcome`, said),
    classes: () => list<ClassSeen>('/v1/classes', `&from=${longAgo}`),
    seat: (id, seeker, step) => ask('POST', `/v1/classes/${id}/seats/${seeker}/step`, step),
    openPostings: async () => (await list<{ id: string }>('/v1/postings', '&state=open')).map(({ id }) => id),
    close: (posting, reason) => ask('POST', `/v1/postings/${posting}/close`, { reason }),
  }
}

function deskOf(way: Asking): Omit<Desk, keyof Outcomes> {
  const { ask } = way
  const list = listed(way)
  return {
    openReviews: async () => (await list<{ id: string }>('/v1/reviews', '&state=open')).map(({ id }) => id),
    claim: (review) => ask('POST', `/v1/reviews/${review}/claim`),
    approve: (review) => ask('POST', `/v1/reviews/${review}/approve`, {}),
    reject: (review, reason) => ask('POST', `/v1/reviews/${review}/reject`, { reason }),
    undo: (review) => ask('POST', `/v1/reviews/${review}/undo`),
    tasks: async () =>
      (await list<Pick<Delivery, 'plan' | 'step' | 'seeker'> & { id: string }>('/v1/deliveries/tasks')).map((one) => ({
        id: one.id,
        seeker: one.seeker,
        channel: channelNow(one),
      })),
    handOver: (delivery, said) => ask('POST', `/v1/deliveries/${delivery}/hand-over`, said),
    answer: (seeker, offer, said) => ask('POST', `/v1/seekers/${seeker}/guarantee/offers/${offer}/answer`, said),
    placement: (seeker, offer, hired) =>
      ask('POST', `/v1/seekers/${seeker}/guarantee/offers/${offer}/placement`, { hired }),
  }
}
