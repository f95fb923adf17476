import type { Caller } from '../../src/domain/access.ts'
import { channelNow } from '../../src/domain/delivery.ts'
import type { RefusalReason } from '../../src/domain/guarantee/items.ts'
import { slotEnd } from '../../src/domain/slot.ts'
import { dayOf, plusDays, plusHours, type Instant } from '../../src/domain/time.ts'
import type { LeasedDelivery } from '../../src/services/leasing.ts'
import type { ReceiptNews } from '../../src/services/sending.ts'
import type { Services } from '../../src/wire.ts'
import type { Truth } from './district.ts'
import type { Random } from './random.ts'

/** Everyone who acts in the simulated office, and what they need. */
export interface Stage {
  readonly services: Services
  readonly random: Random
  /** What the office does not know of each person, by seeker. */
  readonly truths: ReadonlyMap<string, Truth>
  readonly callers: { readonly admin: Caller; readonly notifier: Caller }
}

const pageMax = { limit: 500 }

/** The simulated SMS and WeChat gateway: dead numbers fail, some receipts come late, twice or out of order. */
export function gateway({ services, random, truths, callers }: Stage) {
  const waiting: { due: Instant; news: ReceiptNews }[] = []
  const seekerOf = new Map<string, string>()

  const truthOf = async (delivery: string): Promise<Truth | undefined> => {
    const known = seekerOf.get(delivery) ?? (await services.store.deliveries.get(delivery))?.seeker
    if (known !== undefined) seekerOf.set(delivery, known)
    return known === undefined ? undefined : truths.get(known)
  }

  const send = async (leased: LeasedDelivery, now: Instant): Promise<void> => {
    const truth = await truthOf(leased.id)
    const isDead = leased.channel === 'sms' && truth?.phoneDead === true
    await services.deliveries.acknowledge(callers.notifier, leased.id, leased.lease)
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

  return {
    /** Sends what waits and hands in the receipts that are due. */
    round: async (now: Instant): Promise<number> => {
      const due = waiting.filter((one) => one.due <= now)
      waiting.splice(0, waiting.length, ...waiting.filter((one) => one.due > now))
      await services.deliveries.receipts(
        callers.notifier,
        random.shuffle(due).map((one) => one.news),
      )
      const leased = await services.deliveries.lease(callers.notifier, {
        max: 5000,
        channels: ['sms', 'wechat'],
        seconds: 300,
        bundle: true,
      })
      for (const one of leased) await send(one, now)
      return leased.length
    },
  }
}

/** Caseworkers look at the queue: most offers pass, some are rejected with a reason, a few decisions are taken back. */
export async function review({ services, random, callers }: Stage): Promise<void> {
  const { rows } = await services.reviews.list(callers.admin, pageMax, { state: 'open' })
  for (const row of rows) {
    await services.reviews.claim(callers.admin, row._id)
    const verdict = random.chance(0.88) ? 'approved' : 'rejected'
    const reason =
      verdict === 'rejected' ? { reason: random.pick(['本人已明确不愿从事', '路途不便', '近期家中有事']) } : {}
    await services.reviews.decide(callers.admin, row._id, { verdict, ...reason })
    if (random.chance(0.02)) await services.reviews.undo(callers.admin, row._id)
  }
}

/** Caseworkers call and grid workers visit: what no message could do, a person does, most of the time. */
export async function visit({ services, random, truths, callers }: Stage): Promise<void> {
  for (let page = await services.deliveries.tasks(callers.admin, pageMax); ;) {
    for (const task of page.rows) {
      const channel = channelNow(task)
      const isFound = random.chance(
        channel === 'phone' ? (truths.get(task.seeker)?.phoneDead === true ? 0 : 0.5) : 0.45,
      )
      if (isFound && (channel === 'phone' || channel === 'visit'))
        await services.deliveries.handOver(callers.admin, task._id, {
          channel,
          note: channel === 'phone' ? '电话告知,本人已知晓' : '入户当面交付',
        })
    }
    if (page.next === undefined) return
    page = await services.deliveries.tasks(callers.admin, { ...pageMax, after: page.next })
  }
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
export async function answer(stage: Stage, now: Instant): Promise<void> {
  const { services, random, truths, callers } = stage
  const period = now.slice(0, 4)
  for await (const ledger of services.store.guarantees.each({
    index: 'byPeriod',
    equals: { district: services.district, period },
  })) {
    const truth = truths.get(ledger.seeker)
    if (truth === undefined) continue
    for (const offer of ledger.offers) {
      if (offer.state !== 'delivered' || !random.chance(truth.answersPerDay)) continue
      const declines = random.chance(truth.declines)
      const said = declines
        ? { answer: 'decline' as const, reason: truth.declineReason ?? random.pick(refusals) }
        : { answer: 'accept' as const }
      await services.guarantees.answer(callers.admin, ledger.seeker, offer.id, said)
      if (!declines && random.chance(0.5))
        await services.guarantees.placement(callers.admin, ledger.seeker, offer.id, { hired: random.chance(0.4) })
    }
    for (const seat of ledger.training)
      if (seat.state === 'invited' && random.chance(truth.answersPerDay))
        await services.training.move(
          callers.admin,
          seat.class,
          ledger.seeker,
          random.chance(truth.declines / 2) ? { event: 'release', reason: 'family' } : { event: 'confirm' },
        )
  }
}

/** Counsellors record who came; by phone with a note. */
export async function counsel({ services, random, truths, callers }: Stage, now: Instant): Promise<void> {
  const range = { field: 'startsAt', from: plusDays(now, -3), before: now }
  for await (const slot of services.store.slots.each({
    index: 'byStart',
    equals: { district: services.district },
    range,
  })) {
    if (slotEnd(slot) > now) continue
    for (const booking of slot.bookings) {
      if (booking.state !== 'booked') continue
      const misses = truths.get(booking.seeker)?.misses ?? 0
      const outcome = random.chance(misses) ? (random.chance(0.3) ? 'excused' : 'no_show') : 'attended'
      await services.guidance.record(callers.admin, slot._id, booking.seeker, { outcome, note: '已了解意向与困难' })
    }
  }
}

/** Providers record who came to class and who was certified at its end. */
export async function teach({ services, random, truths, callers }: Stage, now: Instant): Promise<void> {
  const range = { field: 'startsAt', before: now }
  for await (const found of services.store.classes.each({
    index: 'byStart',
    equals: { district: services.district },
    range,
  }))
    for (const { seeker, state } of found.seats) {
      if (state === 'confirmed')
        await services.training.move(callers.admin, found._id, seeker, {
          event: random.chance(truths.get(seeker)?.misses ?? 0) ? 'absent' : 'attend',
        })
      if (state === 'attended' && found.endsOn <= dayOf(now))
        await services.training.move(callers.admin, found._id, seeker, { event: 'certify' })
    }
}

/** Recruiters close some postings before their time. */
export async function closeSome({ services, random, callers }: Stage): Promise<void> {
  const open = { index: 'byState', equals: { district: services.district, state: 'open' } } as const
  const closing: string[] = []
  for await (const posting of services.store.postings.each(open)) if (random.chance(0.004)) closing.push(posting._id)
  for (const id of closing) await services.postings.move(callers.admin, id, { event: 'close', reason: '已招满' })
}
