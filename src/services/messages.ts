import type { ItemPurpose, MessageBody } from '../domain/delivery-types.ts'
import { seatOf, type TrainingClass } from '../domain/class.ts'
import { offerOf, type Guarantee } from '../domain/guarantee/guarantee.ts'
import { bundleOf, linked, render, templates, valueMax, type Template } from '../domain/message.ts'
import { explain } from '../domain/matching/explain.ts'
import type { Policy } from '../domain/policy.ts'
import type { Posting } from '../domain/posting.ts'
import { bookingOf, type Slot } from '../domain/slot.ts'
import { dayOf, hourOf, type Instant } from '../domain/time.ts'
import { millionths } from './matches.ts'
import type { Ledgers } from './ledgers.ts'
import type { Wiring } from './wiring.ts'

const modeWords = { place: '当面', phone: '电话', group: '小组' } as const

/** `3月5日9:30` in Asia/Shanghai. */
function momentWords(at: Instant): string {
  const [, month, day] = dayOf(at).split('-').map(Number)
  const hour = hourOf(at)
  const minutes = Math.round((hour % 1) * 60)
  return `${month}月${day}日${Math.floor(hour)}:${String(minutes).padStart(2, '0')}`
}

/** `月工资3000-4500元`, `月工资4000元起`, or that it is open. */
export const wageWords = (posting: Posting): string => {
  const { wage } = posting.terms
  if (wage === undefined) return '工资面议'
  const { minYuan, maxYuan } = wage
  const figures = minYuan === maxYuan ? `${minYuan}` : `${minYuan}-${maxYuan}`
  return `月工资${figures}元${wage.openAbove === true ? (minYuan === maxYuan ? '起' : '以上') : ''}`
}

/** As many reasons as one value holds whole: half a reason may say the contrary. */
const fitting = (reasons: readonly string[]): string =>
  reasons.reduce((said, one) => {
    const more = said === '' ? one : `${said};${one}`
    return more.length <= valueMax ? more : said
  }, '')

/** Longest words of one item in a message that carries several: what a provider takes as one value. */
const lineMax = valueMax

/** An item in a few words; of a long one the longest part is cut. */
function lineOf(parts: readonly string[]): string {
  const line = parts.join('，')
  if (line.length <= lineMax) return line
  const longest = [...parts].sort((a, b) => b.length - a.length)[0] ?? ''
  const room = Math.max(1, longest.length - (line.length - lineMax) - 1)
  return parts.map((part) => (part === longest ? `${part.slice(0, room)}…` : part)).join('，')
}

/** An offer in the words that its person reads. */
export interface OfferWords {
  readonly title: string
  readonly employer: string
  readonly wage: string
  readonly place: string
  /** What speaks for it. */
  readonly reasons: readonly string[]
  /** What speaks against it, because a person who knows decides better. */
  readonly against: readonly string[]
}

/** The text of each message, made once from what is offered. */
export const messages = (
  {
    store,
    clock,
    index,
    places,
    text,
    publicUrl,
  }: Pick<Wiring, 'store' | 'clock' | 'index' | 'places' | 'text' | 'publicUrl'>,
  ledgers: Ledgers,
) => {
  /** The text of a message, with a place for the person's own link where the service has a public address. */
  const write = (template: Template, values: Readonly<Record<string, string>>): MessageBody =>
    render(publicUrl === '' ? template : linked(template), values)

  /** What a person reads of a posting that is offered to them. */
  const offerWords = async (seeker: string, posting: Posting, policy: Policy): Promise<OfferWords> => {
    const employer = await store.employers.get(posting.employer)
    const match = index.match(seeker, posting._id, clock.now(), millionths(policy.offers.scoreMin))
    const reasons = match === undefined ? [] : explain(match, { text }).reasons
    return {
      title: posting.title,
      employer: employer?.name ?? '用人单位',
      wage: wageWords(posting),
      place: places.get(posting.village ?? posting.township)?.name ?? '地点面谈',
      reasons: reasons.filter((one) => one.sign === 'for').map((one) => one.zh),
      against: reasons.filter((one) => one.sign === 'against').map((one) => one.zh),
    }
  }

  const placeName = (code: string): string => places.get(code)?.name ?? code

  const offerBody = async (guarantee: Guarantee, item: string): Promise<MessageBody | undefined> => {
    const offer = guarantee.offers.find((one) => one.id === item)
    const posting = offer === undefined ? undefined : await store.postings.get(offer.posting)
    if (offer?.state !== 'sent' || posting === undefined) return undefined
    const words = await offerWords(guarantee.seeker, posting, ledgers.policyFor(guarantee))
    const { title, employer, wage, place } = words
    const reasons = fitting(words.reasons) || '与您的意向相近'
    const line = lineOf([title, employer, wage, place])
    return { ...write(templates.offer, { title, employer, wage, place, reasons }), line }
  }

  const guidanceBody = async (guarantee: Guarantee, item: string): Promise<MessageBody | undefined> => {
    const session = guarantee.guidance.find((one) => one.id === item)
    const slot = session?.slot === undefined ? undefined : await store.slots.get(session.slot)
    if (session?.state !== 'booked' || slot === undefined) return undefined
    const when = momentWords(slot.startsAt)
    const place = slot.mode === 'phone' ? '届时给您打电话' : placeName(slot.place)
    return {
      ...write(templates.guidance, { when, place, mode: modeWords[slot.mode] }),
      line: lineOf(['职业指导', when, place]),
    }
  }

  const trainingBody = async (guarantee: Guarantee, item: string): Promise<MessageBody | undefined> => {
    const seat = guarantee.training.find((one) => one.id === item)
    const found = seat === undefined ? undefined : await store.classes.get(seat.class)
    const isWaiting = seat?.state === 'held' || seat?.state === 'invited'
    if (!isWaiting || found === undefined) return undefined
    const hold = found.seats.find((one) => one.seeker === guarantee.seeker)
    const { title } = found
    const when = momentWords(found.startsAt)
    const place = placeName(found.place)
    const until = momentWords(hold?.holdUntil ?? found.startsAt)
    return {
      ...write(templates.training, { title, when, place, until }),
      line: lineOf([`免费培训${title}`, `${when}开班`, place]),
    }
  }

  /** Word of an offer whose posting closed; none while it is open again. */
  const offerOffBody = async (posting: Posting | undefined): Promise<MessageBody | undefined> => {
    if (posting?.state !== 'closed') return undefined
    const employer = (await store.employers.get(posting.employer))?.name ?? '用人单位'
    return write(templates.offer_off, { title: posting.title, employer })
  }

  const guidanceOffBody = (slot: Slot | undefined): MessageBody | undefined => {
    if (slot === undefined) return undefined
    const place = slot.mode === 'phone' ? '在电话里' : placeName(slot.place)
    return write(templates.guidance_off, { when: momentWords(slot.startsAt), place })
  }

  const trainingOffBody = (found: TrainingClass | undefined): MessageBody | undefined => {
    if (found === undefined) return undefined
    const { title, startsAt, place } = found
    return write(templates.training_off, { title, when: momentWords(startsAt), place: placeName(place) })
  }

  return {
    offerWords,

    /** One message for several items, numbered in their order; undefined when one of them has no words for it. */
    bundle: (bodies: readonly MessageBody[]): MessageBody | undefined => {
      const lines = bodies.flatMap(({ line }) => (line === undefined ? [] : [line]))
      const found = lines.length === bodies.length ? bundleOf(lines) : undefined
      return found === undefined ? undefined : write(found.template, found.values)
    },

    /** The body of an item's message; undefined when the item no longer calls for one. */
    bodyOf: (guarantee: Guarantee, purpose: ItemPurpose, item: string): Promise<MessageBody | undefined> => {
      if (purpose === 'offer') return offerBody(guarantee, item)
      return purpose === 'guidance' ? guidanceBody(guarantee, item) : trainingBody(guarantee, item)
    },

    /** The body of the message that an item is off and what comes next; it asks nothing, so it never shares a message. */
    calledOffBody: async (purpose: ItemPurpose, item: string): Promise<MessageBody | undefined> => {
      if (purpose === 'offer') return offerOffBody(await store.postings.get(offerOf(item).posting))
      if (purpose === 'guidance') return guidanceOffBody(await store.slots.get(bookingOf(item).slot))
      return trainingOffBody(await store.classes.get(seatOf(item).class))
    },
  }
}

export type Messages = ReturnType<typeof messages>
