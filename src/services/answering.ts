import { createHash } from 'node:crypto'
import { change, type Decision } from '../domain/aggregate.ts'
import { freeSeats, holdSeat, moveSeat, seatId, type TrainingClass } from '../domain/class.ts'
import { isSelfQuestion, selfCorrection } from '../domain/correction.ts'
import { deliveryId, noteAnswered } from '../domain/delivery.ts'
import { moveOffer } from '../domain/guarantee/offers.ts'
import { refusalReasons, type RefusalReason } from '../domain/guarantee/items.ts'
import { isOpen } from '../domain/posting.ts'
import { learn, profileOf, stopMessages, type Seeker } from '../domain/seeker.ts'
import { book, cancelBooking } from '../domain/slot.ts'
import { dayOf, epochMsOf, plusHours } from '../domain/time.ts'
import { Problem } from '../problem.ts'
import type { Deliveries } from './deliveries.ts'
import type { guidance } from './guidance.ts'
import type { Ledgers } from './ledgers.ts'
import { isBookable } from './self.ts'
import type { training } from './training.ts'
import { done, self, type Wiring } from './wiring.ts'

/** What a person can do about their own matters. */
export type SelfAct =
  | { readonly kind: 'accept'; readonly offer: string }
  | { readonly kind: 'decline'; readonly offer: string; readonly reason: RefusalReason }
  | { readonly kind: 'book' | 'come' | 'cancel'; readonly slot: string }
  | { readonly kind: 'keep' | 'take_again'; readonly class: string }
  | { readonly kind: 'give_back'; readonly class: string; readonly reason: RefusalReason }
  | { readonly kind: 'correct'; readonly question: string; readonly choice: string }
  | { readonly kind: 'stop' | 'resume' }
  | { readonly kind: 'help'; readonly id: string }

/** Hours for which the form of a page works; its record is kept for twice as long. */
export const formHours = 24
const formForm = /^([0-9a-z]{6,12})-([A-Za-z0-9_-]{12})$/

/** True for a reason of refusal. */
export const isRefusalReason = (text: string): text is RefusalReason => Object.hasOwn(refusalReasons, text)

/** What people answer about their own offers, sessions, seats and facts: every act is theirs and about what is theirs. */
export const answering = (
  wiring: Pick<Wiring, 'store' | 'clock' | 'places' | 'randomBytes'>,
  ledgers: Ledgers,
  deliveries: Pick<Deliveries, 'follow'>,
  counsel: Pick<ReturnType<typeof guidance>, 'follow'>,
  school: Pick<ReturnType<typeof training>, 'follow'>,
  askForHelp: (seeker: Seeker, id: string) => Promise<void>,
) => {
  const { store, clock, places, randomBytes } = wiring

  /** An answer proves that the message with its question arrived, whatever the receipts say. */
  const arrive = async (item: string): Promise<void> => {
    const id = deliveryId(item)
    const outcome = await store.deliveries.change(id, self, (one) => noteAnswered(one, { by: self, at: clock.now() }))
    if (outcome.kind === 'changed') await deliveries.follow(id)
  }

  const answerOffer = async (seeker: Seeker, act: SelfAct & { readonly kind: 'accept' | 'decline' }): Promise<void> => {
    const { offer: id } = act
    const guarantee = await ledgers.current(seeker._id)
    const offer = guarantee?.offers.find((one) => one.id === id)
    if (offer === undefined) throw new Problem('object.unknown')
    if (offer.state === 'sent') await arrive(id)
    if (act.kind === 'accept') {
      const posting = await store.postings.get(offer.posting)
      const isKnown = offer.state === 'accepted'
      if (!isKnown && (posting === undefined || !isOpen(posting, clock.now()))) throw new Problem('posting.not_open')
    }
    const news = act.kind === 'decline' ? { refusal: act.reason } : {}
    await ledgers.changeOf(seeker._id, self, (found, doing) => moveOffer(found, id, act.kind, doing, news))
  }

  const answerSlot = async (seeker: Seeker, kind: 'book' | 'come' | 'cancel', slotId: string): Promise<void> => {
    const now = clock.now()
    const guarantee = await ledgers.current(seeker._id)
    if (guarantee === undefined) throw new Problem('guarantee.unknown')
    const policy = ledgers.policyFor(guarantee)
    const own = guarantee.guidance.find((one) => one.slot === slotId)
    if (kind === 'book') {
      const other = guarantee.guidance.find(
        (one) => one.state === 'booked' && one.slot !== slotId && one.startsAt > now,
      )
      if (other !== undefined) throw new Problem('guidance.booked_already')
    } else if (own === undefined) throw new Problem('object.unknown')
    else await arrive(own.id)
    if (kind === 'come') return
    done(
      await store.slots.change(slotId, self, (slot) => {
        if (slot.district !== seeker.district) throw new Problem('object.unknown')
        if (slot.startsAt <= now) throw new Problem('slot.past')
        if (kind === 'cancel') return cancelBooking(slot, seeker._id, now, 'own_wish')
        const isOwn = slot.bookings.some((one) => one.seeker === seeker._id)
        if (!isOwn && !isBookable({ slot, seeker, places, policy, now })) throw new Problem('object.unknown')
        return book(slot, seeker._id, now, self)
      }),
    )
    await counsel.follow(slotId, seeker._id)
  }

  const answerSeat = async (
    seeker: Seeker,
    act: SelfAct & { readonly kind: 'keep' | 'give_back' | 'take_again' },
  ): Promise<void> => {
    const now = clock.now()
    const id = seatId(act.class, seeker._id)
    const guarantee = await ledgers.current(seeker._id)
    if (guarantee?.training.some((one) => one.id === id) !== true) throw new Problem('object.unknown')
    const { holdDays } = ledgers.policyFor(guarantee).training
    await school.follow(act.class, seeker._id)
    if (act.kind !== 'take_again') await arrive(id)
    done(
      await store.classes.change(act.class, self, (found): Decision<TrainingClass> => {
        const seat = found.seats.find((one) => one.seeker === seeker._id)
        if (seat === undefined) throw new Problem('object.unknown')
        if (found.startsAt <= now) throw new Problem('class.begun')
        if (act.kind === 'keep') return moveSeat(found, seeker._id, { event: 'confirm', at: now })
        if (act.kind === 'give_back')
          return moveSeat(found, seeker._id, { event: 'release', at: now, reason: act.reason })
        if (seat.state !== 'released' || freeSeats(found) < 1) throw new Problem('class.full')
        return holdAgain(found, seeker._id, { at: now, holdDays })
      }),
    )
    await school.follow(act.class, seeker._id)
  }

  const correct = async (seeker: Seeker, { question, choice }: SelfAct & { kind: 'correct' }): Promise<void> => {
    if (choice === '') throw new Problem('request.invalid')
    if (!isSelfQuestion(question)) throw new Problem('object.unknown')
    done(
      await store.seekers.change(seeker._id, self, (found) => {
        const context = { profile: profileOf(found), on: dayOf(clock.now()) }
        const facts = selfCorrection(question, choice, context)
        if (facts === undefined) throw new Problem('object.unknown')
        return learn(found, facts)
      }),
    )
  }

  const act = async (seeker: Seeker, wish: SelfAct): Promise<void> => {
    switch (wish.kind) {
      case 'accept':
      case 'decline':
        return answerOffer(seeker, wish)
      case 'book':
      case 'come':
      case 'cancel':
        return answerSlot(seeker, wish.kind, wish.slot)
      case 'keep':
      case 'give_back':
      case 'take_again':
        return answerSeat(seeker, wish)
      case 'correct':
        return correct(seeker, wish)
      case 'stop':
      case 'resume': {
        const said = { stop: wish.kind === 'stop', at: clock.now() }
        done(await store.seekers.change(seeker._id, self, (found) => stopMessages(found, said)))
        return undefined
      }
      case 'help':
        return askForHelp(seeker, wish.id)
    }
  }

  const isFresh = (form: string): boolean => {
    const [, madeAt = ''] = formForm.exec(form) ?? []
    const ageMs = epochMsOf(clock.now()) - parseInt(madeAt, 36)
    return ageMs >= 0 && ageMs < formHours * 3_600_000
  }

  return {
    act,

    /** The id that the forms of one page carry, each with an act of its own: its time and chance. */
    newForm: (): string => `${epochMsOf(clock.now()).toString(36)}-${randomBytes(9).toString('base64url')}`,

    /**
     * Does what a form asks, once: the same form again has no other effect, and one that is a day old has none at all,
     * because its page no longer shows how things stand.
     */
    actOnce: async (seeker: Seeker, form: string, wish: SelfAct): Promise<'done' | 'known' | 'old'> => {
      if (!isFresh(form)) return 'old'
      const fingerprint = createHash('sha256')
        .update(JSON.stringify([seeker._id, form, wish]))
        .digest('hex')
      const _id = `frm-${fingerprint.slice(0, 40)}`
      if ((await store.answers.get(_id))?.state === 'done') return 'known'
      const expiresAt = plusHours(clock.now(), 2 * formHours)
      const { district } = seeker
      await store.answers.insert({ _id, district, fingerprint, state: 'in_flight', expiresAt }, [], self)
      await act(seeker, wish)
      await store.answers.change(_id, self, (found) => change({ ...found, state: 'done' as const }))
      return 'done'
    },
  }
}

/** The person's released seat, held anew. */
const holdAgain = (
  found: TrainingClass,
  seeker: string,
  { at, holdDays }: { at: string; holdDays: number },
): Decision<TrainingClass> => {
  const until = plusHours(at, 24 * holdDays)
  const hold = { seeker, at, by: self, holdUntil: until < found.startsAt ? until : found.startsAt }
  return holdSeat(found, hold)
}

export type Answering = ReturnType<typeof answering>
