import { pastOf, planOf } from '../domain/channel-plan.ts'
import { cutOf, may, type Caller } from '../domain/access.ts'
import type { Decision } from '../domain/aggregate.ts'
import type { Delivery, DeliveryState, Purpose } from '../domain/delivery-types.ts'
import {
  channelNow,
  deliveryId,
  handOver,
  noteMissed,
  renew,
  stepDueAt,
  stepLimit,
  tick,
  withdrawDelivery,
  type MissedCode,
  type StepLimit,
} from '../domain/delivery.ts'
import { isCalledOff } from '../domain/guarantee/items.ts'
import { noteDelivered, noteUndelivered } from '../domain/guarantee/offers.ts'
import { noteInvitation } from '../domain/guarantee/sessions.ts'
import { policyAt, type Policy } from '../domain/policy.ts'
import { isPersonal, type Channel } from '../domain/seeker.ts'
import { plusDays } from '../domain/time.ts'
import { Problem } from '../problem.ts'
import type { Page, PageRequest } from '../store/store.ts'
import type { Ledgers } from './ledgers.ts'
import type { Messages } from './messages.ts'
import { allow, done, ifMay, seen, system, type Wiring } from './wiring.ts'

/** Earlier messages of a person that are looked at to see which channel worked. */
const pastMax = 50

/** Deliveries: making messages, handing them to notifiers and people, taking receipts in. */
export const deliveries = (
  wiring: Pick<Wiring, 'store' | 'clock' | 'policies' | 'calendar'>,
  ledgers: Ledgers,
  messages: Messages,
) => {
  const { store, clock, policies, calendar } = wiring
  const policy = (): Policy => policyAt(policies, clock.now())
  const limit = (): StepLimit => stepLimit(policy().delivery.stepHours, calendar)

  const withdraw = async (item: string): Promise<void> => {
    await store.deliveries.change(deliveryId(item), system, (one) => withdrawDelivery(one, clock.now()))
  }

  /**
   * Brings the message of an item to what the item calls for: makes it once (its body and id stay the same over every
   * attempt), takes it back when a session or a seat is called off, and brings it back when it is called for again.
   */
  const prepare = async (guaranteeId: string, purpose: Purpose, item: string): Promise<void> => {
    const guarantee = await store.guarantees.get(guaranteeId)
    const seeker = guarantee === undefined ? undefined : await store.seekers.get(guarantee.seeker)
    if (guarantee === undefined || seeker === undefined) return
    const body = await messages.bodyOf(guarantee, purpose, item)
    if (body === undefined) {
      const found = [...guarantee.guidance, ...guarantee.training].find(({ id }) => id === item)
      return found !== undefined && isCalledOff(found.state) ? withdraw(item) : undefined
    }
    const now = clock.now()
    const rules = policy().delivery
    const equals = { district: seeker.district, seeker: seeker._id }
    const before = await store.deliveries.find({ index: 'bySeeker', equals, descending: true }, { limit: pastMax })
    const { channels: plan, reasons: planReasons } = planOf(seeker, rules.order, pastOf(before.rows))
    const expiresAt = plusDays(now, rules.expiryDays)
    const id = deliveryId(item)
    const fresh = { body, plan, planReasons, dueAt: stepDueAt({ plan, expiresAt }, 0, now, limit()), expiresAt }
    const draft = {
      ...fresh,
      _id: id,
      district: guarantee.district,
      seeker: seeker._id,
      guarantee: guaranteeId,
      purpose,
      item,
      township: guarantee.township,
      village: guarantee.village,
      step: 0,
      state: 'queued' as const,
      attempts: [],
    }
    const inserted = await store.deliveries.insert(draft, [{ kind: 'delivery.queued', data: { delivery: id } }], system)
    if (inserted === 'exists') await store.deliveries.change(id, system, (one) => renew(one, fresh))
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

    /** Calls and visits that wait for a caseworker or grid worker, those due first at the head. */
    tasks: async (caller: Caller, page: PageRequest): Promise<Page<Delivery>> => {
      allow(caller, 'delivery.read')
      const cut = cutOf(caller, 'delivery.read')
      if (cut === undefined) return { rows: [] }
      const common = { district: caller.district, state: 'queued' }
      const found = await store.deliveries.find(
        cut.field === 'village'
          ? { index: 'byVillage', equals: { ...common, village: cut.value } }
          : { index: 'byState', equals: common, and: cut.field === 'township' ? { township: cut.value } : {} },
        page,
      )
      return {
        ...found,
        rows: found.rows.filter((one) => isPersonal(channelNow(one)) && may(caller, 'delivery.read', one)),
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

    /** Records a call or visit that did not find the person. */
    noteMissed: async (caller: Caller, id: string, said: { code: MissedCode; note?: string }): Promise<Delivery> => {
      const act = { ...said, by: caller.key, at: clock.now() }
      const decide = ifMay<Delivery>(caller, 'delivery.hand_over', (one) => noteMissed(one, act, limit()))
      return done(await store.deliveries.change(id, caller.key, decide))
    },

    /** What time alone makes of a delivery. */
    tick: async (id: string): Promise<void> => {
      done(await store.deliveries.change(id, system, (one): Decision<Delivery> => tick(one, clock.now(), limit())))
    },

    /** Takes a message back, or keeps it from being tried another way. */
    withdraw,

    /** Brings the ledger to what became of a message, and returns the item of one that never arrived. */
    follow: async (id: string): Promise<Pick<Delivery, 'purpose' | 'item'> | undefined> => {
      const delivery = await store.deliveries.get(id)
      if (delivery === undefined) return undefined
      const { evidence, item, purpose } = delivery
      const at = delivery.finishedAt ?? clock.now()
      if (evidence !== undefined) {
        await ledgers.change(delivery.guarantee, system, (found, act) =>
          purpose === 'offer'
            ? noteDelivered(found, item, { ...act, at }, evidence)
            : noteInvitation(found, item, evidence, act),
        )
        return undefined
      }
      if (delivery.state !== 'undelivered') return undefined
      if (purpose === 'offer')
        await ledgers.change(delivery.guarantee, system, (found, act) => noteUndelivered(found, item, act))
      return { purpose, item }
    },
  }
}

export type Deliveries = ReturnType<typeof deliveries>
