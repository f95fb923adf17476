import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Store } from '../../src/store/store.ts'
import { StartError } from '../../src/start-error.ts'
import { progressBar } from '../progress.ts'
import { openArchiveSink, openArchiveSource } from './archive.ts'
import { copyAll, differences, sinkOf, sourceOf, tallyAll, type CopyOptions, type Source, type State } from './copy.ts'
import { collectionNames, type Tally } from './tally.ts'

/** Documents at once: some MB of memory, few enough to show progress. */
const stretchSize = 1_000

type Tallies = Readonly<Record<string, Tally>>

const totalOf = (tallies: Tallies): number => Object.values(tallies).reduce((sum, { count }) => sum + count, 0)

/** A bar over all collections together; without a known total it counts on. */
function barOf(label: string, total: number): NonNullable<CopyOptions['progress']> {
  const bar = progressBar(total)
  const counts = new Map<string, number>()
  return (name, count) => {
    counts.set(name, count)
    bar(
      label,
      [...counts.values()].reduce((sum, one) => sum + one, 0),
    )
  }
}

/** Writes everything of a store into a folder; an interrupted backup goes on where it stopped. */
export async function backUp(store: Store, folder: string, now: () => string): Promise<Tallies> {
  const archive = openArchiveSink(folder)
  const total = totalOf(await tallyAll(sourceOf(store), stretchSize))
  const { sink, from, reached } = archive
  const state = await copyAll(sourceOf(store), sink, {
    stretchSize,
    from,
    reached,
    progress: barOf('备份 backup', total),
  })
  return archive.finish(now(), state).collections
}

/** Refuses a store that holds anything: a restore would mix two districts' truths. */
export async function refuseFilled(store: Store): Promise<void> {
  for (const name of collectionNames)
    if ((await store.collections[name].stretch(undefined, 1)).length > 0)
      throw new StartError(
        'store.filled',
        `目标数据库不是空的(${name} 已有数据),未作改动：请指定一个空的数据库。`,
        `The target is not empty (${name} holds documents) and was left as it is: give an empty one.`,
      )
}

async function compared(source: Source, target: Store): Promise<Tallies> {
  const [wanted, found] = [await tallyAll(source, stretchSize), await tallyAll(sourceOf(target), stretchSize)]
  const wrong = differences(wanted, found)
  if (wrong.length > 0)
    throw new StartError(
      'store.differs',
      `复制后比对不一致：${wrong.join('、')}。请在源库停止写入后，对一个空的目标重新运行。`,
      `After copying these differ: ${wrong.join(', ')}. Stop writing to the source and run it again on an empty target.`,
    )
  return found
}

/** Where an interrupted copy between stores goes on; it is forgotten once the copy is whole. */
export interface Progress {
  readonly read: () => State | undefined
  readonly write: (state: State) => void
}

/** A copy's progress in a file; an empty one counts as none. */
export function progressIn(path: string): Progress {
  return {
    read: () => {
      const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
      return text === '' ? undefined : (JSON.parse(text) as State)
    },
    write: (state) => {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, collectionNames.every((name) => state[name]?.done === true) ? '' : JSON.stringify(state))
    },
  }
}

/** Writes down that a copy has begun before the first document arrives: from then on the target is no longer empty. */
async function begin(target: Store, progress: Progress): Promise<void> {
  await refuseFilled(target)
  progress.write({})
}

/** Copies one store into another and compares them document by document. */
export async function migrate(source: Store, target: Store, progress: Progress): Promise<Tallies> {
  const from = progress.read()
  if (from === undefined) await begin(target, progress)
  const total = totalOf(await tallyAll(sourceOf(source), stretchSize))
  await copyAll(sourceOf(source), sinkOf(target), {
    stretchSize,
    ...(from === undefined ? {} : { from }),
    reached: progress.write,
    progress: barOf('复制 copy', total),
  })
  return compared(sourceOf(source), target)
}

/** Puts a backup into an empty store and compares what arrived with what the backup says it holds. */
export async function restore(folder: string, target: Store, progress: Progress): Promise<Tallies> {
  const { manifest, source } = openArchiveSource(folder)
  const from = progress.read()
  if (from === undefined) await begin(target, progress)
  const state = await copyAll(source, sinkOf(target), {
    stretchSize,
    ...(from === undefined ? {} : { from }),
    reached: progress.write,
    progress: barOf('恢复 restore', totalOf(manifest.collections)),
  })
  const read = Object.fromEntries(Object.entries(state).map(([name, { tally }]) => [name, tally]))
  const wrong = [
    ...differences(manifest.collections, read),
    ...differences(read, await tallyAll(sourceOf(target), stretchSize)),
  ]
  if (wrong.length > 0)
    throw new StartError(
      'backup.damaged',
      `恢复后与备份清单不一致：${[...new Set(wrong)].join('、')}。备份可能已损坏，请换一份。`,
      `What was restored is not what the backup lists: ${[...new Set(wrong)].join(', ')}. It may be damaged; take another.`,
    )
  return read
}
