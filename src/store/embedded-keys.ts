import type { Aggregate } from '../domain/aggregate.ts'
import { fits, isIndexable, type Reading } from './query.ts'
import type { IndexSpec } from './indexes.ts'
import type { Scalar } from './store.ts'

/**
 * Keys of the index entries: the index's number, its fields, the document's id; each value with a tag and an end, so
 * that keys compare byte by byte as the values do (null and missing, then numbers, texts, false, true), as in MongoDB.
 */
const tags = { null: 5, number: 16, string: 32, false: 48, true: 49 } as const
const keyBytesMax = 1_900
const afterAll = 0xff

/** The number of the index of documents with pending events. */
const pendingNumber = 0

/** An index with the number that its keys begin with, from 1. */
export interface NumberedIndex {
  readonly name: string
  readonly number: number
  readonly spec: IndexSpec
}

/** A stretch of keys: `low` ≤ key < `high`. */
export interface Stretch {
  readonly low: Buffer
  readonly high: Buffer
}

/** One entry of an index. */
export interface IndexEntry {
  readonly key: Buffer
  /** No other document may have the same values. */
  readonly unique: boolean
  /** Bytes of `key` before the id. */
  readonly valueBytes: number
}

/** A collection's indexes with their numbers, in the order of the table. */
export const numbered = (specs: Readonly<Record<string, IndexSpec>>): readonly NumberedIndex[] =>
  Object.entries(specs).map(([name, spec], place) => ({ name, number: place + 1, spec }))

const scratch = Buffer.alloc(8_192)

/** Writes a value at a place of the scratch space; answers the place behind it. */
function write(value: Scalar, at: number): number {
  if (value === null) return scratch.writeUInt8(tags.null, at)
  if (typeof value === 'boolean') return scratch.writeUInt8(value ? tags.true : tags.false, at)
  if (typeof value === 'string') {
    const end = at + 1 + scratch.write(value, scratch.writeUInt8(tags.string, at), 'utf8')
    return scratch.writeUInt8(0, end)
  }
  scratch.writeUInt8(tags.number, at)
  // Adding nought makes one of the two noughts; flipping the sign (or all, when negative) makes doubles sort as bytes.
  const end = scratch.writeDoubleBE(value + 0, at + 1)
  const isNegative = (scratch[at + 1] ?? 0) >= 0x80
  for (let place = at + 1; place < end; place++)
    scratch[place] = (scratch[place] ?? 0) ^ (isNegative ? 0xff : place === at + 1 ? 0x80 : 0)
  return end
}

/** The key of an index number and values, with a last byte where one is given. */
function keyOf(number: number, values: readonly Scalar[], last?: number): Buffer {
  let at = scratch.writeUInt8(number, 0)
  for (const value of values) at = write(value, at)
  if (last !== undefined) at = scratch.writeUInt8(last, at)
  return Buffer.from(scratch.subarray(0, at))
}

/** The entry of each index in the order of `indexes`, undefined where the document is not in it; last the pending one. */
export function entriesOf(indexes: readonly NumberedIndex[], doc: Aggregate): readonly (IndexEntry | undefined)[] {
  const entries = indexes.map((index) => entryOf(index, doc))
  const oldest = doc.pending[0]
  entries.push(oldest === undefined ? undefined : entry(pendingNumber, [oldest.at], doc._id, false))
  return entries
}

function entryOf({ name, number, spec }: NumberedIndex, doc: Aggregate): IndexEntry | undefined {
  const fields = doc as unknown as Readonly<Record<string, unknown>>
  const values: Scalar[] = []
  for (const field of spec.fields) {
    const value = fields[field]
    if (!isIndexable(value)) throw new RangeError(`${field} of ${doc._id} does not fit the index ${name}`)
    if ((value ?? null) === null && (spec.sparse === true || spec.unique === true)) return undefined
    values.push(value ?? null)
  }
  return entry(number, values, doc._id, spec.unique === true)
}

function entry(number: number, values: readonly Scalar[], id: string, unique: boolean): IndexEntry {
  const key = keyOf(number, [...values, id])
  const valueBytes = key.length - Buffer.byteLength(id) - 2
  if (key.length > keyBytesMax) throw new RangeError(`the values of ${id} are too long for an index`)
  return { key, unique, valueBytes }
}

/** Where the entries lie that share the entry's values, whatever their id. */
export function sharing({ key, valueBytes }: IndexEntry): Stretch {
  const low = key.subarray(0, valueBytes)
  return { low, high: Buffer.concat([low, Buffer.of(afterAll)]) }
}

/** Where the documents with pending events lie, oldest first. */
export const pendingStretch = (): Stretch => ({ low: keyOf(pendingNumber, []), high: keyOf(pendingNumber + 1, []) })

/** Where the rows of a question lie; undefined when there can be none. A range finds values of its own type only. */
export function stretchOf(number: number, { equals, from, before }: Reading): Stretch | undefined {
  if (!equals.every(fits)) return undefined
  const edge = from ?? before
  if (edge === undefined) return { low: keyOf(number, equals), high: keyOf(number, equals, afterAll) }
  const [first, last] = tagsOf(edge)
  if (from !== undefined && before !== undefined && tagsOf(from)[0] !== tagsOf(before)[0]) return undefined
  if (![from, before].every((value) => value === undefined || fits(value)))
    throw new RangeError('the bounds of a range are too long')
  return {
    low: from === undefined ? keyOf(number, equals, first) : keyOf(number, [...equals, from]),
    high: before === undefined ? keyOf(number, equals, last + 1) : keyOf(number, [...equals, before]),
  }
}

/** The first and last tag of a value's type. */
function tagsOf(value: Scalar): readonly [number, number] {
  if (value === null) return [tags.null, tags.null]
  if (typeof value === 'boolean') return [tags.false, tags.true]
  return typeof value === 'string' ? [tags.string, tags.string] : [tags.number, tags.number]
}
