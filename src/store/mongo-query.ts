import type { Collection as MongoCollection, Document, Filter, Sort } from 'mongodb'
import { Problem } from '../problem.ts'
import type { Cursors } from './cursor.ts'
import type { Limit } from './mongo-errors.ts'
import { readingOf, rowsAskedFor, type Reading } from './query.ts'
import type { Collection, CollectionName, Documents, IndexedQuery, Scalar } from './store.ts'

/** A document as the server holds it. */
export interface Stored extends Document {
  readonly _id: string
}

/** Rows that one round trip of a walk through a whole question brings. */
const pageOfEachMax = 500

/** A question as the server reads it: what it finds, in which order, and what a cursor of it is sealed with. */
interface Ask {
  readonly filter: Filter<Stored>
  readonly sort: Sort
  /** The fields of the order that a question does not hold constant, `_id` last where values may repeat. */
  readonly keys: readonly string[]
  readonly isBack: boolean
  readonly context: string
}

function askOf<N extends CollectionName>(collection: N, query: IndexedQuery<N>): Ask {
  const reading = readingOf(collection, query)
  const isBack = query.descending === true
  const free = reading.spec.fields.slice(reading.equals.length)
  const keys = reading.spec.unique === true ? free : [...free, '_id']
  const order = reading.spec.unique === true ? reading.spec.fields : [...reading.spec.fields, '_id']
  return {
    filter: { $and: [...conditionsOf(reading), ...narrowing(query.and)] },
    sort: Object.fromEntries(order.map((field) => [field, isBack ? -1 : 1])),
    keys,
    isBack,
    context: `${collection} ${query.index} ${isBack ? 'back' : 'on'}`,
  }
}

/** What an index finds; a sparse one says so itself, so that the server may use it. */
function conditionsOf({ spec, equals, from, before }: Reading): Document[] {
  const conditions = spec.fields.flatMap((field, place): Document[] => {
    const value = equals[place]
    if (value !== undefined) return [{ [field]: value }]
    return spec.sparse === true || spec.unique === true ? [{ [field]: { $exists: true, $ne: null } }] : []
  })
  const field = spec.fields[equals.length]
  if (field !== undefined && from !== undefined) conditions.push({ [field]: { $gte: from } })
  if (field !== undefined && before !== undefined) conditions.push({ [field]: { $lt: before } })
  return conditions.length === 0 ? [{}] : conditions
}

const narrowing = (and: Readonly<Record<string, Scalar | { readonly in: readonly Scalar[] }>> = {}): Document[] =>
  Object.entries(and).map(([field, value]) => ({
    [field]: value !== null && typeof value === 'object' ? { $in: [...value.in] } : { $eq: value },
  }))

/** What lies behind a place in the order of its keys; missing counts as null, and null comes first. */
function behind(keys: readonly string[], place: readonly Scalar[], isBack: boolean): Document {
  const alternatives: Document[] = []
  for (const [at, key] of keys.entries()) {
    const equal = keys.slice(0, at).map((before, index): Document => ({ [before]: place[index] ?? null }))
    const value = place[at] ?? null
    if (value !== null) {
      alternatives.push({ $and: [...equal, { [key]: isBack ? { $lt: value } : { $gt: value } }] })
      if (isBack && key !== '_id') alternatives.push({ $and: [...equal, { [key]: null }] })
    } else if (!isBack) alternatives.push({ $and: [...equal, { [key]: { $ne: null } }] })
  }
  return alternatives.length === 0 ? { _id: { $in: [] } } : { $or: alternatives }
}

function placeOf(cursors: Cursors, { context, keys }: Ask, after: string | undefined): readonly Scalar[] | undefined {
  if (after === undefined) return undefined
  const place: unknown = JSON.parse(cursors.open(context, after).toString())
  if (!Array.isArray(place) || place.length !== keys.length) throw new Problem('request.cursor')
  return place as readonly Scalar[]
}

const valueAt = (row: Stored, key: string): Scalar => (row[key] as Scalar | undefined) ?? null

interface Reader {
  readonly cursors: Cursors
  readonly guarded: <T>(action: (limit: Limit) => Promise<T>) => Promise<T>
}

/** The reading half of a collection: find, count, each. */
export function queries<N extends CollectionName>(
  name: N,
  rows: MongoCollection<Stored>,
  { cursors, guarded }: Reader,
): Pick<Collection<N>, 'find' | 'count' | 'each'> {
  type D = Documents[N]
  const rowsBehind = (ask: Ask, place: readonly Scalar[] | undefined, limit: number): Promise<Stored[]> => {
    const filter = place === undefined ? ask.filter : { $and: [ask.filter, behind(ask.keys, place, ask.isBack)] }
    return guarded((by) => rows.find(filter, by).sort(ask.sort).limit(limit).toArray())
  }
  const markOf = ({ keys }: Ask, row: Stored): readonly Scalar[] => keys.map((key) => valueAt(row, key))
  return {
    find: async (query, { limit, after }) => {
      const ask = askOf(name, query)
      const max = rowsAskedFor(limit)
      const found = await rowsBehind(ask, placeOf(cursors, ask, after), max + 1)
      const kept = found.slice(0, max)
      const last = kept[kept.length - 1]
      const page = { rows: kept as unknown as D[] }
      if (found.length <= max || last === undefined) return page
      return { ...page, next: cursors.seal(ask.context, Buffer.from(JSON.stringify(markOf(ask, last)))) }
    },
    count: async (query) => {
      const { filter } = askOf(name, query)
      return guarded((by) => rows.countDocuments(filter, by))
    },
    each: async function* (query) {
      const ask = askOf(name, query)
      for (let place: readonly Scalar[] | undefined; ;) {
        const found = await rowsBehind(ask, place, pageOfEachMax)
        yield* found as unknown as D[]
        const last = found[found.length - 1]
        if (last === undefined || found.length < pageOfEachMax) return
        place = markOf(ask, last)
      }
    },
  }
}
