import type { CollectionName, Store } from '../../src/store/store.ts'
import { collectionNames, emptyTally, tallied, type Tally } from './tally.ts'

/** How far a copy has come in one collection. */
export interface Reached {
  /** The last id that is copied; missing before the first. */
  readonly last?: string
  /** Stretches copied so far. */
  readonly stretches: number
  readonly tally: Tally
  readonly done: boolean
}

export type State = Readonly<Partial<Record<CollectionName, Reached>>>

type Docs = readonly { readonly _id: string }[]

/** Where a copy comes from: documents of one collection in the order of their ids. */
export interface Source {
  readonly stretch: (name: CollectionName, after: string | undefined, limit: number) => Promise<Docs>
}

/** Where a copy goes; writing the same documents again changes nothing. */
export interface Sink {
  readonly take: (name: CollectionName, docs: Docs, stretch: number) => Promise<void>
}

export const sourceOf = (store: Store): Source => ({
  stretch: (name, after, limit) => store.collections[name].stretch(after, limit),
})

/** The documents of one collection are of its own shape: they come from a collection of the same name. */
export const sinkOf = (store: Store): Sink => ({
  take: (name, docs) => (store.collections[name].putBack as (docs: Docs) => Promise<void>)(docs),
})

export interface CopyOptions {
  /** Documents at once. */
  readonly stretchSize: number
  /** From where an interrupted copy goes on. */
  readonly from?: State
  /** Told after every stretch that has arrived; what it wrote down is where the copy may go on. */
  readonly reached?: (state: State) => void
  readonly progress?: (name: CollectionName, count: number) => void
}

/** Copies everything, stretch by stretch, and says what it copied. */
export async function copyAll(source: Source, sink: Sink, options: CopyOptions): Promise<State> {
  let state: State = options.from ?? {}
  for (const name of collectionNames) {
    let here: Reached = state[name] ?? { stretches: 0, tally: emptyTally, done: false }
    while (!here.done) {
      const docs = await source.stretch(name, here.last, options.stretchSize)
      if (docs.length > 0) await sink.take(name, docs, here.stretches)
      const last = docs.at(-1)?._id ?? here.last
      here = {
        ...(last === undefined ? {} : { last }),
        tally: tallied(here.tally, docs),
        stretches: here.stretches + 1,
        done: docs.length === 0,
      }
      state = { ...state, [name]: here }
      options.reached?.(state)
      options.progress?.(name, here.tally.count)
    }
  }
  return state
}

/** What a source holds, read through once. */
export async function tallyAll(source: Source, stretchSize: number): Promise<Readonly<Record<string, Tally>>> {
  const state = await copyAll(source, { take: () => Promise.resolve() }, { stretchSize })
  return Object.fromEntries(Object.entries(state).map(([name, { tally }]) => [name, tally]))
}

/** The collections in which two tallies differ. */
export const differences = (one: Readonly<Record<string, Tally>>, other: Readonly<Record<string, Tally>>): string[] =>
  collectionNames.filter((name) => {
    const [a, b] = [one[name] ?? emptyTally, other[name] ?? emptyTally]
    return a.count !== b.count || a.digest !== b.digest
  })
