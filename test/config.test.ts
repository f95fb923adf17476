import { describe, expect, it } from 'vitest'
import { readConfig } from '../src/config.ts'
import { StartError } from '../src/start-error.ts'
import { policies } from '../src/data/policies.ts'
import { weightsIn, wire } from '../src/wire.ts'
import { defaultWeights } from '../src/domain/matching/score.ts'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tmpdir } from 'node:os'

const refusal = (environment: Readonly<Record<string, string>>): StartError => {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof StartError) return error
    throw error
  }
  throw new Error('was not refused')
}

describe('the settings', () => {
  it('are all optional', () => {
    expect(readConfig({})).toMatchObject({ port: 8131, district: '640302', webhookLoopback: false })
    expect(readConfig({})).not.toHaveProperty('rankTable')
  })

  it('that are malformed end the start with their name, what is wrong and the remedy, in both languages', () => {
    for (const [name, value] of [
      ['PORT', '80a'],
      ['YISANYI_RANKS', 'first-come'],
      ['YISANYI_KEYS', 'a:zz'],
      ['PUBLIC_URL', 'jobs.example.cn'],
      ['MONGODB_URI', 'http://db'],
      ['YISANYI_DISTRICT', ' '],
    ] as const) {
      const { code, message } = refusal({ [name]: value })
      expect(code).toBe('settings.malformed')
      expect(message).toContain(`设置 ${name} 有误`)
      expect(message).toContain(`The setting ${name} is malformed`)
    }
    expect(refusal({ YISANYI_RANKS: 'first-come' }).message).toContain('nearest-to-done-first')
  })

  it('name weights that can be used, or the start ends with what is wrong', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'yisanyi-config-'))
    const file = join(folder, 'weights.json')
    await writeFile(file, JSON.stringify({ ...defaultWeights, version: 'learned-2026-03-02' }))
    expect(weightsIn(readConfig({ YISANYI_WEIGHTS: file })).version).toBe('learned-2026-03-02')
    expect(weightsIn(readConfig({})).version).toBe(defaultWeights.version)
    await writeFile(file, '{"version":"x"}')
    expect(() => weightsIn(readConfig({ YISANYI_WEIGHTS: file }))).toThrow(/YISANYI_WEIGHTS .*1000000/)
    expect(() => weightsIn(readConfig({ YISANYI_WEIGHTS: join(folder, 'none') }))).toThrow(StartError)
    await rm(folder, { recursive: true, force: true })
  })

  it('choose who is served first when offers do not suffice, for this installation alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'yisanyi-config-'))
    const services = await wire(readConfig({ YISANYI_DATA: folder, YISANYI_RANKS: 'nearest-to-done-first' }), {
      timers: false,
      durable: false,
    })
    try {
      expect((await services.allocation.allocate(services.district)).ranks).toBe('nearest-to-done-first')
      expect(policies[0]?.offers.ranks.version).toBe('overdue-first')
    } finally {
      await services.close()
      await rm(folder, { recursive: true, force: true })
    }
  })
})
