import { refuse, type Aggregate, type Decision, type DomainEvent, type Draft } from '../domain/aggregate.ts'
import { queries } from './embedded-query.ts'
import { recentDocuments } from './embedded-recent.ts'
import { carryOut, clashes, planOf, type Engine, type Shelf } from './embedded-shelf.ts'
import { isId, rowsAskedFor, rowsMax } from './query.ts'
import type { Collection, CollectionName, Documents, Outcome } from './store.ts'
import { firstVersion, nextVersion } from './versions.ts'

/** One collection over its LMDB tables. */
export function collectionOf<N extends CollectionName>(shelf: Shelf, engine: Engine): Collection<N> {
  type D = Documents[N]
  const { clock, read, write } = engine
  const stored = (id: string): D | undefined => (isId(id) ? (shelf.documents.get(id) as D | undefined) : undefined)
  const recent = recentDocuments(stored)
  const told = (id: string): void => engine.tell({ collection: shelf.name, id })

  const insert = (draft: Draft<D>, events: readonly DomainEvent[], actor: string): 'inserted' | 'exists' => {
    const doc = firstVersion<D>(draft, events, actor, clock.now())
    const plan = planOf(shelf, doc._id, undefined, doc)
    if (stored(doc._id) !== undefined || clashes(shelf, plan)) return 'exists'
    carryOut(shelf, plan)
    return 'inserted'
  }

  const decideAndReplace = (
    id: string,
    actor: string,
    decide: (found: D) => Decision<D>,
    ifVersion: number | undefined,
  ): Outcome<D> => {
    const before = stored(id)
    if (before === undefined) return { kind: 'missing' }
    if (ifVersion !== undefined && before.version !== ifVersion)
      return refuse('version.stale', { version: before.version })
    const decision = decide(before)
    if (decision.kind !== 'changed') return decision
    const doc = nextVersion(before, decision.doc, decision.events, actor, clock.now())
    const plan = planOf(shelf, id, before, doc)
    if (clashes(shelf, plan)) return refuse('object.exists')
    carryOut(shelf, plan)
    return { kind: 'changed', doc, events: decision.events }
  }

  /** Replaces without a new version: for what is not the document's own content. */
  const rewrite = (id: string, after: (before: D) => Aggregate | undefined): boolean => {
    const before = stored(id)
    if (before === undefined) return false
    const doc = after(before)
    if (doc !== before) carryOut(shelf, planOf(shelf, id, before, doc))
    return true
  }

  const putBack = (docs: readonly D[]): void => {
    for (const doc of docs) {
      const plan = planOf(shelf, doc._id, stored(doc._id), doc)
      if (clashes(shelf, plan)) throw new RangeError(`a unique value of ${doc._id} is taken`)
      carryOut(shelf, plan)
    }
  }

  return {
    ...queries<N>(shelf, recent, engine),
    stretch: (after, limit) =>
      read(() =>
        Array.from(
          shelf.documents.getRange({
            ...(after === undefined ? {} : { start: after, exclusiveStart: true }),
            limit: rowsAskedFor(limit),
          }),
          ({ value }) => value as D,
        ),
      ),
    putBack: async (docs) => {
      const ids = docs.map((doc) => doc._id)
      if (!ids.every(isId)) throw new RangeError('an id has 1 to 256 bytes and no control characters')
      await write(() => putBack(docs))
      for (const id of ids) {
        recent.forget(id)
        told(id)
      }
    },
    get: (id) => read(() => recent.get(id)),
    getMany: (ids) =>
      read(() => {
        if (ids.length > rowsMax) throw new RangeError(`at most ${rowsMax} documents at once, not ${ids.length}`)
        return ids.flatMap((id) => recent.get(id) ?? [])
      }),
    insert: async (draft, events, actor) => {
      const id = draft._id
      if (!isId(id)) throw new RangeError('an id has 1 to 256 bytes and no control characters')
      const outcome = await recent.during(id, () => write(() => insert(draft, events, actor)))
      if (outcome === 'inserted') told(id)
      return outcome
    },
    change: async (id, actor, decide, ifVersion) => {
      const outcome = await recent.during(id, () => write(() => decideAndReplace(id, actor, decide, ifVersion)))
      if (outcome.kind === 'changed') told(id)
      return outcome
    },
    settle: async (id, eventIds) => {
      const settled = new Set(eventIds)
      await recent.during(id, () =>
        write(() =>
          rewrite(id, (before) => {
            const pending = before.pending.filter((event) => !settled.has(event.id))
            return pending.length === before.pending.length ? before : { ...before, pending }
          }),
        ),
      )
    },
    remove: async (id) => {
      const removed = await recent.during(id, () => write(() => rewrite(id, () => undefined)))
      if (removed) told(id)
      return removed
    },
  }
}
