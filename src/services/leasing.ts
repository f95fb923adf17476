import type { Caller } from '../domain/access.ts'
import { messagesOn } from '../domain/bundle.ts'
import type { Attempt, Delivery, MessageBody, Purpose } from '../domain/delivery-types.ts'
import { channelNow, lease, postpone, stepLimit, takeReceipt, tick, type StepLimit } from '../domain/delivery.ts'
import { bundleMax } from '../domain/message.ts'
import { policyAt, type Policy } from '../domain/policy.ts'
import { open } from '../domain/privacy.ts'
import { loud } from '../domain/quiet.ts'
import { isPersonal, type Channel, type Seeker } from '../domain/seeker.ts'
import { dayOf, dayPlus, instantAt, plusMs } from '../domain/time.ts'
import type { Links } from './links.ts'
import type { Messages } from './messages.ts'
import { allow, system, type Wiring } from './wiring.ts'

/** What a notifier gets: the message and, for it alone, the address to send it to. */
export interface LeasedDelivery {
  readonly id: string
  readonly lease: string
  readonly until: string
  readonly attempt: number
  readonly channel: Channel
  readonly address: string
  readonly purpose: Purpose
  readonly text: string
  readonly template: string
}

/** What a notifier asks for. */
export interface LeaseWish {
  readonly max: number
  readonly channels: readonly Channel[]
  readonly seconds: number
  /** True when it can send the templates of several items. */
  readonly bundle?: boolean
}

/** Messages of one person that are looked at before one more goes out. */
const ofPersonMax = 100

/** Hands waiting messages to notifiers: several items of one person in one message, and not too many in a day. */
export const leasing = (
  {
    store,
    clock,
    ids,
    ring,
    policies,
    calendar,
  }: Pick<Wiring, 'store' | 'clock' | 'ids' | 'ring' | 'policies' | 'calendar'>,
  links: Pick<Links, 'fill'>,
  messages: Pick<Messages, 'bundle'>,
) => {
  const policy = (): Policy => policyAt(policies, clock.now())
  const limit = (): StepLimit => stepLimit(policy().delivery.stepHours, calendar)

  const addressOf = (seeker: Seeker, channel: Channel): string | undefined => {
    const sealed = channel === 'wechat' ? seeker.wechat : seeker.phone
    return sealed === undefined ? undefined : open(ring, channel === 'wechat' ? 'wechat' : 'phone', sealed)
  }

  /** Returns leases that ran out, so that a dead notifier holds nothing back. */
  const returnRunOut = async (district: string): Promise<void> => {
    const now = clock.now()
    const range = { field: 'dueAt', before: plusMs(now, 1) }
    const { rows } = await store.deliveries.find(
      { index: 'byState', equals: { district, state: 'leased' }, range },
      { limit: 500 },
    )
    for (const row of rows) await store.deliveries.change(row._id, system, (one) => tick(one, now, limit()))
  }

  const take = async (
    id: string,
    held: { readonly caller: Caller; readonly id: string; readonly seconds: number },
    how: Pick<Attempt, 'bundle' | 'carriedBy'>,
  ): Promise<Delivery | undefined> => {
    const outcome = await store.deliveries.change(id, held.caller.key, (one) =>
      lease(one, { holder: held.caller.key, id: held.id, now: clock.now(), seconds: held.seconds, with: how }),
    )
    return outcome.kind === 'changed' ? outcome.doc : undefined
  }

  /** Items of the same person that may go in the message of this one, the oldest first. */
  const companionsOf = (row: Delivery, others: readonly Delivery[]): readonly Delivery[] =>
    row.body.line === undefined
      ? []
      : others
          .filter((one) => one.state === 'queued' && one.dueAt <= clock.now())
          .filter((one) => one.body.line !== undefined && channelNow(one) === channelNow(row))
          .sort((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : a._id < b._id ? -1 : 1))
          .slice(0, bundleMax - 1)

  /** The address on a channel, or the code of why there is none. */
  const wayTo = (seeker: Seeker | undefined, channel: Channel): { address: string } | { code: string } => {
    if (seeker?.messagesStoppedAt !== undefined && !isPersonal(channel)) return { code: 'stopped' }
    const address = seeker === undefined ? undefined : addressOf(seeker, channel)
    return address === undefined ? { code: 'no_address' } : { address }
  }

  const failNow = async (taken: Delivery, code: string): Promise<void> => {
    const receipt = { attempt: taken.attempts.length, status: 'failed' as const, at: clock.now(), code }
    await store.deliveries.change(taken._id, system, (one) => takeReceipt(one, receipt, limit(), system))
  }

  const leaseOne = async (caller: Caller, row: Delivery, wish: LeaseWish): Promise<LeasedDelivery | undefined> => {
    const now = clock.now()
    const today = dayOf(now)
    const equals = { district: row.district, seeker: row.seeker }
    const own = await store.deliveries.find({ index: 'bySeeker', equals, descending: true }, { limit: ofPersonMax })
    const rules = policy().delivery
    const others = own.rows.filter((one) => one._id !== row._id)
    // Whoever would come for nothing is told today, however much they were told before.
    if (row.purpose !== 'called_off' && messagesOn(others, today) >= rules.perDayMax) {
      const tomorrow = instantAt(dayPlus(today, 1), rules.quietUntilHour)
      await store.deliveries.change(row._id, system, (one) => postpone(one, tomorrow))
      return undefined
    }
    const wanted = wish.bundle === true ? companionsOf(row, others) : []
    const held = { caller, id: ids.next('lse'), seconds: wish.seconds }
    const bundle = wanted.length === 0 ? {} : { bundle: [row._id, ...wanted.map((one) => one._id)] }
    const lead = await take(row._id, held, bundle)
    if (lead === undefined) return undefined
    const seeker = await store.seekers.get(lead.seeker)
    const channel = channelNow(lead)
    const way = wayTo(seeker, channel)
    if (seeker === undefined || 'code' in way) {
      await failNow(lead, 'code' in way ? way.code : 'no_address')
      return undefined
    }
    const attempt = lead.attempts.length
    const carried: Delivery[] = []
    for (const one of wanted) {
      const taken = await take(one._id, held, { carriedBy: { delivery: lead._id, attempt } })
      if (taken !== undefined) carried.push(taken)
    }
    const body = bodyOf(lead, carried)
    return {
      id: lead._id,
      lease: held.id,
      until: lead.lease?.until ?? now,
      attempt,
      channel,
      address: way.address,
      purpose: lead.purpose,
      text: await links.fill(body.text, seeker, lead.createdAt),
      template: body.template,
    }
  }

  /** The text of a message: that of its one item, or one for all that it carries. */
  const bodyOf = (lead: Delivery, carried: readonly Delivery[]): MessageBody =>
    carried.length === 0 ? lead.body : (messages.bundle([lead, ...carried].map((one) => one.body)) ?? lead.body)

  /** Hands the oldest waiting messages of these channels to one notifier, for a time; none during quiet hours. */
  return async (caller: Caller, wish: LeaseWish): Promise<readonly LeasedDelivery[]> => {
    allow(caller, 'delivery.send')
    const { district } = caller
    const now = clock.now()
    if (!loud(now, policy().delivery)) return []
    await returnRunOut(district)
    const leased: LeasedDelivery[] = []
    let found = new Map<string, Delivery[]>()
    let waiting = 0
    /** One person's messages one after the other; those of several share one wait for the disk. */
    const takeAll = async (): Promise<void> => {
      const people = [...found.values()]
      found = new Map()
      waiting = 0
      const taken = await Promise.all(
        people.map(async (rows) => {
          const own: LeasedDelivery[] = []
          for (const row of rows) {
            const one = await leaseOne(caller, row, wish)
            if (one !== undefined) own.push(one)
          }
          return own
        }),
      )
      leased.push(...taken.flat())
    }
    const range = { field: 'dueAt', before: plusMs(now, 1) }
    for await (const row of store.deliveries.each({
      index: 'byState',
      equals: { district, state: 'queued' },
      range,
    })) {
      const channel = channelNow(row)
      if (isPersonal(channel) || !wish.channels.includes(channel)) continue
      const rows = found.get(row.seeker)
      if (rows === undefined) found.set(row.seeker, [row])
      else rows.push(row)
      waiting += 1
      if (leased.length + waiting >= wish.max) await takeAll()
      if (leased.length >= wish.max) break
    }
    await takeAll()
    return leased
  }
}
