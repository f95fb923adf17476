import { pastOf, planOf } from '../domain/channel-plan.ts'
import type { ItemPurpose, MessageBody, Purpose } from '../domain/delivery-types.ts'
import { calledOffId, deliveryId, stepDueAt, stepLimit } from '../domain/delivery.ts'
import { callOffOf, isWorthTelling, wordExpiresAt } from '../domain/guarantee/called-off.ts'
import type { Guarantee } from '../domain/guarantee/guarantee.ts'
import { isCalledOff } from '../domain/guarantee/items.ts'
import { policyAt } from '../domain/policy.ts'
import { mayHaveReached, renew, withdrawDelivery } from '../domain/recall.ts'
import { isPersonal, type Seeker } from '../domain/seeker.ts'
import { plusDays, type Instant } from '../domain/time.ts'
import { calledOff } from './called-off.ts'
import type { Messages } from './messages.ts'
import { system, type Wiring } from './wiring.ts'

/** Earlier messages of a person that are looked at to see which channel worked. */
const pastMax = 50

/** One item of a ledger and whose it is. */
interface Matter {
  readonly guarantee: Guarantee
  readonly seeker: Seeker
  readonly purpose: ItemPurpose
  readonly item: string
}

/** A message as it is to be. */
interface Letter {
  readonly id: string
  readonly purpose: Purpose
  readonly body: MessageBody
  /** Not to be sent before this. */
  readonly notBefore?: Instant
  readonly expiresAt?: (usual: Instant) => Instant
  /** What arrived before this is believed no more and goes out again. */
  readonly calledOffAt?: Instant | undefined
}

/** Makes the messages of an item and takes them back. */
export const preparing = (
  wiring: Pick<Wiring, 'store' | 'clock' | 'policies' | 'calendar'>,
  messages: Pick<Messages, 'bodyOf' | 'calledOffBody'>,
) => {
  const { store, clock, policies, calendar } = wiring
  const { wordOwed } = calledOff(wiring)

  const takeBack = async (id: string): Promise<void> => {
    await store.deliveries.change(id, system, (one) => withdrawDelivery(one, clock.now()))
  }

  /** Makes a message once: its body and id stay the same over every attempt. One that was taken back goes out again. */
  const put = async ({ guarantee, seeker, item }: Matter, letter: Letter): Promise<void> => {
    const { id, purpose, body } = letter
    const now = clock.now()
    const rules = policyAt(policies, now).delivery
    const equals = { district: seeker.district, seeker: seeker._id }
    const before = await store.deliveries.find({ index: 'bySeeker', equals, descending: true }, { limit: pastMax })
    const { channels: plan, reasons: planReasons } = planOf(seeker, rules.order, pastOf(before.rows))
    const usual = plusDays(now, rules.expiryDays)
    const expiresAt = letter.expiresAt?.(usual) ?? usual
    const due = stepDueAt({ plan, expiresAt }, 0, now, stepLimit(rules.stepHours, calendar))
    const { notBefore = due } = letter
    const dueAt = isPersonal(plan[0] ?? 'visit') || notBefore < due ? due : notBefore
    const fresh = { body, plan, planReasons, dueAt, expiresAt }
    const draft = {
      ...fresh,
      _id: id,
      district: guarantee.district,
      seeker: seeker._id,
      guarantee: guarantee._id,
      purpose,
      item,
      township: guarantee.township,
      village: guarantee.village,
      step: 0,
      state: 'queued' as const,
      attempts: [],
    }
    const inserted = await store.deliveries.insert(draft, [{ kind: 'delivery.queued', data: { delivery: id } }], system)
    if (inserted === 'exists') await store.deliveries.change(id, system, (one) => renew(one, fresh, letter.calledOffAt))
  }

  /** Since when a person was told that this item is off; undefined when they never were. */
  const toldOffAt = async ({ guarantee, item }: Matter): Promise<Instant | undefined> => {
    const off = callOffOf(guarantee, item)
    const word = off === undefined ? undefined : await store.deliveries.get(calledOffId(item, off.number))
    return word !== undefined && mayHaveReached(word) ? off?.at : undefined
  }

  /** The message that asks: made while the item calls for it, taken back when it is off. */
  const invite = async (matter: Matter): Promise<void> => {
    const { guarantee, purpose, item } = matter
    const body = await messages.bodyOf(guarantee, purpose, item)
    if (body !== undefined)
      return put(matter, { id: deliveryId(item), purpose, body, calledOffAt: await toldOffAt(matter) })
    const found = [...guarantee.offers, ...guarantee.guidance, ...guarantee.training].find(({ id }) => id === item)
    return found !== undefined && isCalledOff(found.state) ? takeBack(deliveryId(item)) : undefined
  }

  /** The message that says it is off: made for who would come for nothing, taken back when it stands again. */
  const tellOff = async (matter: Matter): Promise<void> => {
    const { guarantee, purpose, item } = matter
    const off = callOffOf(guarantee, item)
    // Word that is on its way when it comes too late ends by its own time.
    if (off === undefined || (off.isOff && !isWorthTelling(off, clock.now()))) return
    const id = calledOffId(item, off.number)
    const word = await wordOwed(guarantee, item)
    const body = word === undefined ? undefined : await messages.calledOffBody(purpose, item)
    if (word === undefined || body === undefined) return takeBack(id)
    const { notBefore } = word
    const when = notBefore === undefined ? {} : { notBefore }
    await put(matter, { id, purpose: 'called_off', body, ...when, expiresAt: (usual) => wordExpiresAt(off, usual) })
  }

  return {
    takeBack,

    /**
     * Brings the messages of an item to what the item calls for: one that asks is made once, taken back when the item is
     * off and brought back when it stands again; whoever had it, or said yes, is told that it is off.
     */
    prepare: async (guaranteeId: string, purpose: ItemPurpose, item: string): Promise<void> => {
      const guarantee = await store.guarantees.get(guaranteeId)
      const seeker = guarantee === undefined ? undefined : await store.seekers.get(guarantee.seeker)
      if (guarantee === undefined || seeker === undefined) return
      const matter = { guarantee, seeker, purpose, item }
      await invite(matter)
      await tellOff(matter)
    },
  }
}
