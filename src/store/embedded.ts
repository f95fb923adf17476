import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { open, type Database, type RootDatabase } from 'lmdb'
import type { Decision, DomainEvent, Draft } from '../domain/aggregate.ts'
import { refuse } from '../domain/aggregate.ts'
import type { Clock } from '../clock.ts'
import { StartError } from '../start-error.ts'
import { indexes } from './indexes.ts'
import { lockFolder } from './lock.ts'
import { entriesOf, pendingEntry, type IndexEntry, type Key } from './embedded-index.ts'
import { queries } from './embedded-query.ts'
import { schemaVersion } from './schema.ts'
import type { Change, Collection, CollectionName, Documents, Outcome, Store } from './store.ts'

export interface EmbeddedStoreOptions {
  readonly folder: string
  readonly clock: Clock
  /** False: no fsync at each commit, for data that can be made again. */
  readonly durable?: boolean
}

/** The LMDB tables behind every collection. */
export interface Tables {
  readonly root: RootDatabase
  /** Runs a write as one transaction; resolves once it is committed (and on disk, when durable). */
  readonly transact: <T>(write: () => T) => Promise<T>
  /** Documents by [collection, id]. */
  readonly documents: Database<unknown, Key>
  /** Secondary index entries by [collection, index, …values, id]; the value is empty. */
  readonly index: Database<string, Key>
  /** Ids by [collection, index, …values] of unique indexes. */
  readonly unique: Database<string, Key>
  /** Ids of documents with pending events by [collection, since, id]. */
  readonly pending: Database<string, Key>
}

/** Opens the store of a folder for this process alone; refuses a folder in use and a store of a newer version. */
export async function openEmbeddedStore(options: EmbeddedStoreOptions): Promise<Store> {
  const { folder, clock, durable = true } = options
  mkdirSync(folder, { recursive: true })
  const unlock = lockFolder(folder)
  try {
    const tables = openTables(folder, durable)
    await checkSchema(tables)
    return storeOf(tables, clock, unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

function openTables(folder: string, durable: boolean): Tables {
  // Overlapping sync would acknowledge before the disk has it; without it, writers of one batch share one fsync.
  const root = open({ path: join(folder, 'store'), overlappingSync: false, noSync: !durable, maxDbs: 8 })
  return {
    root,
    // Without an fsync to share, a commit in this thread is faster than a hop to another.
    transact: durable ? (write) => root.transaction(write) : (write) => Promise.resolve(root.transactionSync(write)),
    documents: root.openDB({ name: 'documents' }),
    index: root.openDB({ name: 'index', encoding: 'string' }),
    unique: root.openDB({ name: 'unique', encoding: 'string' }),
    pending: root.openDB({ name: 'pending', encoding: 'string' }),
  }
}

async function checkSchema({ root }: Tables): Promise<void> {
  const found: unknown = root.get('schema')
  if (typeof found === 'number' && found > schemaVersion) {
    await root.close()
    throw new StartError(
      'store.newer',
      `数据由更新的版本(结构 ${found})写成,此版本(结构 ${schemaVersion})不能打开:请安装更新的版本,或恢复旧版备份。`,
      `The data was written by a newer version (shape ${found}; this one knows ${schemaVersion}): install the newer version, or restore an older backup.`,
    )
  }
  if (found === undefined) await root.put('schema', schemaVersion)
}

function storeOf(tables: Tables, clock: Clock, unlock: () => void): Store {
  const listeners = new Set<(change: Change) => void>()
  const tell = (change: Change): void => {
    for (const listener of listeners) listener(change)
  }
  const names = Object.keys(indexes) as CollectionName[]
  const collections = Object.fromEntries(
    names.map((name) => [name, collectionOf(name, tables, clock, tell)]),
  ) as unknown as Store['collections']
  return {
    collections,
    pending: (name, max) => {
      const range = tables.pending.getRange({ start: [name], end: [name, '\uffff'], limit: max })
      return Promise.resolve(Array.from(range, ({ value }) => value))
    },
    watch: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    health: () => {
      try {
        tables.root.get('schema')
        return Promise.resolve({ ok: true, detail: 'ok' })
      } catch (error) {
        return Promise.resolve({ ok: false, detail: error instanceof Error ? error.name : 'unreadable' })
      }
    },
    close: async () => {
      await tables.root.flushed
      await tables.root.close()
      unlock()
    },
  }
}

/** Decoded documents kept in memory per collection. */
const recentMax = 20_000

function collectionOf<N extends CollectionName>(
  name: N,
  tables: Tables,
  clock: Clock,
  tell: (change: Change) => void,
): Collection<N> {
  type D = Documents[N]
  const { transact, documents } = tables
  const read = (id: string): D | undefined => documents.get([name, id]) as D | undefined

  /** Decoded documents, shared by readers (they are immutable by type); a write drops its own once it is committed. */
  const recent = new Map<string, D>()
  const readRecent = (id: string): D | undefined => {
    const known = recent.get(id)
    if (known !== undefined) return known
    const doc = read(id)
    if (doc === undefined) return undefined
    if (recent.size >= recentMax) {
      const [oldest] = recent.keys()
      if (oldest !== undefined) recent.delete(oldest)
    }
    recent.set(id, doc)
    return doc
  }
  const committed = (id: string): void => {
    recent.delete(id)
    tell({ collection: name, id })
  }

  /** True when a unique value of the document is another's. */
  const clashes = (doc: D): boolean =>
    entriesOf(name, doc).some(({ unique, key }) => {
      if (unique !== true) return false
      const holder = tables.unique.get(key)
      return holder !== undefined && holder !== doc._id
    })

  const write = (before: D | undefined, doc: D): void => {
    const old = before === undefined ? [] : entriesOf(name, before)
    const fresh = entriesOf(name, doc)
    const keep = new Set(fresh.map(tagOf))
    const had = new Set(old.map(tagOf))
    for (const entry of old) if (!keep.has(tagOf(entry))) removeEntry(tables, entry)
    for (const entry of fresh) if (!had.has(tagOf(entry))) putEntry(tables, entry, doc._id)
    const waited = before === undefined ? undefined : pendingEntry(name, before)
    const waits = pendingEntry(name, doc)
    if (waited !== undefined && waited.join() !== waits?.join()) void tables.pending.remove(waited)
    if (waits !== undefined && waits.join() !== waited?.join()) void tables.pending.put(waits, doc._id)
    void documents.put([name, doc._id], doc)
  }

  const stamped = (doc: D, version: number, events: readonly DomainEvent[], actor: string): D => {
    const at = clock.now()
    const news = events.map((event, place) => ({ ...event, id: `${doc._id}.${version}.${place}`, at, actor }))
    return { ...doc, version, updatedAt: at, pending: [...doc.pending, ...news] }
  }

  const insert = async (
    draft: Draft<D>,
    events: readonly DomainEvent[],
    actor: string,
  ): Promise<'inserted' | 'exists'> => {
    const outcome = await transact((): 'inserted' | 'exists' => {
      const fields = { version: 0, schema: schemaVersion, createdAt: clock.now(), updatedAt: clock.now(), pending: [] }
      const doc = stamped({ ...draft, ...fields } as unknown as D, 1, events, actor)
      if (read(doc._id) !== undefined || clashes(doc)) return 'exists'
      write(undefined, doc)
      return 'inserted'
    })
    if (outcome === 'inserted') committed(draft._id)
    return outcome
  }

  const decideAndWrite = (
    id: string,
    actor: string,
    decide: (found: D) => Decision<D>,
    ifVersion?: number,
  ): Outcome<D> => {
    const before = read(id)
    if (before === undefined) return { kind: 'missing' }
    if (ifVersion !== undefined && before.version !== ifVersion)
      return refuse('version.stale', { version: before.version })
    const decision = decide(before)
    if (decision.kind !== 'changed') return decision
    const { _id, district } = decision.doc
    if (_id !== id || district !== before.district) throw new Error(`a change may not move ${name} ${id}`)
    const doc = stamped(decision.doc, before.version + 1, decision.events, actor)
    if (clashes(doc)) return refuse('object.exists', {})
    write(before, doc)
    return { kind: 'changed', doc, events: decision.events }
  }

  const change: Collection<N>['change'] = async (id, actor, decide, ifVersion) => {
    // Deciding happens inside the write, so that no race can be lost; what decide throws must reach the caller, not the batch.
    const held: { error?: unknown; failed: boolean } = { failed: false }
    const outcome = await transact((): Outcome<D> | undefined => {
      try {
        return decideAndWrite(id, actor, decide, ifVersion)
      } catch (error) {
        held.failed = true
        held.error = error
        return undefined
      }
    })
    if (held.failed || outcome === undefined) throw held.error
    if (outcome.kind === 'changed') committed(id)
    return outcome
  }

  return {
    ...queries(name, tables, readRecent),
    get: (id) => Promise.resolve(readRecent(id)),
    getMany: (ids) => Promise.resolve(ids.flatMap((id) => readRecent(id) ?? [])),
    insert,
    change,
    settle: async (id, eventIds) => {
      await transact(() => {
        const before = read(id)
        if (before === undefined) return
        const pending = before.pending.filter((event) => !eventIds.includes(event.id))
        if (pending.length < before.pending.length) write(before, { ...before, pending })
      })
      recent.delete(id)
    },
    remove: async (id) => {
      const removed = await transact(() => {
        const before = read(id)
        if (before === undefined) return false
        for (const entry of entriesOf(name, before)) removeEntry(tables, entry)
        const waited = pendingEntry(name, before)
        if (waited !== undefined) void tables.pending.remove(waited)
        void documents.remove([name, id])
        return true
      })
      if (removed) committed(id)
      return removed
    },
  }
}

const tagOf = (entry: IndexEntry): string => JSON.stringify(entry)

function putEntry(tables: Tables, { unique, key }: IndexEntry, id: string): void {
  if (unique === true) void tables.unique.put(key, id)
  else void tables.index.put(key, '')
}

function removeEntry(tables: Tables, { unique, key }: IndexEntry): void {
  if (unique === true) void tables.unique.remove(key)
  else void tables.index.remove(key)
}
