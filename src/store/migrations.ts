import { StartError } from '../start-error.ts'
import { indexes } from './indexes.ts'
import { schemaVersion } from './schema.ts'
import type { Collection, CollectionName, Documents, Store } from './store.ts'

/** One step forward: the documents of the collections it names, each turned into the next shape. */
export interface MigrationStep {
  /** The version that documents have before; afterwards they have the next. */
  readonly from: number
  /** What a document becomes; the very same object when the step does not concern it. Pure. */
  readonly turn: (collection: CollectionName, doc: Documents[CollectionName]) => Documents[CollectionName]
}

/** Every step from the first version to `schemaVersion`, in order. */
export const migrationSteps: readonly MigrationStep[] = []

const rowsAtOnce = 500

/**
 * Brings a store of the version found forward, step by step; `mark` keeps the version reached after each. A step that was
 * interrupted runs again: documents that have its next version already are left alone. A newer store is refused.
 */
export async function bringForward(
  store: Store,
  found: number,
  mark: (version: number) => Promise<void>,
  { steps = migrationSteps, wanted = schemaVersion }: { steps?: readonly MigrationStep[]; wanted?: number } = {},
): Promise<void> {
  if (found > wanted) throw newerStore(found, wanted)
  for (let version = found; version < wanted; version += 1) {
    const step = steps.find(({ from }) => from === version)
    if (step === undefined) throw new TypeError(`there is no migration from shape ${version}`)
    for (const name of Object.keys(indexes) as CollectionName[]) await turnAll(store, name, step)
    await mark(version + 1)
  }
}

async function turnAll(store: Store, name: CollectionName, { from, turn }: MigrationStep): Promise<void> {
  // The compiler cannot follow that name and documents belong together.
  const collection = store.collections[name] as Collection<CollectionName>
  for (let after: string | undefined; ;) {
    const docs = await collection.stretch(after, rowsAtOnce)
    const turned = docs.filter(({ schema }) => schema === from).map((doc) => ({ ...turn(name, doc), schema: from + 1 }))
    if (turned.length > 0) await collection.putBack(turned)
    after = docs[docs.length - 1]?._id
    if (docs.length < rowsAtOnce) return
  }
}

/** Why a store of a newer version is not opened. */
export const newerStore = (found: number, wanted: number): StartError =>
  new StartError(
    'store.newer',
    `数据由更新的版本(结构 ${found})写成，此版本(结构 ${wanted})不能打开：请安装更新的版本，或恢复旧版备份。`,
    `The data was written by a newer version (shape ${found}; this one knows ${wanted}): install the newer version, or restore an older backup.`,
  )
