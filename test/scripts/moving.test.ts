import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openArchiveSink } from '../../scripts/moving/archive.ts'
import { copyAll, sinkOf, sourceOf, tallyAll, type State } from '../../scripts/moving/copy.ts'
import { backUp, migrate, progressIn, restore } from '../../scripts/moving/run.ts'
import { manualClock } from '../../src/clock.ts'
import { change } from '../../src/domain/aggregate.ts'
import { openEmbeddedStore } from '../../src/store/embedded.ts'
import type { Store } from '../../src/store/store.ts'
import { district, event, postingDraft, slotDraft, summaryDraft } from '../support/documents.ts'

const now = '2026-03-01T08:00:00.000Z'

describe('moving a store', () => {
  let folder: string
  const stores: Store[] = []
  const open = async (name: string): Promise<Store> => {
    const store = await openEmbeddedStore({ folder: join(folder, name), clock: manualClock(now), durable: false })
    stores.push(store)
    return store
  }
  /** A store with all that must survive: versions, pending events, Chinese, unique values, more than one stretch. */
  const filled = async (): Promise<Store> => {
    const store = await open('filled')
    const { slots, postings, summaries } = store.collections
    for (let n = 0; n < 2_500; n += 1) await slots.insert(slotDraft(`slot-${n}`, n % 20), [], 'a')
    await slots.change('slot-7', 'a', (found) => change({ ...found, capacity: 9 }, event('slot.widened')))
    await postings.insert(postingDraft('p-1', { externalId: 'JD-1', title: '保洁员' }), [event('posting.made')], 'a')
    await summaries.insert(summaryDraft('s-1', '摘要', { 村: { 金丰: [1, 2.5, null] } }), [], 'a')
    return store
  }
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yisanyi-moving-'))
  })
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close()
    await rm(folder, { recursive: true, force: true })
  })
  const progress = (name = 'progress.json') => progressIn(join(folder, name))

  it('restores a backup to the very same documents, versions, pending events and indexes', async () => {
    const store = await filled()
    await backUp(store, join(folder, 'backup'), () => now)
    const target = await open('target')
    const restored = await restore(join(folder, 'backup'), target, progress())
    expect(restored).toEqual(await tallyAll(sourceOf(store), 1_000))
    expect(await target.collections.slots.get('slot-7')).toEqual(await store.collections.slots.get('slot-7'))
    expect(await target.pending('slots', 10)).toEqual(['slot-7'])
    const question = { index: 'byStart', equals: { district } } as const
    expect(await target.collections.slots.count(question)).toBe(2_500)
    expect(await target.collections.postings.insert(postingDraft('p-2', { externalId: 'JD-1' }), [], 'a')).toBe(
      'exists',
    )
  })

  it('goes on with an interrupted backup where it stopped, and the result is whole', async () => {
    const store = await filled()
    const place = join(folder, 'backup')
    const { sink, from, reached } = openArchiveSink(place)
    let stretches = 0
    const broken = copyAll(sourceOf(store), sink, {
      stretchSize: 400,
      from,
      reached: (state: State) => {
        reached(state)
        stretches += 1
        if (stretches === 8) throw new Error('the power failed')
      },
    })
    await expect(broken).rejects.toThrow('the power failed')
    await expect(restore(place, await open('early'), progress())).rejects.toMatchObject({ code: 'backup.incomplete' })
    await backUp(store, place, () => now)
    const target = await open('target')
    expect(await restore(place, target, progress())).toEqual(await tallyAll(sourceOf(store), 1_000))
  })

  it('goes on with an interrupted copy between stores, and compares every document', async () => {
    const store = await filled()
    const target = await open('target')
    const { read, write } = progress()
    let stretches = 0
    const stopping = {
      read,
      write: (state: State): void => {
        write(state)
        stretches += 1
        if (stretches === 6) throw new Error('the power failed')
      },
    }
    await expect(migrate(store, target, stopping)).rejects.toThrow('the power failed')
    expect(await migrate(store, target, progress())).toEqual(await tallyAll(sourceOf(store), 1_000))
  })

  it('refuses a target that holds anything, and leaves it as it is', async () => {
    const store = await filled()
    const target = await open('target')
    await target.collections.slots.insert(slotDraft('mine', 9), [], 'a')
    await expect(migrate(store, target, progress())).rejects.toMatchObject({ code: 'store.filled' })
    expect(await target.collections.slots.count({ index: 'byStart', equals: { district } })).toBe(1)
  })

  it('notices a backup that lost a part', async () => {
    const store = await filled()
    const place = join(folder, 'backup')
    await backUp(store, place, () => now)
    const parts = (await readdir(place)).filter((name) => name.startsWith('slots.')).sort()
    await rm(join(place, parts[parts.length - 1] ?? ''))
    await expect(restore(place, await open('target'), progress())).rejects.toMatchObject({ code: 'backup.damaged' })
  })

  it('notices a target that changed while it was copied', async () => {
    const store = await filled()
    const target = await open('target')
    const sink = sinkOf(target)
    await copyAll(sourceOf(store), sink, { stretchSize: 1_000 })
    await target.collections.slots.remove('slot-9')
    expect(await tallyAll(sourceOf(target), 1_000)).not.toEqual(await tallyAll(sourceOf(store), 1_000))
  })

  it('refuses a backup of a newer version', async () => {
    const place = join(folder, 'backup')
    await backUp(await filled(), place, () => now)
    await writeFile(join(place, 'manifest.json'), JSON.stringify({ format: 1, schema: 99, at: now, collections: {} }))
    await expect(restore(place, await open('target'), progress())).rejects.toMatchObject({ code: 'backup.newer' })
  })
})
