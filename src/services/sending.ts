import type { Caller } from '../domain/access.ts'
import type { Decision } from '../domain/aggregate.ts'
import { carriedAttempt } from '../domain/bundle.ts'
import type { Delivery, Receipt } from '../domain/delivery-types.ts'
import { acknowledge, extend, stepLimit, takeReceipt, type StepLimit } from '../domain/delivery.ts'
import { policyAt, type Policy } from '../domain/policy.ts'
import { allow, done, ifMay, type Wiring } from './wiring.ts'

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

/** The notifier's side of deliveries: acknowledging, receipts; what one message carries shares its fate. */
export const sending = ({
  store,
  clock,
  policies,
  calendar,
}: Pick<Wiring, 'store' | 'clock' | 'policies' | 'calendar'>) => {
  const policy = (): Policy => policyAt(policies, clock.now())
  const limit = (): StepLimit => stepLimit(policy().delivery.stepHours, calendar)

  /** The items that the message of an attempt carried besides its own, with their attempts. */
  const carriedBy = async (lead: Delivery, attempt: number): Promise<readonly { id: string; attempt: number }[]> => {
    const bundle = lead.attempts.find((one) => one.number === attempt)?.bundle ?? []
    const others = await store.deliveries.getMany(bundle.filter((id) => id !== lead._id))
    return others.flatMap((one) => {
      const found = carriedAttempt(one, { delivery: lead._id, attempt })
      return found === undefined ? [] : [{ id: one._id, attempt: found.number }]
    })
  }

  /** Does to everything that a leased message carries what was done to itself. */
  const carry = async (
    caller: Caller,
    lead: Delivery,
    decide: (one: Delivery, attempt: number) => Decision<Delivery>,
    attempt = lead.attempts.length,
  ): Promise<void> => {
    for (const one of await carriedBy(lead, attempt))
      await store.deliveries.change(one.id, caller.key, (found) => decide(found, one.attempt))
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
      ifMay(caller, 'delivery.send', (one) => takeReceipt(one, receipt, limit(), caller.key)),
    )
    if (outcome.kind === 'missing') return { delivery: news.delivery, result: 'refused', code: 'object.unknown' }
    if (outcome.kind === 'refused') return { delivery: news.delivery, result: 'refused', code: outcome.code }
    // Also when it was known: a process may have died between the message and what it carries.
    const take = (one: Delivery, attempt: number): Decision<Delivery> =>
      takeReceipt(one, { ...receipt, attempt }, limit(), caller.key)
    await carry(caller, outcome.doc, take, news.attempt)
    return { delivery: news.delivery, result: outcome.kind === 'changed' ? 'taken' : 'known' }
  }

  return {
    receive,

    acknowledge: async (caller: Caller, id: string, leaseId: string): Promise<Delivery> => {
      const said = { id: leaseId, now: clock.now() }
      const decide = (one: Delivery): Decision<Delivery> => acknowledge(one, said, limit())
      const lead = done(await store.deliveries.change(id, caller.key, ifMay(caller, 'delivery.send', decide)))
      await carry(caller, lead, decide)
      return lead
    },

    extend: async (caller: Caller, id: string, wish: { lease: string; seconds: number }): Promise<Delivery> => {
      const said = { id: wish.lease, now: clock.now(), seconds: wish.seconds }
      const decide = (one: Delivery): Decision<Delivery> => extend(one, said)
      const lead = done(await store.deliveries.change(id, caller.key, ifMay(caller, 'delivery.send', decide)))
      await carry(caller, lead, decide)
      return lead
    },

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
