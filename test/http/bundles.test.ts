import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { guaranteeId, offerId } from '../../src/domain/guarantee/guarantee.ts'
import { moveOffer, proposeOffer } from '../../src/domain/guarantee/offers.ts'
import { deliveryId } from '../../src/domain/delivery.ts'
import { plusDays, plusHours, plusMinutes } from '../../src/domain/time.ts'
import { testApp, type TestApp } from './app.ts'
import { home, vacancy, world, type World } from './world.ts'

let t: TestApp
let own: World
let notifier: string
let offers: readonly string[]

const guarantee = () => guaranteeId(own.ids.seeker, '2026')
const delivery = async (at: number) => (await t.services.store.deliveries.get(deliveryId(offers[at]!)))!
const states = async () => {
  const found = await t.services.ledgers.current(own.ids.seeker)
  return offers.map((id) => found?.offers.find((one) => one.id === id)?.state)
}

/** Brings the offer of one more posting as far as a message that waits. */
async function sendOne(at: number): Promise<string> {
  const title = ['缝纫工', '分拣工', '包装工', '保洁员'][at] ?? '帮厨'
  const admin = await t.tokenOf('admin')
  const body = { ...vacancy(t, own.ids.employer, title) }
  const { id: posting } = await t.go<{ id: string }>(admin, 'POST', '/v1/postings', body)
  const id = offerId(guarantee(), posting)
  const { ledgers } = t.services
  const step = (decide: Parameters<typeof ledgers.change>[2]) => ledgers.change(guarantee(), 'key-1', decide)
  const facts = { posting, employer: `emp-${at}`, title, score: 700_000, modelVersion: 'm', approvedByRule: false }
  const atSending = { at: t.clock.now(), suitable: true, postingOpen: true, score: 700_000 }
  await step((found, act) => proposeOffer(found, facts, act))
  await step((found, act) => moveOffer(found, id, 'approve', act, { approvedBy: 'key-1' }))
  await step((found, act) => moveOffer(found, id, 'send', act, { atSending }))
  await t.services.deliveries.prepare(guarantee(), 'offer', id)
  return id
}

/** Brings a guidance session as far as a message that waits. */
async function sendGuidance(): Promise<string> {
  const { guidance, deliveries, ledgers } = t.services
  await guidance.book(t.admin, own.ids.slot, own.ids.seeker)
  await guidance.follow(own.ids.slot, own.ids.seeker)
  const item = (await ledgers.current(own.ids.seeker))!.guidance[0]!.id
  await deliveries.prepare(guarantee(), 'guidance', item)
  return item
}

interface Leased {
  readonly id: string
  readonly lease: string
  readonly attempt: number
  readonly text: string
  readonly template: string
}
const lease = async (bundle = true): Promise<readonly Leased[]> =>
  (
    await t.go<{ rows: readonly Leased[] }>(notifier, 'POST', '/v1/deliveries/lease', {
      max: 50,
      channels: ['sms'],
      seconds: 60,
      ...(bundle ? { bundle } : {}),
    })
  ).rows
let nth = 0
const reply = async (body: Readonly<Record<string, string>>) => {
  const { id } = await t.go<{ id: string }>(notifier, 'POST', '/v1/replies', {
    id: `b-${nth++}`,
    at: t.clock.now(),
    ...body,
  })
  return (await t.services.store.replies.get(id))!
}
const receipt = (id: string, status: string, attempt = 1) =>
  t.go<{ result: string }>(notifier, 'POST', `/v1/deliveries/${id}/receipts`, { attempt, status, at: t.clock.now() })

beforeEach(async () => {
  t = await testApp()
  own = await world(t, t.admin, home, '本地')
  notifier = await t.tokenOf('notifier')
  // The world's own offer is taken back: here is only what the test sends.
  await t.services.deliveries.withdraw(own.ids.offer)
  await t.services.ledgers.change(guarantee(), 'key-1', (found, act) => moveOffer(found, own.ids.offer, 'reject', act))
  offers = []
})
afterEach(() => t.close())

const three = async () => {
  const found: string[] = []
  for (const at of [1, 2, 3]) {
    found.push(await sendOne(at))
    t.clock.set(plusMinutes(t.clock.now(), 1))
  }
  offers = found
}

describe('several items of one person', () => {
  beforeEach(three)

  it('go out as one message that numbers them, to a notifier that can send such', async () => {
    const rows = await lease()
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ id: deliveryId(offers[0]!), template: 'bundle3' })
    expect(rows[0]?.text).toMatch(
      /^【利通就业】您好，有3件事请您答复：1、分拣工，.*。2、包装工，.*。3、保洁员，.*都不要请回9/,
    )
    expect(await lease()).toEqual([])
    expect((await delivery(1)).attempts[0]?.carriedBy).toEqual({ delivery: deliveryId(offers[0]!), attempt: 1 })
  })

  it('go out one by one to a notifier that cannot', async () => {
    const rows = await lease(false)
    expect(rows.map((one) => one.template)).toEqual(['offer', 'offer', 'offer'])
  })

  it('share the fate of the message: acknowledged, delivered, each with its own evidence', async () => {
    const [row] = await lease()
    await t.go(notifier, 'POST', `/v1/deliveries/${row!.id}/acknowledge`, { lease: row!.lease })
    for (const at of [0, 1, 2]) expect((await delivery(at)).state).toBe('sent')
    expect(await receipt(row!.id, 'delivered')).toMatchObject({ result: 'taken' })
    expect(await receipt(row!.id, 'delivered')).toMatchObject({ result: 'known' })
    for (const at of [0, 1, 2]) {
      expect(await delivery(at)).toMatchObject({ state: 'delivered', evidence: { kind: 'receipt', channel: 'sms' } })
      await t.services.deliveries.follow(deliveryId(offers[at]!))
    }
    expect(await states()).toEqual(['delivered', 'delivered', 'delivered'])
  })

  it('fall back each for itself when the message failed, and the others catch up when a process died between', async () => {
    const [row] = await lease()
    await t.services.store.deliveries.change(row!.id, 'x', (one) => ({ kind: 'unchanged', doc: one }))
    await receipt(row!.id, 'failed')
    for (const at of [0, 1, 2]) expect(await delivery(at)).toMatchObject({ state: 'queued', step: 1 })
    // A late receipt of the same attempt is true for all of them.
    await receipt(row!.id, 'delivered')
    for (const at of [0, 1, 2]) expect((await delivery(at)).state).toBe('delivered')
  })

  it('return together when the notifier died, and go out together again', async () => {
    const [first] = await lease()
    t.clock.set(plusHours(t.clock.now(), 1))
    const [second] = await lease()
    expect(second).toMatchObject({ id: first!.id, attempt: 2, template: 'bundle3' })
    await receipt(second!.id, 'delivered', 2)
    for (const at of [0, 1, 2]) expect((await delivery(at)).state).toBe('delivered')
  })

  it('leave the message when they are withdrawn before it goes', async () => {
    await t.services.deliveries.withdraw(offers[1]!)
    expect((await lease())[0]?.template).toBe('bundle2')
  })
})

describe('the answer to a message with several items', () => {
  beforeEach(async () => {
    await three()
    const [row] = await lease()
    await receipt(row!.id, 'delivered')
    for (const at of [0, 1, 2]) await t.services.deliveries.follow(deliveryId(offers[at]!))
  })
  const lead = () => deliveryId(offers[0]!)

  it.each([
    ['1', ['accepted', 'delivered', 'delivered']],
    ['2', ['delivered', 'accepted', 'delivered']],
    ['３。', ['delivered', 'delivered', 'accepted']],
    ['9', ['declined', 'declined', 'declined']],
  ])('%s chooses by the number', async (text, expected) => {
    expect(await reply({ delivery: lead(), text })).toMatchObject({
      state: 'done',
      meaning: text === '9' ? 'no' : 'yes',
    })
    expect(await states()).toEqual(expected)
  })

  it('is found by the phone alone, and a second choice is taken as well', async () => {
    const phone = await t.services.seekers.unmask(t.admin, own.ids.seeker, 'phone', 'test')
    expect(await reply({ phone, text: '2' })).toMatchObject({ state: 'done', item: offers[1] })
    expect(await reply({ phone, text: '3' })).toMatchObject({ state: 'done', item: offers[2] })
    expect(await states()).toEqual(['delivered', 'accepted', 'accepted'])
  })

  it('that names no item of it, or says more than a digit, goes to a caseworker', async () => {
    expect(await reply({ delivery: lead(), text: '5' })).toMatchObject({ state: 'open', trouble: 'words_unknown' })
    expect(await reply({ delivery: lead(), text: '第二个' })).toMatchObject({ state: 'open', trouble: 'words_unknown' })
    expect(await states()).toEqual(['delivered', 'delivered', 'delivered'])
  })

  it('is asked for again when another message waits as well', async () => {
    await sendGuidance()
    t.clock.set(plusMinutes(t.clock.now(), 5))
    await lease()
    const phone = await t.services.seekers.unmask(t.admin, own.ids.seeker, 'phone', 'test')
    expect(await reply({ phone, text: '1' })).toMatchObject({ state: 'open', trouble: 'several_waiting' })
  })
})

describe('the daily limit', () => {
  it('puts off what would be one message too many until the next morning, and loses nothing', async () => {
    for (const at of [1, 2, 3]) {
      await sendOne(at)
      const rows = await lease(false)
      expect(rows).toHaveLength(1)
      for (const row of rows) await t.go(notifier, 'POST', `/v1/deliveries/${row.id}/acknowledge`, { lease: row.lease })
      t.clock.set(plusMinutes(t.clock.now(), 5))
    }
    const late = deliveryId(await sendGuidance())
    expect(await lease(false)).toHaveLength(0)
    const found = await t.services.store.deliveries.get(late)
    expect(found).toMatchObject({ state: 'queued', attempts: [], dueAt: '2026-03-03T00:00:00.000Z' })
    t.clock.set(plusDays(t.clock.now(), 1))
    expect((await lease(false)).map((one) => one.id)).toContain(late)
  })
})
