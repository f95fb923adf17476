import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'yisanyi-doctor-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Runs the doctor under these settings alone. */
function doctor(settings: Readonly<Record<string, string>>): { code: number | null; lines: readonly string[] } {
  const { MONGODB_URI: _mongo, REDIS_URL: _redis, ...environment } = process.env
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/doctor.ts'], {
    cwd: root,
    env: { ...environment, YISANYI_DATA: join(folder, 'data'), ...settings },
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  return { code: status, lines: stdout.split('\n') }
}

describe('the doctor', () => {
  it('names all that is wrong with the settings at once, with what to do, and looks at the rest all the same', () => {
    const { code, lines } = doctor({
      PORT: '80a',
      LOG_LEVEL: 'verbose',
      YISANYI_KEYS: 'geheim',
      PUBLIC_URL: 'jobs.example.cn',
      JOB_CONCURRENCY: '0',
      REDIS_URL: 'http://redis',
      YISANYI_WEIGHTS: join(folder, 'none.json'),
      YISANYI_DISTRCT: '640302',
    })
    expect(code).toBe(1)
    const wrong = ['PORT', 'LOG_LEVEL', 'YISANYI_KEYS', 'PUBLIC_URL', 'JOB_CONCURRENCY', 'REDIS_URL', 'YISANYI_WEIGHTS']
    for (const name of wrong) {
      const at = lines.findIndex((line) => line.startsWith('✗') && line.includes(name))
      expect(lines[at], name).toMatch(/^✗ 设置 .* \/ [Tt]he .*setting /)
      expect(lines[at + 1], name).toMatch(/^ {2}→ .*[一-鿿].* \/ [a-z]/)
    }
    expect(lines.filter((line) => line.startsWith('✗'))).toHaveLength(wrong.length)
    expect(lines).toContainEqual(expect.stringMatching(/^! .*YISANYI_DISTRCT/))
    expect(lines).toContainEqual(expect.stringMatching(/^✓ .*GiB free/))
    expect(lines).toContain('7 项需要处理 / to be put right: 7')
    expect(lines.join('\n')).not.toContain('geheim')
  })

  it('says of a server that cannot be reached what to do, without its address', () => {
    const { code, lines } = doctor({
      MONGODB_URI: 'mongodb://u:geheim@/x',
      YISANYI_KEYS: `a:${Buffer.alloc(32, 7).toString('base64')}`,
    })
    expect(code).toBe(1)
    expect(lines).toContainEqual(expect.stringMatching(/^✗ 连不上 MongoDB.* \/ MongoDB cannot be reached$/))
    expect(lines.join('\n')).not.toContain('geheim')
  })

  it('finds everything ready where it is', () => {
    const { code, lines } = doctor({ YISANYI_KEYS: `a:${Buffer.alloc(32, 7).toString('base64')}` })
    expect(code).toBe(0)
    expect(lines).toContain('✓ 各项设置无误 / settings')
    expect(lines).toContain('一切就绪 / ready')
  })
})
