import { setTimeout as pause } from 'node:timers/promises'
import type { Collection as MongoCollection, UpdateFilter } from 'mongodb'
import type { Clock } from '../clock.ts'
import { refuse, type Aggregate, type Decision } from '../domain/aggregate.ts'
import type { Cursors } from './cursor.ts'
import { forWrite, guarded, isTaken, type Limit } from './mongo-errors.ts'
import { queries, type Stored } from './mongo-query.ts'
import { isId, isIndexable, rowsAskedFor, rowsMax, specsOf } from './query.ts'
import type { Change, Collection, CollectionName, Documents, Outcome } from './store.ts'
import { firstVersion, nextVersion } from './versions.ts'

/** Decisions that a change makes anew when another process was faster. */
const attemptsMax = 20
/** Longest wait between two of them; all together a caller waits two seconds at most. */
const waitMaxMs = 100

/** What every collection of a store shares; `callMs` is how long a call may take. */
export interface MongoEngine {
  readonly clock: Clock
  readonly cursors: Cursors
  readonly tell: (change: Change) => void
  /** Runs a call unless the store is closed; one that is running when it closes ends first. */
  readonly run: <T>(action: () => Promise<T>) => Promise<T>
  readonly callMs: number
}

function demandId(id: string): void {
  if (!isId(id)) throw new RangeError('an id has 1 to 256 bytes and no control characters')
}

/** Demands values that the indexes of a collection can hold, as the embedded store does. */
function demandIndexable(name: CollectionName, doc: Aggregate): void {
  const fields = doc as unknown as Readonly<Record<string, unknown>>
  for (const [index, spec] of Object.entries(specsOf(name)))
    for (const field of spec.fields)
      if (!isIndexable(fields[field])) throw new RangeError(`${field} of ${doc._id} does not fit the index ${index}`)
}

/** Runs what belongs to one id one after another, so that writers of one process do not race each other. */
function turns() {
  const last = new Map<string, Promise<unknown>>()
  return async <T>(id: string, action: () => Promise<T>): Promise<T> => {
    const own = (last.get(id) ?? Promise.resolve()).then(action, action)
    last.set(id, own)
    try {
      return await own
    } finally {
      if (last.get(id) === own) last.delete(id)
    }
  }
}

/** One collection on the server; every write is one atomic write of one document. */
export function collectionOf<N extends CollectionName>(
  name: N,
  rows: MongoCollection<Stored>,
  engine: MongoEngine,
): Collection<N> {
  type D = Documents[N]
  const { clock, tell } = engine
  const inTurn = turns()
  const run = <T>(action: (limit: Limit) => Promise<T>): Promise<T> => engine.run(() => guarded(action, engine.callMs))
  const read = async (id: string, by: Limit): Promise<D | undefined> =>
    isId(id) ? (((await rows.findOne({ _id: id }, by)) as unknown as D | null) ?? undefined) : undefined

  /** Replaces what was read if nobody replaced or settled it meanwhile. */
  const replace = async (before: Aggregate, doc: Aggregate, by: Limit): Promise<'replaced' | 'lost' | 'taken'> => {
    try {
      const unread = { _id: before._id, version: before.version, pending: { $size: before.pending.length } }
      const { matchedCount } = await rows.replaceOne(unread, doc, forWrite(by))
      return matchedCount === 1 ? 'replaced' : 'lost'
    } catch (error) {
      if (isTaken(error)) return 'taken'
      throw error
    }
  }

  const change = async (
    id: string,
    actor: string,
    decide: (found: D) => Decision<D>,
    ifVersion: number | undefined,
    by: Limit,
  ): Promise<Outcome<D>> => {
    for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
      const before = await read(id, by)
      if (before === undefined) return { kind: 'missing' }
      if (ifVersion !== undefined && before.version !== ifVersion)
        return refuse('version.stale', { version: before.version })
      const decision = decide(before)
      if (decision.kind !== 'changed') return decision
      const doc = nextVersion(before, decision.doc, decision.events, actor, clock.now())
      demandIndexable(name, doc)
      const outcome = await replace(before, doc, by)
      if (outcome === 'taken') return refuse('object.exists')
      if (outcome === 'replaced') return { kind: 'changed', doc, events: decision.events }
      // Writers that lost together come back apart, over a span that grows with every loss.
      await pause(Math.random() * Math.min(waitMaxMs, 2 ** attempt))
    }
    return refuse('version.busy')
  }

  const told = (id: string): void => tell({ collection: name, id })

  return {
    ...queries<N>(name, rows, { cursors: engine.cursors, guarded: run }),
    get: (id) => run((by) => read(id, by)),
    getMany: async (ids) => {
      if (ids.length > rowsMax) throw new RangeError(`at most ${rowsMax} documents at once, not ${ids.length}`)
      if (ids.length === 0) return []
      const wanted = [...new Set(ids)].filter(isId)
      const found = await run((by) => rows.find({ _id: { $in: wanted } }, by).toArray())
      const byId = new Map(found.map((doc) => [doc._id, doc as unknown as D]))
      return ids.flatMap((id) => byId.get(id) ?? [])
    },
    insert: async (draft, events, actor) => {
      demandId(draft._id)
      const doc = firstVersion<D>(draft, events, actor, clock.now())
      demandIndexable(name, doc)
      try {
        await run((by) => rows.insertOne(doc as unknown as Stored, forWrite(by)))
      } catch (error) {
        if (isTaken(error)) return 'exists'
        throw error
      }
      told(doc._id)
      return 'inserted'
    },
    change: async (id, actor, decide, ifVersion) => {
      const outcome = await run((by) => inTurn(id, () => change(id, actor, decide, ifVersion, by)))
      if (outcome.kind === 'changed') told(id)
      return outcome
    },
    settle: async (id, eventIds) => {
      // The driver's types know no array of an open document.
      const settled = { $pull: { pending: { id: { $in: [...eventIds] } } } } as unknown as UpdateFilter<Stored>
      if (eventIds.length > 0) await run((by) => inTurn(id, () => rows.updateOne({ _id: id }, settled, forWrite(by))))
    },
    remove: async (id) => {
      const { deletedCount } = await run((by) => inTurn(id, () => rows.deleteOne({ _id: id }, forWrite(by))))
      if (deletedCount === 1) told(id)
      return deletedCount === 1
    },
    stretch: async (after, limit) => {
      const max = rowsAskedFor(limit)
      const behind = after === undefined ? {} : { _id: { $gt: after } }
      return (await run((by) => rows.find(behind, by).sort({ _id: 1 }).limit(max).toArray())) as unknown as D[]
    },
    putBack: async (docs) => {
      for (const { _id } of docs) demandId(_id)
      const writes = docs.map((doc) => ({
        replaceOne: { filter: { _id: doc._id }, replacement: doc, upsert: true },
      }))
      try {
        if (writes.length > 0) await run((by) => rows.bulkWrite(writes, { ordered: false, ...forWrite(by) }))
      } catch (error) {
        if (isTaken(error)) throw new RangeError('a unique value is taken', { cause: error })
        throw error
      }
      for (const { _id } of docs) told(_id)
    },
  }
}
