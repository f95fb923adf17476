import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { change } from '../../src/domain/aggregate.ts'
import { plusDays } from '../../src/domain/time.ts'
import { testApp, type TestApp } from './app.ts'
import { sendOffer } from './seeker-link.ts'
import { sendForm } from './office-form.ts'
import { away, home, world, type World } from './world.ts'

let t: TestApp
let own: World
let foreign: World

/** Takes the message as far as a call, or as far as a visit. */
async function toPerson(of: World, channel: 'phone' | 'visit'): Promise<void> {
  const { deliveries } = t.services
  const plan = ['sms', 'phone', 'visit'] as const
  await t.services.store.deliveries.change(of.ids.delivery, 'x', (one) => change({ ...one, plan }))
  const fail = async () => {
    const found = (await t.services.store.deliveries.get(of.ids.delivery))!
    await deliveries.receipts(t.admin, [
      { delivery: of.ids.delivery, attempt: found.attempts.length, status: 'failed', at: t.clock.now(), code: 'X' },
    ])
  }
  await fail()
  if (channel === 'visit') await deliveries.noteMissed(t.admin, of.ids.delivery, { code: 'wrong_number' })
}

const page = (url: string, cookie: string) =>
  t.app.inject({ method: 'GET', url, headers: { accept: 'text/html', host: 'office.test', cookie } })
const form = (url: string, fields: Readonly<Record<string, string>>, cookie = '') =>
  sendForm(t, url, fields, { cookie })
const login = async (role: 'caseworker' | 'grid_worker' | 'office'): Promise<string> => {
  const scope =
    role === 'caseworker' ? { township: home.township } : role === 'grid_worker' ? { village: home.village } : {}
  const found = await form('/login', { key: await t.tokenOf(role, scope), next: '/tasks' })
  return String(found.headers['set-cookie'] ?? '').split(';')[0] ?? ''
}
const tokenIn = (body: string): string =>
  /name="token" value="([^"]+)"/.exec(body.slice(body.indexOf('action="/tasks"')))?.[1] ?? ''
const delivery = async (of: World = own) => (await t.services.store.deliveries.get(of.ids.delivery))!

beforeEach(async () => {
  t = await testApp()
  own = await world(t, t.admin, home, '本地')
  foreign = await world(t, t.admin, away, '外地')
  for (const one of [own, foreign]) await sendOffer(t, one)
})
afterEach(() => t.close())

describe('a call or visit that did not find the person', () => {
  const missed = (code: string, token: string, of = own) =>
    t.send(token, 'POST', `/v1/deliveries/${of.ids.delivery}/missed`, { code })

  it('is on record; the third call that nobody takes leads on to the visit', async () => {
    await toPerson(own, 'phone')
    const caseworker = await t.tokenOf('caseworker', { township: home.township })
    for (let turn = 1; turn <= 3; turn += 1) {
      expect((await delivery()).step).toBe(1)
      expect((await missed('no_answer', caseworker)).statusCode).toBe(200)
    }
    const found = await delivery()
    expect(found).toMatchObject({ state: 'queued', step: 2, plan: ['sms', 'phone', 'visit'] })
    expect(found.attempts.filter((one) => one.by !== undefined)).toHaveLength(3)
  })

  it('with a wrong number leads on at once, and who has moved away ends it', async () => {
    await toPerson(own, 'visit')
    expect(await delivery()).toMatchObject({ state: 'queued', step: 2 })
    const grid = await t.tokenOf('grid_worker', { village: home.village })
    expect((await missed('not_home', grid)).json()).toMatchObject({ state: 'queued', step: 2 })
    expect((await missed('moved_away', grid)).json()).toMatchObject({ state: 'undelivered' })
  })

  it('is refused while a message is on its way, and to who may not', async () => {
    const admin = await t.tokenOf('admin')
    expect((await missed('no_answer', admin)).json()).toMatchObject({ code: 'delivery.wrong_state' })
    expect((await missed('no_answer', await t.tokenOf('grid_worker', { village: away.village }))).statusCode).toBe(404)
  })
})

describe('the page of calls and visits', () => {
  it('says so when there are none', async () => {
    expect((await page('/tasks', await login('caseworker'))).body).toContain('现在没有要打的电话')
  })

  it('shows a caseworker their own township, person by person, and takes the note as evidence', async () => {
    for (const one of [own, foreign]) await toPerson(one, 'phone')
    const cookie = await login('caseworker')
    const { body } = await page('/tasks', cookie)
    expect(body).toContain(`/people/${own.ids.seeker}`)
    expect(body).not.toContain(foreign.ids.seeker)
    expect(body).not.toMatch(/<script|style="/)
    const fields = {
      token: tokenIn(body),
      seeker: own.ids.seeker,
      channel: 'phone',
      result: 'told',
      note: '上午电话告知',
    }
    const done = await form('/tasks', fields, cookie)
    expect([done.statusCode, done.headers.location]).toEqual([303, '/tasks?done=1'])
    expect(await delivery()).toMatchObject({
      state: 'handed_over',
      evidence: { channel: 'phone', note: '上午电话告知' },
    })
    expect((await page('/tasks?done=1', cookie)).body).toContain('已记录 1 项')
    expect((await form('/tasks', fields, cookie)).headers.location).toBe('/tasks?done=0')
  })

  it('takes no evidence without a note, no form of another page, nothing of another village', async () => {
    for (const one of [own, foreign]) await toPerson(one, 'visit')
    const cookie = await login('grid_worker')
    const token = tokenIn((await page('/tasks', cookie)).body)
    const fields = { token, seeker: own.ids.seeker, channel: 'visit', result: 'told' }
    expect((await form('/tasks', { ...fields, note: ' ' }, cookie)).statusCode).toBe(422)
    expect((await form('/tasks', { ...fields, note: 'x', token: 'forged' }, cookie)).statusCode).toBe(403)
    expect((await form('/tasks', { ...fields, note: 'x' })).statusCode).not.toBe(303)
    expect((await form('/tasks', { ...fields, note: 'x', seeker: foreign.ids.seeker }, cookie)).statusCode).toBe(404)
    expect((await form('/tasks', { ...fields, note: 'x', result: 'gone' }, cookie)).statusCode).toBeGreaterThanOrEqual(
      400,
    )
    for (const one of [own, foreign]) expect((await delivery(one)).state).toBe('queued')
    await form('/tasks', { ...fields, result: 'not_home' }, cookie)
    expect((await page('/tasks', cookie)).body).toContain('不在家')
  })

  it('shows the office everything and lets it complete nothing', async () => {
    for (const one of [own, foreign]) await toPerson(one, 'phone')
    const { body } = await page('/tasks', await login('office'))
    expect(body).toContain(own.ids.seeker)
    expect(body).toContain(foreign.ids.seeker)
    expect(body).not.toContain('action="/tasks"')
  })
})

it('the time of a call is counted in working days', async () => {
  t.clock.set(plusDays(t.clock.now(), 4))
  await toPerson(own, 'phone')
  // A call begun on Friday 6 March, at nine in the morning, has until nine on Wednesday.
  expect((await delivery()).dueAt).toBe('2026-03-11T01:00:00.000Z')
})
