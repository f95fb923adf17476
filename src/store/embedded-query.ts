import { setImmediate as pause } from 'node:timers/promises'
import { Query } from 'mingo'
import type { Recent } from './embedded-recent.ts'
import type { Engine, Shelf } from './embedded-shelf.ts'
import { stretchOf, type Stretch } from './embedded-keys.ts'
import { readingOf, rowsAskedFor } from './query.ts'
import type { Collection, CollectionName, Documents, IndexedQuery } from './store.ts'

/** Entries that are read in one go; other work of the process gets its turn in between. */
const chunkMax = 1_000
const pageOfEachMax = 500

/** A question made ready: where its entries lie, which way to go, and what narrows them. */
interface Walk<D> {
  readonly stretch: Stretch | undefined
  readonly isBack: boolean
  readonly isIn: ((doc: D) => boolean) | undefined
  /** What a cursor of this question is sealed with. */
  readonly context: string
}

interface Row<D> {
  readonly key: Uint8Array
  readonly doc: D
}

function walkOf<N extends CollectionName>(shelf: Shelf, query: IndexedQuery<N>): Walk<Documents[N]> {
  const reading = readingOf(shelf.name as N, query)
  const number = shelf.indexes.find(({ name }) => name === query.index)?.number ?? 0
  const isBack = query.descending === true
  return {
    stretch: stretchOf(number, reading),
    isBack,
    isIn: narrowing(query.and),
    context: `${shelf.name} ${query.index} ${isBack ? 'back' : 'on'}`,
  }
}

function narrowing<N extends CollectionName>(
  and: IndexedQuery<N>['and'] = {},
): ((doc: Documents[N]) => boolean) | undefined {
  const entries = Object.entries(and)
  if (entries.length === 0) return undefined
  const wanted = entries.map(([field, value]) => [
    field,
    value !== null && typeof value === 'object' ? { $in: [...value.in] } : { $eq: value },
  ])
  const query = new Query(Object.fromEntries(wanted) as Record<string, unknown>)
  return (doc) => query.test({ ...doc })
}

/** The keys and ids behind a place (its own excluded) of a stretch; a place outside of the stretch leads nowhere else. */
function entriesBehind(
  { entries }: Shelf,
  { low, high }: Stretch,
  isBack: boolean,
  after: Uint8Array | undefined,
  limit: number,
): { key: Uint8Array; value: string }[] {
  const isWithin = after !== undefined && Buffer.compare(after, low) > 0 && Buffer.compare(after, high) < 0
  if (after !== undefined && !isWithin) {
    const isBefore = isBack ? Buffer.compare(after, high) >= 0 : Buffer.compare(after, low) <= 0
    if (!isBefore) return []
  }
  const place = isWithin ? after : undefined
  const range = isBack
    ? { start: place ?? high, end: low, reverse: true, exclusiveStart: true, limit }
    : { start: place ?? low, end: high, exclusiveStart: place !== undefined, limit }
  return Array.from(entries.getRange(range))
}

/** The reading half of a collection: find, count, each. */
export function queries<N extends CollectionName>(
  shelf: Shelf,
  recent: Recent<Documents[N]>,
  { read, cursors }: Engine,
): Pick<Collection<N>, 'find' | 'count' | 'each'> {
  type D = Documents[N]

  /** Rows behind a place, in chunks as they are read; one chunk is one state of the store. */
  async function* chunks(
    walk: Walk<D>,
    from: Uint8Array | undefined,
    limit: number,
    keep: boolean,
  ): AsyncGenerator<Row<D>[]> {
    const { stretch, isBack, isIn } = walk
    if (stretch === undefined) return
    const size = isIn === undefined ? Math.min(limit, chunkMax) : chunkMax
    let after = from
    for (;;) {
      const { found, rows } = await read(() => {
        const found = entriesBehind(shelf, stretch, isBack, after, size)
        const rows = found.flatMap(({ key, value }): Row<D>[] => {
          const doc = recent.get(value, keep)
          return doc !== undefined && isIn?.(doc) !== false ? [{ key, doc }] : []
        })
        return { found, rows }
      })
      yield rows
      if (found.length < size) return
      after = found[found.length - 1]?.key
      await pause()
    }
  }

  /** At most `max` rows behind a place, and whether there is one more. */
  const rowsBehind = async (
    walk: Walk<D>,
    after: Uint8Array | undefined,
    max: number,
    keep: boolean,
  ): Promise<{ rows: Row<D>[]; isLast: boolean }> => {
    const rows: Row<D>[] = []
    for await (const some of chunks(walk, after, max + 1, keep)) {
      for (const row of some) rows.push(row)
      if (rows.length > max) return { rows: rows.slice(0, max), isLast: false }
    }
    return { rows, isLast: true }
  }

  return {
    find: async (query, { limit, after }) => {
      const walk = walkOf(shelf, query)
      const place = after === undefined ? undefined : cursors.open(walk.context, after)
      const { rows, isLast } = await rowsBehind(walk, place, rowsAskedFor(limit), true)
      const last = rows[rows.length - 1]
      const docs = rows.map(({ doc }) => doc)
      return isLast || last === undefined ? { rows: docs } : { rows: docs, next: cursors.seal(walk.context, last.key) }
    },
    count: async (query) => {
      const walk = walkOf(shelf, query)
      const { stretch } = walk
      if (stretch === undefined) return 0
      if (walk.isIn === undefined)
        return read(() => shelf.entries.getKeysCount({ start: stretch.low, end: stretch.high }))
      let count = 0
      for await (const rows of chunks(walk, undefined, chunkMax, false)) count += rows.length
      return count
    },
    each: async function* (query) {
      const walk = walkOf(shelf, query)
      for await (const rows of chunks(walk, undefined, pageOfEachMax, false)) for (const { doc } of rows) yield doc
    },
  }
}
