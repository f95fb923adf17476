import type { RankTableData } from './domain/allocation/ranks.ts'
import { settings, type Setting } from './settings.ts'
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

type Environment = Readonly<Record<string, string | undefined>>
interface Words {
  readonly zh: string
  readonly en: string
}

/** One thing that is wrong with the settings, and what to do about it; never a value, which may be a secret. */
export interface SettingTrouble {
  readonly code: string
  readonly problem: Words
  readonly remedy: Words
}

/** The values of the settings, by the names of the table. */
export type SettingValues = {
  readonly [K in keyof typeof settings]: (typeof settings)[K] extends Setting<infer T> ? T : never
}

const malformed = ({ name, remedy }: Setting<unknown>): SettingTrouble => ({
  code: 'settings.malformed',
  problem: { zh: `设置 ${name} 有误`, en: `The setting ${name} is malformed` },
  remedy: { zh: remedy.zh, en: `it ${remedy.en}` },
})

/** What is wrong with settings that are right one by one. */
function wrongTogether({ mongodbUri, redisUrl = '', masterKeys }: Partial<SettingValues>): readonly SettingTrouble[] {
  const redisAlone: SettingTrouble = {
    code: 'settings.redis_alone',
    problem: {
      zh: '设置了 REDIS_URL 而没有 MONGODB_URI,内嵌存储只能由一个进程使用，不能配合 Redis',
      en: 'REDIS_URL is set without MONGODB_URI, and the embedded store belongs to one process and cannot go with Redis',
    },
    remedy: {
      zh: '请同时设置 MONGODB_URI,或取消 REDIS_URL',
      en: 'set MONGODB_URI as well, or unset REDIS_URL',
    },
  }
  const keysMissing: SettingTrouble = {
    code: 'settings.keys_missing',
    problem: {
      zh: '设置了 MONGODB_URI 而没有 YISANYI_KEYS,一个进程写入的身份证号和电话，其他进程无法读取',
      en: 'MONGODB_URI is set without YISANYI_KEYS, so that one process cannot read what another sealed',
    },
    remedy: { zh: '必须设置 YISANYI_KEYS,各进程相同', en: 'set YISANYI_KEYS, the same for every process' },
  }
  return [
    ...(redisUrl !== '' && mongodbUri === '' ? [redisAlone] : []),
    ...(mongodbUri !== undefined && mongodbUri !== '' && masterKeys?.length === 0 ? [keysMissing] : []),
  ]
}

/** Every setting that is right, and all that is wrong. */
export function lookAtSettings(environment: Environment = process.env): {
  readonly values: Partial<SettingValues>
  readonly troubles: readonly SettingTrouble[]
} {
  const troubles: SettingTrouble[] = []
  const found: Record<string, unknown> = {}
  for (const [key, setting] of Object.entries<Setting<unknown>>(settings)) {
    const value = setting.read(environment[setting.name] ?? setting.fallback)
    if (value === undefined) troubles.push(malformed(setting))
    else found[key] = value
  }
  const values: Partial<SettingValues> = found
  return { values, troubles: [...troubles, ...wrongTogether(values)] }
}

/** Names like ours that no setting has: what they should set keeps its default. */
export function unknownSettings(environment: Environment = process.env): readonly string[] {
  const known = new Set<string>(Object.values(settings).map(({ name }) => name))
  return Object.keys(environment).filter((name) => name.startsWith('YISANYI_') && !known.has(name))
}

/** Reads the settings; what is wrong ends the start with its name, the problem and the remedy. */
export function readConfig(environment: Environment = process.env): Config {
  const { values, troubles } = lookAtSettings(environment)
  const [first, ...others] = troubles
  if (first !== undefined) throw startErrorOf(first, others.length)
  return configOf(values as SettingValues)
}

/** One line on what is wrong, and whether it is all. */
function startErrorOf({ code, problem, remedy }: SettingTrouble, others: number): StartError {
  const zh = others === 0 ? '' : `另有 ${others} 项设置有误,npm run doctor 会全部列出。`
  const en = others === 0 ? '' : ` ${others} more ${others === 1 ? 'is' : 'are'} wrong: npm run doctor names all.`
  return new StartError(code, `${problem.zh}:${remedy.zh}。${zh}`, `${problem.en}: ${remedy.en}.${en}`)
}

function configOf({ mongodbUri, redisUrl, rankTable, weightsFile, ...found }: SettingValues): Config {
  return {
    ...found,
    ...(mongodbUri === '' ? {} : { mongodbUri }),
    ...(redisUrl === '' ? {} : { redisUrl }),
    ...(rankTable === 'policy' ? {} : { rankTable }),
    ...(weightsFile === 'shipped' ? {} : { weightsFile }),
  }
}

/** The settings of a process that runs beside others; without Redis there is one process, started by `npm start`. */
export function refuseAlone(config: Config): Config {
  if (config.redisUrl !== undefined) return config
  throw new StartError(
    'settings.one_process',
    '没有设置 REDIS_URL,接口和任务须在同一进程运行：请用 npm start 启动，或同时设置 MONGODB_URI 和 REDIS_URL。',
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
