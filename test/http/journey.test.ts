import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { testApp, type TestApp } from './app.ts'
import { home, newcomer, vacancy, world, type World } from './world.ts'

let t: TestApp
let own: World
let admin: string
let recruiter: string
let gridWorker: string

beforeAll(async () => {
  t = await testApp()
  own = await world(t, t.admin, home, '本地')
  admin = await t.tokenOf('admin')
  recruiter = await t.tokenOf('recruiter', { employer: own.ids.employer })
  gridWorker = await t.tokenOf('grid_worker', { village: home.village })
})
afterAll(() => t.close())

const go = <T = Record<string, unknown>>(...asked: Parameters<TestApp['go']>): Promise<T> => t.go<T>(...asked)

interface Doc {
  readonly id: string
  readonly version: number
  readonly state: string
}

describe('a recruiter', () => {
  it('posts, finds the posting at its address, pauses, resumes, closes and reopens it with reasons', async () => {
    const made = await t.send(recruiter, 'POST', '/v1/postings', vacancy(t, own.ids.employer, '包装工'))
    expect(made.statusCode).toBe(201)
    const url = String(made.headers.location)
    expect(await go(recruiter, 'GET', url)).toEqual(made.json())
    for (const [event, state] of [
      ['pause', 'paused'],
      ['resume', 'open'],
      ['close', 'closed'],
      ['reopen', 'open'],
      ['close', 'closed'],
    ] as const)
      expect((await go<Doc>(recruiter, 'POST', `${url}/${event}`, { reason: '测试' })).state).toBe(state)
    expect((await t.send(recruiter, 'POST', `${url}/pause`, { reason: '测试' })).json()).toMatchObject({
      code: 'posting.wrong_state',
    })
    const { rows } = await go<{ rows: Doc[] }>(recruiter, 'GET', '/v1/postings?state=closed')
    expect(rows.map(({ id }) => `/v1/postings/${id}`)).toEqual([url])
  })

  it('posts many at once, and learns of each row what became of it', async () => {
    const good = { ...vacancy(t, own.ids.employer, '焊工'), externalId: 'B-1' }
    const rows = [good, { ...good, externalId: 'B-2', openings: 0 }, { ...good, externalId: 'B-3' }, good]
    const first = await go<{ created: number; refused: number; rows: { row: number; result: string; id?: string }[] }>(
      recruiter,
      'POST',
      '/v1/postings/bulk',
      { rows },
    )
    expect(first).toMatchObject({ created: 2, refused: 2 })
    expect(first.rows.map(({ result }) => result)).toEqual(['created', 'refused', 'created', 'refused'])
    expect(first.rows[3]).toMatchObject({ problem: { code: 'object.exists', errors: [{ pointer: '/externalId' }] } })
    expect(await go(recruiter, 'GET', `/v1/postings/${String(first.rows[2]?.id)}`)).toMatchObject({ externalId: 'B-3' })
  })

  it('is told by a dry run what a post would do, which writes nothing', async () => {
    const body = { ...vacancy(t, own.ids.employer, '钳工'), externalId: 'C-1' }
    expect(await go(recruiter, 'POST', '/v1/postings?dryRun=true', body)).toEqual({ result: 'would_create' })
    expect((await t.send(recruiter, 'POST', '/v1/postings', body)).statusCode).toBe(201)
    expect((await t.send(recruiter, 'POST', '/v1/postings?dryRun=true', body)).json()).toMatchObject({
      code: 'object.exists',
    })
  })

  it('who is suspended posts no more until restored', async () => {
    await go(admin, 'POST', `/v1/employers/${own.ids.employer}/suspend`, { reason: '欠薪' })
    expect((await t.send(recruiter, 'POST', '/v1/postings', vacancy(t, own.ids.employer))).json()).toMatchObject({
      status: 409,
      code: 'employer.suspended',
    })
    await go(admin, 'POST', `/v1/employers/${own.ids.employer}/restore`, { reason: '已补发' })
    expect((await t.send(recruiter, 'POST', '/v1/postings', vacancy(t, own.ids.employer))).statusCode).toBe(201)
  })
})

describe('a grid worker', () => {
  it('registers a person, brings newer facts in, and an older day changes nothing', async () => {
    const said = { ...newcomer(home.village, '杨一'), idNumber: '640302199001011238', on: '2026-02-20' }
    const made = await go<{ id: string; version: number }>(gridWorker, 'POST', '/v1/seekers', said)
    expect(made).toMatchObject({
      name: '杨一',
      idNumber: '6403**********1238',
      wantsWork: true,
      profile: { birthYear: 1990 },
    })
    const url = `/v1/seekers/${made.id}`
    const newer = { profile: { workStatus: 'employed' }, on: '2026-03-01', source: 'seeker' }
    const learned = await go<Doc>(gridWorker, 'PATCH', `${url}/profile`, newer, made.version)
    const older = { profile: { workStatus: 'farming' }, on: '2026-02-01', source: 'seeker' }
    const kept = await go(gridWorker, 'PATCH', `${url}/profile`, older, learned.version)
    expect(kept).toMatchObject({ version: learned.version, profile: { workStatus: 'employed' } })
    const channels = [{ channel: 'visit', consent: true }]
    const reached = await go<Doc>(gridWorker, 'PUT', `${url}/channels`, { channels }, learned.version)
    expect(reached).toMatchObject({ channels })
    expect(await go(gridWorker, 'PUT', `${url}/wish`, { wantsWork: false }, reached.version)).toMatchObject({
      wantsWork: false,
    })
    expect((await t.send(gridWorker, 'POST', '/v1/seekers', said)).json()).toMatchObject({
      status: 409,
      code: 'seeker.exists',
    })
  })

  it('records consent and a new number, and who takes consent back is matched with nothing', async () => {
    const said = { ...newcomer(home.village, '马二'), consent: false }
    const { id, version } = await go<{ id: string; version: number }>(gridWorker, 'POST', '/v1/seekers', said)
    const url = `/v1/seekers/${id}`
    const isMatched = (): boolean => {
      const { passed, failed } = t.services.index.gateCounts(id, t.services.clock.now())
      return passed + Object.keys(failed).length > 0
    }
    expect(isMatched()).toBe(false)
    const given = await go<Doc>(gridWorker, 'PUT', `${url}/consent`, { given: true }, version)
    expect(given).toMatchObject({ consent: true })
    await vi.waitFor(() => expect(isMatched()).toBe(true))
    const reached = await go<Doc>(gridWorker, 'PATCH', `${url}/contact`, { phone: '13995139876' }, given.version)
    expect(reached).toMatchObject({ phone: '139****9876' })
    expect((await t.send(gridWorker, 'PATCH', `${url}/contact`, {})).statusCode).toBe(422)
    await go(gridWorker, 'PUT', `${url}/consent`, { given: false }, reached.version)
    await vi.waitFor(() => expect(isMatched()).toBe(false))
  })

  it('sees a number in clear only with a reason', async () => {
    const url = `/v1/seekers/${own.ids.seeker}/unmask`
    const shown = await go(gridWorker, 'POST', url, { field: 'phone', reason: '上门前联系' })
    expect(shown).toEqual({ field: 'phone', value: expect.stringMatching(/^138\d{8}$/) as unknown })
    expect((await t.send(gridWorker, 'POST', url, { field: 'phone', reason: ' ' })).statusCode).toBe(422)
    expect((await t.send(gridWorker, 'POST', url, { field: 'address', reason: 'x' })).statusCode).toBe(404)
  })

  it('puts a household together, and sees when nobody of it has work', async () => {
    const { id } = await go<Doc>(gridWorker, 'POST', '/v1/households', {
      kind: 'policy_resettled',
      village: home.village,
    })
    await go(gridWorker, 'POST', `/v1/households/${id}/members`, { seeker: own.ids.seeker, role: 'head' })
    expect(await go(gridWorker, 'GET', `/v1/households/${id}`)).toMatchObject({
      zeroEmployment: true,
      household: { members: [{ role: 'head' }] },
    })
    expect(await go(gridWorker, 'GET', `/v1/seekers/${own.ids.seeker}`)).toMatchObject({ household: id })
  })
})
