import type { Config } from './config.ts'
import { rankTables, type RankTableData } from './domain/allocation/ranks.ts'

/** One setting: its name, its default, and what a right value is. */
export interface Setting<T> {
  readonly name: string
  readonly fallback: string
  readonly help: string
  readonly read: (text: string) => T | undefined
  /** What a right value looks like, in Chinese and English. */
  readonly remedy: { readonly zh: string; readonly en: string }
}

const text = (name: string, fallback: string, help: string): Setting<string> => ({
  name,
  fallback,
  help,
  read: (value) => (value.trim() === '' ? undefined : value.trim()),
  remedy: { zh: '不能为空', en: 'must not be empty' },
})

const whole = (name: string, fallback: number, help: string, min: number, max: number): Setting<number> => ({
  name,
  fallback: String(fallback),
  help,
  read: (value) => {
    const count = Number(value)
    return /^\d+$/.test(value) && count >= min && count <= max ? count : undefined
  },
  remedy: { zh: `应为 ${min} 到 ${max} 的整数`, en: `is a whole number from ${min} to ${max}` },
})

/** An address of one of these schemes, or nothing. */
const address = (name: string, help: string, schemes: readonly string[]): Setting<string> => ({
  name,
  fallback: '',
  help,
  read: (value) => {
    const trimmed = value.trim()
    return trimmed === '' || schemes.some((scheme) => trimmed.startsWith(`${scheme}://`)) ? trimmed : undefined
  },
  remedy: {
    zh: `应以 ${schemes.map((scheme) => `${scheme}://`).join(' 或 ')} 开头`,
    en: `begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
  },
})

const keys: Setting<Config['masterKeys']> = {
  name: 'YISANYI_KEYS',
  fallback: '',
  help: 'master keys for ID numbers, phones and addresses: id:base64 of 32 bytes, comma-separated, oldest first',
  read: (value) => {
    const parts = value === '' ? [] : value.split(',').map((part) => part.trim().split(':'))
    const found = parts.map(([id = '', secret = '']) => ({ id, secret: Buffer.from(secret, 'base64') }))
    const isRight = found.every(({ id, secret }) => /^[a-z0-9]{1,16}$/.test(id) && secret.length === 32)
    return isRight && new Set(found.map(({ id }) => id)).size === found.length ? found : undefined
  },
  remedy: {
    zh: '格式为 id:base64(32 字节),多个用逗号分隔,id 为小写字母和数字且不重复',
    en: 'is id:base64 (32 bytes), comma-separated, ids of lower-case letters and digits, each once',
  },
}

const publicUrl: Setting<string> = {
  name: 'PUBLIC_URL',
  fallback: '',
  help: 'address at which job-seekers reach this service, such as https://jobs.example.cn; without it messages carry no link',
  read: (value) => {
    if (value === '') return ''
    if (!/^https?:\/\/[^/?#@\s]+\/?$/.test(value) || !URL.canParse(value)) return undefined
    return value.replace(/\/$/, '')
  },
  remedy: {
    zh: '应为 https:// 开头的网址，只含主机和端口',
    en: 'is an address that begins with https:// and has a host, perhaps a port, and nothing more',
  },
}

const tableNames = rankTables.map(({ version }) => version)

const rankTable: Setting<RankTableData | 'policy'> = {
  name: 'YISANYI_RANKS',
  fallback: 'policy',
  help: `who is served first when offers do not suffice: policy (as the policy in force says), ${tableNames.join(' or ')}`,
  read: (value) => (value === 'policy' ? value : rankTables.find(({ version }) => version === value)),
  remedy: {
    zh: `应为 policy、${tableNames.join(' 或 ')}`,
    en: `is policy, ${tableNames.join(' or ')}`,
  },
}

/** Levels that a log can have, the most serious first. */
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const logLevel: Setting<string> = {
  name: 'LOG_LEVEL',
  fallback: 'info',
  help: `what is logged, this and all that is more serious: ${logLevels.join(', ')}`,
  read: (value) => logLevels.find((one) => one === value),
  remedy: { zh: `应为 ${logLevels.join('、')} 之一`, en: `is one of ${logLevels.join(', ')}` },
}

const choice = (name: string, yes: string, no: string, help: string): Setting<boolean> => ({
  name,
  fallback: no,
  help,
  read: (value) => (value === yes ? true : value === no ? false : undefined),
  remedy: { zh: `应为 ${yes} 或 ${no}`, en: `is ${yes} or ${no}` },
})

/** Every setting with its default and what it is for. */
export const settings = {
  host: text('HOST', '127.0.0.1', 'address to listen on; the loopback address unless told otherwise'),
  port: whole('PORT', 8131, 'port to listen on; 0 takes a free one', 0, 65_535),
  folder: text('YISANYI_DATA', 'var/data', 'folder of the embedded store'),
  mongodbUri: address('MONGODB_URI', 'MongoDB with its database; empty: the embedded store', [
    'mongodb',
    'mongodb+srv',
  ]),
  redisUrl: address('REDIS_URL', 'Redis for the queue of many processes; needs MONGODB_URI', ['redis', 'rediss']),
  district: text('YISANYI_DISTRICT', '640302', 'code of the district that this installation serves'),
  rankTable,
  weightsFile: text(
    'YISANYI_WEIGHTS',
    'shipped',
    'weights of matching: shipped, or a file that npm run learn:weights wrote',
  ),
  masterKeys: keys,
  publicUrl,
  logLevel,
  jobConcurrency: whole('JOB_CONCURRENCY', 4, 'jobs that run at the same time', 1, 64),
  rematchThreads: whole(
    'REMATCH_THREADS',
    4,
    'threads for matching a whole large district and for large allocations, one core left free; they start when needed; 0: none, all on the thread that answers',
    0,
    64,
  ),
  ratePerMinuteMax: whole('RATE_PER_MINUTE', 600, 'requests that one key may make in a minute', 1, 1_000_000),
  stopTimeoutMs: whole(
    'STOP_TIMEOUT_MS',
    10_000,
    'milliseconds that a stopping process waits for work in hand',
    100,
    600_000,
  ),
  webhookLoopback: choice(
    'WEBHOOK_LOOPBACK',
    'allow',
    'refuse',
    'allow: webhooks may go to this machine over http, for development only',
  ),
} as const
