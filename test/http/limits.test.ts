import { afterEach, describe, expect, it } from 'vitest'
import { testApp, type TestApp } from './app.ts'
import { problemIn } from './refused.ts'
import { home, newcomer, world } from './world.ts'

let t: TestApp
afterEach(() => t.close())

describe('the rate', () => {
  it('is limited for each key by itself, and says when to come again', async () => {
    t = await testApp({ ratePerMinuteMax: 3 })
    const [one, other] = [await t.tokenOf('office'), await t.tokenOf('auditor')]
    for (const left of [2, 1, 0]) {
      const found = await t.send(one, 'GET', '/v1/places?limit=1')
      expect(found.statusCode).toBe(200)
      expect(found.headers).toMatchObject({ 'ratelimit-limit': '3', 'ratelimit-remaining': String(left) })
    }
    const found = await t.send(one, 'GET', '/v1/places?limit=1')
    problemIn(found, 429, 'request.too_many')
    expect(Number(found.headers['retry-after'])).toBeGreaterThan(0)
    expect((await t.send(other, 'GET', '/v1/places?limit=1')).statusCode).toBe(200)
  })

  it('is limited for those without a good key, on unknown routes too', async () => {
    t = await testApp({ ratePerMinuteMax: 3 })
    const urls = ['/v1/places', '/v1/nothing', '/v1/keys']
    for (const url of urls) expect((await t.send('wrong', 'GET', url)).statusCode).not.toBe(429)
    problemIn(await t.send('wrong', 'GET', '/v1/places'), 429, 'request.too_many')
    problemIn(await t.send(undefined, 'GET', '/v1/nothing'), 429, 'request.too_many')
  })
})

describe('a process in trouble', () => {
  it('asks to wait while it is overloaded, and still tells that it runs', async () => {
    t = await testApp({ heapBytesMax: 1 })
    const token = await t.tokenOf('admin')
    // The load is sampled in intervals; the first sample is awaited.
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    const found = await t.send(token, 'GET', '/v1/places')
    problemIn(found, 503, 'server.busy')
    expect(Number(found.headers['retry-after'])).toBeGreaterThan(0)
    expect((await t.send(undefined, 'GET', '/healthz')).json()).toEqual({ status: 'ok' })
  })

  it('is not ready while its store is not usable', async () => {
    t = await testApp()
    expect((await t.send(undefined, 'GET', '/readyz')).json()).toEqual({ status: 'ready' })
    Object.assign(t.services, { health: () => Promise.resolve({ ok: false, detail: '/secret/path is full' }) })
    const found = await t.send(undefined, 'GET', '/readyz')
    problemIn(found, 503, 'server.busy')
    expect(found.body).not.toContain('secret')
    expect((await t.send(undefined, 'GET', '/healthz')).statusCode).toBe(200)
  })

  it('answers its own failure with the request’s id, and logs it without what was sent', async () => {
    t = await testApp()
    const token = await t.tokenOf('admin')
    const fail = (): never => {
      throw new Error('the name 马小花 and the phone 13800138000 are in this message')
    }
    Object.assign(t.services.seekers, { register: fail })
    const found = await t.send(token, 'POST', '/v1/seekers', newcomer(home.village))
    problemIn(found, 500, 'server.failed')
    const lines = t.logged.join('')
    expect(lines).toContain('"code":"server.failed"')
    expect(lines).toContain(String(found.headers['x-request-id']))
    expect(lines).toMatch(/"at":\["at [\w.]*fail /)
    expect(lines + found.body).not.toMatch(/马小花|13800138000/)
  })
})

it('logs of a request its route and answer, never what it carried', async () => {
  t = await testApp()
  const own = await world(t, t.admin, home, '本地')
  const token = await t.tokenOf('admin')
  const person = {
    ...newcomer(home.village, '金丝雀'),
    phone: '13912345678',
    idNumber: '640302199001011238',
    address: '某街一号',
  }
  await t.send(token, 'POST', '/v1/seekers', person, { 'idempotency-key': 'secret-key-1' })
  await t.send(token, 'POST', '/v1/seekers', { ...person, idNumber: 'wrong 640302' })
  await t.send(token, 'GET', '/v1/seekers/13912345678?limit=金丝雀')
  await t.send(token, 'GET', '/v1/unknown/13912345678?name=金丝雀')
  await t.send(`${token}x`, 'GET', `/v1/seekers/${own.ids.seeker}`)
  await t.send(token, 'POST', `/v1/seekers/${own.ids.seeker}/unmask`, { field: 'phone', reason: '上门前联系' })
  const lines = t.logged.map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(lines.filter(({ msg }) => msg === 'request').length).toBe(6)
  expect(lines[0]).toMatchObject({ method: 'POST', route: '/v1/seekers', status: 201 })
  expect(t.logged.join('')).not.toMatch(
    /金丝雀|13912345678|640302199001011238|某街|secret-key|wrong|上门|ysy_|unknown\/1/,
  )
})
