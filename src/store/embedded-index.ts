import type { Aggregate } from '../domain/aggregate.ts'
import { indexes, type IndexSpec } from './indexes.ts'
import type { CollectionName, Scalar } from './store.ts'

/** A key of ordered parts, compared part by part. */
export type Key = (string | number | boolean | Uint8Array)[]

/** Stands for null and for a missing field in a key; no text of ours begins with it. */
const nothing = '\u0001'

/** A scalar as a part of a key. */
export const partOf = (value: Scalar): string | number | boolean => value ?? nothing

/** One row of an index: its key, and whether it is the table of unique values. */
export interface IndexEntry {
  readonly key: Key
  readonly unique?: true
}

const isScalar = (value: unknown): value is Scalar =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

/** The specification of a collection's index; throws for one that is not declared. */
export function specOf(collection: CollectionName, index: string): IndexSpec {
  const spec = (indexes[collection] as Readonly<Record<string, IndexSpec>>)[index]
  if (spec === undefined) throw new Error(`${collection} has no index ${index}`)
  return spec
}

/**
 * The rows of every index that a document stands in. A unique or sparse index leaves out a document that lacks one of
 * its fields; elsewhere a missing field counts as null. Every row of a secondary index ends with the id.
 */
export function entriesOf(collection: CollectionName, doc: Aggregate): readonly IndexEntry[] {
  const fields: Readonly<Record<string, unknown>> = { ...doc }
  return Object.entries<IndexSpec>(indexes[collection]).flatMap(([name, spec]): IndexEntry[] => {
    const values = spec.fields.map((field) => fields[field] ?? null)
    if (!values.every(isScalar)) throw new Error(`${collection}.${name} indexes a field that is not a scalar`)
    if ((spec.unique === true || spec.sparse === true) && values.includes(null)) return []
    const parts = values.map(partOf)
    const row: IndexEntry = { key: [collection, name, ...parts, doc._id] }
    return spec.unique === true ? [row, { key: [collection, name, ...parts], unique: true }] : [row]
  })
}

/** Where a document with pending events waits, oldest event first; undefined when it has none. */
export function pendingEntry(collection: CollectionName, doc: Aggregate): Key | undefined {
  const [first] = doc.pending
  return first === undefined ? undefined : [collection, first.at, doc._id]
}
