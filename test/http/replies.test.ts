import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { meaningOf } from '../../src/domain/reply.ts'
import { plusHours } from '../../src/domain/time.ts'
import { testApp, type TestApp } from './app.ts'
import { sendOffer } from './seeker-link.ts'
import { away, home, newcomer, world, type World } from './world.ts'

let t: TestApp
let own: World
let foreign: World
let notifier: string

beforeEach(async () => {
  t = await testApp()
  own = await world(t, t.admin, home, '本地')
  foreign = await world(t, t.admin, away, '外地')
  notifier = await t.tokenOf('notifier')
  await sendOffer(t, own)
})
afterEach(() => t.close())

let nth = 0
const phoneOf = (seeker: string) => t.services.seekers.unmask(t.admin, seeker, 'phone', 'test')
const reply = (body: Readonly<Record<string, string>>) =>
  t.go<{ id: string; result: string }>(notifier, 'POST', '/v1/replies', {
    id: `up-${nth++}`,
    at: t.clock.now(),
    ...body,
  })
const stored = async (id: string) => (await t.services.store.replies.get(id))!
const offer = async (world: World = own) => (await t.services.ledgers.current(world.ids.seeker))?.offers[0]

describe('a text message that comes back', () => {
  it.each([
    ['1', 'yes'],
    ['\uff11', 'yes'],
    [' 1。', 'yes'],
    ['“2”', 'no'],
    ['3', 'no'],
    ['0', 'help'],
    ['td', 'stop'],
    ['TD', 'stop'],
    ['退订', 'stop'],
    ['回复TD', 'stop'],
    ['HF', 'resume'],
    ['11', 'unknown'],
    ['1 2', 'unknown'],
    ['我愿意去', 'unknown'],
    ['', 'unknown'],
    ['constructor', 'unknown'],
  ])('%j means %s, and nothing is guessed', (text, meaning) => {
    expect(meaningOf(text)).toBe(meaning)
  })

  it('1 accepts and 2 declines the offer of the message that it answers, as a fact in the ledger', async () => {
    const { id } = await reply({ delivery: own.ids.delivery, text: '1' })
    expect(await offer()).toMatchObject({ state: 'accepted', evidence: { kind: 'answered' } })
    expect((await offer())?.steps.at(-1)).toMatchObject({ event: 'accept', by: 'seeker' })
    expect(await stored(id)).toMatchObject({
      state: 'done',
      meaning: 'yes',
      item: own.ids.offer,
      seeker: own.ids.seeker,
    })
    await reply({ delivery: own.ids.delivery, text: '2' })
    expect(await offer()).toMatchObject({ state: 'declined', refusal: 'other' })
  })

  it('is found by the phone that sent it, when one message waits for an answer', async () => {
    await reply({ phone: await phoneOf(own.ids.seeker), text: '1' })
    expect(await offer()).toMatchObject({ state: 'accepted' })
    expect(await offer(foreign)).toMatchObject({ state: 'proposed' })
  })

  it('posted again, later or at once, is one effect', async () => {
    const said = { id: 'same', delivery: own.ids.delivery, text: '1' }
    const both = await Promise.all([reply(said), reply(said)])
    expect(both.map(({ result }) => result).sort()).toEqual(['known', 'taken'])
    await reply({ delivery: own.ids.delivery, text: '2' })
    expect(await reply(said)).toMatchObject({ result: 'known' })
    expect(await offer()).toMatchObject({ state: 'declined' })
    expect((await offer())?.steps.filter(({ event }) => event === 'accept')).toHaveLength(1)
  })

  it('that one phone of two people sends is nobody’s answer until a caseworker asks', async () => {
    const phone = await phoneOf(own.ids.seeker)
    await t.services.seekers.contact(t.admin, foreign.ids.seeker, { phone })
    await sendOffer(t, foreign)
    const { id } = await reply({ phone, text: '1' })
    expect(await stored(id)).toMatchObject({ state: 'open', trouble: 'several_waiting' })
    expect(await stored(id)).not.toHaveProperty('item')
    for (const one of [own, foreign]) expect((await offer(one))?.state).toBe('sent')
  })

  it('TD stops messages and HF resumes them, and neither touches the ledger', async () => {
    const phone = await phoneOf(own.ids.seeker)
    const before = await t.services.ledgers.current(own.ids.seeker)
    await reply({ phone, text: 'TD' })
    expect((await t.services.store.seekers.get(own.ids.seeker))?.messagesStoppedAt).toBe(t.clock.now())
    await reply({ phone, text: 'HF' })
    expect((await t.services.store.seekers.get(own.ids.seeker))?.messagesStoppedAt).toBeUndefined()
    expect(await t.services.ledgers.current(own.ids.seeker)).toEqual(before)
  })

  it('on a booked session 2 gives the time back, and on a held seat 1 keeps it', async () => {
    const { guidance, training, deliveries } = t.services
    await guidance.book(t.admin, own.ids.slot, own.ids.seeker)
    await guidance.follow(own.ids.slot, own.ids.seeker)
    await training.hold(t.admin, own.ids.class, own.ids.seeker)
    await training.follow(own.ids.class, own.ids.seeker)
    const guarantee = (await t.services.ledgers.current(own.ids.seeker))!
    const [session, seat] = [guarantee.guidance[0]!.id, guarantee.training[0]!.id]
    await deliveries.prepare(guarantee._id, 'guidance', session)
    await deliveries.prepare(guarantee._id, 'training', seat)
    await reply({ delivery: `dlv-${session}`, text: '2' })
    await reply({ delivery: `dlv-${seat}`, text: '1' })
    const after = await t.services.ledgers.current(own.ids.seeker)
    expect(after?.guidance[0]).toMatchObject({ state: 'cancelled', invitation: { kind: 'answered' } })
    expect(after?.training[0]).toMatchObject({ state: 'confirmed', invitation: { kind: 'answered' } })
  })
})

describe('a reply that is no sign', () => {
  interface Task {
    readonly id: string
    readonly trouble: string
    readonly words?: string
    readonly seeker?: string
  }
  const tasks = async (role: 'caseworker' | 'office', township: string = home.township) =>
    (
      await t.go<{ rows: Task[] }>(
        await t.tokenOf(role, role === 'office' ? {} : { township }),
        'GET',
        '/v1/replies?state=open&limit=100',
      )
    ).rows.filter(({ trouble, words }) => trouble !== 'help_wanted' || words !== undefined)

  it('is a task for the caseworkers of that town alone, sealed in the store, closed with a note', async () => {
    const phone = await phoneOf(own.ids.seeker)
    const { id } = await reply({ phone, text: '我想去，就是太远，能接送吗' })
    expect(await offer()).toMatchObject({ state: 'sent' })
    expect(JSON.stringify(await stored(id))).not.toContain('太远')
    expect(t.logged.join('')).not.toContain('太远')
    expect(await tasks('caseworker')).toMatchObject([
      { id, trouble: 'words_unknown', words: '我想去，就是太远，能接送吗' },
    ])
    expect(await tasks('caseworker', away.township)).toEqual([])
    const caseworker = await t.tokenOf('caseworker', { township: home.township })
    const closed = await t.go(caseworker, 'POST', `/v1/replies/${id}/close`, { note: '已回电' })
    expect(closed).toMatchObject({ state: 'closed', note: '已回电' })
    expect(await tasks('caseworker')).toEqual([])
  })

  it('0 asks for a call, an unknown phone is the office’s to look at, and a late 1 is not lost', async () => {
    await reply({ phone: '13700000001', text: '1' })
    expect(await tasks('office')).toMatchObject([{ trouble: 'sender_unknown' }])
    expect(await tasks('caseworker')).toEqual([])
    const help = await reply({ phone: await phoneOf(own.ids.seeker), text: '0' })
    expect(await stored(help.id)).toMatchObject({ state: 'open', trouble: 'help_wanted', seeker: own.ids.seeker })
    await reply({ delivery: own.ids.delivery, text: '2' })
    const late = await reply({ delivery: own.ids.delivery, text: '1' })
    expect(await stored(late.id)).toMatchObject({ state: 'open', trouble: 'not_possible', item: own.ids.offer })
    const none = await reply({ phone: await phoneOf(own.ids.seeker), text: '1' })
    expect(await stored(none.id)).toMatchObject({ state: 'open', trouble: 'nothing_waiting' })
  })

  it('of one who has no ledger is a task too', async () => {
    const said = { ...newcomer(home.village, '马六'), wantsWork: false }
    const { _id } = await t.services.seekers.register(t.admin, said)
    const { id } = await reply({ phone: await phoneOf(_id), text: '1' })
    expect(await stored(id)).toMatchObject({ state: 'open', trouble: 'nothing_waiting', seeker: _id })
  })
})

describe('who posts a reply', () => {
  it('names the message or the phone, not both and not neither, at a time that is past', async () => {
    const base = { id: 'x', text: '1', at: t.clock.now() }
    for (const more of [{}, { delivery: own.ids.delivery, phone: '13700000001' }])
      expect((await t.send(notifier, 'POST', '/v1/replies', { ...base, ...more })).json()).toMatchObject({
        code: 'request.invalid',
        errors: [{ pointer: '/delivery' }],
      })
    const ahead = { ...base, delivery: own.ids.delivery, at: plusHours(t.clock.now(), 2) }
    expect((await t.send(notifier, 'POST', '/v1/replies', ahead)).statusCode).toBe(422)
  })

  it('never reaches another district', async () => {
    const strange = await world(t, t.stranger, away, '别区')
    const body = { id: 'y', text: '1', at: t.clock.now(), delivery: strange.ids.delivery }
    expect((await t.send(notifier, 'POST', '/v1/replies', body)).json()).toMatchObject({ code: 'object.unknown' })
    const { id } = await reply({ phone: await phoneOf(own.ids.seeker), text: 'hello' })
    expect(
      await t.services.store.replies.count({ index: 'byState', equals: { district: '999999', state: 'received' } }),
    ).toBe(0)
    expect((await stored(id)).district).toBe(t.services.district)
  })
})

it('a message that is leased carries the link of its person, the same at every attempt, and the stored one never', async () => {
  await t.close()
  t = await testApp({}, { PUBLIC_URL: 'https://jobs.example.cn/' })
  own = await world(t, t.admin, home, '本地')
  await sendOffer(t, own)
  // The offer's message is taken back and called for again: now it is the office's own text.
  const id = own.ids.delivery
  const { deliveries } = t.services
  t.clock.set(plusHours(t.clock.now(), 1))
  await deliveries.withdraw(own.ids.offer)
  await deliveries.tick(id)
  await deliveries.prepare(`grt-${own.ids.seeker}-2026`, 'offer', own.ids.offer)
  const take = async (): Promise<string> => {
    const leased = await t.services.deliveries.lease(t.admin, { max: 200, channels: ['sms'], seconds: 60 })
    t.clock.set(plusHours(t.clock.now(), 1))
    return leased.find((one) => one.id === id)?.text ?? ''
  }
  const first = await take()
  const [, token = ''] = /请点 https:\/\/jobs\.example\.cn\/s\/([A-Za-z0-9_-]{36})$/.exec(first) ?? []
  expect((await t.services.links.open(token))?._id).toBe(own.ids.seeker)
  expect(await take()).toBe(first)
  const shown = await t.send(await t.tokenOf('office'), 'GET', `/v1/deliveries/${id}`)
  expect(shown.body).toContain('〔个人链接〕')
  expect(shown.body).not.toContain('/s/')
})
