import type { Db, Document } from 'mongodb'
import { indexes, type IndexSpec } from './indexes.ts'
import { specsOf } from './query.ts'
import type { CollectionName } from './store.ts'

/** An index as the server is asked for it. */
export interface ServerIndex {
  readonly name: string
  readonly key: Readonly<Record<string, 1>>
  readonly unique?: true
  readonly partialFilterExpression?: Document
}

/** An index that the server has in another form than the table says. */
export interface IndexDifference {
  readonly collection: CollectionName
  readonly name: string
  readonly wanted: string
  readonly found: string
}

const keyOf = (fields: readonly string[]): Readonly<Record<string, 1>> =>
  Object.fromEntries(fields.map((field) => [field, 1]))

function serverIndex(name: string, { fields, unique, sparse }: IndexSpec): ServerIndex {
  // `_id` is the last field of the order, so that pages need no sorting; a unique value needs none.
  const key = keyOf(unique === true ? fields : [...fields, '_id'])
  if (unique !== true && sparse !== true) return { name, key }
  const partialFilterExpression = Object.fromEntries(fields.map((field) => [field, { $exists: true }]))
  return unique === true ? { name, key, unique, partialFilterExpression } : { name, key, partialFilterExpression }
}

/**
 * The indexes of a collection on the server: those of the table, one for the relay (documents with pending events) and
 * one for replicas that follow changes by polling. `district`, the shard key's first field, leads each of them.
 */
export const serverIndexesOf = (collection: CollectionName): readonly ServerIndex[] => [
  ...Object.entries(specsOf(collection)).map(([name, spec]) => serverIndex(name, spec)),
  {
    name: 'pendingEvents',
    key: keyOf(['district', 'pending.0.at', '_id']),
    partialFilterExpression: { 'pending.0.at': { $exists: true } },
  },
  { name: 'changes', key: keyOf(['district', 'updatedAt', '_id']) },
]

const shapeOf = ({ key, unique, partialFilterExpression }: Omit<ServerIndex, 'name'> | Document): string =>
  JSON.stringify([Object.entries(key as Document), unique === true, partialFilterExpression ?? null])

/** Where the server's indexes differ from the table: missing, of another form, or known to nobody (wanted is empty). */
export async function indexDifferences(db: Db): Promise<readonly IndexDifference[]> {
  const differences: IndexDifference[] = []
  for (const collection of Object.keys(indexes) as CollectionName[]) {
    const has = await db
      .collection(collection)
      .indexes()
      .catch((): Document[] => [])
    const found = new Map(has.map((index) => [String(index.name), shapeOf(index)]))
    found.delete('_id_')
    for (const index of serverIndexesOf(collection)) {
      const own = found.get(index.name) ?? ''
      found.delete(index.name)
      if (own !== shapeOf(index)) differences.push({ collection, name: index.name, wanted: shapeOf(index), found: own })
    }
    for (const [name, shape] of found) differences.push({ collection, name, wanted: '', found: shape })
  }
  return differences
}

/** Creates what is missing and gives back what else differs: an index of another form is an operator's to replace. */
export async function buildIndexes(db: Db): Promise<readonly IndexDifference[]> {
  const before = await indexDifferences(db)
  for (const collection of Object.keys(indexes) as CollectionName[]) {
    const missing = new Set(before.filter((one) => one.collection === collection && one.found === '').map(nameOf))
    const wanted = serverIndexesOf(collection).filter(({ name }) => missing.has(name))
    if (wanted.length > 0) await db.collection(collection).createIndexes(wanted.map((index) => ({ ...index })))
  }
  return before.filter(({ found }) => found !== '')
}

const nameOf = ({ name }: IndexDifference): string => name
