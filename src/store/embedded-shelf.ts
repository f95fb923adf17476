import type { Database, RootDatabase } from 'lmdb'
import type { Aggregate } from '../domain/aggregate.ts'
import type { Clock } from '../clock.ts'
import type { Cursors } from './cursor.ts'
import { entriesOf, numbered, sharing, type IndexEntry, type NumberedIndex, type Stretch } from './embedded-keys.ts'
import { specsOf } from './query.ts'
import type { Change, CollectionName } from './store.ts'

/** What all collections of one open store share. */
export interface Engine {
  readonly clock: Clock
  readonly cursors: Cursors
  /** Runs a write alone; resolves once it is committed, and on disk where the store is durable. */
  readonly write: <T>(action: () => T) => Promise<T>
  /** Runs a read; its failure, or a closed store, is a rejected promise. */
  readonly read: <T>(action: () => T) => Promise<T>
  readonly tell: (change: Change) => void
}

/** The LMDB tables of one collection. */
export interface Shelf {
  readonly name: CollectionName
  readonly indexes: readonly NumberedIndex[]
  readonly documents: Database<unknown, string>
  /** Ids by index entry, see embedded-keys.ts. */
  readonly entries: Database<string, Uint8Array>
}

/** The tables of a collection, made where there are none. */
export function openShelf(root: RootDatabase, name: CollectionName): Shelf {
  return {
    name,
    indexes: numbered(specsOf(name)),
    documents: root.openDB<unknown, string>({ name: `documents.${name}` }),
    entries: root.openDB<string, Uint8Array>({ name: `entries.${name}`, encoding: 'string', keyEncoding: 'binary' }),
  }
}

/** The ids of a stretch of index entries, at most so many. */
export const idsIn = ({ entries }: Shelf, { low, high }: Stretch, max: number): string[] =>
  Array.from(entries.getRange({ start: low, end: high, limit: max }), ({ value }) => value)

/** A write that was checked and only has to be done; `undefined` entries stand for an index without the document. */
export interface Plan {
  readonly id: string
  /** Undefined removes the document. */
  readonly doc: Aggregate | undefined
  readonly off: readonly IndexEntry[]
  readonly on: readonly IndexEntry[]
}

/** What replacing a document means for the indexes; throws for values that no index can hold, before anything is written. */
export function planOf(shelf: Shelf, id: string, before: Aggregate | undefined, after: Aggregate | undefined): Plan {
  const old = before === undefined ? [] : entriesOf(shelf.indexes, before)
  const fresh = after === undefined ? [] : entriesOf(shelf.indexes, after)
  const isSame = (place: number): boolean => {
    const [one, other] = [old[place], fresh[place]]
    return one !== undefined && other !== undefined && one.key.equals(other.key)
  }
  const changed = (entries: readonly (IndexEntry | undefined)[]): IndexEntry[] =>
    entries.filter((entry, place): entry is IndexEntry => entry !== undefined && !isSame(place))
  return { id, doc: after, off: changed(old), on: changed(fresh) }
}

/** True when a unique value of the plan belongs to another document. */
export const clashes = (shelf: Shelf, { id, on }: Plan): boolean =>
  on.some((entry) => entry.unique && idsIn(shelf, sharing(entry), 2).some((holder) => holder !== id))

/** Does a plan; runs inside a write, and must not fail halfway. */
export function carryOut({ documents, entries }: Shelf, { id, doc, off, on }: Plan): void {
  for (const { key } of off) entries.removeSync(key)
  for (const { key } of on) entries.putSync(key, id)
  if (doc === undefined) documents.removeSync(id)
  else documents.putSync(id, doc)
}
