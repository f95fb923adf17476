import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const folders: string[] = []
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'yisanyi-start-'))
  folders.push(folder)
  return folder
}
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

interface Run {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Starts the product as `npm start` does; stops it once it says what is awaited. */
function start(
  settings: Readonly<Record<string, string>>,
  awaited?: RegExp,
  during?: (out: string) => Promise<void>,
): Promise<Run> {
  const { MONGODB_URI: _mongo, REDIS_URL: _redis, ...environment } = process.env
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/start.ts'], {
    cwd: root,
    env: { ...environment, LOG_LEVEL: 'silent', PORT: '0', ...settings },
  })
  let out = ''
  let err = ''
  let isMet = false
  child.stdout.on('data', (text: Buffer) => {
    out += text.toString()
    if (awaited === undefined || isMet || !awaited.test(out)) return
    isMet = true
    void (during?.(out) ?? Promise.resolve()).finally(() => child.kill('SIGTERM'))
  })
  child.stderr.on('data', (text: Buffer) => (err += text.toString()))
  return new Promise((resolve) => child.on('exit', (code) => resolve({ code, out, err })))
}

/** One line with its remedy in both languages, and nothing that looks like a stack. */
const expectOneLine = ({ code, err }: Run, words: RegExp): void => {
  expect(code).toBe(1)
  expect(err.trim().split('\n')).toHaveLength(1)
  expect(err).toMatch(words)
  expect(err).toMatch(/[一-鿿].* \/ [A-Z]/)
  expect(err).not.toMatch(/\bat .*:\d+:\d+/)
}

describe('npm start', () => {
  it('serves an empty store, prints the first admin key once, and stops on SIGTERM', async () => {
    const folder = newFolder()
    let health = 0
    const first = await start({ YISANYI_DATA: folder }, /listening on (\S+)/, async (out) => {
      const url = /listening on (\S+)/.exec(out)?.[1] ?? ''
      health = (await fetch(`${url}/readyz`)).status
    })
    expect(first).toMatchObject({ code: 0 })
    expect(health).toBe(200)
    expect(first.out).toMatch(/ysy_key-\w+_/)
    expect(first.err).toMatch(/YISANYI_KEYS/)
    const second = await start({ YISANYI_DATA: folder }, /listening on/)
    expect(second).toMatchObject({ code: 0 })
    expect(second.out).not.toMatch(/ysy_key/)
  })

  it('keeps the generated key from everybody but its owner', async () => {
    const folder = newFolder()
    await start({ YISANYI_DATA: folder }, /listening on/)
    expect(Buffer.from(readFileSync(join(folder, 'master.key'), 'utf8'), 'base64')).toHaveLength(32)
  })

  it('says in one line that the port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const key = `a:${Buffer.alloc(32, 7).toString('base64')}`
    expectOneLine(
      await start({ YISANYI_DATA: newFolder(), PORT: String(port), YISANYI_KEYS: key }),
      /端口 \d+ 已被占用.*PORT=/,
    )
    server.close()
  })

  it.each([
    ['PORT', 'eighty', /PORT 有误.*0 到 65535/],
    ['YISANYI_KEYS', 'abc', /YISANYI_KEYS 有误.*32 字节/],
    ['JOB_CONCURRENCY', '0', /JOB_CONCURRENCY 有误.*1 到 64/],
    ['REDIS_URL', 'redis://localhost', /同时设置 MONGODB_URI/],
    ['MONGODB_URI', 'mysql://localhost', /mongodb:\/\//],
    ['MONGODB_URI', 'mongodb://localhost/yisanyi', /必须设置 YISANYI_KEYS/],
  ])('says in one line what is wrong with %s=%s', async (name, value, words) => {
    expectOneLine(await start({ YISANYI_DATA: newFolder(), [name]: value }), words)
  })
})
