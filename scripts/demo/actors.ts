import type { RefusalReason } from '../../src/domain/guarantee/items.ts'
import { slotEnd } from '../../src/domain/slot.ts'
import { dayOf, plusDays, plusHours, type Instant } from '../../src/domain/time.ts'
import type { LeasedDelivery } from '../../src/services/leasing.ts'
import type { ReceiptNews } from '../../src/services/sending.ts'
import type { Truth } from './district.ts'
import type { ClassSeen, LedgerSeen, Office, SlotSeen, TaskSeen } from './office.ts'
import type { Draw } from './random.ts'

/** Everyone who acts in the simulated office, and what they need. */
export interface Stage {
  readonly office: Office
  readonly draw: Draw
  /** What the office does not know of each person, by seeker. */
  readonly truths: ReadonlyMap<string, Truth>
  /** How many people act at the same time; one unless told, so that a run can be repeated to the letter. */
  readonly handsMax?: number
}

/** Does an act for each of these, so many at a time, in their order. */
export async function eachOf<T>(
  rows: readonly T[],
  act: (row: T) => Promise<unknown>,
  handsMax: number | undefined = 1,
): Promise<void> {
  const left = rows.values()
  const hand = async (): Promise<void> => {
    for (const row of left) await act(row)
  }
  await Promise.all(Array.from({ length: handsMax }, hand))
}

/** The simulated SMS and WeChat gateway: dead numbers fail, some receipts come late, twice or out of order. */
export function gateway({ office, draw, truths, handsMax }: Stage) {
  let waiting: { due: Instant; news: ReceiptNews }[] = []
  const seekerOf = new Map<string, string>()

  const truthOf = async (delivery: string): Promise<Truth | undefined> => {
    const known = seekerOf.get(delivery) ?? (await office.seekerOf(delivery))
    if (known !== undefined) seekerOf.set(delivery, known)
    return known === undefined ? undefined : truths.get(known)
  }

  const send = async (leased: LeasedDelivery, now: Instant): Promise<void> => {
    const random = draw('send', now, leased.id, String(leased.attempt))
    const truth = await truthOf(leased.id)
    const isDead = leased.channel === 'sms' && truth?.phoneDead === true
    await office.acknowledge(leased.id, leased.lease)
    const receipt = (status: ReceiptNews['status'], hours: number, code?: string): void => {
      const at = plusHours(now, hours)
      const news = { delivery: leased.id, attempt: leased.attempt, status, at, ...(code === undefined ? {} : { code }) }
      waiting.push({ due: at, news })
      if (random.chance(0.1)) waiting.push({ due: plusHours(at, random.integer(1, 30)), news })
    }
    if (isDead && random.chance(0.7)) receipt('failed', 1, 'UNDELIV')
    if (isDead) return
    const hours = random.chance(0.1) ? random.integer(10, 40) : 0.1
    // One in twenty gateways reports delivery before it reports sending.
    receipt('sent', random.chance(0.05) ? hours + 1 : 0.05)
    receipt('delivered', hours)
  }

  /** Receipts that are due, in an order that nothing but chance decides. */
  const dueReceipts = (now: Instant): readonly ReceiptNews[] => {
    const due = waiting.filter((one) => one.due <= now).map(({ news }) => news)
    waiting = waiting.filter((one) => one.due > now)
    return due
      .map((news) => ({ news, place: draw('receipt', now, news.delivery, news.status, news.at).next() }))
      .sort((one, other) => one.place - other.place)
      .map(({ news }) => news)
  }

  return {
    /** Sends what waits and hands in the receipts that are due. */
    round: async (now: Instant): Promise<void> => {
      await office.receipts(dueReceipts(now))
      for (let leased = await office.lease(); leased.length > 0; leased = await office.lease())
        await eachOf(leased, (one) => send(one, now), handsMax)
    },
  }
}

/** Caseworkers look at the queue: most offers pass, some are rejected with a reason, a few decisions are taken back. */
export async function review({ office, draw, handsMax }: Omit<Stage, 'truths'>): Promise<void> {
  const decide = async (id: string): Promise<void> => {
    const random = draw('review', office.now(), id)
    await office.claim(id)
    if (random.chance(0.88)) await office.approve(id)
    else await office.reject(id, random.pick(['本人已明确不愿从事', '路途不便', '近期家中有事']))
    if (random.chance(0.02)) await office.undo(id)
  }
  await eachOf(await office.openReviews(), decide, handsMax)
}

/** Caseworkers call and grid workers visit: what no message could do, a person does, most of the time. */
export async function visit({ office, draw, truths, handsMax }: Stage): Promise<void> {
  const go = async ({ id, seeker, channel }: TaskSeen): Promise<void> => {
    if (channel !== 'phone' && channel !== 'visit') return
    const isFound = draw('visit', office.now(), id).chance(
      channel === 'phone' ? (truths.get(seeker)?.phoneDead === true ? 0 : 0.5) : 0.45,
    )
    if (!isFound) return
    const note = channel === 'phone' ? '电话告知，本人已知晓' : '入户当面交付'
    await office.handOver(id, { channel, note })
  }
  await eachOf(await office.tasks(), go, handsMax)
}

const refusals: readonly RefusalReason[] = [
  'cannot_shift',
  'cannot_distance',
  'wage_too_low',
  'family',
  'not_interested',
  'has_work',
]

/** Seekers answer the offers and seats that reached them, each in their own way. */
export async function answer({ office, draw, truths, handsMax }: Stage): Promise<void> {
  const speak = async ({ seeker, offers, training }: LedgerSeen): Promise<void> => {
    const truth = truths.get(seeker)
    if (truth === undefined) return
    for (const offer of offers) {
      const random = draw('answer', office.now(), seeker, offer.id)
      if (offer.state !== 'delivered' || !random.chance(truth.answersPerDay)) continue
      if (random.chance(truth.declines)) {
        const reason = truth.declineReason ?? random.pick(refusals)
        await office.answer(seeker, offer.id, { answer: 'decline', reason })
        continue
      }
      await office.answer(seeker, offer.id, { answer: 'accept' })
      if (random.chance(0.5)) await office.placement(seeker, offer.id, random.chance(0.4))
    }
    for (const seat of training) {
      const random = draw('seat', office.now(), seeker, seat.class)
      if (seat.state !== 'invited' || !random.chance(truth.answersPerDay)) continue
      const releases = random.chance(truth.declines / 2)
      await office.seat(seat.class, seeker, releases ? { event: 'release', reason: 'family' } : { event: 'confirm' })
    }
  }
  await eachOf(await office.ledgers(), speak, handsMax)
}

/** Counsellors record who came; by phone with a note. */
export async function counsel({ office, draw, truths, handsMax }: Stage): Promise<void> {
  const now = office.now()
  const close = async (slot: SlotSeen): Promise<void> => {
    if (slotEnd(slot) > now) return
    for (const { seeker, state } of slot.bookings) {
      if (state !== 'booked') continue
      const random = draw('counsel', now, slot.id, seeker)
      const isMissed = random.chance(truths.get(seeker)?.misses ?? 0)
      const outcome = isMissed ? (random.chance(0.3) ? 'excused' : 'no_show') : 'attended'
      await office.record(slot.id, seeker, { outcome, note: '已了解意向与困难' })
    }
  }
  await eachOf(await office.slots(plusDays(now, -3)), close, handsMax)
}

/** Providers record who came to class and who was certified at its end. */
export async function teach({ office, draw, truths, handsMax }: Stage): Promise<void> {
  const now = office.now()
  const call = async ({ id, startsAt, endsOn, seats }: ClassSeen): Promise<void> => {
    if (startsAt >= now) return
    for (const { seeker, state } of seats) {
      const isMissed = draw('teach', now, id, seeker).chance(truths.get(seeker)?.misses ?? 0)
      if (state === 'confirmed') await office.seat(id, seeker, { event: isMissed ? 'absent' : 'attend' })
      if (state === 'attended' && endsOn <= dayOf(now)) await office.seat(id, seeker, { event: 'certify' })
    }
  }
  await eachOf(await office.classes(), call, handsMax)
}

/** Recruiters close some postings before their time. */
export async function closeSome({ office, draw }: Stage): Promise<void> {
  for (const id of await office.openPostings())
    if (draw('close', office.now(), id).chance(0.004)) await office.close(id, '已招满')
}
