import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { plusDays, plusHours } from '../../src/domain/time.ts'
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

const state = async (): Promise<string | undefined> => (await me.ledger())?.offers[0]?.state

describe('a page', () => {
  const pages = () => ['', `/no/${me.offer}`, '/me', '/ledger', '/messages']

  it('changes nothing by being read, however often and with whatever query', async () => {
    await me.see()
    const before = await versions(t, [own, foreign])
    for (const under of pages())
      for (const query of ['', '?do=accept', `?do=decline&item=${me.offer}&value=other`, '?told=accept', '?form=x'])
        expect((await me.see(`${under}${query}`)).statusCode).toBe(200)
    await t.app.inject({ method: 'HEAD', url: me.path })
    expect(await versions(t, [own, foreign])).toEqual(before)
  })

  it('shows the offer with its wage, its employer and its answers, and no number of anybody', async () => {
    const { body } = await me.see()
    for (const words of ['缝纫工', '本地公司', '月工资3500-4500元', '我愿意去', '我不去', '本*者', '管住'])
      expect(body).toContain(words)
    expect(body).not.toMatch(/1\d{10}/)
    expect(body).not.toContain('本地求职者')
    expect((await me.see('/ledger')).body).toContain('缝纫工：已经发给您'.replace(':', '\uff1a'))
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
    const before = await versions(t, [own, foreign])
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.uint8Array({ minLength: 27, maxLength: 27 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
      fc
        .tuple(fc.nat(35), fc.constantFrom('A', 'B', 'a', 'b', '0', '1', '-', '_'))
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
    expect(await versions(t, [own, foreign])).toEqual(before)
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
    const before = await versions(t, [own, foreign])
    for (const stale of [form, '', 'x', 'zzzzzzzzz-AAAAAAAAAAAA']) {
      const found = await me.tap({ do: 'accept', item: me.offer }, stale)
      expect(String(found.headers.location)).toBe(`${me.path}?wrong=old`)
    }
    expect(await versions(t, [own, foreign])).toEqual(before)
    expect((await me.see('?wrong=old')).body).toContain('什么都没有改')
  })

  it('sent by another site does nothing; one without an origin, as old phones send it, does', async () => {
    const form = () => t.services.answering.newForm()
    const fields = { do: 'accept', item: me.offer }
    const before = await versions(t, [own, foreign])
    for (const headers of [
      { origin: 'https://evil.test' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'null', 'sec-fetch-site': 'cross-site' },
    ])
      expect((await post(t, me.path, { ...fields, form: form() }, headers)).statusCode).toBe(404)
    expect(await versions(t, [own, foreign])).toEqual(before)
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
