import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { plusDays } from '../../src/domain/time.ts'
import type { LightMyRequestResponse } from 'fastify'
import type { ProblemDocument } from '../../src/http/problems.ts'
import { testApp, type TestApp } from './app.ts'
import { everything, problemIn } from './refused.ts'
import { wrongFields } from './wrong-fields.ts'
import { away, home, newcomer, vacancy, world, type World } from './world.ts'

let t: TestApp
let own: World
let foreign: World
let admin: string
let recruiter: string
let before: readonly number[]

beforeAll(async () => {
  t = await testApp()
  own = await world(t, t.admin, home, '本地')
  foreign = await world(t, t.admin, away, '外地')
  admin = await t.tokenOf('admin')
  recruiter = await t.tokenOf('recruiter', { employer: own.ids.employer })
  before = await everything(t, own)
})
afterAll(() => t.close())
beforeEach(async () => {
  expect(await everything(t, own)).toEqual(before)
})

/** Holds that what was sent is refused with this status and code, and that nothing changed. */
async function refused(found: Promise<LightMyRequestResponse>, status: number, code: string): Promise<ProblemDocument> {
  const problem = problemIn(await found, status, code)
  expect(await everything(t, own)).toEqual(before)
  return problem
}

/** A right body of each kind, and where it goes. */
const right = () =>
  ({
    seeker: ['/v1/seekers', newcomer(home.village, '张三')],
    posting: ['/v1/postings', vacancy(t, own.ids.employer)],
    employer: ['/v1/employers', { name: '某公司', kind: 'enterprise', township: home.township }],
    key: [
      '/v1/keys',
      { role: 'caseworker', scope: { township: home.township }, label: '站', expiresAt: plusDays(t.clock.now(), 9) },
    ],
    slot: [
      '/v1/slots',
      {
        counsellor: 'c',
        counsellorName: '某',
        mode: 'place',
        place: home.village,
        startsAt: plusDays(t.clock.now(), 1),
        lengthMinutes: 60,
        capacity: 1,
      },
    ],
  }) as const

const seeker = () => newcomer(home.village, '张三')
const posting = () => vacancy(t, own.ids.employer)

describe('a body that cannot be read', () => {
  const send = (payload: string, type = 'application/json') =>
    t.app.inject({
      method: 'POST',
      url: '/v1/seekers',
      headers: { authorization: `Bearer ${admin}`, 'content-type': type },
      payload,
    })

  it.each(['{', '{"name":}', '[1,', 'null x', '', '{"a":1}}'])('is refused as malformed: %j', async (text) => {
    await refused(send(text), 400, 'request.malformed')
  })
  it('is refused for keys that would reach a prototype', async () => {
    await refused(send('{"__proto__":{"admin":true}}'), 400, 'request.malformed')
  })
  it('is refused for another media type', async () => {
    await refused(send('name=x', 'application/x-www-form-urlencoded'), 415, 'request.media_type')
    await refused(send('hello', 'text/plain'), 415, 'request.media_type')
    await refused(send('<a/>', 'application/xml'), 415, 'request.media_type')
  })
  it('is refused when it is too large, whatever its length claims', async () => {
    await refused(send(`{"name":"${'x'.repeat(10_000_000)}"}`), 413, 'request.too_large')
  })
  it('is refused when it is missing', async () => {
    await refused(t.send(admin, 'POST', '/v1/seekers'), 422, 'request.invalid')
  })
})

describe('a field that is wrong', () => {
  it.each(wrongFields.map((one) => [one.what, one] as const))(
    'is named with its remedy: %s',
    async (_what, { of, patch, status, code, pointer, zh, en }) => {
      const [url, body] = right()[of]
      const problem = await refused(t.send(admin, 'POST', url, { ...body, ...patch }), status, code)
      const field = problem.errors?.find((one) => one.pointer === pointer)
      expect(field, JSON.stringify(problem.errors)).toBeDefined()
      expect(field?.zh).toMatch(zh)
      expect(field?.en).toMatch(en)
    },
  )

  it('is the only thing wrong with the bodies of this test', async () => {
    const made = await Promise.all(Object.values(right()).map(([url, body]) => t.send(admin, 'POST', url, body)))
    expect(made.map(({ statusCode }) => statusCode)).toEqual(made.map(() => 201))
    before = await everything(t, own)
  })

  it('is named together with every other one', async () => {
    const body = { ...seeker(), name: 1, phone: 'x', extra: true }
    const problem = await refused(t.send(admin, 'POST', '/v1/seekers', body), 422, 'request.invalid')
    expect(problem.errors?.map((one) => one.pointer).sort()).toEqual(['/extra', '/name', '/phone'])
  })

  it('is never repeated back', async () => {
    const body = { ...seeker(), phone: '1380013800x', idNumber: '640302199001011234' }
    const found = await t.send(admin, 'POST', '/v1/seekers', body)
    expect(found.body).not.toContain('1380013800')
    expect(found.body).not.toContain('640302199001011234')
  })

  it('is refused in a query too', async () => {
    for (const query of [
      'limit=0',
      'limit=201',
      'limit=x',
      'limit=1&limit=2',
      'limit=',
      'offset=3',
      'village=%00',
      'after=',
    ])
      await refused(t.send(admin, 'GET', `/v1/seekers?${query}`), 422, 'request.invalid')
    await refused(t.send(admin, 'GET', '/v1/seekers?after=abc'), 422, 'request.cursor')
    await refused(t.send(admin, 'POST', '/v1/postings?dryRun=yes', posting()), 422, 'request.invalid')
  })

  it('is refused where a body is not asked for', async () => {
    await refused(t.send(admin, 'POST', `/v1/slots/${own.ids.slot}/cancel`, { reason: 'x' }), 422, 'request.invalid')
  })
})

describe('a bulk request', () => {
  it('of 1,001 rows is refused whole', async () => {
    const rows = Array.from({ length: 1001 }, posting)
    const problem = await refused(t.send(recruiter, 'POST', '/v1/postings/bulk', { rows }), 422, 'bulk.too_many')
    expect(problem.errors?.[0]).toMatchObject({ pointer: '/rows' })
  })
  it('without rows is refused whole', async () => {
    await refused(t.send(recruiter, 'POST', '/v1/postings/bulk', { rows: [] }), 422, 'request.invalid')
    await refused(t.send(recruiter, 'POST', '/v1/postings/bulk', {}), 422, 'request.invalid')
    await refused(
      t.send(recruiter, 'POST', '/v1/postings/bulk', { rows: [posting()], more: 1 }),
      422,
      'request.invalid',
    )
    await refused(t.send(recruiter, 'POST', '/v1/postings/bulk', { rows: 'all' }), 422, 'request.invalid')
  })
  it('is judged row by row, and a dry run writes nothing', async () => {
    const rows = [
      posting(),
      { ...posting(), openings: 'many' },
      { ...posting(), employer: foreign.ids.employer },
      { ...posting(), closesAt: '2020-01-01T00:00:00Z' },
      7,
      { ...posting(), text: '限男性' },
    ]
    const found = await t.send(recruiter, 'POST', '/v1/postings/bulk?dryRun=true', { rows })
    expect(found.statusCode).toBe(200)
    const { rows: judged } = found.json<{ rows: { row: number; result: string; problem?: ProblemDocument }[] }>()
    expect(judged.map((one) => [one.row, one.result, one.problem?.code])).toEqual([
      [0, 'would_create', undefined],
      [1, 'refused', 'request.invalid'],
      [2, 'refused', 'employer.unknown'],
      [3, 'refused', 'posting.past'],
      [4, 'refused', 'request.invalid'],
      [5, 'refused', 'posting.discriminates'],
    ])
    expect(judged[1]?.problem?.errors).toMatchObject([{ pointer: '/openings' }])
    expect(await everything(t, own)).toEqual(before)
  })
  it('answers for a foreign review or delivery as for an unknown one', async () => {
    const token = await t.tokenOf('caseworker', { township: home.township })
    before = await everything(t, own)
    const rows = [foreign.ids.review, 'rev-unknown'].map((id) => ({ id, verdict: 'approved' }))
    const found = await t.send(token, 'POST', '/v1/reviews/bulk', { rows })
    const judged = found.json<{ rows: { id?: string; row?: number }[] }>().rows
    const [hidden, unknown] = judged.map(({ id: _id, row: _row, ...rest }) => rest)
    expect(hidden).toMatchObject({ result: 'refused', problem: { code: 'object.unknown' } })
    expect(hidden).toEqual(unknown)
  })
})

describe('a version', () => {
  const change = (headers: Record<string, string>) =>
    t.send(recruiter, 'PATCH', `/v1/postings/${own.ids.posting}`, { openings: 9 }, headers)
  it('must be named', async () => {
    const problem = await refused(change({}), 428, 'version.required')
    expect(problem.errors?.[0]).toMatchObject({ pointer: 'If-Match' })
  })
  it.each(['"99"', '"0"', '*', '"x"', '"1", "2"', 'W/"1"'])('that is stale or none is refused: %s', async (tag) => {
    await refused(change({ 'if-match': tag }), 412, 'version.stale')
  })
})

describe('what is not there', () => {
  it.each([
    ['GET', '/v1/nothing', 404, 'route.unknown'],
    ['GET', '/v1/postings/pst-none', 404, 'object.unknown'],
    ['GET', '/v1/postings/%F0%9F%98%80', 404, 'object.unknown'],
    ['GET', `/v1/postings/${'x'.repeat(250)}`, 404, 'object.unknown'],
    ['GET', '/v1/postings/%00', 404, 'object.unknown'],
    ['GET', '/v1/%E0%A4%A', 404, 'route.unknown'],
    ['GET', '/v1/seekers/skr-none/guarantee', 404, 'object.unknown'],
  ] as const)('answers %s %s with %i', async (method, url, status, code) => {
    await refused(t.send(admin, method, url), status, code)
  })

  it('answers another method on a known path with those that it takes', async () => {
    await refused(t.send(admin, 'DELETE', `/v1/postings/${own.ids.posting}`), 405, 'method.unknown')
    const found = await t.send(admin, 'PUT', '/v1/postings', {})
    expect(found.headers.allow).toBe('GET, HEAD, POST')
  })

  it('hides another employer’s posting from a recruiter', async () => {
    await refused(t.send(recruiter, 'GET', `/v1/postings/${foreign.ids.posting}`), 404, 'object.unknown')
  })
})

describe('a key', () => {
  const get = (token: string) =>
    t.app.inject({ method: 'GET', url: '/v1/employers', headers: { authorization: token } })
  it.each(['Bearer', 'Bearer x', 'Basic abc', 'Bearer ysy_key-000001_short', `Bearer ysy_key-none_${'A'.repeat(43)}`])(
    'that is none is refused: %s',
    async (token) => {
      await refused(get(token), 401, 'key.invalid')
    },
  )
  it('with another secret is refused', async () => {
    await refused(get(`Bearer ${admin.slice(0, -43)}${'A'.repeat(43)}`), 401, 'key.invalid')
  })
  it('that has expired or was revoked is refused at once', async () => {
    const short = await t.services.keys.create(t.admin, {
      role: 'admin',
      scope: {},
      label: 'short',
      expiresAt: plusDays(t.clock.now(), 1),
    })
    const other = await t.services.keys.create(t.admin, {
      role: 'admin',
      scope: {},
      label: 'other',
      expiresAt: plusDays(t.clock.now(), 9),
    })
    before = await everything(t, own)
    const now = t.clock.now()
    expect((await get(`Bearer ${short.token}`)).statusCode).toBe(200)
    t.clock.set(plusDays(now, 1))
    const problem = await refused(get(`Bearer ${short.token}`), 401, 'key.expired')
    expect(problem.detail).toContain('新密钥')
    expect((await get(`Bearer ${other.token}`)).statusCode).toBe(200)
    await t.send(admin, 'DELETE', `/v1/keys/${other.key._id}`)
    await refused(get(`Bearer ${other.token}`), 401, 'key.expired')
    t.clock.set(now)
  })
})
