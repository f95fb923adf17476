import type { Caller } from '../domain/access.ts'
import type { Delivery, Purpose, Receipt } from '../domain/delivery-types.ts'
import {
  acknowledge,
  channelNow,
  extend,
  isPersonal,
  lease,
  takeReceipt,
  tick,
  type StepHours,
} from '../domain/delivery.ts'
import { policyAt, type Policy } from '../domain/policy.ts'
import { open } from '../domain/privacy.ts'
import { loud } from '../domain/quiet.ts'
import type { Channel, Seeker } from '../domain/seeker.ts'
import { plusMs } from '../domain/time.ts'
import type { Links } from './links.ts'
import { allow, done, ifMay, system, type Wiring } from './wiring.ts'

/** What a notifier gets: the message and, for it alone, the address to send it to. */
export interface LeasedDelivery {
  readonly id: string
  readonly lease: string
  readonly until: string
  readonly attempt: number
  readonly channel: Channel
  readonly address: string
  readonly purpose: Purpose
  readonly text: string
  readonly template: string
}

/** A receipt as a notifier posts it. */
export interface ReceiptNews {
  readonly delivery: string
  readonly attempt: number
  readonly status: Receipt['status']
  readonly at: string
  readonly code?: string
}

/** What became of one receipt of a bulk. */
export interface ReceiptOutcome {
  readonly delivery: string
  readonly result: 'taken' | 'known' | 'refused'
  readonly code?: string
}

/** The notifier's side of deliveries: leasing, acknowledging, receipts. */
export const sending = (
  { store, clock, ids, ring, policies }: Pick<Wiring, 'store' | 'clock' | 'ids' | 'ring' | 'policies'>,
  links: Pick<Links, 'fill'>,
) => {
  const policy = (): Policy => policyAt(policies, clock.now())
  const hours = (): StepHours => policy().delivery.stepHours

  const addressOf = (seeker: Seeker, channel: Channel): string | undefined => {
    const sealed = channel === 'wechat' ? seeker.wechat : seeker.phone
    return sealed === undefined ? undefined : open(ring, channel === 'wechat' ? 'wechat' : 'phone', sealed)
  }

  /** Returns leases that ran out, so that a dead notifier holds nothing back. */
  const returnRunOut = async (district: string): Promise<void> => {
    const now = clock.now()
    const range = { field: 'dueAt', before: plusMs(now, 1) }
    const { rows } = await store.deliveries.find(
      { index: 'byState', equals: { district, state: 'leased' }, range },
      { limit: 500 },
    )
    for (const row of rows) await store.deliveries.change(row._id, system, (one) => tick(one, now, hours()))
  }

  const leaseOne = async (caller: Caller, row: Delivery, seconds: number): Promise<LeasedDelivery | undefined> => {
    const id = ids.next('lse')
    const outcome = await store.deliveries.change(row._id, caller.key, (one) =>
      lease(one, { holder: caller.key, id, now: clock.now(), seconds }),
    )
    if (outcome.kind !== 'changed') return undefined
    const { doc } = outcome
    const seeker = await store.seekers.get(doc.seeker)
    const channel = channelNow(doc)
    const isStopped = seeker?.messagesStoppedAt !== undefined && !isPersonal(channel)
    const address = seeker === undefined || isStopped ? undefined : addressOf(seeker, channel)
    if (seeker === undefined || address === undefined) {
      await store.deliveries.change(doc._id, system, (one) =>
        takeReceipt(
          one,
          {
            attempt: one.attempts.length,
            status: 'failed',
            at: clock.now(),
            code: isStopped ? 'stopped' : 'no_address',
          },
          hours(),
          system,
        ),
      )
      return undefined
    }
    const { purpose, body } = doc
    const until = doc.lease?.until ?? clock.now()
    return {
      id: doc._id,
      lease: id,
      until,
      attempt: doc.attempts.length,
      channel,
      address,
      purpose,
      text: await links.fill(body.text, seeker, doc.createdAt),
      template: body.template,
    }
  }

  const receive = async (caller: Caller, news: ReceiptNews): Promise<ReceiptOutcome> => {
    allow(caller, 'delivery.send')
    const now = clock.now()
    const receipt: Receipt = {
      attempt: news.attempt,
      status: news.status,
      at: news.at > now ? now : news.at,
      ...(news.code === undefined ? {} : { code: news.code }),
    }
    const outcome = await store.deliveries.change(
      news.delivery,
      caller.key,
      ifMay(caller, 'delivery.send', (one) => takeReceipt(one, receipt, hours(), caller.key)),
    )
    if (outcome.kind === 'missing') return { delivery: news.delivery, result: 'refused', code: 'object.unknown' }
    if (outcome.kind === 'refused') return { delivery: news.delivery, result: 'refused', code: outcome.code }
    return { delivery: news.delivery, result: outcome.kind === 'changed' ? 'taken' : 'known' }
  }

  return {
    receive,

    /** Hands the oldest waiting messages of these channels to one notifier, for a time; none during quiet hours. */
    lease: async (
      caller: Caller,
      wish: { max: number; channels: readonly Channel[]; seconds: number },
    ): Promise<readonly LeasedDelivery[]> => {
      allow(caller, 'delivery.send')
      const { district } = caller
      const now = clock.now()
      if (!loud(now, policy().delivery)) return []
      await returnRunOut(district)
      const leased: LeasedDelivery[] = []
      let found: Delivery[] = []
      // What is written at the same time shares one wait for the disk.
      const take = async (): Promise<void> => {
        const taken = await Promise.all(found.map((row) => leaseOne(caller, row, wish.seconds)))
        found = []
        leased.push(...taken.filter((one) => one !== undefined))
      }
      const range = { field: 'dueAt', before: plusMs(now, 1) }
      for await (const row of store.deliveries.each({
        index: 'byState',
        equals: { district, state: 'queued' },
        range,
      })) {
        const channel = channelNow(row)
        if (isPersonal(channel) || !wish.channels.includes(channel)) continue
        found.push(row)
        if (leased.length + found.length >= wish.max) await take()
        if (leased.length >= wish.max) break
      }
      await take()
      return leased
    },

    acknowledge: async (caller: Caller, id: string, leaseId: string): Promise<Delivery> =>
      done(
        await store.deliveries.change(
          id,
          caller.key,
          ifMay(caller, 'delivery.send', (one) => acknowledge(one, { id: leaseId, now: clock.now() }, hours())),
        ),
      ),

    extend: async (caller: Caller, id: string, said: { lease: string; seconds: number }): Promise<Delivery> =>
      done(
        await store.deliveries.change(
          id,
          caller.key,
          ifMay(caller, 'delivery.send', (one) =>
            extend(one, { id: said.lease, now: clock.now(), seconds: said.seconds }),
          ),
        ),
      ),

    receipts: async (caller: Caller, rows: readonly ReceiptNews[]): Promise<readonly ReceiptOutcome[]> => {
      // Receipts of one delivery keep their order; those of others are written at the same time.
      const last = new Map<string, Promise<unknown>>()
      const outcomes = rows.map((row) => {
        const before = last.get(row.delivery)
        const outcome = before === undefined ? receive(caller, row) : before.then(() => receive(caller, row))
        last.set(row.delivery, outcome)
        return outcome
      })
      return Promise.all(outcomes)
    },
  }
}
