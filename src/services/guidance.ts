import { may, type Caller } from '../domain/access.ts'
import { unchanged } from '../domain/aggregate.ts'
import { moveGuidance, noteBooking, noteHeldSession } from '../domain/guarantee/sessions.ts'
import type { GuidanceEvent } from '../domain/guarantee/items.ts'
import type { Guarantee } from '../domain/guarantee/guarantee.ts'
import {
  book,
  bookingId,
  bookingOf,
  cancelBooking,
  cancelSlot,
  recordOutcome,
  type Booking,
  type GuidanceMode,
  type GuidanceOutcome,
  type Slot,
} from '../domain/slot.ts'
import { Problem } from '../problem.ts'
import type { Page, PageRequest } from '../store/store.ts'
import type { Ledgers } from './ledgers.ts'
import { found } from './seekers.ts'
import { allow, done, ifMay, seen, system, type Wiring } from './wiring.ts'

export interface NewSlot {
  readonly counsellor: string
  readonly counsellorName: string
  readonly mode: GuidanceMode
  readonly place: string
  readonly startsAt: string
  readonly lengthMinutes: number
  readonly capacity: number
}

/** The step of the ledger that each state of a booking calls for. */
const ledgerEvent: Readonly<Record<Exclude<Booking['state'], 'booked'>, GuidanceEvent>> = {
  attended: 'attend',
  no_show: 'miss',
  excused: 'excuse',
  cancelled: 'cancel',
}

/** Guidance: slots, bookings and what became of them. */
export const guidance = (wiring: Pick<Wiring, 'store' | 'clock' | 'ids' | 'places'>, ledgers: Ledgers) => {
  const { store, clock, ids, places } = wiring

  /** Brings the ledger to what the slot says of this seeker; doing so again changes nothing. */
  const follow = async (slotId: string, seeker: string): Promise<void> => {
    const slot = await store.slots.get(slotId)
    const booking = slot?.bookings.find((one) => one.seeker === seeker)
    if (slot === undefined || booking === undefined) return
    const id = bookingId(slotId, seeker)
    await ledgers.changeOf(seeker, system, (guarantee, act) => {
      const isKnown = guarantee.guidance.some((one) => one.id === id)
      if (isKnown && booking.state !== 'booked') return unchanged(guarantee)
      return noteBooking(
        guarantee,
        { id, slot: slotId, mode: slot.mode, startsAt: slot.startsAt },
        { ...act, by: booking.by },
      )
    })
    const { state } = booking
    if (state === 'booked') return
    await ledgers.changeOf(seeker, system, (guarantee, act) => {
      if (guarantee.guidance.find((one) => one.id === id)?.state !== 'booked') return unchanged(guarantee)
      const { note, reason } = booking
      const why = reason === undefined ? {} : { reason }
      const doing = { ...act, at: booking.outcomeAt ?? act.at, ...why }
      return moveGuidance(guarantee, id, ledgerEvent[state], doing, note === undefined ? {} : { note })
    })
  }

  /** A slot as this caller may see it: only their own people's bookings. */
  const cutBookings = async (caller: Caller, slot: Slot): Promise<Slot> => {
    if (caller.role === 'admin' || caller.role === 'office' || caller.role === 'counsellor') return slot
    const people = await store.seekers.getMany(slot.bookings.map((one) => one.seeker))
    const own = new Set(people.filter((one) => may(caller, 'seeker.read', one)).map((one) => one._id))
    return { ...slot, bookings: slot.bookings.filter((one) => own.has(one.seeker)) }
  }

  return {
    follow,

    create: async (caller: Caller, said: NewSlot): Promise<Slot> => {
      const place = places.get(said.place)
      if (place === undefined)
        throw new Problem('place.unknown', {}, [
          { pointer: '/place', zh: `没有地点代码 ${said.place}`, en: `no place has the code ${said.place}` },
        ])
      if (said.startsAt <= clock.now())
        throw new Problem('slot.past', {}, [
          { pointer: '/startsAt', zh: '开始时间须晚于现在', en: 'startsAt must be later than now' },
        ])
      const draft = {
        ...said,
        _id: ids.next('slt'),
        district: caller.district,
        township: place.town,
        bookings: [],
        state: 'open' as const,
      }
      seen(caller, 'slot.write', draft)
      await store.slots.insert(draft, [{ kind: 'slot.created', data: { slot: draft._id } }], caller.key)
      return found(await store.slots.get(draft._id))
    },

    get: async (caller: Caller, id: string): Promise<Slot> =>
      cutBookings(caller, seen(caller, 'slot.read', await store.slots.get(id))),

    /** Slots from a moment on, earliest first. */
    list: async (caller: Caller, page: PageRequest, from?: string): Promise<Page<Slot>> => {
      allow(caller, 'slot.read')
      const { district } = caller
      const range = { field: 'startsAt', from: from ?? clock.now() }
      const found = await store.slots.find({ index: 'byStart', equals: { district }, range }, page)
      return { ...found, rows: await Promise.all(found.rows.map((slot) => cutBookings(caller, slot))) }
    },

    book: async (caller: Caller, slotId: string, seekerId: string): Promise<Slot> => {
      const seeker = seen(caller, 'slot.book', await store.seekers.get(seekerId))
      const decide = ifMay<Slot>(caller, 'slot.read', (slot) => book(slot, seeker._id, clock.now(), caller.key))
      return cutBookings(caller, done(await store.slots.change(slotId, caller.key, decide)))
    },

    cancelBooking: async (caller: Caller, slotId: string, seekerId: string): Promise<Slot> => {
      const seeker = seen(caller, 'slot.book', await store.seekers.get(seekerId))
      const decide = ifMay<Slot>(caller, 'slot.read', (slot) => cancelBooking(slot, seeker._id, clock.now(), 'office'))
      return cutBookings(caller, done(await store.slots.change(slotId, caller.key, decide)))
    },

    record: async (
      caller: Caller,
      slotId: string,
      seekerId: string,
      said: { outcome: GuidanceOutcome; note?: string },
    ): Promise<Slot> => {
      const seeker = seen(caller, 'slot.record', await store.seekers.get(seekerId))
      const decide = ifMay<Slot>(caller, 'slot.read', (slot) =>
        recordOutcome(slot, seeker._id, { ...said, at: clock.now() }),
      )
      return cutBookings(caller, done(await store.slots.change(slotId, caller.key, decide)))
    },

    cancel: async (caller: Caller, slotId: string): Promise<Slot> =>
      done(
        await store.slots.change(
          slotId,
          caller.key,
          ifMay(caller, 'slot.write', (slot) => cancelSlot(slot, clock.now())),
        ),
      ),

    /** Records a session held without a booking: a visit or a call, with its note. */
    noteHeld: async (
      caller: Caller,
      seekerId: string,
      said: { mode: GuidanceMode; heldAt: string; note: string },
    ): Promise<Guarantee> => {
      seen(caller, 'guarantee.write', await store.seekers.get(seekerId))
      if (said.heldAt > clock.now())
        throw new Problem('slot.not_begun', {}, [
          { pointer: '/heldAt', zh: '时间不得晚于现在', en: 'heldAt must not be later than now' },
        ])
      const id = `gdn-${seekerId}-${said.heldAt.replace(/\D/g, '')}`
      return ledgers.changeOf(seekerId, caller.key, (guarantee, act) =>
        noteHeldSession(guarantee, { id, ...said }, act),
      )
    },

    /** Gives back the booking of an item whose invitation never arrived, while the session is still to come. */
    giveBack: async (item: string): Promise<void> => {
      const { slot: slotId, seeker } = bookingOf(item)
      const outcome = await store.slots.change(slotId, system, (slot) => {
        const found = slot.bookings.find((one) => one.seeker === seeker)
        return found?.state === 'booked' && slot.startsAt > clock.now()
          ? cancelBooking(slot, seeker, clock.now(), 'undelivered')
          : unchanged(slot)
      })
      if (outcome.kind !== 'missing') done(outcome)
    },

    /** The automatic proposal books a place for a seeker; a refusal is left to the next run. */
    place: async (slotId: string, seeker: string): Promise<boolean> => {
      const outcome = await store.slots.change(slotId, system, (slot) => book(slot, seeker, clock.now(), system))
      return outcome.kind === 'changed'
    },
  }
}
