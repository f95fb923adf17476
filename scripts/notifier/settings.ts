import { StartError } from '../../src/start-error.ts'
import type { AliyunSettings } from './aliyun.ts'
import { canBundle, codesOf } from './templates.ts'
import type { TencentSettings } from './tencent.ts'
import type { WechatSettings } from './wechat.ts'

/** How a notifier is to run; all of it comes from the environment. */
export interface NotifierSettings {
  readonly productUrl: string
  readonly productKey: string
  readonly folder: string
  readonly host: string
  readonly port: number
  readonly secret: string
  readonly aliyun?: AliyunSettings
  readonly tencent?: TencentSettings
  readonly wechat?: WechatSettings & { readonly token: string }
  /** True when every provider can send several items in one message. */
  readonly bundle: boolean
  readonly limits: Limits
}

export type Limits = Readonly<Record<keyof typeof numbers, number>>
type Environment = Readonly<Record<string, string | undefined>>

/** Whole numbers, with name, default, least and most. */
const numbers = {
  leaseSeconds: ['NOTIFIER_LEASE_SECONDS', 60, 10, 3600],
  inHandMax: ['NOTIFIER_IN_HAND', 100, 1, 1000],
  concurrency: ['NOTIFIER_CONCURRENCY', 8, 1, 200],
  timeoutMs: ['NOTIFIER_TIMEOUT_MS', 10_000, 50, 120_000],
  pollMs: ['NOTIFIER_POLL_MS', 2000, 10, 60_000],
  tellMs: ['NOTIFIER_TELL_MS', 500, 10, 60_000],
  laterMs: ['NOTIFIER_LATER_MS', 2000, 1, 60_000],
  turnsMax: ['NOTIFIER_TRIES', 5, 1, 20],
  settleMs: ['NOTIFIER_SETTLE_MS', 60_000, 0, 3_600_000],
  unknownMs: ['NOTIFIER_UNKNOWN_MS', 600_000, 0, 86_400_000],
  queryEveryMs: ['NOTIFIER_QUERY_MS', 15_000, 10, 600_000],
  silenceMs: ['NOTIFIER_SILENCE_MS', 43_200_000, 100, 172_800_000],
  chaseMs: ['NOTIFIER_CHASE_MS', 600_000, 50, 3_600_000],
} as const satisfies Readonly<Record<string, readonly [name: string, fallback: number, min: number, max: number]>>

/** What each provider needs; one name missing of a provider that is begun is an error. */
const needed = {
  aliyun: ['ALIYUN_ACCESS_KEY_ID', 'ALIYUN_ACCESS_KEY_SECRET', 'ALIYUN_SMS_SIGN', 'ALIYUN_SMS_TEMPLATES'],
  tencent: [
    'TENCENT_SECRET_ID',
    'TENCENT_SECRET_KEY',
    'TENCENT_SMS_APP_ID',
    'TENCENT_SMS_SIGN',
    'TENCENT_SMS_TEMPLATES',
  ],
  wechat: ['WECHAT_APP_ID', 'WECHAT_APP_SECRET', 'WECHAT_TOKEN', 'WECHAT_TEMPLATES'],
} as const

const missing = (names: readonly string[]): StartError =>
  new StartError(
    'notifier.no_credentials',
    `未配置 ${names.join('、')}:没有凭据不发送任何消息，请在环境变量中设置后再启动。`,
    `${names.join(', ')} not set: nothing is sent without credentials; set them in the environment and start again.`,
  )
const malformed = (name: string, zh: string, en: string): StartError =>
  new StartError('settings.malformed', `设置 ${name} 有误：${zh}。`, `The setting ${name} is malformed: it ${en}.`)

function numberOf(environment: Environment, key: keyof typeof numbers): number {
  const [name, fallback, min, max] = numbers[key]
  const text = environment[name] ?? String(fallback)
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= min && value <= max) return value
  throw malformed(name, `应为 ${min} 到 ${max} 的整数`, `is a whole number from ${min} to ${max}`)
}

function templatesOf(environment: Environment, name: string): ReadonlyMap<string, string> {
  const found = codesOf(environment[name] ?? '')
  if (found !== undefined) return found
  throw malformed(name, '格式为 offer=模板编号;guidance=…;training=…', 'reads offer=code;guidance=…;training=…')
}

function urlOf(environment: Environment, name: string, fallback: string): string {
  const text = environment[name] ?? fallback
  if (/^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : '')) return text
  throw malformed(name, '应为 http 或 https 地址', 'is an http or https address')
}

/** Reads the settings of the providers that are configured; a half-configured one ends the start. */
function providersOf(environment: Environment): Pick<NotifierSettings, 'aliyun' | 'tencent' | 'wechat'> {
  const has = (name: string): boolean => (environment[name] ?? '').trim() !== ''
  const get = (name: string): string => environment[name]?.trim() ?? ''
  const begun = Object.values(needed).filter((names) => names.some(has))
  if (begun.length === 0)
    throw missing(['ALIYUN_ACCESS_KEY_ID', 'TENCENT_SECRET_ID', 'WECHAT_APP_ID'].map((name) => `${name}…`))
  const absent = begun.flat().filter((name) => !has(name))
  if (absent.length > 0) throw missing(absent)
  const aliyun = (): AliyunSettings => ({
    url: urlOf(environment, 'ALIYUN_SMS_URL', 'https://dysmsapi.aliyuncs.com'),
    keyId: get('ALIYUN_ACCESS_KEY_ID'),
    keySecret: get('ALIYUN_ACCESS_KEY_SECRET'),
    sign: get('ALIYUN_SMS_SIGN'),
    codes: templatesOf(environment, 'ALIYUN_SMS_TEMPLATES'),
  })
  const tencent = (): TencentSettings => ({
    url: urlOf(environment, 'TENCENT_SMS_URL', 'https://sms.tencentcloudapi.com'),
    secretId: get('TENCENT_SECRET_ID'),
    secretKey: get('TENCENT_SECRET_KEY'),
    appId: get('TENCENT_SMS_APP_ID'),
    sign: get('TENCENT_SMS_SIGN'),
    region: environment['TENCENT_SMS_REGION'] ?? 'ap-guangzhou',
    codes: templatesOf(environment, 'TENCENT_SMS_TEMPLATES'),
  })
  const wechat = (): NonNullable<NotifierSettings['wechat']> => ({
    url: urlOf(environment, 'WECHAT_URL', 'https://api.weixin.qq.com'),
    appId: get('WECHAT_APP_ID'),
    appSecret: get('WECHAT_APP_SECRET'),
    token: get('WECHAT_TOKEN'),
    codes: templatesOf(environment, 'WECHAT_TEMPLATES'),
  })
  return {
    ...(begun.includes(needed.aliyun) ? { aliyun: aliyun() } : {}),
    ...(begun.includes(needed.tencent) ? { tencent: tencent() } : {}),
    ...(begun.includes(needed.wechat) ? { wechat: wechat() } : {}),
  }
}

/** Reads the settings; what is missing or malformed ends the start with one line that names it. */
export function readSettings(environment: Environment): NotifierSettings {
  const providers = providersOf(environment)
  const own = ['YISANYI_URL', 'YISANYI_NOTIFIER_KEY', 'NOTIFIER_SECRET']
  const absent = own.filter((name) => (environment[name] ?? '').trim() === '')
  if (absent.length > 0) throw missing(absent)
  const secret = environment['NOTIFIER_SECRET'] ?? ''
  if (!/^[\w-]{16,128}$/.test(secret))
    throw malformed('NOTIFIER_SECRET', '应为 16 位以上的字母数字', 'has at least 16 letters, digits, - or _')
  const port = environment['NOTIFIER_PORT'] ?? '8132'
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw malformed('NOTIFIER_PORT', '应为 0 到 65535 的整数', 'is a whole number from 0 to 65535')
  const keys = Object.keys(numbers) as (keyof typeof numbers)[]
  const codes = [providers.aliyun, providers.tencent, providers.wechat].flatMap((one) => one?.codes ?? [])
  return {
    ...providers,
    bundle: canBundle(codes),
    productUrl: urlOf(environment, 'YISANYI_URL', ''),
    productKey: environment['YISANYI_NOTIFIER_KEY']?.trim() ?? '',
    folder: environment['NOTIFIER_FOLDER'] ?? 'var/notifier',
    host: environment['NOTIFIER_HOST'] ?? '127.0.0.1',
    port: Number(port),
    secret,
    limits: Object.fromEntries(keys.map((key) => [key, numberOf(environment, key)])) as Limits,
  }
}
