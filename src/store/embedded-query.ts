import { Query } from 'mingo'
import { Problem } from '../errors.ts'
import type { Tables } from './embedded.ts'
import { partOf, specOf, type Key } from './embedded-index.ts'
import type { Collection, CollectionName, Documents, IndexedQuery, Page, PageRequest } from './store.ts'

const pageLimitMax = 10_000
/** Greater than any scalar part of a key. */
const highest = Uint8Array.of(0xff)

interface Span {
  readonly start: Key
  readonly end: Key
}

/** The part of the index that answers a query; refuses a question that the index does not answer. */
function spanOf<N extends CollectionName>(name: N, query: IndexedQuery<N>): Span {
  const { fields } = specOf(name, query.index)
  const equals = query.equals ?? {}
  const given = Object.keys(equals).length
  const prefix = fields.slice(0, given).map((field) => {
    const value = equals[field]
    if (value === undefined) throw new Error(`${name}.${query.index} needs ${field} before its later fields`)
    return partOf(value)
  })
  const head = [name, query.index, ...prefix]
  if (query.range === undefined) return { start: head, end: [...head, highest] }
  const { field, from, before } = query.range
  if (fields[given] !== field) throw new Error(`${name}.${query.index} has no range on ${field} here`)
  return {
    start: from === undefined ? head : [...head, partOf(from)],
    end: before === undefined ? [...head, highest] : [...head, partOf(before)],
  }
}

const cursorOf = (key: Key): string => Buffer.from(JSON.stringify(key.slice(2))).toString('base64url')

const isPart = (part: unknown): part is string | number | boolean =>
  typeof part === 'string' || typeof part === 'number' || typeof part === 'boolean'

function keyOf(name: string, index: string, cursor: string): Key {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(parts) && parts.length > 0 && parts.every(isPart)) return [name, index, ...parts]
  } catch {
    // Falls through: whatever is not a cursor of ours is the same error.
  }
  throw new Problem('request.cursor')
}

/** The reading half of a collection: find, count, each. */
export function queries<N extends CollectionName>(
  name: N,
  tables: Tables,
  read: (id: string) => Documents[N] | undefined,
): Pick<Collection<N>, 'find' | 'count' | 'each'> {
  type D = Documents[N]

  const keysFrom = function* (query: IndexedQuery<N>, after?: string): Generator<Key> {
    const span = spanOf(name, query)
    const past = after === undefined ? undefined : keyOf(name, query.index, after)
    const isBack = query.descending === true
    const low = isBack ? span.start : (past ?? span.start)
    const high = isBack ? (past ?? span.end) : span.end
    const range = isBack
      ? tables.index.getKeys({ start: high, end: low, reverse: true })
      : tables.index.getKeys({ start: low, end: high })
    const skip = past === undefined ? undefined : JSON.stringify(past)
    for (const key of range) if (skip === undefined || JSON.stringify(key) !== skip) yield key
  }

  const narrow = (query: IndexedQuery<N>): ((doc: D) => boolean) => {
    const entries = Object.entries(query.and ?? {})
    if (entries.length === 0) return () => true
    const criteria: Record<string, unknown> = {}
    for (const [field, value] of entries)
      criteria[field] = value !== null && typeof value === 'object' ? { $in: [...value.in] } : { $eq: value }
    const test = new Query(criteria)
    return (doc) => test.test({ ...doc })
  }

  const rowsFrom = function* (query: IndexedQuery<N>, after?: string): Generator<{ key: Key; doc: D }> {
    const isIn = narrow(query)
    for (const key of keysFrom(query, after)) {
      const doc = read(String(key[key.length - 1]))
      if (doc !== undefined && isIn(doc)) yield { key, doc }
    }
  }

  const find = (query: IndexedQuery<N>, { limit, after }: PageRequest): Promise<Page<D>> => {
    if (!Number.isInteger(limit) || limit < 1 || limit > pageLimitMax)
      throw new Error(`a page has 1 to ${pageLimitMax} rows, not ${limit}`)
    const rows: D[] = []
    let last: Key | undefined
    for (const { key, doc } of rowsFrom(query, after)) {
      if (rows.length === limit && last !== undefined) return Promise.resolve({ rows, next: cursorOf(last) })
      rows.push(doc)
      last = key
    }
    return Promise.resolve({ rows })
  }

  return {
    // An error of the question is the caller's to see as a rejected promise, like every other failure.
    find: async (query, page) => find(query, page),
    count: async (query) => {
      let count = 0
      const all = query.and === undefined ? keysFrom(query) : rowsFrom(query)
      for (const _one of all) count += 1
      return Promise.resolve(count)
    },
    each: async function* (query) {
      let after: string | undefined
      do {
        const page: Page<D> = await find(query, after === undefined ? { limit: 500 } : { limit: 500, after })
        yield* page.rows
        after = page.next
      } while (after !== undefined)
    },
  }
}
