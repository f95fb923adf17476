import readXlsx from 'read-excel-file/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runJob } from '../../jobs/registry.ts'
import { plusMinutes } from '../../src/domain/time.ts'
import { testApp, type TestApp } from './app.ts'
import { away, home, newcomer, vacancy } from './world.ts'

interface Report {
  readonly at: string
  readonly people: number
  readonly short: number
  readonly without: number
  readonly offersMissing: number
  readonly groups: readonly { readonly place: string; readonly code: string; readonly people: number }[]
  readonly steps: readonly { readonly kind: string; readonly people: number; readonly zh: string }[]
  readonly postings: readonly {
    readonly openings: number
    readonly people: number
    readonly zh: string
    readonly en: string
  }[]
  readonly rows: readonly {
    readonly seeker: string
    readonly owed: number
    readonly given: number
    readonly reasons: readonly { readonly code: string; readonly zh: string; readonly en: string }[]
    readonly keptBack: readonly { readonly code: string; readonly postings: number }[]
    readonly relaxations: readonly { readonly kind: string; readonly to: readonly string[]; readonly offers: number }[]
  }[]
  readonly next?: string
}

let t: TestApp
let office: string
const seekers: string[] = []
const job = (kind: string) => runJob(t.services, { kind, data: { district: t.services.district } })

beforeAll(async () => {
  t = await testApp({ demo: true })
  office = await t.tokenOf('office')
  const admin = await t.tokenOf('admin')
  const { id: employer } = await t.go<{ id: string }>(admin, 'POST', '/v1/employers', {
    name: '某服装厂',
    kind: 'enterprise',
    township: away.township,
  })
  // One posting nine kilometres off, with room for three people's offers, and five people who go four kilometres.
  await t.go(admin, 'POST', '/v1/postings', { ...vacancy(t, employer), village: away.village, openings: 1 })
  for (let at = 0; at < 5; at += 1) {
    const profile = { occupations: ['缝纫工'], distanceMaxKm: at === 0 ? 60 : 4, workStatus: 'unemployed' as const }
    const body = { ...newcomer(home.village, `求职者${at}`), profile }
    const { id } = await t.go<{ id: string }>(admin, 'POST', '/v1/seekers', body)
    await t.services.ledgers.followSeeker(id)
    seekers.push(id)
  }
  await t.services.matches.load(t.services.district)
})
afterAll(() => t.close())

const read = (query = '') => t.go<Report>(office, 'GET', `/v1/reports/shortage${query}`)

describe('the shortage report', () => {
  it('says who goes short, why, and what would change it, with numbers and without names', async () => {
    await job('allocate-offers')
    await job('measure-shortage')
    const report = await read()
    expect(report).toMatchObject({ people: 5, short: 5, without: 5, offersMissing: 14 })
    expect(report.rows.map((row) => row.seeker).sort()).toEqual([...seekers].sort())
    const [near] = report.rows.filter((row) => row.seeker === seekers[1])
    expect(near).toMatchObject({ owed: 3, given: 0, keptBack: [{ code: 'distance', postings: 1 }] })
    expect(near?.reasons[0]).toMatchObject({ code: 'no_posting', zh: '没有岗位通过全部条件' })
    const [step] = near?.relaxations ?? []
    expect(step).toMatchObject({ kind: 'distance', offers: 1 })
    expect(Number(step?.to[0])).toBeGreaterThan(4)
    expect(report.groups).toMatchObject([
      { place: home.village, code: 'distance', people: 4 },
      { place: home.village, code: 'none', people: 1 },
    ])
    expect(report.steps[0]).toMatchObject({ kind: 'distance', people: 4 })
    expect(JSON.stringify(report)).not.toMatch(/求职者|138\d{8}/)
  })

  it('names a posting to canvass for that would serve the group, in Chinese and English', async () => {
    const [posting] = (await read()).postings
    // Five people want a post of their trade here, each one offer of it; three offers an opening.
    expect(posting).toMatchObject({ openings: 2, people: 5, title: '缝纫工', place: home.village, withinKm: 0 })
    expect(posting?.zh).toContain('在金丰社区招 2 个白班岗位')
    expect(posting?.en).toContain('2 day shift posts')
    expect(posting?.en).toContain('would serve 5 people')
  })

  it('comes page by page and is measured again soon after an old one was asked for', async () => {
    const first = await read('?limit=2')
    const second = await read(`?limit=3&after=${first.next ?? ''}`)
    expect([...first.rows, ...second.rows].map((row) => row.seeker)).toEqual(
      (await read()).rows.map((row) => row.seeker),
    )
    expect(second.next).toBeUndefined()
    const before = await t.services.queue.figures()
    await read()
    expect(await t.services.queue.figures()).toEqual(before)
    t.clock.set(plusMinutes(t.clock.now(), 61))
    expect((await read()).at).toBe(first.at)
    const after = await t.services.queue.figures()
    expect(after.waiting + after.delayed).toBe(before.waiting + before.delayed + 1)
  })

  it('comes as a workbook of six sheets with the same people', async () => {
    const found = await t.send(office, 'GET', '/v1/reports/shortage/workbook')
    expect(found.headers['content-type']).toContain('spreadsheetml')
    const sheets = await readXlsx(found.rawPayload)
    expect(sheets.map((one) => one.sheet)).toEqual([
      '总览',
      '各村缺口原因',
      '放宽条件可落实',
      '建议开发岗位',
      '建议开班',
      '人员',
    ])
    expect(sheets[5]?.data.slice(1).map(([id]) => id)).toEqual((await read()).rows.map((row) => row.seeker))
  })

  it('stands in the overview with bars and no script, beside the fairness of the last run', async () => {
    const page = await t.app.inject({ method: 'GET', url: '/', headers: { accept: 'text/html' } })
    expect(page.statusCode).toBe(200)
    for (const words of ['岗位缺口', '建议开发的岗位', '<svg', '分配的均衡与公平', '男女应推荐份数的落实比例'])
      expect(page.body).toContain(words)
    expect(page.body).not.toMatch(/<script|style="/)
  })

  it('leaves the figures of the last run that gave something in the summary', async () => {
    const { fairness } = await t.go<{ fairness: { offers: number; coverage: number; bySettlement: object[] } }>(
      office,
      'GET',
      '/v1/reports/summary',
    )
    expect(fairness).toMatchObject({
      offers: 1,
      coverage: 1,
      perOpening: { p50: 1, p95: 1, max: 1 },
      bySettlement: [{ group: '金丰社区', people: 5, served: 1, complete: 0 }],
      bySex: [{ group: 'unknown', people: 5, served: 1 }],
    })
    await job('allocate-offers')
    expect(await t.go(office, 'GET', '/v1/reports/summary')).toMatchObject({ fairness: { offers: 1 } })
  })
})
