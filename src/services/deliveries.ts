import { cutOf, may, type Caller } from '../domain/access.ts'
import { unchanged, type Decision } from '../domain/aggregate.ts'
import type { Delivery, DeliveryState } from '../domain/delivery-types.ts'
import {
  channelNow,
  deliveryId,
  handOver,
  noteMissed,
  stepLimit,
  tick,
  type MissedCode,
  type StepLimit,
} from '../domain/delivery.ts'
import { callOffOf } from '../domain/guarantee/called-off.ts'
import type { Guarantee } from '../domain/guarantee/guarantee.ts'
import { noteDelivered, noteUndelivered } from '../domain/guarantee/offers.ts'
import { noteInvitation } from '../domain/guarantee/sessions.ts'
import type { Act } from '../domain/guarantee/step.ts'
import { policyAt, type Policy } from '../domain/policy.ts'
import { isPersonal, type Channel } from '../domain/seeker.ts'
import { Problem } from '../problem.ts'
import type { Page, PageRequest } from '../store/store.ts'
import type { Ledgers } from './ledgers.ts'
import type { Messages } from './messages.ts'
import { preparing } from './preparing.ts'
import { allow, done, ifMay, seen, system, type Wiring } from './wiring.ts'

/** Deliveries: making messages, handing them to notifiers and people, taking receipts in. */
export const deliveries = (
  wiring: Pick<Wiring, 'store' | 'clock' | 'policies' | 'calendar'>,
  ledgers: Ledgers,
  messages: Messages,
) => {
  const { store, clock, policies, calendar } = wiring
  const policy = (): Policy => policyAt(policies, clock.now())
  const limit = (): StepLimit => stepLimit(policy().delivery.stepHours, calendar)
  const { prepare, takeBack } = preparing(wiring, messages)

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

    /** Takes the message of an item back, or keeps it from being tried another way. */
    withdraw: (item: string): Promise<void> => takeBack(deliveryId(item)),

    /**
     * Brings the ledger to what became of a message, and returns the item of one that never arrived. Word that something is
     * off counts for nothing; an invitation that ends after that calls for it, or for none.
     */
    follow: async (id: string): Promise<Pick<Delivery, 'purpose' | 'item'> | undefined> => {
      const delivery = await store.deliveries.get(id)
      if (delivery === undefined || delivery.purpose === 'called_off') return undefined
      const { evidence, item, purpose } = delivery
      const at = delivery.finishedAt ?? clock.now()
      const note = (found: Guarantee, act: Act): Decision<Guarantee> => {
        if (evidence === undefined) return unchanged(found)
        if (purpose === 'offer') return noteDelivered(found, item, { ...act, at }, evidence)
        return noteInvitation(found, item, evidence, act)
      }
      if (evidence !== undefined || delivery.state === 'withdrawn') {
        const ledger = await ledgers.change(delivery.guarantee, system, note)
        if (callOffOf(ledger, item) !== undefined) await prepare(ledger._id, purpose, item)
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
