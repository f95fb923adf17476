import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { expect } from 'vitest'
import { manualClock } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import type { Caller, Role, Scope } from '../../src/domain/access.ts'
import { plusDays, type Instant } from '../../src/domain/time.ts'
import { buildApp, type AppConfig } from '../../src/http/app.ts'
import { httpLogger } from '../../src/http/logging.ts'
import type { WebhookSender } from '../../src/channels/channels.ts'
import { countingIds } from '../../src/ids.ts'
import type { Threads } from '../../src/threads/threads.ts'
import { wire, type Services } from '../../src/wire.ts'

/** Monday 2 March 2026, nine in the morning in Asia/Shanghai. */
export const dayOne: Instant = '2026-03-02T01:00:00.000Z'

/** A running API over real services on an embedded store of its own. */
export interface TestApp {
  readonly app: FastifyInstance
  readonly services: Services
  readonly clock: { now(): Instant; set(to: Instant): void }
  readonly admin: Caller
  /** Every line that the API logged. */
  readonly logged: string[]
  /** A caller of another district of the same store. */
  readonly stranger: Caller
  tokenOf(role: Role, scope?: Scope): Promise<string>
  /** Sends JSON with a key. */
  send(
    token: string | undefined,
    method: NonNullable<InjectOptions['method']>,
    url: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<LightMyRequestResponse>
  /** Sends, holds that it went well, and gives the body. */
  go<T>(
    token: string,
    method: NonNullable<InjectOptions['method']>,
    url: string,
    body?: unknown,
    version?: number,
  ): Promise<T>
  close(): Promise<void>
}

/** Takes every address and answers nothing, so that no test asks a resolver or a network. */
const deafSender: WebhookSender = {
  send: () => Promise.resolve({ failure: 'connection', tookMs: 1 }),
  refusalOf: () => Promise.resolve(undefined),
}

/** Builds the API over real services wired on an embedded store in a folder of its own. */
export async function testApp(
  config: Partial<AppConfig> = {},
  environment: Readonly<Record<string, string>> = {},
  webhookSender: WebhookSender = deafSender,
  threads?: Threads,
): Promise<TestApp> {
  const folder = await mkdtemp(join(tmpdir(), 'yisanyi-http-'))
  const clock = manualClock(dayOne)
  const services = await wire(
    readConfig({ ...environment, YISANYI_DATA: folder, YISANYI_KEYS: `t:${Buffer.alloc(32, 7).toString('base64')}` }),
    {
      clock,
      ids: countingIds(),
      durable: false,
      timers: false,
      webhookSender,
      ...(threads === undefined ? {} : { threads }),
    },
  )
  const logged: string[] = []
  const logger = httpLogger('info', { write: (line: string) => void logged.push(line) })
  const app = await buildApp({
    services,
    config: { ratePerMinuteMax: 1_000_000, logLevel: 'silent', demo: false, eventLoopDelayMsMax: 0, ...config },
    logger: logger,
  })
  await app.ready()
  const admin: Caller = { key: 'installer', district: services.district, role: 'admin', scope: {} }
  const send: TestApp['send'] = (token, method, url, body, headers = {}) =>
    app.inject({
      method,
      url,
      headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
      ...(body === undefined ? {} : { payload: body as Record<string, unknown> }),
    })
  return {
    app,
    services,
    clock,
    admin,
    logged,
    stranger: { ...admin, key: 'stranger', district: '999999' },
    tokenOf: async (role, scope = {}) => {
      const expiresAt = plusDays(clock.now(), 90)
      return (await services.keys.create(admin, { role, scope, label: `test ${role}`, expiresAt })).token
    },
    send,
    go: async <T>(...[token, method, url, body, version]: Parameters<TestApp['go']>): Promise<T> => {
      const found = await send(token, method, url, body, version === undefined ? {} : { 'if-match': `"${version}"` })
      expect(found.statusCode, `${method} ${url}: ${found.body}`).toBeLessThan(300)
      return found.json<T>()
    },
    close: async () => {
      await app.close()
      await services.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
