import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runJob } from '../../jobs/registry.ts'
import { plusMinutes } from '../../src/domain/time.ts'
import { testApp, type TestApp } from './app.ts'
import { sendOffer } from './seeker-link.ts'
import { home, world, type World } from './world.ts'

let t: TestApp
let own: World
let office: string
interface Report {
  readonly channels: readonly { readonly channel: string; readonly begun: number; readonly delivered: number }[]
  readonly alarms: readonly {
    readonly code: string
    readonly since: string
    readonly until?: string
    readonly zh: string
  }[]
}
const read = () => t.go<Report>(office, 'GET', '/v1/reports/deliveries')
const measure = () => runJob(t.services, { kind: 'measure-deliveries', data: { district: t.services.district } })

beforeAll(async () => {
  t = await testApp({ demo: true })
  office = await t.tokenOf('office')
  own = await world(t, t.admin, home, '本地')
})
afterAll(() => t.close())

describe('the report of deliveries', () => {
  it('counts what went out and what arrived, and shows it on the overview', async () => {
    await sendOffer(t, own)
    await t.services.deliveries.receipts(t.admin, [
      { delivery: own.ids.delivery, attempt: 1, status: 'delivered', at: t.clock.now() },
    ])
    await measure()
    const { channels, alarms } = await read()
    expect(channels.find((one) => one.channel === 'sms')).toMatchObject({ begun: 1, delivered: 1 })
    expect(alarms).toEqual([])
    const page = await t.send(undefined, 'GET', '/')
    expect(page.body).toContain('送达情况')
    expect(page.body).not.toContain('role="alert"')
  })

  it('raises an alarm while nobody fetches what is due, on the overview as well, and ends it', async () => {
    const found = (await t.services.store.deliveries.get(own.ids.delivery))!
    for (let at = 0; at < 50; at += 1) {
      const { pending: _pending, evidence: _evidence, ...rest } = found
      const doc = {
        ...rest,
        _id: `dlv-x${at}`,
        item: `x${at}`,
        state: 'queued' as const,
        attempts: [],
        dueAt: t.clock.now(),
      }
      await t.services.store.deliveries.insert(doc, [], 'test')
    }
    t.clock.set(plusMinutes(t.clock.now(), 31))
    await measure()
    expect((await read()).alarms).toMatchObject([{ code: 'idle', since: t.clock.now() }])
    const page = await t.send(undefined, 'GET', '/')
    expect(page.body).toContain('role="alert"')
    expect(page.body).toContain('50 条消息到时未发')
    await t.services.deliveries.lease(t.admin, { max: 200, channels: ['sms'], seconds: 60 })
    t.clock.set(plusMinutes(t.clock.now(), 1))
    await measure()
    expect((await read()).alarms).toMatchObject([{ code: 'idle', until: t.clock.now() }])
    expect((await t.send(undefined, 'GET', '/')).body).not.toContain('role="alert"')
  })
})

describe('the templates', () => {
  it('are listed with their length and without a problem, and previewed with values', async () => {
    const { rows } = await t.go<{ rows: readonly { id: string; problems: unknown[]; longest: { parts: number } }[] }>(
      office,
      'GET',
      '/v1/templates',
    )
    expect(rows.map((one) => one.id)).toContain('bundle4')
    expect(rows.every((one) => one.problems.length === 0 && one.longest.parts >= 1)).toBe(true)
    const values = [
      { name: 'when', value: '3月5日9:30' },
      { name: 'place', value: '金丰社区' },
      { name: 'mode', value: '当面' },
    ]
    expect(await t.go(office, 'POST', '/v1/templates/guidance/preview', { values })).toMatchObject({ parts: 1 })
    const refused = await t.send(office, 'POST', '/v1/templates/guidance/preview', {
      values: [{ name: 'other', value: 'y' }],
    })
    expect(refused.statusCode).toBe(422)
    expect(refused.body).toContain('/values/place')
    expect((await t.send(office, 'POST', '/v1/templates/gift/preview', { values })).statusCode).toBe(404)
  })
})
