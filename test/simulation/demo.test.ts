import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import type { Services } from '../../src/wire.ts'
import { createRandom } from '../../scripts/demo/random.ts'
import { live, type LifeOptions } from '../../scripts/demo/run.ts'
import { officeCallers, quiesce } from '../../scripts/demo/simulate.ts'
import { violations } from '../support/invariants.ts'

const folders: string[] = []
const config = () => {
  const folder = mkdtempSync(join(tmpdir(), 'yisanyi-life-'))
  folders.push(folder)
  return { ...readConfig({}), folder }
}
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

const life: LifeOptions = { seed: 5, people: 50, postings: 40, days: 25, start: '2026-03-02' }
const { admin } = officeCallers('640302')

describe('a district that lived for some weeks', () => {
  let services: Services
  beforeAll(async () => {
    services = await live(config(), life)
  })
  afterAll(() => services.close())

  it('has every ledger, no posting above its limit, no offer counted against the rules, no shortfall without a reason', async () => {
    expect(await violations(services)).toEqual([])
  })

  it('gave something to somebody, so that the invariants are about something', async () => {
    const { total } = await services.reports.summary(admin)
    expect(total.people).toBe(life.people)
    expect(total.guidanceHeld).toBeGreaterThan(10)
    expect(total.offersCounted).toBeGreaterThan(30)
    expect(total.trainingGiven).toBeGreaterThan(10)
    for (const row of [total]) if (row.short > 0) expect(row.reasons.length).toBeGreaterThan(0)
  })

  it('has an audit log whose chain holds', async () => {
    const { entries, firstBroken } = await services.audit.verify(admin)
    expect(entries).toBeGreaterThan(500)
    expect(firstBroken).toBeUndefined()
  })

  it('left no dead job', async () => {
    expect((await services.queue.dead(10)).map((job) => `${job.kind} ${job.reason}`)).toEqual([])
  })

  it('ends in the same table when it is lived again with the same seed', async () => {
    const again = await live(config(), life)
    const both = [await services.reports.summary(admin), await again.reports.summary(admin)]
    await again.close()
    expect(both[1]).toEqual(both[0])
  })
})

it('loses and doubles nothing when the queue is dropped on the way, and a second reconcile finds nothing to do', async () => {
  const random = createRandom(11)
  let drops = 0
  const services = await live(config(), {
    ...life,
    people: 30,
    days: 12,
    disturb: (found) => async () => {
      if (!random.chance(0.3)) return
      // Events become jobs, and the jobs are lost: no relay will tell of them again.
      await found.relay.drain()
      await found.queue.wipe()
      drops += 1
      await found.reconcile.all(found.district)
    },
  })
  await services.reconcile.all(services.district)
  await quiesce(services)
  expect(drops).toBeGreaterThan(5)
  expect(await violations(services)).toEqual([])
  const versions = async (): Promise<readonly string[]> => {
    const found: string[] = []
    const query = { index: 'byPeriod', equals: { district: services.district, period: '2026' } } as const
    for await (const one of services.store.guarantees.each(query)) found.push(`${one._id} ${one.version}`)
    return found
  }
  const before = await versions()
  await services.reconcile.all(services.district)
  await quiesce(services)
  expect(await versions()).toEqual(before)
  await services.close()
})
