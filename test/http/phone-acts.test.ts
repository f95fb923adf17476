import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { plusMinutes } from '../../src/domain/time.ts'
import { testApp, type TestApp } from './app.ts'
import { pathOf, phone, post, see, versions, type Phone } from './seeker-link.ts'
import { away, home, world, type World } from './world.ts'

let t: TestApp
let own: World
let foreign: World
let me: Phone

beforeEach(async () => {
  t = await testApp()
  own = await world(t, t.admin, home, '本地')
  foreign = await world(t, t.admin, away, '外地')
  me = await phone(t, own)
})
afterEach(() => t.close())

describe('what is another person’s', () => {
  const acts = (ids: World['ids']): readonly Readonly<Record<string, string>>[] => [
    { do: 'accept', item: ids.offer },
    { do: 'decline', item: ids.offer, value: 'other' },
    { do: 'cancel', item: ids.slot },
    { do: 'keep', item: ids.class },
    { do: 'give_back', item: ids.class, value: 'family' },
    { do: 'take_again', item: ids.class },
  ]

  it('can never be acted on: a foreign id is answered as an unknown one, and nothing moves', async () => {
    await t.services.guidance.book(t.admin, foreign.ids.slot, foreign.ids.seeker)
    await t.services.training.hold(t.admin, foreign.ids.class, foreign.ids.seeker)
    await t.services.guidance.follow(foreign.ids.slot, foreign.ids.seeker)
    await t.services.training.follow(foreign.ids.class, foreign.ids.seeker)
    const unknown = Object.fromEntries(Object.keys(own.ids).map((kind) => [kind, 'unknown-1'])) as World['ids']
    const before = await versions(t, [own, foreign])
    const nothing = acts(unknown)
    for (const [at, act] of acts(foreign.ids).entries()) {
      const hidden = await me.tap(act)
      const missing = await me.tap(nothing[at] ?? {})
      expect([hidden.statusCode, hidden.body], JSON.stringify(act)).toEqual([missing.statusCode, missing.body])
      expect(hidden.statusCode).toBe(404)
    }
    const strange = await world(t, t.stranger, away, '别区')
    expect((await me.tap({ do: 'book', item: strange.ids.slot })).statusCode).toBe(404)
    const after = new Map((await versions(t, [own, foreign])).filter(([name]) => name !== 'answers'))
    expect(after).toEqual(new Map(before.filter(([name]) => name !== 'answers')))
  })

  it('nor can a form ask for what there is not', async () => {
    for (const act of [
      {},
      { do: 'hire', item: me.offer },
      { do: '__proto__' },
      { do: 'decline', item: me.offer, value: 'toString' },
      { do: 'decline', item: me.offer },
      { do: 'correct', item: 'wage', value: '1' },
      { do: 'correct', item: 'wageMinYuan', value: '1e9' },
      { do: 'correct', item: 'constructor', value: 'x' },
    ])
      expect((await me.tap(act)).statusCode, JSON.stringify(act)).toBe(404)
    expect((await me.ledger())?.offers[0]?.state).toBe('sent')
  })
})

describe('guidance and training', () => {
  it('a person books one of the open slots, cancels, and books again; never two at a time', async () => {
    expect((await me.see()).body).toContain('约这个时间')
    await me.tap({ do: 'book', item: own.ids.slot })
    expect((await me.ledger())?.guidance[0]).toMatchObject({ slot: own.ids.slot, state: 'booked' })
    expect((await me.see()).body).toContain('来不了')
    const other = await me.tap({ do: 'book', item: foreign.ids.slot })
    expect((await see(t, String(other.headers.location))).body).toContain('已经约好一次')
    await me.tap({ do: 'cancel', item: own.ids.slot })
    expect((await me.ledger())?.guidance[0]).toMatchObject({ state: 'cancelled' })
    await me.tap({ do: 'book', item: own.ids.slot })
    expect((await me.ledger())?.guidance[0]).toMatchObject({ state: 'booked' })
    const slot = await t.services.store.slots.get(own.ids.slot)
    expect(slot?.bookings).toMatchObject([{ seeker: me.seeker, state: 'booked', by: 'seeker' }])
    t.clock.set(plusMinutes(slot?.startsAt ?? '', 1))
    const late = await post(t, await pathOf(t, me.seeker), {
      do: 'cancel',
      item: own.ids.slot,
      form: t.services.answering.newForm(),
    })
    expect(String(late.headers.location)).toContain('wrong=slot.past')
  })

  it('a person keeps a seat, or gives it back and takes it again while it is free', async () => {
    await t.services.training.hold(t.admin, own.ids.class, me.seeker)
    await t.services.training.follow(own.ids.class, me.seeker)
    const seat = async () => (await me.ledger())?.training[0]?.state
    expect((await me.see()).body).toContain('我参加')
    await me.tap({ do: 'keep', item: own.ids.class })
    expect(await seat()).toBe('confirmed')
    expect((await me.see(`/give/${own.ids.class}`)).body).toContain('为什么不参加')
    await me.tap({ do: 'give_back', item: own.ids.class, value: 'family' })
    expect(await seat()).toBe('returned')
    expect((await me.see()).body).toContain('再要回来')
    await me.tap({ do: 'take_again', item: own.ids.class })
    expect(await seat()).toBe('held')
    await me.tap({ do: 'keep', item: own.ids.class })
    expect(await seat()).toBe('confirmed')
  })
})

describe('facts and messages', () => {
  it('a person corrects what is written of them, today and in their own name', async () => {
    expect((await me.see('/me')).body).toContain('30公里以内')
    await me.tap({ do: 'correct', item: 'distanceMaxKm', value: '10' })
    await me.tap({ do: 'correct', item: 'night', value: 'cannot' })
    const seeker = await t.services.store.seekers.get(me.seeker)
    expect(seeker?.facts).toMatchObject({
      distanceMaxKm: { value: 10, on: '2026-03-02', source: 'seeker' },
      shiftsRefused: { value: ['night'] },
    })
    await me.tap({ do: 'correct', item: 'night', value: 'can' })
    expect((await t.services.store.seekers.get(me.seeker))?.facts.shiftsRefused?.value).toEqual([])
  })

  it('stopping messages keeps the guarantee: nothing is texted, a person calls or visits, and what arrives counts', async () => {
    const before = await t.services.guarantees.of(t.admin, me.seeker)
    await me.tap({ do: 'stop' })
    expect((await me.see('/messages')).body).toContain('恢复发消息')
    const after = await t.services.guarantees.of(t.admin, me.seeker)
    expect(after.view).toEqual(before.view)
    expect(after.guarantee).toEqual(before.guarantee)
    t.clock.set(plusMinutes(t.clock.now(), 11))
    const leased = await t.services.deliveries.lease(t.admin, { max: 200, channels: ['sms', 'wechat'], seconds: 60 })
    expect(leased.map(({ id }) => id)).not.toContain(own.ids.delivery)
    const tasks = await t.services.deliveries.tasks(t.admin, { limit: 100 })
    expect(tasks.rows.map(({ _id }) => _id)).toContain(own.ids.delivery)
    await t.services.deliveries.handOver(t.admin, own.ids.delivery, { note: '当面交付', channel: 'visit' })
    await t.services.deliveries.follow(own.ids.delivery)
    expect((await t.services.guarantees.of(t.admin, me.seeker)).view.offers.counted).toBe(1)
    await me.tap({ do: 'resume' })
    expect((await t.services.store.seekers.get(me.seeker))?.messagesStoppedAt).toBeUndefined()
  })
})
