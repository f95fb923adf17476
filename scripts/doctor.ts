// Says whether this machine and the servers are ready: settings, connections, versions, indexes, clock, disk. npm run doctor
import { access, constants, mkdir, statfs } from 'node:fs/promises'
import { Redis } from 'ioredis'
import { MongoClient } from 'mongodb'
import { systemClock } from '../src/clock.ts'
import { readConfig, type Config } from '../src/config.ts'
import { holidays } from '../src/data/holidays.ts'
import { calendarOf } from '../src/domain/calendar.ts'
import { dayOf } from '../src/domain/time.ts'
import { StartError } from '../src/start-error.ts'
import { clientOptions, databaseOf } from '../src/store/mongo.ts'
import { indexDifferences } from '../src/store/mongo-indexes.ts'
import { schemaVersion } from '../src/store/schema.ts'

type State = 'ok' | 'note' | 'bad'

interface Finding {
  readonly state: State
  readonly what: string
  /** What to do, where something is to be done. */
  readonly remedy?: string
}

const marks: Readonly<Record<State, string>> = { ok: '✓', note: '!', bad: '✗' }
const diskMinBytes = 2 * 2 ** 30
const skewMaxMs = 2_000
const mongoMajorMin = 6
const redisMajorMin = 6

const isOlder = (version: string, majorMin: number): boolean => Number(version.split('.')[0]) < majorMin

const failure = (error: unknown): string => (error instanceof Error ? error.name : 'error')

function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const isRight = major > 20 || (major === 20 && minor >= 19)
  return {
    state: isRight ? 'ok' : 'bad',
    what: `Node ${process.version}`,
    remedy: '安装 Node 20.19 或更新 / install Node 20.19 or newer',
  }
}

async function checkDisk({ folder }: Config): Promise<Finding> {
  await mkdir(folder, { recursive: true })
  await access(folder, constants.W_OK)
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  return {
    state: free < diskMinBytes ? 'bad' : 'ok',
    what: `${folder}: ${(free / 2 ** 30).toFixed(1)} GiB free`,
    remedy: '清理磁盘或改用别的数据目录 / free the disk, or give YISANYI_DATA another folder',
  }
}

/** The working days of this year, and of the next once its notice is usually out. */
function checkCalendar(): Finding {
  const today = dayOf(systemClock.now())
  const year = Number(today.slice(0, 4))
  const wanted = today.slice(5) >= '12-01' ? [year, year + 1] : [year]
  const absent = wanted.filter((one) => !calendarOf(holidays).knows(String(one)))
  return {
    state: absent.length === 0 ? 'ok' : 'note',
    what: absent.length === 0 ? `working days of ${wanted.join(', ')}` : `no holidays of ${absent.join(', ')}`,
    remedy:
      '按国务院办公厅通知在 src/data/holidays.ts 补上该年放假和调休 / add the year to src/data/holidays.ts from the State Council’s notice',
  }
}

function checkKeys({ masterKeys }: Config): Finding {
  return masterKeys.length > 0
    ? { state: 'ok', what: `YISANYI_KEYS: ${masterKeys.map(({ id }) => id).join(', ')}` }
    : {
        state: 'note',
        what: 'YISANYI_KEYS is not set: a key is generated beside the data',
        remedy: '正式运行请设置 YISANYI_KEYS 并另行备份 / set YISANYI_KEYS and back it up apart from the data',
      }
}

async function checkMongo(uri: string): Promise<readonly Finding[]> {
  const client = new MongoClient(uri, clientOptions)
  try {
    await client.connect()
    const db = databaseOf(client)
    const before = Date.now()
    const hello = await db.command({ hello: 1 })
    const skewMs = Math.abs(new Date(hello['localTime'] as string).getTime() - (before + Date.now()) / 2)
    const { version } = (await db.admin().serverInfo()) as unknown as { version: string }
    const schema = await db.collection<{ _id: string; version?: number }>('meta').findOne({ _id: 'schema' })
    const found = schema?.version ?? schemaVersion
    const differences = schema === null ? [] : await indexDifferences(db)
    const setName: unknown = hello['setName']
    return [
      {
        state: isOlder(version, mongoMajorMin) ? 'bad' : 'ok',
        what: `MongoDB ${version}, database ${db.databaseName}`,
        remedy: '升级到 MongoDB 6 或更新 / upgrade to MongoDB 6 or newer',
      },
      {
        state: typeof setName === 'string' ? 'ok' : 'bad',
        what: `replica set: ${typeof setName === 'string' ? setName : 'none'}`,
        remedy: '以副本集方式运行(单节点亦可)/ run it as a replica set, of one node at least',
      },
      {
        state: skewMs > skewMaxMs ? 'bad' : 'ok',
        what: `clock beside the database's: ${Math.round(skewMs)} ms apart`,
        remedy: '启用时间同步(chrony 或 ntpd)/ run chrony or ntpd on both machines',
      },
      {
        state: found > schemaVersion ? 'bad' : 'ok',
        what: schema === null ? 'store: new' : `store: shape ${found}, this version writes ${schemaVersion}`,
        remedy: '安装更新的版本 / install the newer version',
      },
      ...differences.map(({ collection, name, wanted, found: has }): Finding => ({
        state: wanted === '' ? 'note' : 'bad',
        what: `index ${collection}.${name}: ${has === '' ? 'missing' : wanted === '' ? 'unknown' : 'differs'}`,
        remedy:
          has === ''
            ? '重新启动服务即会建立 / start the service: it builds what is missing'
            : '确认后删除该索引再启动 / drop it if nobody else needs it, then start the service',
      })),
      ...(schema !== null && differences.length === 0
        ? [{ state: 'ok', what: 'indexes as the table says' } as const]
        : []),
    ]
  } catch (error) {
    const remedy = '检查 MONGODB_URI 的地址、账号、网络 / check address, account and network of MONGODB_URI'
    return [{ state: 'bad', what: `MongoDB: ${failure(error)}`, remedy }]
  } finally {
    await client.close()
  }
}

async function checkRedis(url: string): Promise<readonly Finding[]> {
  const redis = new Redis(url, {
    lazyConnect: true,
    maxRetriesPerRequest: 1,
    connectTimeout: 3_000,
    retryStrategy: () => null,
  })
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    const info = await redis.info()
    const field = (name: string): string => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? ''
    const policy = field('maxmemory_policy')
    return [
      {
        state: isOlder(field('redis_version'), redisMajorMin) ? 'bad' : 'ok',
        what: `Redis ${field('redis_version')}`,
        remedy: '升级到 Redis 6.2 或更新 / upgrade to Redis 6.2 or newer',
      },
      {
        state: policy === 'noeviction' ? 'ok' : 'bad',
        what: `maxmemory-policy ${policy}`,
        remedy: '设为 noeviction,否则任务会被丢弃 / set it to noeviction, or jobs are thrown away',
      },
      {
        state: field('aof_enabled') === '1' ? 'ok' : 'note',
        what: `append-only file: ${field('aof_enabled') === '1' ? 'on' : 'off'}`,
        remedy: '丢失的任务会由 reconcile 重建;开启 AOF 可更快恢复 / lost jobs are rebuilt; with AOF it is faster',
      },
    ]
  } catch (error) {
    const remedy = '检查 REDIS_URL 并确认 Redis 已启动 / check REDIS_URL and that Redis runs'
    return [{ state: 'bad', what: `Redis: ${failure(error)}`, remedy }]
  } finally {
    redis.disconnect()
  }
}

async function examine(): Promise<readonly Finding[]> {
  const config = readConfig()
  return [
    checkNode(),
    { state: 'ok', what: 'settings' },
    checkKeys(config),
    checkCalendar(),
    await checkDisk(config).catch((error: unknown): Finding => ({
      state: 'bad',
      what: `${config.folder}: ${failure(error)}`,
      remedy: '检查目录权限 / check the permissions of the data folder',
    })),
    ...(config.mongodbUri === undefined ? [] : await checkMongo(config.mongodbUri)),
    ...(config.redisUrl === undefined ? [] : await checkRedis(config.redisUrl)),
  ]
}

try {
  const findings = await examine()
  for (const { state, what, remedy } of findings)
    process.stdout.write(`${marks[state]} ${what}${state === 'ok' || remedy === undefined ? '' : `\n  → ${remedy}`}\n`)
  const bad = findings.filter(({ state }) => state === 'bad').length
  process.stdout.write(bad === 0 ? '\n一切就绪 / ready\n' : `\n${bad} 项需要处理 / to be put right: ${bad}\n`)
  process.exitCode = bad === 0 ? 0 : 1
} catch (error) {
  if (!(error instanceof StartError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
