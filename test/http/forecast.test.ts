import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runJob } from '../../jobs/registry.ts'
import { plusDays } from '../../src/domain/time.ts'
import { dayOne, testApp, type TestApp } from './app.ts'
import { home, newcomer } from './world.ts'

interface Report {
  readonly at: string
  readonly assumption: { readonly zh: string }
  readonly items: readonly {
    readonly item: string
    readonly known: boolean
    readonly short?: number
    readonly zh: string
  }[]
  readonly places: readonly { readonly place: string; readonly short: number }[]
  readonly rows: readonly {
    readonly seeker: string
    readonly item: string
    readonly risk: number
    readonly reason?: { readonly code: string; readonly zh: string }
  }[]
  readonly next?: string
}

let t: TestApp
let office: string
const read = (query = '') => t.go<Report>(office, 'GET', `/v1/reports/forecast${query}`)
const job = (kind: string) => runJob(t.services, { kind, data: { district: t.services.district } })

beforeAll(async () => {
  t = await testApp({ demo: true })
  office = await t.tokenOf('office')
  const admin = await t.tokenOf('admin')
  for (let at = 0; at < 8; at += 1) {
    const { id } = await t.go<{ id: string }>(admin, 'POST', '/v1/seekers', newcomer(home.village, `求职者${at}`))
    await t.services.ledgers.followSeeker(id)
  }
})
afterAll(() => t.close())

describe('the forecast', () => {
  it('says on the first day that the past is too short, and expects nothing', async () => {
    const report = await read()
    expect(report.items.map((one) => [one.item, one.known, one.short])).toEqual([
      ['guidance', false, undefined],
      ['offers', false, undefined],
      ['training', false, undefined],
    ])
    expect(report.items[0]?.zh).toContain('暂不预测')
    expect(report.rows).toEqual([])
  })

  it('is made again by its job, and expects everybody to be short when there is no supply at all', async () => {
    t.clock.set(plusDays(dayOne, 16))
    await job('measure-shortage')
    await job('measure-forecast')
    const report = await read('?limit=5')
    expect(report.at).toBe(plusDays(dayOne, 16))
    expect(report.assumption.zh).toContain('假定今后的供给与')
    expect(report.items.find((one) => one.item === 'offers')).toMatchObject({ known: true, short: 8, low: 8, high: 8 })
    expect(report.places).toMatchObject([{ place: home.village }])
    expect(report.rows).toHaveLength(5)
    const rest = await read(`?limit=200&after=${report.next}`)
    const rows = [...report.rows, ...rest.rows]
    expect(rows.every((row) => row.risk === 1)).toBe(true)
    expect(rows.find((row) => row.item === 'offers')?.reason).toMatchObject({ code: 'no_posting' })
    expect(JSON.stringify(rows)).not.toContain('求职者')
  })

  it('that is older than a day is made again soon after it was asked for', async () => {
    t.clock.set(plusDays(dayOne, 18))
    expect((await read()).at).toBe(plusDays(dayOne, 16))
    t.clock.set(plusDays(dayOne, 18.01))
    const { embeddedQueue } = t.services
    embeddedQueue?.start((one) => runJob(t.services, one), { concurrency: 1, attemptsMax: 1 })
    await embeddedQueue?.settle()
    expect((await read()).at > plusDays(dayOne, 17)).toBe(true)
  })

  it('is on the overview, with the names that its reader may see', async () => {
    const page = await t.send(undefined, 'GET', '/')
    expect(page.body).toContain('到期预测')
    expect(page.body).toContain('假定今后的供给与')
    expect(page.body).toContain('最可能落实不了的人')
    expect(page.body).toContain('求职者')
  })
})
