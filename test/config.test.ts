import { describe, expect, it } from 'vitest'
import { lookAtSettings, readConfig, unknownSettings } from '../src/config.ts'
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
      ['LOG_LEVEL', 'verbose'],
    ] as const) {
      const { code, message } = refusal({ [name]: value })
      expect(code).toBe('settings.malformed')
      expect(message).toContain(`设置 ${name} 有误`)
      expect(message).toContain(`The setting ${name} is malformed`)
    }
    expect(refusal({ YISANYI_RANKS: 'first-come' }).message).toContain('nearest-to-done-first')
  })

  it('that are wrong are named all at once, each with its remedy in both languages, and never by their value', () => {
    const { values, troubles } = lookAtSettings({
      PORT: '80a',
      YISANYI_KEYS: 'geheim',
      REDIS_URL: 'redis://db',
      YISANYI_DISTRICT: '640302',
    })
    expect(troubles.map(({ problem }) => problem.en.split(' ').find((word) => /^[A-Z_]{4,}$/.test(word)))).toEqual([
      'PORT',
      'YISANYI_KEYS',
      'REDIS_URL',
    ])
    for (const { problem, remedy } of troubles) {
      expect([problem.zh, remedy.zh].every((text) => /[一-鿿]/.test(text))).toBe(true)
      expect([problem.en, remedy.en].every((text) => /^[\w ,:(.)-]+$/.test(text))).toBe(true)
    }
    expect(JSON.stringify(troubles)).not.toContain('geheim')
    expect(values).toMatchObject({ district: '640302', redisUrl: 'redis://db' })
    expect(values).not.toHaveProperty('port')
    expect(refusal({ PORT: '80a', YISANYI_KEYS: 'geheim' }).message).toMatch(
      /设置 PORT 有误.*另有 1 项.*1 more is wrong/,
    )
    expect(refusal({ PORT: '80a' }).message).not.toContain('doctor')
  })

  it('that are wrong by themselves are not wrong together as well', () => {
    const codes = (environment: Readonly<Record<string, string>>) =>
      lookAtSettings(environment).troubles.map(({ code }) => code)
    expect(codes({ REDIS_URL: 'redis://r', MONGODB_URI: 'db' })).toEqual(['settings.malformed'])
    expect(codes({ MONGODB_URI: 'mongodb://db', YISANYI_KEYS: 'zz' })).toEqual(['settings.malformed'])
    expect(codes({ MONGODB_URI: 'mongodb://db' })).toEqual(['settings.keys_missing'])
  })

  it('that are not ours but look like it are noticed', () => {
    expect(unknownSettings({ YISANYI_KEY: 'a', YISANYI_DATA: 'b', PATH: 'c' })).toEqual(['YISANYI_KEY'])
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
