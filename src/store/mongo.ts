import { randomBytes } from 'node:crypto'
import { MongoClient, type Db } from 'mongodb'
import type { Clock } from '../clock.ts'
import { Problem } from '../problem.ts'
import { StartError } from '../start-error.ts'
import { sealedCursors } from './cursor.ts'
import { indexes } from './indexes.ts'
import { bringForward } from './migrations.ts'
import { collectionOf, type MongoEngine } from './mongo-collection.ts'
import { callMsMax, guarded, isUnavailable, type Limit } from './mongo-errors.ts'
import { buildIndexes, type IndexDifference } from './mongo-indexes.ts'
import type { Stored } from './mongo-query.ts'
import { followChanges } from './mongo-watch.ts'
import { rowsAskedFor } from './query.ts'
import { schemaVersion } from './schema.ts'
import type { Change, CollectionName, Store } from './store.ts'

export interface MongoStoreOptions {
  /** With the name of the database; `yisanyi` when it names none. */
  readonly uri: string
  readonly clock: Clock
  /** Whose pending events and changes this process follows. */
  readonly district: string
  /** False: follows changes by polling alone. */
  readonly streams?: boolean
  readonly pollMs?: number
  /** How long a call may take before it counts as unanswered. */
  readonly callMs?: number
  /** How long a change stream may say nothing before another takes its place. */
  readonly silentMs?: number
  /** Told of every index that the server has in another form than the table of indexes says. */
  readonly warnIndex?: (difference: IndexDifference) => void
}

/**
 * The driver's settings, on purpose:
 * - `w: majority, j: true`: acknowledged means on the disks of most members, so an election loses nothing.
 * - read concern `majority` from the primary: no reader sees what an election may take back, and everybody reads what was
 *   acknowledged to them, because each write waits for the same majority.
 * - the driver's own single retry of reads and writes rides over an election; a caller waits seconds, not for ever, and where
 *   the driver would wait for ever `guarded` ends the call.
 */
export const clientOptions = {
  writeConcern: { w: 'majority', journal: true, wtimeoutMS: 10_000 },
  readConcern: { level: 'majority' },
  readPreference: 'primary',
  retryWrites: true,
  retryReads: true,
  ignoreUndefined: true,
  serverSelectionTimeoutMS: 3_000,
  connectTimeoutMS: 3_000,
  socketTimeoutMS: 20_000,
  waitQueueTimeoutMS: 10_000,
  maxPoolSize: 50,
  heartbeatFrequencyMS: 2_000,
  appName: 'yisanyi',
} as const

/** Longest time that a look at the server's health waits. */
const healthMsMax = 2_000

const databaseDefault = 'yisanyi'

/** The database that an address names. */
export const databaseOf = (client: MongoClient): Db =>
  client.db(client.options.dbName === 'test' ? databaseDefault : client.options.dbName)

/** Opens the store on a server; refuses a store of a newer version, migrates an older one, builds missing indexes. */
export async function openMongoStore(options: MongoStoreOptions): Promise<Store> {
  const client = new MongoClient(options.uri, clientOptions)
  try {
    await client.connect()
    const db = databaseOf(client)
    const cursorKey = await cursorKeyOf(db)
    const store = storeOf(client, db, cursorKey, options)
    // First, so that a store of a newer version is left as it is.
    await checkSchema(db, store)
    for (const difference of await buildIndexes(db)) options.warnIndex?.(difference)
    return store
  } catch (error) {
    await client.close().catch(() => undefined)
    throw isUnavailable(error) ? unreachable(error) : error
  }
}

function unreachable(error: unknown): StartError {
  const why = error instanceof Error ? error.name : 'error'
  return new StartError(
    'store.unreachable',
    `连接不上数据库(${why}):请检查 MONGODB_URI 的地址、账号与网络，并确认 MongoDB 已启动为副本集。`,
    `The database cannot be reached (${why}): check address, account and network of MONGODB_URI, and that MongoDB runs as a replica set.`,
  )
}

interface Marker {
  _id: string
  version?: number
  key?: string
}

/** The key that cursors are sealed with, made by whoever comes first and the same for all replicas. */
async function cursorKeyOf(db: Db): Promise<Uint8Array> {
  const made = { $setOnInsert: { key: randomBytes(32).toString('base64') } }
  const found = await db
    .collection<Marker>('meta')
    .findOneAndUpdate({ _id: 'cursors' }, made, { upsert: true, returnDocument: 'after' })
  return Buffer.from(found?.key ?? '', 'base64')
}

async function checkSchema(db: Db, store: Store): Promise<void> {
  const meta = db.collection<Marker>('meta')
  const found = await meta.findOneAndUpdate(
    { _id: 'schema' },
    { $setOnInsert: { version: schemaVersion } },
    { upsert: true, returnDocument: 'after' },
  )
  await bringForward(store, found?.version ?? schemaVersion, async (version) => {
    await meta.updateOne({ _id: 'schema' }, { $set: { version } })
  })
}

function storeOf(client: MongoClient, db: Db, cursorKey: Uint8Array, options: MongoStoreOptions): Store {
  const { clock, district, streams = true, pollMs = 1_000, callMs = callMsMax, silentMs = 15_000 } = options
  const listeners = new Set<(change: Change) => void>()
  const tell = (change: Change): void => {
    for (const listener of listeners)
      try {
        listener(change)
      } catch (error) {
        process.emitWarning(error instanceof Error ? error : String(error), 'WatchWarning')
      }
  }
  const { run, close } = gate()
  const engine: MongoEngine = { clock, cursors: sealedCursors(cursorKey), tell, run, callMs }
  let following: ReturnType<typeof followChanges> | undefined
  return {
    collections: Object.fromEntries(
      (Object.keys(indexes) as CollectionName[]).map((name) => [
        name,
        collectionOf(name, db.collection<Stored>(name), engine),
      ]),
    ) as unknown as Store['collections'],
    pending: async (name, max) => {
      const limit = rowsAskedFor(max)
      const waiting = { district, 'pending.0.at': { $exists: true } }
      const order = { 'pending.0.at': 1, _id: 1 } as const
      const find = (by: Limit) =>
        db.collection<Stored>(name).find(waiting, by).project({ _id: 1 }).sort(order).limit(limit)
      const rows = await run(() => guarded((by) => find(by).toArray(), callMs))
      return rows.map((row) => String(row['_id']))
    },
    watch: (listener) => {
      listeners.add(listener)
      following ??= followChanges({ db, clock, district, tell, pollMs, streams, silentMsMax: silentMs })
      return () => listeners.delete(listener)
    },
    health: async () => {
      try {
        await run(() => guarded((by) => db.command({ ping: 1 }, by), healthMsMax))
        return { ok: true, detail: 'ok' }
      } catch (error) {
        const cause = error instanceof Problem ? error.cause : error
        return { ok: false, detail: cause instanceof Error ? cause.name : 'error' }
      }
    },
    close: async () => {
      if (!(await close())) return
      await following?.stop()
      await client.close()
    },
  }
}

/** Lets calls through until the store is closed, and waits for those under way. */
function gate() {
  const running = new Set<Promise<unknown>>()
  let isOpen = true
  return {
    run: <T>(action: () => Promise<T>): Promise<T> => {
      if (!isOpen) return Promise.reject(new Error('the store is closed'))
      const own = action()
      const ended = own.then(
        () => undefined,
        () => undefined,
      )
      running.add(ended)
      void ended.then(() => running.delete(ended))
      return own
    },
    close: async (): Promise<boolean> => {
      if (!isOpen) return false
      isOpen = false
      await Promise.all(running)
      return true
    },
  }
}
