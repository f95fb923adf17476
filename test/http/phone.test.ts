import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { plusDays, plusHours, plusMinutes } from '../../src/domain/time.ts'
import { testApp, type TestApp } from './app.ts'
import { pathOf, phone, post, see, type Phone } from './seeker-link.ts'
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

/** Every document that an answer could touch, with its version. */
const versions = async (): Promise<readonly (readonly [string, number | undefined])[]> => {
  const { store } = t.services
  const named = (collection: 'seekers' | 'slots' | 'classes' | 'deliveries' | 'postings' | 'links', id: string) =>
    store[collection].get(id).then((found) => [`${collection} ${id}`, found?.version] as const)
  const all = [own, foreign].flatMap(({ ids }) => [
    named('seekers', ids.seeker),
    named('slots', ids.slot),
    named('classes', ids.class),
    named('deliveries', ids.delivery),
    named('postings', ids.posting),
    store.guarantees.get(`grt-${ids.seeker}-2026`).then((found) => [found?._id ?? '', found?.version] as const),
  ])
  const { district } = t.services
  const answers = await store.answers.count({ index: 'byExpiry', range: { field: 'expiresAt', from: '' } })
  const replies = await store.replies.count({ index: 'byState', equals: { district } })
  return [...(await Promise.all(all)), ['answers', answers] as const, ['replies', replies] as const]
}

const state = async (): Promise<string | undefined> => (await me.ledger())?.offers[0]?.state

describe('a page', () => {
  const pages = () => ['', `/no/${me.offer}`, '/me', '/ledger', '/messages']

  it('changes nothing by being read, however often and with whatever query', async () => {
    await me.see()
    const before = await versions()
    for (const under of pages())
      for (const query of ['', '?do=accept', `?do=decline&item=${me.offer}&value=other`, '?told=accept', '?form=x'])
        expect((await me.see(`${under}${query}`)).statusCode).toBe(200)
    await t.app.inject({ method: 'HEAD', url: me.path })
    expect(await versions()).toEqual(before)
  })

  it('shows the offer with its wage, its employer and its answers, and no number of anybody', async () => {
    const { body } = await me.see()
    for (const words of ['缝纫工', '本地公司', '月工资3500-4500元', '我愿意去', '我不去', '本*者', '管住'])
      expect(body).toContain(words)
    expect(body).not.toMatch(/1\d{10}/)
    expect(body).not.toContain('本地求职者')
    expect((await me.see('/ledger')).body).toContain('缝纫工:已经发给您'.replace(':', '\uff1a'))
  })

  it('runs and loads nothing, is kept and indexed nowhere, and tells no site where it was', async () => {
    for (const under of pages()) {
      const { body, headers } = await me.see(under)
      const style = /<style>([\s\S]*)<\/style>/.exec(body)?.[1] ?? ''
      const hash = createHash('sha256').update(style).digest('base64')
      expect(headers['content-security-policy']).toContain(`style-src 'sha256-${hash}'`)
      expect(headers['content-security-policy']).toContain("default-src 'none'")
      expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' })
      expect(headers['x-robots-tag']).toContain('noindex')
      expect(body).toContain('name="robots" content="noindex')
      expect(body).not.toMatch(/<script|<link|<img|style="|\son\w+="|https?:\/\//)
      for (const [, action] of body.matchAll(/action="([^"]+)"/g)) expect(action).toBe(me.path)
    }
    expect(t.logged.join('')).not.toContain(me.path.slice(3))
  })
})

describe('a link that opens nothing', () => {
  const token = () => me.path.slice(3)

  it('has one page, byte for byte, whether forged, run out, revoked, of an older phone, or of nobody', async () => {
    const forged = `${token().slice(0, -1)}${token().endsWith('A') ? 'B' : 'A'}`
    const doors = [await see(t, `/s/${forged}`), await post(t, `/s/${forged}`, { do: 'accept', item: me.offer })]
    const foreignPath = await pathOf(t, foreign.ids.seeker)
    await t.services.links.revoke(t.admin, foreign.ids.seeker)
    doors.push(await see(t, foreignPath), await post(t, foreignPath, { do: 'stop' }))
    doors.push(await see(t, '/s/x'), await see(t, '/s/'), await see(t, `/s/${'A'.repeat(36)}`))
    doors.push(await see(t, `/s/${forged}/ledger`), await see(t, `/s/${token()}/no/${foreign.ids.offer}`))
    await t.services.seekers.contact(t.admin, me.seeker, { phone: '13995130001' })
    doors.push(await me.see(), await me.tap({ do: 'accept', item: me.offer }))
    const newPath = await pathOf(t, me.seeker)
    expect((await see(t, newPath)).statusCode).toBe(200)
    t.clock.set(plusDays(t.clock.now(), 46))
    doors.push(await see(t, newPath), await see(t, `${newPath}/me`))
    const told = ({ statusCode, body, headers }: (typeof doors)[number]) => {
      const { 'x-request-id': _id, date: _date, ...rest } = headers
      return { statusCode, body, headers: rest }
    }
    expect(doors[0]?.statusCode).toBe(404)
    expect(doors[0]?.body).toContain('这个链接打不开了')
    for (const [at, door] of doors.entries()) expect(told(door), String(at)).toEqual(told(doors[0]!))
    for (const url of [`/s/${'A'.repeat(900)}`, '/s/%zz', `/s/${token()}/nowhere`])
      expect(await see(t, url)).toMatchObject({ statusCode: 404, body: doors[0]?.body })
    expect(await state()).toBe('sent')
  })

  it('is not found by chance: no text of 3,000 opens a page or changes anything', async () => {
    const before = await versions()
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.uint8Array({ minLength: 27, maxLength: 27 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
      fc
        .tuple(fc.nat(35), fc.constantFrom(...'ABCabc019-_'))
        .map(([at, sign]) => token().slice(0, at) + sign + token().slice(at + 1))
        .filter((one) => one !== token()),
    )
    const statuses = new Set<number>()
    let nth = 0
    await fc.assert(
      fc.asyncProperty(text, async (found) => {
        nth += 1
        const url = `/s/${encodeURIComponent(found)}`
        const remoteAddress = `10.0.${nth >> 8}.${nth & 255}`
        const { statusCode } = await t.app.inject({
          method: 'GET',
          url,
          remoteAddress,
          headers: { accept: 'text/html' },
        })
        statuses.add(statusCode)
      }),
      { numRuns: 3000, seed: 6 },
    )
    expect([...statuses]).toEqual([404])
    expect(await versions()).toEqual(before)
  })

  it('may be tried so often in a minute and no more, while a good link is not held up by it', async () => {
    const statuses: number[] = []
    for (let nth = 0; nth < 62; nth += 1) statuses.push((await see(t, `/s/none${nth}`)).statusCode)
    expect(statuses.slice(0, 60).every((status) => status === 404)).toBe(true)
    expect(statuses.slice(60)).toEqual([429, 429])
    expect((await me.see()).statusCode).toBe(200)
  })
})

describe('a tap', () => {
  it('accepts, says so, and can be changed into a refusal with its reason', async () => {
    const done = await me.tap({ do: 'accept', item: me.offer })
    expect(done.statusCode).toBe(303)
    const page = await see(t, String(done.headers.location))
    expect(page.body).toContain('记下了')
    expect(page.body).toContain(`${me.path}/no/${me.offer}`)
    expect(await state()).toBe('accepted')
    expect((await me.see(`/no/${me.offer}`)).body).toContain('这个班次我上不了')
    await me.tap({ do: 'decline', item: me.offer, value: 'cannot_shift' })
    expect((await me.ledger())?.offers[0]).toMatchObject({ state: 'declined', refusal: 'cannot_shift' })
    const again = await me.tap({ do: 'accept', item: me.offer })
    expect((await see(t, String(again.headers.location))).body).toContain('已经答复过了')
  })

  it('proves that the message arrived, before its receipt did', async () => {
    await me.tap({ do: 'accept', item: me.offer })
    const delivery = await t.services.store.deliveries.get(own.ids.delivery)
    expect(delivery).toMatchObject({ state: 'delivered', evidence: { kind: 'answered', channel: 'sms', by: 'seeker' } })
    const { view } = await t.services.guarantees.of(t.admin, me.seeker)
    expect(view.offers).toMatchObject({ counted: 1 })
    expect(view.offers.verdicts[0]).toMatchObject({ code: 'offers.answered', result: 'counts' })
  })

  it('given twice, at once or one after the other, is one effect', async () => {
    const form = t.services.answering.newForm()
    const twice = () => me.tap({ do: 'accept', item: me.offer }, form)
    const done = await Promise.all([twice(), twice(), twice()])
    done.push(await twice())
    expect(new Set(done.map(({ statusCode, headers }) => `${statusCode} ${String(headers.location)}`)).size).toBe(1)
    const steps = (await me.ledger())?.offers[0]?.steps.map(({ event }) => event)
    expect(steps).toEqual(['approve', 'send', 'deliver', 'accept'])
    await Promise.all([me.tap({ do: 'help' }, form), me.tap({ do: 'help' }, form)])
    const { district } = t.services
    expect(await t.services.store.replies.count({ index: 'byState', equals: { district, state: 'open' } })).toBe(3)
  })

  it('of a page that lies open since yesterday changes nothing and says so', async () => {
    const form = t.services.answering.newForm()
    t.clock.set(plusHours(t.clock.now(), 25))
    const before = await versions()
    for (const stale of [form, '', 'x', 'zzzzzzzzz-AAAAAAAAAAAA']) {
      const found = await me.tap({ do: 'accept', item: me.offer }, stale)
      expect(String(found.headers.location)).toBe(`${me.path}?wrong=old`)
    }
    expect(await versions()).toEqual(before)
    expect((await me.see('?wrong=old')).body).toContain('什么都没有改')
  })

  it('sent by another site does nothing; one without an origin, as old phones send it, does', async () => {
    const form = () => t.services.answering.newForm()
    const fields = { do: 'accept', item: me.offer }
    const before = await versions()
    for (const headers of [
      { origin: 'https://evil.test' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'null', 'sec-fetch-site': 'cross-site' },
    ])
      expect((await post(t, me.path, { ...fields, form: form() }, headers)).statusCode).toBe(404)
    expect(await versions()).toEqual(before)
    expect((await post(t, me.path, { ...fields, form: form() }, { origin: 'null' })).statusCode).toBe(303)
    expect(await state()).toBe('accepted')
  })

  it('on a posting that closed meanwhile is told so', async () => {
    await t.services.postings.move(t.admin, own.ids.posting, { event: 'close', reason: '招满' })
    const found = await me.tap({ do: 'accept', item: me.offer })
    expect((await see(t, String(found.headers.location))).body).toContain('来晚了一步')
    expect((await me.see()).body).toContain('不招人了')
  })
})

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
    const before = await versions()
    const nothing = acts(unknown)
    for (const [at, act] of acts(foreign.ids).entries()) {
      const hidden = await me.tap(act)
      const missing = await me.tap(nothing[at] ?? {})
      expect([hidden.statusCode, hidden.body], JSON.stringify(act)).toEqual([missing.statusCode, missing.body])
      expect(hidden.statusCode).toBe(404)
    }
    const strange = await world(t, t.stranger, away, '别区')
    expect((await me.tap({ do: 'book', item: strange.ids.slot })).statusCode).toBe(404)
    const after = new Map((await versions()).filter(([name]) => name !== 'answers'))
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
    expect(await state()).toBe('sent')
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
