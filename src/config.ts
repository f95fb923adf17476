import { rankTables, type RankTableData } from './domain/allocation/ranks.ts'
import { StartError } from './start-error.ts'

/** How this process is to run; made from the environment by `readConfig`, the only reader of it. */
export interface Config {
  readonly host: string
  readonly port: number
  /** Folder of the embedded store; not used with MongoDB. */
  readonly folder: string
  /** MongoDB's address; missing: the embedded store. */
  readonly mongodbUri?: string
  /** Redis's address; missing: the queue lives in this process. Never without MongoDB. */
  readonly redisUrl?: string
  readonly district: string
  /** Who is served first when offers do not suffice; missing: as the policy in force says. */
  readonly rankTable?: RankTableData
  /** Where seekers reach this service, `https://host` without a slash; empty: messages carry no link. */
  readonly publicUrl: string
  /** File of learned weights of matching; missing: the shipped ones. */
  readonly weightsFile?: string
  /** Master keys for sealed fields, oldest first; empty: one is generated beside the data, with a warning. */
  readonly masterKeys: readonly { readonly id: string; readonly secret: Buffer }[]
  readonly logLevel: string
  readonly jobConcurrency: number
  /** Threads for a rematch of the whole district and for large allocations, at most; 0: none. */
  readonly rematchThreads: number
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
    zh: '应为 https:// 开头的网址,只含主机和端口',
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
  logLevel: text('LOG_LEVEL', 'info', 'fatal, error, warn, info, debug or silent'),
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

/** Refuses settings that are right one by one and wrong together. */
function checkTogether(found: { mongodbUri: string; redisUrl: string; masterKeys: Config['masterKeys'] }): void {
  if (found.redisUrl !== '' && found.mongodbUri === '')
    throw new StartError(
      'settings.redis_alone',
      '设置了 REDIS_URL 而没有 MONGODB_URI:内嵌存储只能由一个进程使用,不能配合 Redis。请同时设置 MONGODB_URI,或取消 REDIS_URL。',
      'REDIS_URL is set without MONGODB_URI: the embedded store belongs to one process and cannot go with Redis. Set MONGODB_URI as well, or unset REDIS_URL.',
    )
  if (found.mongodbUri !== '' && found.masterKeys.length === 0)
    throw new StartError(
      'settings.keys_missing',
      '使用 MongoDB 时必须设置 YISANYI_KEYS,各进程相同;否则一个进程写入的身份证号和电话,其他进程无法读取。',
      'With MongoDB, YISANYI_KEYS must be set, the same for every process: else one process cannot read what another sealed.',
    )
}

/** Reads the settings; a malformed one ends the start with its name, the problem and the remedy. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
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
  const mongodbUri = read(settings.mongodbUri)
  const redisUrl = read(settings.redisUrl)
  const masterKeys = read(settings.masterKeys)
  checkTogether({ mongodbUri, redisUrl, masterKeys })
  const ranks = read(settings.rankTable)
  const weightsFile = read(settings.weightsFile)
  return {
    host: read(settings.host),
    port: read(settings.port),
    folder: read(settings.folder),
    ...(mongodbUri === '' ? {} : { mongodbUri }),
    ...(redisUrl === '' ? {} : { redisUrl }),
    district: read(settings.district),
    ...(ranks === 'policy' ? {} : { rankTable: ranks }),
    ...(weightsFile === 'shipped' ? {} : { weightsFile }),
    masterKeys,
    publicUrl: read(settings.publicUrl),
    logLevel: read(settings.logLevel),
    jobConcurrency: read(settings.jobConcurrency),
    rematchThreads: read(settings.rematchThreads),
    ratePerMinuteMax: read(settings.ratePerMinuteMax),
    stopTimeoutMs: read(settings.stopTimeoutMs),
    webhookLoopback: read(settings.webhookLoopback),
  }
}

/** The settings of a process that runs beside others; without Redis there is one process, started by `npm start`. */
export function refuseAlone(config: Config): Config {
  if (config.redisUrl !== undefined) return config
  throw new StartError(
    'settings.one_process',
    '没有设置 REDIS_URL,接口和任务须在同一进程运行:请用 npm start 启动,或同时设置 MONGODB_URI 和 REDIS_URL。',
    'REDIS_URL is not set, so API and jobs run in one process: start it with npm start, or set MONGODB_URI and REDIS_URL.',
  )
}

/** What an operator should know of the settings once the service listens, in Chinese and English. */
export const notesOf = (config: Pick<Config, 'publicUrl'>): readonly { readonly zh: string; readonly en: string }[] =>
  config.publicUrl === ''
    ? [
        {
          zh: '未设置 PUBLIC_URL:发给求职者的消息不带个人链接。',
          en: 'PUBLIC_URL is not set: messages to job-seekers carry no personal link.',
        },
      ]
    : []
