import { cutOf, may, type Caller } from '../domain/access.ts'
import type { Decision } from '../domain/aggregate.ts'
import type { Delivery, DeliveryState, Purpose } from '../domain/delivery-types.ts'
import {
  channelNow,
  deliveryId,
  handOver,
  isPersonal,
  stepDueAt,
  tick,
  withdrawDelivery,
  type StepHours,
} from '../domain/delivery.ts'
import { moveOffer } from '../domain/guarantee/offers.ts'
import { noteInvitation } from '../domain/guarantee/sessions.ts'
import { policyAt, type Policy } from '../domain/policy.ts'
import type { Channel, Seeker } from '../domain/seeker.ts'
import { plusDays } from '../domain/time.ts'
import { Problem } from '../problem.ts'
import type { Page, PageRequest } from '../store/store.ts'
import type { Ledgers } from './ledgers.ts'
import type { Messages } from './messages.ts'
import { allow, done, ifMay, seen, system, type Wiring } from './wiring.ts'

/** Channels by which this person may be reached, in their order; a visit is always the last resort. */
export function channelPlan(seeker: Seeker, order: readonly Channel[]): readonly Channel[] {
  const wanted =
    seeker.channels.length > 0 ? seeker.channels.filter((one) => one.consent).map((one) => one.channel) : order
  const reachable = wanted.filter((channel) => {
    if (seeker.messagesStoppedAt !== undefined && !isPersonal(channel)) return false
    if (channel === 'wechat') return seeker.wechat !== undefined
    return channel === 'visit' ? false : seeker.phone !== undefined
  })
  return [...new Set([...reachable, 'visit' as const])]
}

/** Deliveries: making messages, handing them to notifiers and people, taking receipts in. */
export const deliveries = (
  wiring: Pick<Wiring, 'store' | 'clock' | 'policies'>,
  ledgers: Ledgers,
  messages: Messages,
) => {
  const { store, clock, policies } = wiring
  const policy = (): Policy => policyAt(policies, clock.now())
  const hours = (): StepHours => policy().delivery.stepHours

  /** Makes the message of an item once; its body and id stay the same over every attempt. */
  const prepare = async (guaranteeId: string, purpose: Purpose, item: string, round = 0): Promise<void> => {
    const guarantee = await store.guarantees.get(guaranteeId)
    const seeker = guarantee === undefined ? undefined : await store.seekers.get(guarantee.seeker)
    if (guarantee === undefined || seeker === undefined) return
    const body = await messages.bodyOf(guarantee, purpose, item)
    if (body === undefined) return
    const now = clock.now()
    const rules = policy().delivery
    const plan = channelPlan(seeker, rules.order)
    const expiresAt = plusDays(now, rules.expiryDays)
    const id = deliveryId(item, round)
    await store.deliveries.insert(
      {
        _id: id,
        district: guarantee.district,
        seeker: seeker._id,
        guarantee: guaranteeId,
        purpose,
        item,
        township: guarantee.township,
        village: guarantee.village,
        body,
        plan,
        step: 0,
        state: 'queued',
        attempts: [],
        dueAt: stepDueAt({ plan, expiresAt }, 0, now, rules.stepHours),
        expiresAt,
      },
      [{ kind: 'delivery.queued', data: { delivery: id } }],
      system,
    )
  }

  return {
    prepare,

    get: async (caller: Caller, id: string): Promise<Delivery> =>
      seen(caller, 'delivery.read', await store.deliveries.get(id)),

    ofSeeker: async (caller: Caller, seekerId: string): Promise<readonly Delivery[]> => {
      const seeker = seen(caller, 'seeker.read', await store.seekers.get(seekerId))
      const equals = { district: seeker.district, seeker: seeker._id }
      return (await store.deliveries.find({ index: 'bySeeker', equals }, { limit: 200 })).rows
    },

    list: async (
      caller: Caller,
      page: PageRequest,
      filter: { state?: DeliveryState } = {},
    ): Promise<Page<Delivery>> => {
      allow(caller, 'delivery.read')
      const cut = cutOf(caller, 'delivery.read')
      if (cut === undefined) return { rows: [] }
      const { district } = caller
      const state = filter.state === undefined ? {} : { state: filter.state }
      if (cut.field === 'village')
        return store.deliveries.find({ index: 'byVillage', equals: { district, village: cut.value, ...state } }, page)
      const and = cut.field === 'township' ? { township: cut.value } : {}
      return store.deliveries.find({ index: 'byState', equals: { district, ...state }, and }, page)
    },

    /** Calls and visits that wait for a caseworker or grid worker. */
    tasks: async (caller: Caller, page: PageRequest): Promise<Page<Delivery>> => {
      allow(caller, 'delivery.hand_over')
      const found = await store.deliveries.find(
        { index: 'byState', equals: { district: caller.district, state: 'queued' } },
        page,
      )
      return {
        ...found,
        rows: found.rows.filter((one) => isPersonal(channelNow(one)) && may(caller, 'delivery.hand_over', one)),
      }
    },

    /** Records that a person handed the message over; the note is the evidence. */
    handOver: async (caller: Caller, id: string, said: { note: string; channel: Channel }): Promise<Delivery> => {
      if (!said.note.trim())
        throw new Problem('guidance.note_missing', {}, [
          { pointer: '/note', zh: '请写明何时、如何当面交付', en: 'say when and how it was handed over' },
        ])
      const act = { ...said, by: caller.key, at: clock.now() }
      return done(
        await store.deliveries.change(
          id,
          caller.key,
          ifMay(caller, 'delivery.hand_over', (one) => handOver(one, act)),
        ),
      )
    },

    /** What time alone makes of a delivery. */
    tick: async (id: string): Promise<void> => {
      done(await store.deliveries.change(id, system, (one): Decision<Delivery> => tick(one, clock.now(), hours())))
    },

    /** Takes an unsent message back. */
    withdraw: async (item: string, round = 0): Promise<void> => {
      await store.deliveries.change(deliveryId(item, round), system, withdrawDelivery)
    },

    /** Brings the ledger to what became of a message, and returns the item of one that never arrived. */
    follow: async (id: string): Promise<Pick<Delivery, 'purpose' | 'item'> | undefined> => {
      const delivery = await store.deliveries.get(id)
      if (delivery === undefined) return undefined
      const { evidence, item, purpose } = delivery
      const at = delivery.finishedAt ?? clock.now()
      if (evidence !== undefined) {
        await ledgers.change(delivery.guarantee, system, (found, act) =>
          purpose === 'offer'
            ? moveOffer(found, item, 'deliver', { ...act, at }, { evidence })
            : noteInvitation(found, item, evidence, act),
        )
        return undefined
      }
      if (delivery.state !== 'undelivered') return undefined
      if (purpose === 'offer')
        await ledgers.change(delivery.guarantee, system, (found, act) => moveOffer(found, item, 'expire', act))
      return { purpose, item }
    },
  }
}

export type Deliveries = ReturnType<typeof deliveries>
