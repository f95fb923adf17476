import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import { open, type RootDatabase } from 'lmdb'
import type { Clock } from '../clock.ts'
import { StartError } from '../start-error.ts'
import { sealedCursors } from './cursor.ts'
import { collectionOf } from './embedded-collection.ts'
import { pendingStretch } from './embedded-keys.ts'
import { carryOut, idsIn, openShelf, planOf, type Engine, type Shelf } from './embedded-shelf.ts'
import { indexes } from './indexes.ts'
import { bringForward, newerStore } from './migrations.ts'
import { lockFolder, refuseSecondOpening } from './lock.ts'
import { rowsAskedFor } from './query.ts'
import { schemaVersion } from './schema.ts'
import type { Change, CollectionName, Documents, Store } from './store.ts'

export interface EmbeddedStoreOptions {
  readonly folder: string
  readonly clock: Clock
  /** False: no fsync at each commit, for data that can be made again. */
  readonly durable?: boolean
}

/** Opens the store of a folder for this process alone; refuses a folder in use and a store of a newer version. */
export async function openEmbeddedStore(options: EmbeddedStoreOptions): Promise<Store> {
  const { folder, clock, durable = true } = options
  if (!isMainThread) throw new TypeError('the embedded store is opened in the main thread only')
  const root = openRoot(folder, durable)
  let unlock: (() => void) | undefined
  try {
    // LMDB lets one process at a time write, so of two that find a dead holder one alone becomes the next.
    unlock = root.transactionSync(() => lockFolder(folder))
    const schema = schemaOf(root)
    if (schema > schemaVersion) throw newerStore(schema, schemaVersion)
    const store = storeOf(root, openShelves(root), clock, durable, unlock)
    await bringForward(store, schema, async (version) => {
      await root.put('schema', version)
    })
    return store
  } catch (error) {
    await root.close()
    unlock?.()
    throw error
  }
}

function openRoot(folder: string, durable: boolean): RootDatabase {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    refuseSecondOpening(folder)
    // Overlapping sync would acknowledge before the disk has it; without it, writers of one batch share one fsync.
    return open({ path: join(folder, 'store'), overlappingSync: false, noSync: !durable, maxDbs: 64 })
  } catch (error) {
    throw error instanceof StartError ? error : unusable(folder, error)
  }
}

function unusable(folder: string, error: unknown): StartError {
  const why = error instanceof Error ? error.message : String(error)
  return new StartError(
    'store.unusable',
    `数据目录 ${folder} 无法使用(${why}):请检查目录权限与磁盘空间，或恢复备份。`,
    `The data folder ${folder} cannot be used (${why}): check its permissions and the disk space, or restore a backup.`,
  )
}

/** The version that the folder was written with; an empty one takes the newest. */
function schemaOf(root: RootDatabase): number {
  const found: unknown = root.get('schema')
  if (typeof found === 'number') return found
  root.putSync('schema', schemaVersion)
  return schemaVersion
}

/** The tables of every collection, their indexes as the table of indexes says now. */
function openShelves(root: RootDatabase): readonly Shelf[] {
  return root.transactionSync(() =>
    (Object.keys(indexes) as CollectionName[]).map((name) => {
      const shelf = openShelf(root, name)
      const layout = JSON.stringify(indexes[name])
      const key = `indexes.${name}`
      if (root.get(key) !== layout) {
        shelf.entries.clearSync()
        for (const { key: id, value } of shelf.documents.getRange())
          carryOut(shelf, planOf(shelf, id, undefined, value as Documents[CollectionName]))
        root.putSync(key, layout)
      }
      return shelf
    }),
  )
}

/** The key that cursors are sealed with, the same for the life of the store. */
function cursorKeyOf(root: RootDatabase): Uint8Array {
  const found: unknown = root.get('cursorKey')
  if (found instanceof Uint8Array) return found
  const key = randomBytes(32)
  root.putSync('cursorKey', key)
  return key
}

function storeOf(
  root: RootDatabase,
  shelves: readonly Shelf[],
  clock: Clock,
  durable: boolean,
  unlock: () => void,
): Store {
  const { read, write, close, state } = gate(root, durable)
  const listeners = new Set<(change: Change) => void>()
  const tell = (change: Change): void => {
    for (const listener of listeners) tellOne(listener, change)
  }
  const engine: Engine = { clock, cursors: sealedCursors(cursorKeyOf(root)), read, write, tell }
  const byName = new Map(shelves.map((shelf) => [shelf.name, shelf]))
  return {
    collections: Object.fromEntries(
      shelves.map((shelf) => [shelf.name, collectionOf(shelf, engine)]),
    ) as unknown as Store['collections'],
    pending: (name, max) =>
      read(() => {
        const shelf = byName.get(name)
        return shelf === undefined ? [] : idsIn(shelf, pendingStretch(), rowsAskedFor(max))
      }),
    watch: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    health: () => Promise.resolve(state()),
    close: async () => {
      if (!(await close())) return
      await root.close()
      unlock()
    },
  }
}

/** A listener's failure is its own: the write is done, and the others are told as well. */
function tellOne(listener: (change: Change) => void, change: Change): void {
  try {
    listener(change)
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error), 'WatchWarning')
  }
}

/** The only way to the tables: nothing passes once the store is closed, because LMDB does not survive that. */
function gate(root: RootDatabase, durable: boolean) {
  const running = new Set<Promise<unknown>>()
  let isOpen = true
  let failure: string | undefined
  const closed = (): Error => new Error('the store is closed')

  const commit = async <T>(action: () => T): Promise<T> => {
    // What `action` throws is its caller's, apart from the fate of the batch; it throws before it writes anything.
    let outcome: { readonly value: T } | { readonly error: unknown } | undefined
    const attempt = (): void => {
      try {
        outcome = { value: action() }
      } catch (error) {
        outcome = { error }
      }
    }
    try {
      // Without an fsync to share, a commit in this thread is faster than a hop to another.
      if (durable) await root.transaction(attempt)
      else root.transactionSync(attempt)
      failure = undefined
    } catch (error) {
      failure = causeOf(error)
      throw error
    }
    if (outcome === undefined) throw new Error('a write did not run')
    if ('error' in outcome) throw outcome.error
    return outcome.value
  }

  return {
    read: <T>(action: () => T): Promise<T> =>
      new Promise((resolve, reject) => (isOpen ? resolve(action()) : reject(closed()))),
    write: <T>(action: () => T): Promise<T> => {
      if (!isOpen) return Promise.reject(closed())
      const written = commit(action)
      const ended = written.then(
        () => undefined,
        () => undefined,
      )
      running.add(ended)
      void ended.then(() => running.delete(ended))
      return written
    },
    /** Waits for the writes under way; false when it was closed before. */
    close: async (): Promise<boolean> => {
      if (!isOpen) return false
      isOpen = false
      await Promise.all(running)
      return true
    },
    state: (): { ok: boolean; detail: string } => {
      if (!isOpen) return { ok: false, detail: 'closed' }
      return failure === undefined
        ? { ok: true, detail: 'ok' }
        : { ok: false, detail: `the last write failed: ${failure}` }
    },
  }
}

/** Why a commit failed, in one word or line; LMDB tells it by a promise of its own, which nobody else listens to. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if ('commitError' in error && error.commitError instanceof Promise) error.commitError.catch(() => undefined)
  return error.message
}
