import type { ItemPurpose } from '../domain/delivery-types.ts'
import { calledOffId, channelNow, deliveryId } from '../domain/delivery.ts'
import { callOffOf } from '../domain/guarantee/called-off.ts'
import { guaranteeId, type Guarantee } from '../domain/guarantee/guarantee.ts'
import { isCalledOff, type ItemState } from '../domain/guarantee/items.ts'
import { isPersonal } from '../domain/seeker.ts'
import { bookingId } from '../domain/slot.ts'
import { seatId } from '../domain/class.ts'
import { reviewId } from '../domain/review.ts'
import { planYearOf, plusDays, plusMinutes, plusMs } from '../domain/time.ts'
import { calledOff } from './called-off.ts'
import { enqueue, jobFor, type Job } from './follow-ups.ts'
import type { Wiring } from './wiring.ts'

/** Minutes after which a step that should have been taken long ago is looked for again. */
const graceMinutes = 15
/** Slots and classes are compared with the ledgers for so long after they began. */
const lookBackDays = 45

/** An item of a ledger as far as its messages ask. */
interface Item {
  readonly purpose: ItemPurpose
  readonly id: string
  readonly state: ItemState
  /** Called off by the office or the provider, and not standing again. */
  readonly isOff: boolean
}

function itemsOf(guarantee: Guarantee): readonly Item[] {
  const of = (purpose: ItemPurpose, items: readonly { readonly id: string; readonly state: ItemState }[]) =>
    items.map(({ id, state }): Item => ({ purpose, id, state, isOff: callOffOf(guarantee, id)?.isOff === true }))
  return [
    ...of('offer', guarantee.offers),
    ...of('guidance', guarantee.guidance),
    ...of('training', guarantee.training),
  ]
}

/** Rebuilds all due work from the store alone, so that the queue may be lost at any moment. */
export const reconcile = ({
  store,
  queue,
  clock,
  messages,
}: Pick<Wiring, 'store' | 'queue' | 'clock'> & { readonly messages: { due(district: string): Promise<number> } }) => {
  const { wordOwed } = calledOff({ store, clock })

  /** What time has made due. */
  const due = async function* (district: string): AsyncGenerator<Job> {
    const now = clock.now()
    const before = plusMs(now, 1)
    for await (const one of store.guarantees.each({
      index: 'byNextCheck',
      equals: { district },
      range: { field: 'nextCheckAt', before },
    }))
      yield jobFor('check-guarantee', { guarantee: one._id })
    for await (const one of store.postings.each({
      index: 'byState',
      equals: { district, state: 'open' },
      range: { field: 'closesAt', before },
    }))
      yield jobFor('close-posting', { posting: one._id })
    for (const state of ['queued', 'leased', 'sent'])
      for await (const one of store.deliveries.each({ index: 'byState', equals: { district, state } }))
        if (one.expiresAt <= now || (one.dueAt <= now && (state !== 'queued' || isPersonal(channelNow(one)))))
          yield jobFor('tick-delivery', { delivery: one._id })
    for await (const one of store.classes.each({
      index: 'byStart',
      equals: { district },
      range: { field: 'startsAt', from: plusDays(now, -1) },
    }))
      if (one.seats.some((seat) => seat.state === 'held' && seat.holdUntil <= now))
        yield jobFor('release-seats', { class: one._id })
  }

  /** Seekers who want work and have no ledger yet, also at the turn of a year. */
  const withoutLedger = async function* (district: string): AsyncGenerator<Job> {
    const period = planYearOf(clock.now())
    const known = new Set<string>()
    for await (const one of store.guarantees.each({ index: 'byPeriod', equals: { district, period } }))
      known.add(one._id)
    for await (const one of store.seekers.each({ index: 'byDistrict', equals: { district } }))
      if (one.wish?.wantsWork === true && one.consent.given && !known.has(guaranteeId(one._id, period)))
        yield jobFor('follow-seeker', { seeker: one._id })
  }

  /** Items of one ledger whose next step has not been taken. */
  const stepsOf = function* (guarantee: Guarantee): Generator<Job> {
    for (const offer of guarantee.offers) {
      if (offer.state === 'proposed' || offer.state === 'approved' || offer.state === 'sent')
        yield jobFor('follow-offer', { guarantee: guarantee._id, offer: offer.id })
      if (offer.state === 'proposed' || offer.state === 'approved' || offer.state === 'rejected')
        yield jobFor('follow-review', { review: reviewId(offer.id) })
      if (offer.state === 'sent') yield jobFor('follow-delivery', { delivery: deliveryId(offer.id) })
    }
    for (const session of guarantee.guidance)
      if (session.state === 'booked' && session.invitation === undefined) {
        yield jobFor('deliver', { guarantee: guarantee._id, purpose: 'guidance', item: session.id })
        yield jobFor('follow-delivery', { delivery: deliveryId(session.id) })
      }
    for (const seat of guarantee.training)
      if (seat.state === 'held') {
        yield jobFor('deliver', { guarantee: guarantee._id, purpose: 'training', item: seat.id })
        yield jobFor('follow-delivery', { delivery: deliveryId(seat.id) })
      }
  }

  /** Items that are off whose people have not been told. */
  const untold = async function* (guarantee: Guarantee): AsyncGenerator<Job> {
    for (const { purpose, id } of itemsOf(guarantee)) {
      const word = await wordOwed(guarantee, id)
      const found = word === undefined ? undefined : await store.deliveries.get(calledOffId(id, word.off.number))
      if (word !== undefined && (found === undefined || found.state === 'withdrawn'))
        yield jobFor('deliver', { guarantee: guarantee._id, purpose, item: id })
    }
  }

  /** Messages on their way that say what is so no longer: that ask about what is off, or call off what stands. */
  const outdated = async function* (district: string, items: ReadonlyMap<string, Item>): AsyncGenerator<Job> {
    for (const state of ['queued', 'leased', 'sent'])
      for await (const { recalledAt, guarantee, purpose, item } of store.deliveries.each({
        index: 'byState',
        equals: { district, state },
      })) {
        const found = items.get(item)
        if (recalledAt !== undefined || found === undefined) continue
        if (purpose === 'called_off' ? found.isOff : !isCalledOff(found.state)) continue
        if (found.purpose === 'offer') yield jobFor('follow-offer', { guarantee, offer: item })
        else yield jobFor('deliver', { guarantee, purpose: found.purpose, item })
      }
  }

  /** Steps between documents that a lost job left untaken. */
  const halfway = async function* (district: string): AsyncGenerator<Job> {
    const now = clock.now()
    const items = new Map<string, Item>()
    for await (const guarantee of store.guarantees.each({
      index: 'byPeriod',
      equals: { district, period: planYearOf(now) },
    })) {
      for (const item of itemsOf(guarantee)) items.set(item.id, item)
      yield* stepsOf(guarantee)
      yield* untold(guarantee)
    }
    yield* outdated(district, items)
    const range = { field: 'startsAt', from: plusDays(now, -lookBackDays) }
    for await (const slot of store.slots.each({ index: 'byStart', equals: { district }, range }))
      for (const { seeker, state } of slot.bookings)
        if (items.get(bookingId(slot._id, seeker))?.state !== state)
          yield jobFor('follow-booking', { slot: slot._id, seeker })
    for await (const found of store.classes.each({ index: 'byStart', equals: { district }, range }))
      for (const { seeker, state } of found.seats)
        if (!isInStep(state, items.get(seatId(found._id, seeker))?.state))
          yield jobFor('follow-seat', { class: found._id, seeker })
    const old = plusMinutes(now, -graceMinutes)
    for (const state of ['open', 'closed', 'paused'])
      for await (const posting of store.postings.each({ index: 'byState', equals: { district, state } })) {
        if (state === 'closed' && posting.inFlight.length > 0) yield jobFor('follow-posting', { posting: posting._id })
        if (posting.inFlight.some((hold) => hold.at < old)) yield jobFor('sweep-posting', { posting: posting._id })
      }
    yield jobFor('allocate-offers', { district })
    yield jobFor('propose-guidance', { district })
    yield jobFor('propose-training', { district })
    yield jobFor('sweep-webhooks', { district })
  }

  const enqueueAll = async (jobs: AsyncIterable<Job>): Promise<number> => {
    let count = 0
    for await (const job of jobs) {
      await enqueue(queue, clock.now(), job)
      count += 1
    }
    return count
  }

  return {
    /** Queues what time has made due; cheap, for every minute. */
    due: async (district: string): Promise<number> =>
      (await enqueueAll(due(district))) + (await messages.due(district)),

    /** Queues everything that should happen next, from the store alone; resolves with how many jobs. */
    all: async (district: string): Promise<number> =>
      (await enqueueAll(due(district))) +
      (await messages.due(district)) +
      (await enqueueAll(withoutLedger(district))) +
      (await enqueueAll(halfway(district))),
  }
}

/** True when the ledger's state of a seat says no less than the class's. */
const isInStep = (seat: string, ledger: string | undefined): boolean => {
  if (seat === 'held') return ledger !== undefined
  if (seat === 'released') return ledger === 'released' || ledger === 'returned' || ledger === 'lapsed'
  return seat === ledger
}
