import { Redis } from 'ioredis'
import { MongoClient } from 'mongodb'
import { clientOptions, databaseOf } from '../../src/store/mongo.ts'
import { indexDifferences } from '../../src/store/mongo-indexes.ts'
import { schemaVersion } from '../../src/store/schema.ts'
import { failure, type Finding } from './finding.ts'

const skewMaxMs = 2_000
const mongoMajorMin = 6
const redisMajorMin = 6

const isOlder = (version: string, majorMin: number): boolean => Number(version.split('.')[0]) < majorMin

const same = (text: string): Finding['what'] => ({ zh: text, en: text })

const unreachable = (server: string, error: unknown): Finding['what'] => ({
  zh: `连不上 ${server}(${failure(error)})`,
  en: `${server} cannot be reached`,
})

type Difference = Awaited<ReturnType<typeof indexDifferences>>[number]

const indexFinding = ({ collection, name, wanted, found }: Difference): Finding => {
  const [zh, en] = found === '' ? ['缺失', 'missing'] : wanted === '' ? ['不认识', 'unknown'] : ['不一致', 'differs']
  return {
    state: wanted === '' ? 'note' : 'bad',
    what: { zh: `索引 ${collection}.${name}:${zh}`, en: `index ${collection}.${name}: ${en}` },
    remedy:
      found === ''
        ? { zh: '重新启动服务即会建立', en: 'start the service: it builds what is missing' }
        : { zh: '确认后删除该索引再启动', en: 'drop it if nobody else needs it, then start the service' },
  }
}

interface MongoFacts {
  readonly version: string
  readonly database: string
  readonly setName: string | undefined
  readonly skewMs: number
  /** Missing in a database that no process has used yet. */
  readonly schema: number | undefined
}

const mongoFindings = ({ version, database, setName, skewMs, schema }: MongoFacts): readonly Finding[] => [
  {
    state: isOlder(version, mongoMajorMin) ? 'bad' : 'ok',
    what: { zh: `MongoDB ${version}，数据库 ${database}`, en: `MongoDB ${version}, database ${database}` },
    remedy: { zh: '升级到 MongoDB 6 或更新', en: 'upgrade to MongoDB 6 or newer' },
  },
  {
    state: setName === undefined ? 'bad' : 'ok',
    what: { zh: `副本集：${setName ?? '无'}`, en: `replica set: ${setName ?? 'none'}` },
    remedy: { zh: '以副本集方式运行(单节点亦可)', en: 'run it as a replica set, of one node at least' },
  },
  {
    state: skewMs > skewMaxMs ? 'bad' : 'ok',
    what: { zh: `与数据库的时钟相差 ${Math.round(skewMs)} 毫秒`, en: `clock ${Math.round(skewMs)} ms apart` },
    remedy: { zh: '启用时间同步(chrony 或 ntpd)', en: 'run chrony or ntpd on both machines' },
  },
  {
    state: (schema ?? schemaVersion) > schemaVersion ? 'bad' : 'ok',
    what:
      schema === undefined
        ? { zh: '存储：新建', en: 'store: new' }
        : {
            zh: `存储：结构 ${schema}，本版本写 ${schemaVersion}`,
            en: `store: shape ${schema}, this version writes ${schemaVersion}`,
          },
    remedy: { zh: '安装更新的版本', en: 'install the newer version' },
  },
]

async function lookAtMongo(client: MongoClient): Promise<readonly Finding[]> {
  await client.connect()
  const db = databaseOf(client)
  const before = Date.now()
  const hello = await db.command({ hello: 1 })
  const skewMs = Math.abs(new Date(hello['localTime'] as string).getTime() - (before + Date.now()) / 2)
  const { version } = (await db.admin().serverInfo()) as unknown as { version: string }
  const schema = await db.collection<{ _id: string; version?: number }>('meta').findOne({ _id: 'schema' })
  const differences = schema === null ? [] : await indexDifferences(db)
  const setName: unknown = hello['setName']
  const facts = {
    version,
    database: db.databaseName,
    setName: typeof setName === 'string' ? setName : undefined,
    skewMs,
    schema: schema === null ? undefined : (schema.version ?? schemaVersion),
  }
  const isInOrder = schema !== null && differences.length === 0
  return [
    ...mongoFindings(facts),
    ...differences.map(indexFinding),
    ...(isInOrder ? [{ state: 'ok', what: { zh: '索引与表一致', en: 'indexes as the table says' } } as const] : []),
  ]
}

/** MongoDB as the settings name it: reachable, of a version, its clock, its shape and indexes. */
export async function checkMongo(uri: string): Promise<readonly Finding[]> {
  let client: MongoClient | undefined
  try {
    client = new MongoClient(uri, clientOptions)
    return await lookAtMongo(client)
  } catch (error) {
    const remedy = {
      zh: '检查 MONGODB_URI 的地址、账号、网络',
      en: 'check address, account and network of MONGODB_URI',
    }
    return [{ state: 'bad', what: unreachable('MongoDB', error), remedy }]
  } finally {
    await client?.close()
  }
}

/** Redis as the settings name it: reachable, of a version, and throwing nothing away. */
export async function checkRedis(url: string): Promise<readonly Finding[]> {
  let redis: Redis | undefined
  try {
    redis = new Redis(url, {
      lazyConnect: true,
      maxRetriesPerRequest: 1,
      connectTimeout: 3_000,
      retryStrategy: () => null,
    })
    redis.on('error', () => undefined)
    await redis.connect()
    const info = await redis.info()
    const field = (name: string): string => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? ''
    const policy = field('maxmemory_policy')
    const isKept = field('aof_enabled') === '1'
    return [
      {
        state: isOlder(field('redis_version'), redisMajorMin) ? 'bad' : 'ok',
        what: same(`Redis ${field('redis_version')}`),
        remedy: { zh: '升级到 Redis 6.2 或更新', en: 'upgrade to Redis 6.2 or newer' },
      },
      {
        state: policy === 'noeviction' ? 'ok' : 'bad',
        what: same(`maxmemory-policy ${policy}`),
        remedy: { zh: '设为 noeviction,否则任务会被丢弃', en: 'set it to noeviction, or jobs are thrown away' },
      },
      {
        state: isKept ? 'ok' : 'note',
        what: { zh: `AOF 持久化：${isKept ? '开' : '关'}`, en: `append-only file: ${isKept ? 'on' : 'off'}` },
        remedy: {
          zh: '丢失的任务会由 reconcile 重建；开启 AOF 可更快恢复',
          en: 'lost jobs are rebuilt; with AOF it is faster',
        },
      },
    ]
  } catch (error) {
    const remedy = { zh: '检查 REDIS_URL 并确认 Redis 已启动', en: 'check REDIS_URL and that Redis runs' }
    return [{ state: 'bad', what: unreachable('Redis', error), remedy }]
  } finally {
    redis?.disconnect()
  }
}
