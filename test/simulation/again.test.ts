import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runJob } from '../../jobs/registry.ts'
import { live } from '../../scripts/demo/run.ts'
import { readConfig } from '../../src/config.ts'
import type { Services } from '../../src/wire.ts'
import { everyJob, itemsOf } from './every-job.ts'

describe('a queue that brings every job once more', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yisanyi-again-'))
  let services: Services
  beforeAll(async () => {
    const life = { seed: 3, people: 60, postings: 60, days: 42, start: '2026-03-02' }
    services = await live({ ...readConfig({}), folder }, life)
  })
  afterAll(async () => {
    await services.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('changes no ledger and no profile, and no job fails, however far things have gone since', async () => {
    const before = await itemsOf(services)
    const failed: string[] = []
    let ran = 0
    for await (const job of everyJob(services)) {
      ran += 1
      await runJob(services, job).catch((error: unknown) => failed.push(`${job.kind}: ${String(error)}`))
    }
    expect(failed).toEqual([])
    expect(ran).toBeGreaterThan(500)
    expect(await itemsOf(services)).toEqual(before)
  })

  it('was about things that have gone far', async () => {
    const said = JSON.stringify(await itemsOf(services))
    const far = ['declined', 'hired', 'lapsed', 'withdrawn', 'attended', 'certified', 'returned']
    expect(far.filter((state) => !said.includes(`"${state}"`))).toEqual([])
  })
})
