import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { plusDays } from '../../src/domain/time.ts'
import type { ProblemDocument } from '../../src/http/problems.ts'
import { testApp, type TestApp } from './app.ts'
import { away, home, newcomer, vacancy, world, type World } from './world.ts'

let t: TestApp
let own: World
let foreign: World
let admin: string
let recruiter: string
let before: readonly number[]

const everything = async (): Promise<readonly number[]> => {
  const { store } = t.services
  const district = t.services.district
  return Promise.all([
    store.employers.count({ index: 'byDistrict', equals: { district } }),
    store.postings.count({ index: 'byDistrict', equals: { district } }),
    store.seekers.count({ index: 'byDistrict', equals: { district } }),
    store.households.count({ index: 'byDistrict', equals: { district } }),
    store.slots.count({ index: 'byStart', equals: { district } }),
    store.classes.count({ index: 'byStart', equals: { district } }),
    store.keys.count({ index: 'byDistrict', equals: { district } }),
    store.postings.get(own.ids.posting).then((found) => found?.version ?? 0),
    store.seekers.get(own.ids.seeker).then((found) => found?.version ?? 0),
  ])
}

beforeAll(async () => {
  t = await testApp()
  own = await world(t, t.admin, home, '本地')
  foreign = await world(t, t.admin, away, '外地')
  admin = await t.tokenOf('admin')
  recruiter = await t.tokenOf('recruiter', { employer: own.ids.employer })
  before = await everything()
})
afterAll(() => t.close())
beforeEach(async () => expect(await everything()).toEqual(before))

/** Sends what is wrong, and holds that it is refused with this status and code, and that nothing changed. */
async function refused(
  found: Promise<{ statusCode: number; headers: Record<string, unknown>; json: () => unknown; body: string }>,
  status: number,
  code: string,
): Promise<ProblemDocument> {
  const answer = await found
  const problem = answer.json() as ProblemDocument
  expect({ status: answer.statusCode, code: problem.code }).toEqual({ status, code })
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  expect(problem).toMatchObject({ status, type: `/problems#${code}`, instance: answer.headers['x-request-id'] })
  expect(problem.title).toMatch(/[a-z]/)
  expect(problem.detail).toMatch(/[\u4e00-\u9fff].* \/ .*[a-z]/)
  expect(answer.body).not.toMatch(/node_modules|\bat .*\.ts/)
  expect(await everything()).toEqual(before)
  return problem
}

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

  it.each(['{', '{"name":}', '[1,', 'null x', '', '{"a":1}}'])('is refused as malformed: %j', (text) =>
    refused(send(text), 400, 'request.malformed'),
  )
  it('is refused for keys that would reach a prototype', () =>
    refused(send('{"__proto__":{"admin":true}}'), 400, 'request.malformed'))
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
  const cases: readonly (readonly [string, string, () => object, string, string, RegExp, RegExp])[] = [
    ['an unknown key', '/v1/seekers', () => ({ ...seeker(), nickname: 'x' }), 'request.invalid', '/nickname', /删除/, /remove/],
    ['an unknown key far inside', '/v1/postings', () => ({ ...posting(), terms: { wage: { minYuan: 1, maxYuan: 2, currency: 'CNY' } } }), 'request.invalid', '/terms/wage/currency', /删除/, /remove/],
    ['a number for a text', '/v1/seekers', () => ({ ...seeker(), name: 5 }), 'request.invalid', '/name', /应为文字/, /a string/],
    ['a text for a number', '/v1/postings', () => ({ ...posting(), openings: '3' }), 'request.invalid', '/openings', /应为整数/, /a whole number/],
    ['a text for a flag', '/v1/seekers', () => ({ ...seeker(), consent: 'true' }), 'request.invalid', '/consent', /true 或 false/, /true or false/],
    ['a fraction of an opening', '/v1/postings', () => ({ ...posting(), openings: 1.5 }), 'request.invalid', '/openings', /整数/, /whole number/],
    ['a missing field', '/v1/seekers', () => { const { name: _name, ...rest } = seeker(); return rest }, 'request.invalid', '/name', /补上/, /add it/],
    ['an empty name', '/v1/seekers', () => ({ ...seeker(), name: '' }), 'request.invalid', '/name', /至少 1/, /at least 1/],
    ['a name of two lines', '/v1/seekers', () => ({ ...seeker(), name: '张\n三' }), 'request.invalid', '/name', /一行/, /one line/],
    ['a name without end', '/v1/seekers', () => ({ ...seeker(), name: '张'.repeat(61) }), 'request.invalid', '/name', /至多 60/, /at most 60/],
    ['an impossible ID number', '/v1/seekers', () => ({ ...seeker(), idNumber: '640302199002300011' }), 'seeker.id_number', '/idNumber', /18 位/, /18 digits/],
    ['an ID number with a wrong check digit', '/v1/seekers', () => ({ ...seeker(), idNumber: '640302199001010012' }), 'seeker.id_number', '/idNumber', /校验码/, /check digit/],
    ['an impossible phone', '/v1/seekers', () => ({ ...seeker(), phone: '12345678901' }), 'seeker.phone', '/phone', /11 位/, /11 digits/],
    ['a place that does not exist', '/v1/seekers', () => ({ ...seeker(), village: '999999999999' }), 'place.unknown', '/village', /地点代码/, /no place/],
    ['a closing time that is past', '/v1/postings', () => ({ ...posting(), closesAt: '2026-01-01T00:00:00Z' }), 'posting.past', '/closesAt', /晚于现在/, /later than now/],
    ['a day that does not exist', '/v1/postings', () => ({ ...posting(), closesAt: '2026-02-30T00:00:00Z' }), 'request.invalid', '/closesAt', /时区的时间/, /offset/],
    ['a time without its offset', '/v1/postings', () => ({ ...posting(), closesAt: '2027-02-03 10:00' }), 'request.invalid', '/closesAt', /时区/, /offset/],
    ['a slot in the past', '/v1/slots', () => ({ counsellor: 'c', counsellorName: 'c', mode: 'place', place: home.village, startsAt: '2026-03-01T00:00:00Z', lengthMinutes: 60, capacity: 1 }), 'slot.past', '/startsAt', /晚于现在/, /later than now/],
    ['a wish of tomorrow', '/v1/seekers', () => ({ ...seeker(), wishedAt: plusDays(t.clock.now(), 1) }), 'request.invalid', '/wishedAt', /不得晚于现在/, /not be later/],
    ['facts of tomorrow', '/v1/seekers', () => ({ ...seeker(), on: '2026-03-03' }), 'request.invalid', '/on', /不得晚于今天/, /not be later/],
    ['a negative wage', '/v1/postings', () => ({ ...posting(), terms: { wage: { minYuan: -1, maxYuan: 3000 } } }), 'request.invalid', '/terms/wage/minYuan', /不得小于 0/, /at least 0/],
    ['a wage that ends below its start', '/v1/postings', () => ({ ...posting(), terms: { wage: { minYuan: 4000, maxYuan: 3000 } } }), 'posting.wage', '/terms/wage', /下限/, /minYuan/],
    ['no openings', '/v1/postings', () => ({ ...posting(), openings: 0 }), 'request.invalid', '/openings', /不得小于 1/, /at least 1/],
    ['a kind that does not exist', '/v1/employers', () => ({ name: 'x', kind: 'factory', township: home.township }), 'request.invalid', '/kind', /可选值/, /one of/],
    ['a credit code of the wrong form', '/v1/employers', () => ({ name: 'x', kind: 'enterprise', creditCode: 'abc', township: home.township }), 'request.invalid', '/creditCode', /18 位/, /18 capital/],
    ['words that discriminate', '/v1/postings', () => ({ ...posting(), text: '招聘缝纫工,限女性,月薪3000元' }), 'posting.discriminates', '/text', /请删除/, /Take it out/],
    ['another employer', '/v1/postings', () => ({ ...posting(), employer: 'emp-none' }), 'employer.unknown', '/employer', /没有这个用人单位/, /no such employer/],
    ['a key without its scope', '/v1/keys', () => ({ role: 'caseworker', scope: {}, label: 'x', expiresAt: '2026-05-01T00:00:00Z' }), 'request.invalid', '/scope/township', /须指明/, /needs/],
    ['a key for ever', '/v1/keys', () => ({ role: 'admin', scope: {}, label: 'x', expiresAt: '2031-05-01T00:00:00Z' }), 'request.invalid', '/expiresAt', /不超过/, /at most/],
  ]
  it.each(cases)('is named with its remedy: %s', async (_name, url, body, code, pointer, zh, en) => {
    const problem = await refused(t.send(admin, 'POST', url, body()), 422, code)
    const field = problem.errors?.find((one) => one.pointer === pointer)
    expect(field, JSON.stringify(problem.errors)).toBeDefined()
    expect(field?.zh).toMatch(zh)
    expect(field?.en).toMatch(en)
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
    for (const query of ['limit=0', 'limit=201', 'limit=x', 'limit=1&limit=2', 'limit=', 'offset=3', 'village=%00', 'after='])
      await refused(t.send(admin, 'GET', `/v1/seekers?${query}`), 422, 'request.invalid')
    await refused(t.send(admin, 'GET', '/v1/seekers?after=abc'), 422, 'request.cursor')
    await refused(t.send(admin, 'POST', '/v1/postings?dryRun=yes', posting()), 422, 'request.invalid')
  })

  it('is refused where a body is not asked for', () =>
    refused(t.send(admin, 'POST', `/v1/slots/${own.ids.slot}/cancel`, { reason: 'x' }), 422, 'request.invalid'))
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
    await refused(t.send(recruiter, 'POST', '/v1/postings/bulk', { rows: [posting()], more: 1 }), 422, 'request.invalid')
    await refused(t.send(recruiter, 'POST', '/v1/postings/bulk', { rows: 'all' }), 422, 'request.invalid')
  })
  it('is judged row by row, and a dry run writes nothing', async () => {
    const rows = [posting(), { ...posting(), openings: 'many' }, { ...posting(), employer: foreign.ids.employer }, { ...posting(), closesAt: '2020-01-01T00:00:00Z' }, 7, { ...posting(), text: '限男性' }]
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
    expect(await everything()).toEqual(before)
  })
  it('answers for a foreign review or delivery as for an unknown one', async () => {
    const caseworker = await t.services.keys.create(t.admin, { role: 'caseworker', scope: { township: home.township }, label: 'c', expiresAt: plusDays(t.clock.now(), 1) })
    await t.services.store.keys.remove(caseworker.key._id)
    before = await everything()
    const token = await t.tokenOf('caseworker', { township: home.township })
    before = await everything()
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
  it.each(['"99"', '"0"', '*', '"x"', '"1", "2"', 'W/"1"'])('that is stale or none is refused: %s', (tag) =>
    refused(change({ 'if-match': tag }), 412, 'version.stale'),
  )
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
  ] as const)('answers %s %s with %i', (method, url, status, code) => refused(t.send(admin, method, url), status, code))

  it('answers another method on a known path with those that it takes', async () => {
    await refused(t.send(admin, 'DELETE', `/v1/postings/${own.ids.posting}`), 405, 'method.unknown')
    const found = await t.send(admin, 'PUT', '/v1/postings', {})
    expect(found.headers['allow']).toBe('GET, HEAD, POST')
  })

  it('hides another employer’s posting from a recruiter', () =>
    refused(t.send(recruiter, 'GET', `/v1/postings/${foreign.ids.posting}`), 404, 'object.unknown'))
})

describe('a key', () => {
  const get = (token: string) => t.app.inject({ method: 'GET', url: '/v1/employers', headers: { authorization: token } })
  it.each(['Bearer', 'Bearer x', 'Basic abc', 'Bearer ysy_key-000001_short', `Bearer ysy_key-none_${'A'.repeat(43)}`])(
    'that is none is refused: %s',
    (token) => refused(get(token), 401, 'key.invalid'),
  )
  it('with another secret is refused', () => refused(get(`Bearer ${admin.slice(0, -43)}${'A'.repeat(43)}`), 401, 'key.invalid'))
  it('that has expired or was revoked is refused at once', async () => {
    const short = await t.services.keys.create(t.admin, { role: 'admin', scope: {}, label: 'short', expiresAt: plusDays(t.clock.now(), 1) })
    const other = await t.services.keys.create(t.admin, { role: 'admin', scope: {}, label: 'other', expiresAt: plusDays(t.clock.now(), 9) })
    before = await everything()
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
