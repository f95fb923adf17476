import { callOffOf, isWorthTelling } from '../domain/guarantee/called-off.ts'
import type { OfferItem } from '../domain/guarantee/items.ts'
import { bookingId, freePlaces, type Slot } from '../domain/slot.ts'
import { freeSeats, type TrainingClass } from '../domain/class.ts'
import type { Guarantee } from '../domain/guarantee/guarantee.ts'
import type { Gazetteer } from '../domain/place.ts'
import type { Policy } from '../domain/policy.ts'
import { isOpen } from '../domain/posting.ts'
import type { Seeker, Shift } from '../domain/seeker.ts'
import { plusHours, type Instant } from '../domain/time.ts'
import type { GuaranteeReport, Guarantees } from './guarantees.ts'
import type { Ledgers } from './ledgers.ts'
import type { Messages, OfferWords } from './messages.ts'
import { reachKm } from './reach.ts'
import type { Wiring } from './wiring.ts'

/** An offer as its person sees it. */
export interface OwnOffer extends OfferWords {
  readonly id: string
  readonly state: OfferItem['state']
  readonly shifts: readonly Shift[]
  readonly lodging?: boolean
  readonly meals?: boolean
  readonly refusal?: OfferItem['refusal']
  /** False once the posting takes nobody any more. */
  readonly open: boolean
}

/** A guidance session or a time for one. */
export interface OwnSlot {
  readonly slot: string
  readonly mode: Slot['mode']
  readonly placeName: string
  readonly counsellorName: string
  readonly startsAt: Instant
}

/** A seat in a class. */
export interface OwnSeat {
  readonly class: string
  readonly title: string
  readonly placeName: string
  readonly startsAt: Instant
  readonly endsOn: string
  readonly state: 'held' | 'confirmed' | 'given_back' | 'begun'
  readonly holdUntil: Instant
  /** True while a seat that was given back could be had again. */
  readonly canReturn: boolean
}

/** What they were told of and will not take place. */
export interface OwnCalledOff {
  readonly item: 'guidance' | 'training'
  /** Of a class. */
  readonly title?: string
  readonly startsAt: Instant
}

/** Everything that a person's own pages show. */
export interface OwnMatters {
  readonly offers: readonly OwnOffer[]
  readonly booked?: OwnSlot
  /** Set once guidance was held. */
  readonly held: boolean
  readonly open: readonly OwnSlot[]
  /** Set once a place in a class was given, whatever became of it. */
  readonly trained: boolean
  readonly seats: readonly OwnSeat[]
  /** Sessions and seats to come that were called off. */
  readonly calledOff: readonly OwnCalledOff[]
  readonly report?: GuaranteeReport
}

/** What reached the person or is on its way to them; the office's own steps before that are not theirs to read. */
export const offersShown: ReadonlySet<OfferItem['state']> = new Set([
  'sent',
  'delivered',
  'lapsed',
  'accepted',
  'declined',
  'hired',
  'not_hired',
])
const noticeHours = 2
const slotsShownMax = 6
const slotsReadMax = 300

/** True for a slot that this person may book for themselves: free, to come, within their reach. */
export function isBookable(asked: {
  slot: Slot
  seeker: Seeker
  places: Gazetteer
  policy: Policy
  now: Instant
}): boolean {
  const { slot, seeker, places, policy, now } = asked
  if (slot.district !== seeker.district || slot.startsAt < plusHours(now, noticeHours) || freePlaces(slot) < 1)
    return false
  return slot.mode === 'phone' || reachKm(places, seeker, slot.place, policy) !== undefined
}

/** What a person's own pages are made from. */
export const selfService = (
  { store, clock, places }: Pick<Wiring, 'store' | 'clock' | 'places'>,
  ledgers: Ledgers,
  messages: Pick<Messages, 'offerWords'>,
  guarantees: Pick<Guarantees, 'report'>,
) => {
  const placeName = (code: string): string => places.get(code)?.name ?? code

  const offersOf = async (guarantee: Guarantee): Promise<readonly OwnOffer[]> => {
    const policy = ledgers.policyFor(guarantee)
    const found: OwnOffer[] = []
    for (const offer of guarantee.offers.filter((one) => offersShown.has(one.state))) {
      const posting = await store.postings.get(offer.posting)
      if (posting === undefined) continue
      const { shifts, lodging, meals } = posting.terms
      found.push({
        ...(await messages.offerWords(guarantee.seeker, posting, policy)),
        id: offer.id,
        state: offer.state,
        shifts: shifts ?? [],
        ...(lodging === undefined ? {} : { lodging }),
        ...(meals === undefined ? {} : { meals }),
        ...(offer.refusal === undefined ? {} : { refusal: offer.refusal }),
        open: isOpen(posting, clock.now()),
      })
    }
    return found
  }

  const ownSlot = ({ _id: slot, mode, place, counsellorName, startsAt }: Slot): OwnSlot => ({
    slot,
    mode,
    placeName: placeName(place),
    counsellorName,
    startsAt,
  })

  const openSlots = async (seeker: Seeker, policy: Policy): Promise<readonly OwnSlot[]> => {
    const now = clock.now()
    const range = { field: 'startsAt', from: plusHours(now, noticeHours) }
    const equals = { district: seeker.district }
    const { rows } = await store.slots.find({ index: 'byStart', equals, range }, { limit: slotsReadMax })
    return rows
      .filter((slot) => isBookable({ slot, seeker, places, policy, now }))
      .slice(0, slotsShownMax)
      .map(ownSlot)
  }

  const seatOf = (found: TrainingClass, seeker: string): OwnSeat | undefined => {
    const seat = found.seats.find((one) => one.seeker === seeker)
    if (seat === undefined || seat.state === 'absent') return undefined
    const hasBegun = found.startsAt <= clock.now()
    if (seat.state === 'released' && (hasBegun || found.state === 'cancelled')) return undefined
    const state =
      hasBegun || seat.state === 'attended' || seat.state === 'certified'
        ? 'begun'
        : seat.state === 'released'
          ? 'given_back'
          : seat.state
    const { _id, title, place, startsAt, endsOn } = found
    const canReturn = state === 'given_back' && freeSeats(found) > 0
    return {
      class: _id,
      title,
      placeName: placeName(place),
      startsAt,
      endsOn,
      state,
      holdUntil: seat.holdUntil,
      canReturn,
    }
  }

  const calledOffOf = (guarantee: Guarantee, seats: readonly OwnSeat[]): readonly OwnCalledOff[] => {
    const isOff = ({ id }: { readonly id: string }): boolean => {
      const off = callOffOf(guarantee, id)
      return off !== undefined && isWorthTelling(off, clock.now())
    }
    // A seat that could be had again stands among the seats.
    const gone = guarantee.training.filter((one) => isOff(one) && seats.every((seat) => seat.class !== one.class))
    return [
      ...guarantee.guidance.filter(isOff).map(({ startsAt }) => ({ item: 'guidance' as const, startsAt })),
      ...gone.map(({ title, startsAt }) => ({ item: 'training' as const, title, startsAt })),
    ]
  }

  return {
    /** How a person's matters stand. */
    mattersOf: async (seeker: Seeker): Promise<OwnMatters> => {
      const guarantee = await ledgers.current(seeker._id)
      if (guarantee === undefined)
        return { offers: [], held: false, open: [], trained: false, seats: [], calledOff: [] }
      const now = clock.now()
      const slots = await store.slots.getMany(guarantee.guidance.flatMap((one) => one.slot ?? []))
      const booked = slots
        .filter((slot) => slot.startsAt > now)
        .find((slot) => {
          const id = bookingId(slot._id, seeker._id)
          return guarantee.guidance.find((one) => one.id === id)?.state === 'booked'
        })
      const report = guarantees.report(guarantee)
      const held = report.view.guidance.status === 'fulfilled'
      const classes = await store.classes.getMany(guarantee.training.map((one) => one.class))
      const seats = classes.flatMap((one) => seatOf(one, seeker._id) ?? [])
      return {
        offers: await offersOf(guarantee),
        ...(booked === undefined ? {} : { booked: ownSlot(booked) }),
        held,
        open: booked !== undefined || held ? [] : await openSlots(seeker, ledgers.policyFor(guarantee)),
        trained: report.view.training.status === 'fulfilled',
        seats,
        calledOff: calledOffOf(guarantee, seats),
        report,
      }
    },
  }
}

export type SelfService = ReturnType<typeof selfService>
