import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { review } from '../../scripts/demo/actors.ts'
import { generateDistrict } from '../../scripts/demo/district.ts'
import { loadDistrict } from '../../scripts/demo/load.ts'
import { drawsOf } from '../../scripts/demo/random.ts'
import { servicesOffice } from '../../scripts/demo/services-office.ts'
import { officeCallers, quiesce, startQuietly } from '../../scripts/demo/simulate.ts'
import { startNotifier, type Notifier } from '../../scripts/notifier/notifier.ts'
import { readSettings } from '../../scripts/notifier/settings.ts'
import { freePort } from '../../scripts/fleet/servers.ts'
import { startSimulator, type Simulator } from '../../scripts/notifier/simulator.ts'
import { badDay } from '../../scripts/notifier/simulator/faults.ts'
import { clockFrom, notifierEnvironment, openStage, type Stage } from '../../scripts/notifier/stage.ts'
import type { Delivery } from '../../src/domain/delivery-types.ts'
import { channelNow } from '../../src/domain/delivery.ts'
import { isPersonal } from '../../src/domain/seeker.ts'
import { open } from '../../src/domain/privacy.ts'
import { countingIds } from '../../src/ids.ts'

const start = '2026-03-02'
const secret = 'end-to-end-secret'
const folder = mkdtempSync(join(tmpdir(), 'yisanyi-notifier-'))
const lines: string[] = []
let stage: Stage
let gateway: Simulator
let notifier: Notifier

const all = async (): Promise<readonly Delivery[]> => {
  const found: Delivery[] = []
  const { store, district } = stage.services
  for await (const one of store.deliveries.each({ index: 'byState', equals: { district } })) found.push(one)
  return found
}
const isWithAPerson = (one: Delivery): boolean => one.state === 'queued' && isPersonal(channelNow(one))

beforeAll(async () => {
  const clock = clockFrom('2026-03-02T01:00:00.000Z')
  stage = await openStage({ folder: join(folder, 'data'), clock, durable: false, ids: countingIds() })
  const { services } = stage
  startQuietly(services)
  const callers = officeCallers(services.district)
  const district = generateDistrict({ seed: 4, people: 26, postings: 40, days: 20, start })
  const office = servicesOffice(services, callers)
  const { names } = await loadDistrict({ office, district, start, progress: () => undefined })
  // What is put together for a while before it runs has its time to come.
  for (let round = 0; round < 3; round += 1) {
    clock.leap(600_000)
    await services.reconcile.all(services.district)
    await quiesce(services)
    await review({ office, draw: drawsOf(1, names) })
    await quiesce(services)
  }
  const port = await freePort()
  const reportsUrl = `http://127.0.0.1:${port}/reports/${secret}`
  const faults = { ...badDay, seed: 12, lostAnswerShare: 0.15, lostReportShare: 0.4, deadShare: 0.25 }
  gateway = await startSimulator({ port: 0, faults, reportsUrl })
  const own = { folder: join(folder, 'notifier'), port, secret }
  notifier = await startNotifier(readSettings(notifierEnvironment(stage, gateway.url, own)), (event, fields) =>
    lines.push(JSON.stringify({ event, ...fields })),
  )
  const isOver = async (): Promise<boolean> =>
    (await all()).every((one) => one.state === 'delivered' || isWithAPerson(one)) && gateway.openReports() === 0
  const limitMs = performance.now() + 45_000
  while (performance.now() < limitMs && !(await isOver())) await after(200)
  await after(300)
  await notifier.close()
  await quiesce(services)
})
afterAll(async () => {
  await gateway.close()
  await stage.close()
  rmSync(folder, { recursive: true, force: true })
})

describe('the service, the notifier and a gateway on a bad day', () => {
  it('end every message as delivered, or with a person and the reason', async () => {
    const found = await all()
    expect(found.length).toBeGreaterThan(35)
    for (const one of found) {
      expect(one.state === 'delivered' || isWithAPerson(one), `${one._id}: ${one.state}`).toBe(true)
      const said = one.attempts.flatMap(({ receipts }) => receipts)
      if (isWithAPerson(one) && one.attempts.length > 0)
        expect(said.some(({ status, code }) => /^(failed|unknown)$/.test(status) && code !== undefined)).toBe(true)
    }
    const statuses = new Set(found.flatMap((one) => one.attempts.flatMap((try_) => try_.receipts.map((r) => r.status))))
    expect([...statuses].sort()).toEqual(expect.arrayContaining(['delivered', 'failed', 'unknown']))
  })

  it('leave a ledger that says of each item what the receipts say', async () => {
    const { store } = stage.services
    for (const { guarantee, item, purpose, evidence } of await all()) {
      if (purpose === 'called_off') continue
      const ledger = await store.guarantees.get(guarantee)
      const items = purpose === 'offer' ? ledger?.offers : purpose === 'guidance' ? ledger?.guidance : ledger?.training
      const found = items?.find((one) => one.id === item) as { evidence?: unknown; invitation?: unknown } | undefined
      expect(found, item).toBeDefined()
      expect(found?.evidence ?? found?.invitation, item).toEqual(evidence)
    }
  })

  it('send each message once over each channel, silence or not', () => {
    const taken = gateway.acceptances().map((one) => `${one.provider === 'wechat' ? 'wechat' : 'sms'} ${one.reference}`)
    expect(taken.length).toBeGreaterThan(15)
    expect(new Set(taken).size).toBe(taken.length)
    expect(new Set(gateway.acceptances().map((one) => one.provider)).size).toBe(3)
  })

  it('write no number and no name of a person into a log, a file name or the journal', async () => {
    const { store, ring, district } = stage.services
    const secrets: string[] = []
    for await (const one of store.seekers.each({ index: 'byDistrict', equals: { district } })) {
      secrets.push(one.name)
      if (one.phone !== undefined) secrets.push(open(ring, 'phone', one.phone))
      if (one.wechat !== undefined) secrets.push(open(ring, 'wechat', one.wechat))
    }
    const own = join(folder, 'notifier')
    const names = readdirSync(own, { recursive: true }).map(String)
    const texts = names.map((name) => join(own, name)).filter((path) => statSync(path).isFile())
    const written = [...lines, ...names, ...texts.map((path) => readFileSync(path, 'utf8'))].join('\n')
    expect(written.length).toBeGreaterThan(1000)
    expect(secrets.length).toBeGreaterThan(20)
    expect(secrets.filter((one) => written.includes(one))).toEqual([])
  })
})
