import { StartError } from './start-error.ts'

/** How this process is to run; made from the environment by `readConfig`, the only reader of it. */
export interface Config {
  readonly host: string
  readonly port: number
  readonly folder: string
  readonly district: string
  /** Master keys for sealed fields, oldest first; empty: one is generated beside the data, with a warning. */
  readonly masterKeys: readonly { readonly id: string; readonly secret: Buffer }[]
  readonly logLevel: string
  readonly jobConcurrency: number
  readonly ratePerMinuteMax: number
  readonly stopTimeoutMs: number
  /** True for development alone: webhooks may go to this machine, over http and to any port. */
  readonly webhookLoopback: boolean
}

interface Setting<T> {
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
  district: text('YISANYI_DISTRICT', '640302', 'code of the district that this installation serves'),
  masterKeys: keys,
  logLevel: text('LOG_LEVEL', 'info', 'fatal, error, warn, info, debug or silent'),
  jobConcurrency: whole('JOB_CONCURRENCY', 4, 'jobs that run at the same time', 1, 64),
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

/** Reads the settings; a malformed one ends the start with its name, the problem and the remedy. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  if (environment['REDIS_URL'] !== undefined || environment['MONGODB_URI'] !== undefined)
    throw new StartError(
      'settings.unsupported',
      '设置了 MONGODB_URI 或 REDIS_URL,但此版本只带内嵌存储;请取消这两项后再启动。',
      'MONGODB_URI or REDIS_URL is set, but this version has the embedded store only; unset both and start again.',
    )
  const read = <T>({ name, fallback, read: parse, remedy }: Setting<T>): T => {
    const value = parse(environment[name] ?? fallback)
    if (value === undefined)
      throw new StartError(
        'settings.malformed',
        `设置 ${name} 有误:${remedy.zh}。`,
        `The setting ${name} is malformed: it ${remedy.en}.`,
      )
    return value
  }
  return {
    host: read(settings.host),
    port: read(settings.port),
    folder: read(settings.folder),
    district: read(settings.district),
    masterKeys: read(settings.masterKeys),
    logLevel: read(settings.logLevel),
    jobConcurrency: read(settings.jobConcurrency),
    ratePerMinuteMax: read(settings.ratePerMinuteMax),
    stopTimeoutMs: read(settings.stopTimeoutMs),
    webhookLoopback: read(settings.webhookLoopback),
  }
}
