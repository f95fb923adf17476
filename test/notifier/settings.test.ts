import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readSettings } from '../../scripts/notifier/settings.ts'
import { notifierEnvironment } from '../../scripts/notifier/stage.ts'

const own = { folder: 'var/none', port: 0, secret: 'a-secret-of-length' }
const whole = notifierEnvironment({ url: 'http://127.0.0.1:1', key: 'k' }, 'http://127.0.0.1:2', own)
const without = (...names: readonly string[]) =>
  Object.fromEntries(Object.entries(whole).filter(([name]) => !names.some((one) => name.startsWith(one))))

const run = (environment: Readonly<Record<string, string>>): Promise<{ code: number | null; err: string }> => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/notifier/main.ts'], {
    cwd: join(import.meta.dirname, '../..'),
    env: { PATH: process.env['PATH'] ?? '', ...environment },
  })
  let err = ''
  child.stderr.on('data', (text: Buffer) => (err += text.toString()))
  return new Promise((resolve) => child.on('exit', (code) => resolve({ code, err })))
}

describe('the settings of the notifier', () => {
  it('without any credentials refuse to send, in one line with the remedy', async () => {
    const { code, err } = await run({ YISANYI_URL: 'http://127.0.0.1:1', YISANYI_NOTIFIER_KEY: 'k' })
    expect(code).toBe(1)
    expect(err.trim().split('\n')).toHaveLength(1)
    expect(err).toMatch(/没有凭据不发送任何消息.* \/ ALIYUN_ACCESS_KEY_ID.*nothing is sent without credentials/)
  })

  it.each([
    ['ALIYUN_ACCESS_KEY_SECRET', /ALIYUN_ACCESS_KEY_SECRET not set/],
    ['TENCENT_SECRET_KEY', /TENCENT_SECRET_KEY not set/],
    ['WECHAT_TOKEN', /WECHAT_TOKEN not set/],
    ['NOTIFIER_SECRET', /NOTIFIER_SECRET not set/],
    ['YISANYI_NOTIFIER_KEY', /YISANYI_NOTIFIER_KEY not set/],
  ])('without %s refuse and name it', (name, words) => {
    expect(() => readSettings(without(name))).toThrow(words)
  })

  it('name what is malformed, and never repeat a secret', () => {
    expect(() => readSettings({ ...whole, NOTIFIER_SECRET: 'short' })).toThrow(/NOTIFIER_SECRET/)
    expect(() => readSettings({ ...whole, NOTIFIER_SECRET: 'short' })).not.toThrow(/short/)
    expect(() => readSettings({ ...whole, ALIYUN_SMS_TEMPLATES: 'gift=SMS_1' })).toThrow(/ALIYUN_SMS_TEMPLATES/)
    expect(() => readSettings({ ...whole, TENCENT_SMS_URL: 'ftp://x' })).toThrow(/TENCENT_SMS_URL/)
    expect(() => readSettings({ ...whole, NOTIFIER_LEASE_SECONDS: '5' })).toThrow(/10 到 3600/)
  })

  it('of one provider are enough', () => {
    const found = readSettings(without('TENCENT', 'WECHAT'))
    expect(found.aliyun?.codes.get('guidance')).toBe('SMS_2')
    expect([found.tencent, found.wechat]).toEqual([undefined, undefined])
  })
})
