import type { ChangeStream, Db, Document, ResumeToken } from 'mongodb'
import type { Clock } from '../clock.ts'
import { plusMs } from '../domain/time.ts'
import { indexes } from './indexes.ts'
import { guarded, type Limit } from './mongo-errors.ts'
import type { Change, CollectionName } from './store.ts'

interface Following {
  readonly db: Db
  readonly clock: Clock
  readonly district: string
  readonly tell: (change: Change) => void
  readonly pollMs: number
  /** False: polling alone, for servers without change streams. */
  readonly streams: boolean
  /**
   * How long a stream may say nothing, and a question of a poll may take: a stream says where it is about every second,
   * changes or none, so one that is silent for long waits for nothing.
   */
  readonly silentMsMax: number
}

/** How far back each poll looks, for clocks of other machines that are behind and writes that took long. */
const overlapMs = 60_000
const rowsOfPollMax = 2_000
/** Only settling updates in place, and it changes nothing that anybody follows. */
const operations = ['insert', 'replace', 'delete']

const isCollection = (name: unknown): name is CollectionName => typeof name === 'string' && Object.hasOwn(indexes, name)

/**
 * Tells of the writes of every process: by a change stream where the server has one, and by polling the `changes` index
 * whenever it is away or says nothing for too long. A poll sees no removals; every document may be told of more than once.
 */
export function followChanges(following: Following): { stop(): Promise<void> } {
  const { db, tell, pollMs, silentMsMax } = following
  const poll = pollerOf(following)
  let stream: ChangeStream | undefined
  let token: ResumeToken
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  /** While a stream runs, what was written before it began is polled once. */
  let isStreaming = false
  let heardAt = 0

  const leave = (): void => {
    const left = stream
    isStreaming = false
    stream = undefined
    void left?.close().catch(() => undefined)
  }

  const listen = (): void => {
    const match = [{ $match: { operationType: { $in: operations } } }]
    const own = db.watch(match, token === undefined ? {} : { resumeAfter: token })
    stream = own
    heardAt = performance.now()
    own.on('resumeTokenChanged', (next: ResumeToken) => {
      if (stream !== own) return
      token = next
      isStreaming = true
      heardAt = performance.now()
    })
    own.on('change', (change: Document) => {
      heardAt = performance.now()
      const { ns, documentKey } = change as { ns?: { coll?: unknown }; documentKey?: { _id?: unknown } }
      if (isCollection(ns?.coll) && typeof documentKey?._id === 'string')
        tell({ collection: ns.coll, id: documentKey._id, foreign: true })
    })
    own.on('error', () => {
      if (stream !== own) return
      // A token that the server no longer knows would be refused for ever; the poll covers what lies between.
      token = undefined
      leave()
    })
  }

  const turn = async (): Promise<void> => {
    if (stream !== undefined && performance.now() - heardAt > silentMsMax) leave()
    if (following.streams && stream === undefined) listen()
    const wasStreaming = isStreaming
    // The poll goes on until it has run once after the stream began: then nothing lies between the two.
    if (!wasStreaming || !poll.isCaughtUp()) await poll.run(wasStreaming).catch(() => poll.fallBehind())
    if (!isStreaming) poll.fallBehind()
    if (!isStopped) timer = setTimeout(() => void turn(), pollMs).unref()
  }
  const running = turn()
  return {
    stop: async () => {
      isStopped = true
      await running
      clearTimeout(timer)
      await stream?.close().catch(() => undefined)
    },
  }
}

function pollerOf({ db, clock, district, tell, silentMsMax }: Following) {
  const since = new Map<CollectionName, string>()
  const told = new Map<string, string>()
  let isCaughtUp = false
  const names = Object.keys(indexes) as CollectionName[]

  const pollOne = async (collection: CollectionName): Promise<void> => {
    const newest = since.get(collection) ?? clock.now()
    const from = plusMs(newest, -overlapMs)
    const written = { district, updatedAt: { $gte: from } }
    const find = (by: Limit) =>
      db
        .collection(collection)
        .find(written, by)
        .project({ updatedAt: 1, version: 1 })
        .sort({ updatedAt: 1, _id: 1 })
        .batchSize(rowsOfPollMax)
    let last = newest
    for (const row of await guarded((by) => find(by).toArray(), silentMsMax)) {
      const [id, at, version] = [String(row['_id']), String(row['updatedAt']), String(row['version'])]
      const key = `${collection}/${id}`
      if (told.get(key) === version) continue
      told.set(key, version)
      if (at > last) last = at
      tell({ collection, id, foreign: true })
    }
    since.set(collection, last)
  }

  return {
    isCaughtUp: () => isCaughtUp,
    fallBehind: () => {
      isCaughtUp = false
    },
    run: async (catchesUp: boolean): Promise<void> => {
      if (told.size > 200_000) told.clear()
      for (const collection of names) await pollOne(collection)
      isCaughtUp = catchesUp
    },
  }
}
