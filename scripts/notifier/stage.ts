import type { FastifyInstance } from 'fastify'
import type { Clock } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import type { Caller } from '../../src/domain/access.ts'
import { render, templates } from '../../src/domain/message.ts'
import { seal } from '../../src/domain/privacy.ts'
import type { Channel } from '../../src/domain/seeker.ts'
import { epochMsOf, instantOf, plusDays, type Instant } from '../../src/domain/time.ts'
import { buildApp } from '../../src/http/app.ts'
import { randomIds, type Ids } from '../../src/ids.ts'
import { wire, type Services } from '../../src/wire.ts'
import { simulatedAccount } from './simulator.ts'

/** A clock that begins at a moment and then goes as fast as the machine's, save where it is told to leap ahead. */
export function clockFrom(start: Instant): Clock & { leap(ms: number): void } {
  const beganMs = performance.now()
  let leaptMs = 0
  return {
    now: () => instantOf(epochMsOf(start) + leaptMs + Math.floor(performance.now() - beganMs)),
    leap: (ms) => void (leaptMs += ms),
  }
}

/** The service in this process, listening on the loopback address, with a key for a notifier. */
export interface Stage {
  readonly services: Services
  readonly url: string
  readonly key: string
  readonly admin: Caller
  close(): Promise<void>
}

export interface StageOptions {
  readonly folder: string
  readonly clock: Clock
  readonly durable?: boolean
  readonly ids?: Ids
}

/** Starts the service on an embedded store of its own; jobs run only when they are settled by hand. */
export async function openStage({ folder, clock, durable = true, ids = randomIds }: StageOptions): Promise<Stage> {
  const config = readConfig({ YISANYI_DATA: folder, YISANYI_KEYS: `s:${Buffer.alloc(32, 7).toString('base64')}` })
  const services = await wire(config, { clock, ids, durable, timers: false })
  const app: FastifyInstance = await buildApp({
    services,
    config: { ratePerMinuteMax: 1_000_000, logLevel: 'silent', demo: false },
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const admin: Caller = { key: 'installer', district: services.district, role: 'admin', scope: {} }
  const made = { role: 'notifier', scope: {}, label: 'notifier', expiresAt: plusDays(clock.now(), 90) } as const
  const { token } = await services.keys.create(admin, made)
  return {
    services,
    url,
    key: token,
    admin,
    close: async () => {
      await app.close()
      await services.close()
    },
  }
}

const village = '640302100003'
const township = '640302100'
const plans: readonly (readonly Channel[])[] = [
  ['sms', 'wechat', 'visit'],
  ['sms', 'phone', 'visit'],
  ['wechat', 'sms', 'visit'],
]

/** The made-up number of the message at a place; no such number is given out (13 followed by zeros and the place). */
export const numberAt = (at: number): string => `130${String(at).padStart(8, '0')}`

/** Puts so many messages, one to a person each, into the store as if offers had been sent; gives their ids. */
export async function layMessages({ services }: Pick<Stage, 'services'>, count: number): Promise<readonly string[]> {
  const { store, ring, clock, district, randomBytes } = services
  const now = clock.now()
  const ids: string[] = []
  for (let at = 0; at < count; at += 1) {
    const seeker = `skr-n${at}`
    await store.seekers.insert(
      {
        _id: seeker,
        district,
        name: `某${at}`,
        phone: seal(ring, 'phone', numberAt(at), randomBytes(12)),
        wechat: seal(ring, 'wechat', `openid-${at}`, randomBytes(12)),
        township,
        village,
        facts: {},
        channels: [],
        consent: { given: true, at: now },
        personalised: true,
      },
      [],
      'stage',
    )
    const plan = plans[at % plans.length] ?? ['sms', 'visit']
    const values = {
      title: '分拣工',
      employer: `用人单位${at}`,
      wage: '工资面议',
      place: '金丰社区',
      reasons: '离家近',
    }
    const _id = `dlv-n${at}`
    await store.deliveries.insert(
      {
        _id,
        district,
        seeker,
        guarantee: `grt-${seeker}-2026`,
        purpose: 'offer',
        item: `off-n${at}`,
        township,
        village,
        body: render(templates.offer, values),
        plan,
        step: 0,
        state: 'queued',
        attempts: [],
        dueAt: now,
        expiresAt: plusDays(now, 21),
      },
      [],
      'stage',
    )
    ids.push(_id)
  }
  return ids
}

/** The environment of a notifier that talks to this service and the simulated gateway, with times for a short run. */
export const notifierEnvironment = (
  stage: Pick<Stage, 'url' | 'key'>,
  gatewayUrl: string,
  own: { readonly folder: string; readonly port: number; readonly secret: string },
): Readonly<Record<string, string>> => {
  const { aliyun, tencent, wechat } = simulatedAccount
  return {
    YISANYI_URL: stage.url,
    YISANYI_NOTIFIER_KEY: stage.key,
    NOTIFIER_SECRET: own.secret,
    NOTIFIER_FOLDER: own.folder,
    NOTIFIER_PORT: String(own.port),
    ALIYUN_SMS_URL: gatewayUrl,
    ALIYUN_ACCESS_KEY_ID: aliyun.id,
    ALIYUN_ACCESS_KEY_SECRET: aliyun.secret,
    ALIYUN_SMS_SIGN: '利通就业',
    ALIYUN_SMS_TEMPLATES: 'offer=SMS_1;guidance=SMS_2;training=SMS_3;bundle2=SMS_4;bundle3=SMS_5;bundle4=SMS_6',
    TENCENT_SMS_URL: gatewayUrl,
    TENCENT_SECRET_ID: tencent.id,
    TENCENT_SECRET_KEY: tencent.secret,
    TENCENT_SMS_APP_ID: '1400000000',
    TENCENT_SMS_SIGN: '利通就业',
    TENCENT_SMS_TEMPLATES: 'offer=1;guidance=2;training=3;bundle2=4;bundle3=5;bundle4=6',
    WECHAT_URL: gatewayUrl,
    WECHAT_APP_ID: wechat.appId,
    WECHAT_APP_SECRET: wechat.appSecret,
    WECHAT_TOKEN: wechat.token,
    WECHAT_TEMPLATES:
      'offer=t1:thing1.title,thing2.employer;guidance=t2:thing1.place,thing2.when;training=t3:thing1.title,thing2.when;' +
      'bundle2=t4:thing1.first,thing2.second;bundle3=t5:thing1.first,thing2.second,thing3.third;' +
      'bundle4=t6:thing1.first,thing2.second,thing3.third,thing4.fourth',
    NOTIFIER_LEASE_SECONDS: '10',
    NOTIFIER_TIMEOUT_MS: '500',
    NOTIFIER_POLL_MS: '100',
    NOTIFIER_TELL_MS: '50',
    NOTIFIER_LATER_MS: '100',
    NOTIFIER_SETTLE_MS: '800',
    NOTIFIER_UNKNOWN_MS: '3000',
    NOTIFIER_QUERY_MS: '200',
    NOTIFIER_SILENCE_MS: '4000',
    NOTIFIER_CHASE_MS: '500',
  }
}
