import type { Clock } from '../../src/clock.ts'
import { expect } from 'vitest'
import type { CollectionName, IndexedQuery, Store } from '../../src/store/store.ts'

/** A way to a store: an adapter is one of these and a line in store.test.ts. */
export interface StoreAdapter {
  readonly name: string
  /** Several processes may open one place at the same time. */
  readonly shared?: true
  /** A fresh, empty place that can be opened, closed and opened again. */
  place(): Promise<StorePlace>
}

export interface StorePlace {
  open(clock: Clock): Promise<Store>
  drop(): Promise<void>
}

/** An open store of a place of its own; each test uses ids or collections of its own. */
export interface Stage {
  readonly store: Store
  readonly clock: Clock & { set(to: string): void }
}

export const startOfTests = '2026-03-01T08:00:00.000Z'

export const idsOf = (rows: readonly { readonly _id: string }[]): readonly string[] => rows.map(({ _id }) => _id)

/** Every id of a question, page by page. */
export async function idsByPages<N extends CollectionName>(
  store: Store,
  name: N,
  query: IndexedQuery<N>,
  limit: number,
  between: () => Promise<void> = () => Promise.resolve(),
): Promise<readonly string[]> {
  const ids: string[] = []
  for (let after: string | undefined; ;) {
    const page = await store.collections[name].find(query, after === undefined ? { limit } : { limit, after })
    ids.push(...idsOf(page.rows))
    if (page.next === undefined) return ids
    expect(page.rows).toHaveLength(limit)
    after = page.next
    await between()
  }
}

/** All ids of a question, in its order. */
export const finder =
  (stage: () => Stage) =>
  async <N extends CollectionName>(name: N, query: IndexedQuery<N>): Promise<readonly string[]> => {
    const { rows } = await stage().store.collections[name].find(query, { limit: 10_000 })
    return idsOf(rows)
  }
