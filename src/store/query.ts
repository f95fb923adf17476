import { Problem } from '../problem.ts'
import { indexes, type IndexSpec } from './indexes.ts'
import type { CollectionName, IndexedQuery, Scalar } from './store.ts'

/** The most rows that one page, one list of ids or one call for pending ids may ask for. */
export const rowsMax = 10_000

/** The longest id in bytes. */
export const idBytesMax = 256

/** True for an id that a document can have: 1 to 256 bytes without control characters. */
export const isId = (id: string): boolean =>
  id.length > 0 && id.length <= idBytesMax && Buffer.byteLength(id) <= idBytesMax && !/[\p{Cc}\p{Cs}]/u.test(id)

/** A query as its index reads it: values of the first fields in the index's order, then at most one range. */
export interface Reading {
  readonly index: string
  readonly spec: IndexSpec
  readonly equals: readonly Scalar[]
  readonly from: Scalar | undefined
  readonly before: Scalar | undefined
}

/** A query in the order of its index; a question that the index cannot answer is an error of the program. */
export function readingOf<N extends CollectionName>(collection: N, query: IndexedQuery<N>): Reading {
  const spec = specsOf(collection)[query.index]
  if (spec === undefined) throw new TypeError(`${collection} has no index ${query.index}`)
  const given = query.equals ?? {}
  const count = Object.keys(given).length
  const equals = spec.fields.slice(0, count).map((field) => given[field])
  const range = query.range
  const isRangeNext = range === undefined || range.field === spec.fields[count]
  if (count > spec.fields.length || !equals.every((value) => value !== undefined) || !isRangeNext)
    throw new TypeError(`the index ${query.index} of ${collection} cannot answer this question`)
  return { index: query.index, spec, equals, from: range?.from, before: range?.before }
}

/** The indexes of a collection by name. */
export const specsOf = (collection: CollectionName): Readonly<Record<string, IndexSpec>> => indexes[collection]

/** The number of rows asked for, when it is one that may be asked for; else a Problem that names the bound. */
export function rowsAskedFor(limit: number): number {
  if (Number.isInteger(limit) && limit >= 1 && limit <= rowsMax) return limit
  throw new Problem('request.invalid', { limit }, [
    { pointer: '/limit', zh: `每次可取 1 至 ${rowsMax} 行。`, en: `Ask for 1 to ${rowsMax} rows at a time.` },
  ])
}

/** Longer texts do not belong into an index; the longest key of all fits every adapter. */
const indexedTextBytesMax = 400

/** Whether an index can hold a value. */
export const fits = (value: Scalar): boolean =>
  typeof value !== 'string' ||
  (value.length <= indexedTextBytesMax && Buffer.byteLength(value) <= indexedTextBytesMax && !value.includes('\0'))

/** True for what an index can hold: one short value, or none. */
export const isIndexable = (value: unknown): value is Scalar | undefined =>
  value === undefined ||
  value === null ||
  (typeof value === 'string' ? fits(value) : typeof value === 'number' || typeof value === 'boolean')
