import { afterAll, beforeAll, expect, it } from 'vitest'
import { plusHours, plusMs } from '../../src/domain/time.ts'
import { testApp, type TestApp } from './app.ts'
import { home, vacancy, world, type World } from './world.ts'

let t: TestApp
let own: World
let recruiter: string

beforeAll(async () => {
  t = await testApp()
  own = await world(t, t.admin, home, '本地')
  recruiter = await t.tokenOf('recruiter', { employer: own.ids.employer })
})
afterAll(() => t.close())

const count = () => t.services.store.postings.count({ index: 'byDistrict', equals: { district: t.services.district } })
const post = (key: string, body: object, token = recruiter, url = '/v1/postings') =>
  t.send(token, 'POST', url, body, { 'idempotency-key': key })

it('gives the same request the same answer and makes one posting', async () => {
  const before = await count()
  const body = vacancy(t, own.ids.employer)
  const first = await post('one', body)
  const second = await post('one', body)
  expect(first.statusCode).toBe(201)
  expect(first.headers['idempotency-replayed']).toBeUndefined()
  expect(second.headers['idempotency-replayed']).toBe('true')
  expect([
    second.statusCode,
    second.body,
    second.headers.location,
    second.headers.etag,
    second.headers['content-type'],
  ]).toEqual([first.statusCode, first.body, first.headers.location, first.headers.etag, first.headers['content-type']])
  expect(await count()).toBe(before + 1)
})

it('makes one posting of fifty requests at once', async () => {
  const before = await count()
  const body = vacancy(t, own.ids.employer, '裁剪工')
  const found = await Promise.all(Array.from({ length: 50 }, () => post('fifty', body)))
  const made = found.filter(({ statusCode }) => statusCode === 201)
  const waiting = found.filter(({ statusCode }) => statusCode === 409)
  expect(made.length + waiting.length).toBe(50)
  expect(new Set(made.map(({ body: text }) => text)).size).toBe(1)
  for (const one of waiting) expect(one.json()).toMatchObject({ code: 'idempotency.in_flight' })
  for (const one of waiting) expect(one.headers['retry-after']).toBe('1')
  expect(await count()).toBe(before + 1)
  expect((await post('fifty', body)).body).toBe(made[0]?.body)
})

it('refuses the key with another body, another query or another route', async () => {
  const body = vacancy(t, own.ids.employer, '熨烫工')
  await post('reused', body)
  const before = await count()
  for (const [other, url] of [
    [{ ...body, openings: 4 }, '/v1/postings'],
    [body, '/v1/postings?dryRun=true'],
    [{ rows: [body] }, '/v1/postings/bulk'],
  ] as const)
    expect((await post('reused', other, recruiter, url)).json()).toMatchObject({
      status: 422,
      code: 'idempotency.reused',
    })
  expect(await count()).toBe(before)
})

it('keeps the keys of two callers apart', async () => {
  const admin = await t.tokenOf('admin')
  const body = vacancy(t, own.ids.employer, '质检员')
  expect((await post('shared', body)).statusCode).toBe(201)
  const other = await post('shared', { ...body, openings: 7 }, admin)
  expect(other.statusCode).toBe(201)
  expect(other.headers['idempotency-replayed']).toBeUndefined()
})

it('keeps a refusal as the answer, and not a refusal of the request’s form', async () => {
  const body = { ...vacancy(t, own.ids.employer), closesAt: '2020-01-01T00:00:00Z' }
  expect((await post('refused', body)).statusCode).toBe(422)
  expect((await post('refused', body)).headers['idempotency-replayed']).toBe('true')
  expect((await post('form', { wrong: true })).statusCode).toBe(422)
  expect((await post('form', vacancy(t, own.ids.employer, '包装工'))).statusCode).toBe(201)
})

it('takes a key anew after a day', async () => {
  const body = vacancy(t, own.ids.employer, '搬运工')
  const first = await post('day', body)
  const now = t.clock.now()
  t.clock.set(plusHours(now, 25))
  const later = await post('day', body)
  expect(later.statusCode).toBe(201)
  expect(later.headers['idempotency-replayed']).toBeUndefined()
  expect(later.json<{ id: string }>().id).not.toBe(first.json<{ id: string }>().id)
  t.clock.set(now)
})

it('frees the key of a request that crashed after a minute, not before', async () => {
  const { answers } = t.services.store
  const body = vacancy(t, own.ids.employer, '保洁员')
  await post('crash', body)
  const { rows } = await answers.find({ index: 'byExpiry' }, { limit: 1000 })
  const stored = rows.findLast((row) => row.body?.includes('保洁员'))!
  await answers.change(stored._id, 'test', (found) => ({
    kind: 'changed',
    doc: { ...found, state: 'in_flight' as const },
    events: [],
  }))
  expect((await post('crash', body)).json()).toMatchObject({ status: 409, code: 'idempotency.in_flight' })
  const now = t.clock.now()
  t.clock.set(plusMs(now, 61_000))
  expect((await post('crash', body)).statusCode).toBe(201)
  t.clock.set(now)
})

it('shows the secret of a key once, not in a replay', async () => {
  const admin = await t.tokenOf('admin')
  const body = { role: 'office', scope: {}, label: '区办', expiresAt: plusHours(t.clock.now(), 100) }
  const first = (await post('key', body, admin, '/v1/keys')).json<{ id: string; token?: string }>()
  const second = (await post('key', body, admin, '/v1/keys')).json<{ id: string; token?: string }>()
  expect(first.token).toMatch(/^ysy_/)
  expect(second).toMatchObject({ id: first.id })
  expect(second.token).toBeUndefined()
  const { rows } = await t.services.store.answers.find({ index: 'byExpiry' }, { limit: 1000 })
  expect(JSON.stringify(rows)).not.toContain(first.token)
})

it('refuses a key that is empty, blank or too long', async () => {
  for (const key of ['', ' ', 'a b', 'x'.repeat(256)])
    expect((await post(key, vacancy(t, own.ids.employer))).json()).toMatchObject({
      status: 422,
      code: 'idempotency.invalid',
    })
})
