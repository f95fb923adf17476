import type { Caller } from '../domain/access.ts'
import { seatOf } from '../domain/class.ts'
import { carriedAttempt } from '../domain/bundle.ts'
import type { Delivery, ItemPurpose } from '../domain/delivery-types.ts'
import type { Guarantee } from '../domain/guarantee/guarantee.ts'
import { blindIndex, seal } from '../domain/privacy.ts'
import { choiceOf, meaningOf, settleReply, type Reply, type ReplyTrouble } from '../domain/reply.ts'
import type { Seeker } from '../domain/seeker.ts'
import { bookingOf } from '../domain/slot.ts'
import { earliest, type Instant } from '../domain/time.ts'
import { Problem } from '../problem.ts'
import type { Answering, SelfAct } from './answering.ts'
import type { Ledgers } from './ledgers.ts'
import { replyId } from './reply-tasks.ts'
import { found } from './seekers.ts'
import { allow, done, seen, self, type Wiring } from './wiring.ts'

/** A text message that came back, as a notifier posts it. */
export interface ReplyNews {
  /** The provider's id of the message; the same id is the same message. */
  readonly id: string
  /** The message that it answers, when the provider says. */
  readonly delivery?: string
  /** Who sent it, when no message is named. */
  readonly phone?: string
  readonly text: string
  readonly at: Instant
}

/** Whether a reply is new; what became of it is the caseworkers' to see. */
export interface ReplyOutcome {
  readonly id: string
  readonly result: 'taken' | 'known'
}

interface Question {
  readonly seeker: Seeker
  readonly purpose: ItemPurpose
  readonly item: string
}

type Ending = Parameters<typeof settleReply>[1]

const sharersMax = 20
const messagesMax = 200
const wordsMax = 300

/** What an answer of one digit asks for; undefined where there is nothing to be done but to note that it came. */
function actOf({ purpose, item }: Question, isYes: boolean): SelfAct {
  if (purpose === 'offer')
    return isYes ? { kind: 'accept', offer: item } : { kind: 'decline', offer: item, reason: 'other' }
  if (purpose === 'guidance') return { kind: isYes ? 'come' : 'cancel', slot: bookingOf(item).slot }
  const { class: id } = seatOf(item)
  return isYes ? { kind: 'keep', class: id } : { kind: 'give_back', class: id, reason: 'other' }
}

/** What a message asks of its person: nothing when it says that something is off. */
const questionOf = (seeker: Seeker, { purpose, item }: Delivery): readonly Question[] =>
  purpose === 'called_off' ? [] : [{ seeker, purpose, item }]

/** When the newest message with it began on its way. */
const begun = ({ attempts }: Delivery): Instant => attempts[attempts.length - 1]?.begunAt ?? ''

/** True while an item of the ledger waits for its person's word. */
function isWaiting(guarantee: Guarantee, item: string, now: Instant): boolean {
  const offer = guarantee.offers.find((one) => one.id === item)
  if (offer !== undefined) return offer.state === 'sent' || offer.state === 'delivered'
  const session = guarantee.guidance.find((one) => one.id === item)
  if (session !== undefined) return session.state === 'booked' && session.startsAt > now
  const seat = guarantee.training.find((one) => one.id === item)
  return seat !== undefined && (seat.state === 'held' || seat.state === 'invited') && seat.startsAt > now
}

/** Text messages that come back: a sign of one digit has its effect, everything else is a task for a caseworker. */
export const replies = (
  wiring: Pick<Wiring, 'store' | 'clock' | 'ring' | 'randomBytes'>,
  ledgers: Ledgers,
  answering: Pick<Answering, 'act'>,
) => {
  const { store, clock, ring, randomBytes } = wiring
  const inHand = new Map<string, Promise<ReplyOutcome>>()

  /** Messages to this person that went out and that nobody has answered yet. */
  const questionsOf = async (seeker: Seeker): Promise<readonly Question[]> => {
    const guarantee = await ledgers.current(seeker._id)
    if (guarantee === undefined) return []
    const equals = { district: seeker.district, seeker: seeker._id }
    const sent = await store.deliveries.find({ index: 'bySeeker', equals, descending: true }, { limit: messagesMax })
    const before = await store.replies.find({ index: 'bySeeker', equals, descending: true }, { limit: messagesMax })
    const answered = new Set(before.rows.map((one) => one.item))
    return sent.rows
      .filter(({ item, attempts }) => attempts.length > 0 && !answered.has(item))
      .filter(({ item }) => isWaiting(guarantee, item, clock.now()))
      .flatMap((one) => questionOf(seeker, one))
  }

  const people = async (
    caller: Caller,
    news: ReplyNews,
    delivery: Delivery | undefined,
  ): Promise<readonly Seeker[]> => {
    if (delivery !== undefined) return store.seekers.getMany([delivery.seeker])
    if (news.phone === undefined) return []
    const equals = { district: caller.district, phoneIndex: blindIndex(ring, 'phone', news.phone) }
    const { rows } = await store.seekers.find({ index: 'byPhone', equals }, { limit: sharersMax })
    return rows.filter((one) => one.mergedInto === undefined)
  }

  /** A yes or no: for the message that is named, else for the only one that waits; who waits for several is asked. */
  const answer = async (reply: Reply, senders: readonly Seeker[], delivery: Delivery | undefined): Promise<Ending> => {
    const [sender] = senders
    const questions =
      delivery !== undefined && sender !== undefined
        ? questionOf(sender, delivery)
        : (await Promise.all(senders.map(questionsOf))).flat()
    const [question, other] = questions
    if (question === undefined) return { trouble: 'nothing_waiting' }
    if (other !== undefined) return { trouble: 'several_waiting' }
    const { seeker, purpose, item } = question
    const about = { seeker: seeker._id, purpose, item }
    try {
      await answering.act(seeker, actOf(question, reply.meaning === 'yes'))
      return about
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return { ...about, trouble: 'not_possible' }
    }
  }

  /** The items that a person's newest message numbered, when it carried several; all that still waits must be among them. */
  const numbered = async (sender: Seeker, delivery: Delivery | undefined): Promise<readonly Delivery[]> => {
    const equals = { district: sender.district, seeker: sender._id }
    const sent = await store.deliveries.find({ index: 'bySeeker', equals, descending: true }, { limit: messagesMax })
    const lead =
      delivery ??
      sent.rows
        .filter((one) => one.purpose !== 'called_off')
        .filter((one) => one.attempts.some((attempt) => attempt.carriedBy === undefined))
        .sort((a, b) => (begun(a) < begun(b) ? 1 : -1))[0]
    const attempt = lead?.attempts.findLast((one) => one.by === undefined)
    if (lead === undefined || attempt?.bundle === undefined) return []
    const from = { delivery: lead._id, attempt: attempt.number }
    const own = new Map(sent.rows.map((one) => [one._id, one]))
    const items = attempt.bundle.flatMap((id) => own.get(id) ?? [])
    const carried = items.filter((one) => one._id === lead._id || carriedAttempt(one, from) !== undefined)
    if (delivery === undefined) {
      const known = new Set(carried.map((one) => one.item))
      if ((await questionsOf(sender)).some((one) => !known.has(one.item))) return []
    }
    return carried.length > 1 ? carried : []
  }

  /** An answer to a message that numbered several items: the digit chooses one, 9 none of them. */
  const choose = async (
    sender: Seeker,
    items: readonly Delivery[],
    choice: NonNullable<ReturnType<typeof choiceOf>>,
  ): Promise<Ending> => {
    const isYes = choice !== 'none'
    const chosen = isYes ? items.slice(choice - 1, choice) : items
    if (chosen.length === 0) return { trouble: 'words_unknown' }
    const guarantee = await ledgers.current(sender._id)
    const waiting = chosen.filter((one) => guarantee !== undefined && isWaiting(guarantee, one.item, clock.now()))
    const asked = (isYes ? chosen : waiting).flatMap((one) => questionOf(sender, one))
    const [only] = isYes ? asked : []
    const about = { seeker: sender._id, meaning: isYes ? ('yes' as const) : ('no' as const) }
    const item = only === undefined ? {} : { purpose: only.purpose, item: only.item }
    try {
      for (const question of asked) await answering.act(sender, actOf(question, isYes))
      return { ...about, ...item }
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      return { ...about, ...item, trouble: 'not_possible' }
    }
  }

  const effect = async (
    reply: Reply,
    senders: readonly Seeker[],
    delivery: Delivery | undefined,
    text: string,
  ): Promise<Ending> => {
    const { meaning } = reply
    const [sender, other] = senders
    if (sender === undefined) return { trouble: 'sender_unknown' }
    const { township, village } = sender
    const from = { township, village, ...(other === undefined ? { seeker: sender._id } : {}) }
    const task = (trouble: ReplyTrouble): Ending => ({ ...from, trouble })
    const choice = choiceOf(text)
    if (choice !== undefined && other === undefined) {
      const items = await numbered(sender, delivery)
      if (items.length > 0) return { ...from, ...(await choose(sender, items, choice)) }
    }
    if (meaning === 'help') return task('help_wanted')
    if (meaning === 'unknown') return task('words_unknown')
    if (meaning === 'yes' || meaning === 'no') return { ...from, ...(await answer(reply, senders, delivery)) }
    for (const seeker of senders) await answering.act(seeker, { kind: meaning })
    return from
  }

  const takeOnce = async (caller: Caller, news: ReplyNews, _id: string): Promise<ReplyOutcome> => {
    const delivery =
      news.delivery === undefined ? undefined : seen(caller, 'reply.post', await store.deliveries.get(news.delivery))
    const meaning = meaningOf(news.text)
    const words = meaning === 'unknown' && news.text.trim() !== '' ? news.text.trim().slice(0, wordsMax) : undefined
    const draft = {
      _id,
      district: caller.district,
      via: 'sms' as const,
      meaning,
      ...(words === undefined ? {} : { words: seal(ring, 'words', words, randomBytes(12)) }),
      state: 'received' as const,
      receivedAt: earliest(news.at, clock.now()) ?? clock.now(),
    }
    const events = [{ kind: 'reply.received' as const, data: { reply: _id, meaning } }]
    await store.replies.insert(draft, events, caller.key)
    const reply = found(await store.replies.get(_id))
    // One that was taken in but not carried out, because the process died, is carried out by its repetition.
    if (reply.state !== 'received') return { id: _id, result: 'known' }
    const ending = await effect(reply, await people(caller, news, delivery), delivery, news.text)
    done(await store.replies.change(_id, self, (one) => settleReply(one, ending)))
    return { id: _id, result: 'taken' }
  }

  return {
    /** Takes a text message in; posted again it is known and has no other effect. */
    take: (caller: Caller, news: ReplyNews): Promise<ReplyOutcome> => {
      allow(caller, 'reply.post')
      const id = replyId(caller.district, 'sms', news.id)
      const running = inHand.get(id)
      if (running !== undefined) return running.then((outcome) => ({ ...outcome, result: 'known' as const }))
      const own = takeOnce(caller, news, id).finally(() => inHand.delete(id))
      inHand.set(id, own)
      return own
    },
  }
}

export type Replies = ReturnType<typeof replies>
