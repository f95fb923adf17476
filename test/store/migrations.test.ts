import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { manualClock } from '../../src/clock.ts'
import { openEmbeddedStore } from '../../src/store/embedded.ts'
import { bringForward, migrationSteps, type MigrationStep } from '../../src/store/migrations.ts'
import { schemaVersion } from '../../src/store/schema.ts'
import type { Store } from '../../src/store/store.ts'
import { slotDraft } from '../support/documents.ts'

/** Steps of a made-up future: slots get a mould, then the mould becomes a list. */
const steps: readonly MigrationStep[] = [
  { from: 1, turn: (collection, doc) => (collection === 'slots' ? { ...doc, mould: 'n' } : doc) },
  {
    from: 2,
    turn: (collection, doc) =>
      collection === 'slots' ? { ...doc, mould: [(doc as unknown as { mould: string }).mould] } : doc,
  },
]

describe('an older store', () => {
  let folder: string
  let store: Store
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yisanyi-migrations-'))
    store = await openEmbeddedStore({ folder, clock: manualClock('2026-03-01T08:00:00.000Z'), durable: false })
    for (let n = 0; n < 1_200; n += 1) await store.collections.slots.insert(slotDraft(`m-${n}`, 9), [], 'a')
  })
  afterEach(async () => {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('is brought forward step by step, every document once, its version and times as they were', async () => {
    const marks: number[] = []
    const mark = (version: number): Promise<void> => {
      marks.push(version)
      return Promise.resolve()
    }
    const before = await store.collections.slots.get('m-1199')
    await bringForward(store, 1, mark, { steps, wanted: 3 })
    expect(marks).toEqual([2, 3])
    expect(await store.collections.slots.get('m-1199')).toEqual({ ...before, mould: ['n'], schema: 3 })
    expect(await store.collections.slots.get('m-0')).toMatchObject({ mould: ['n'], schema: 3 })
  })

  it('goes on after an interruption without turning a document twice', async () => {
    let turned = 0
    const [first] = steps
    const breaking: MigrationStep = {
      from: 1,
      turn: (collection, doc) => {
        turned += 1
        if (turned === 700) throw new Error('the power failed')
        return first?.turn(collection, doc) ?? doc
      },
    }
    const mark = (): Promise<void> => Promise.resolve()
    await expect(bringForward(store, 1, mark, { steps: [breaking], wanted: 2 })).rejects.toThrow('the power failed')
    turned = -10_000
    await bringForward(store, 1, mark, { steps: [breaking], wanted: 2 })
    // The first stretch of 500 had arrived; the second had not.
    expect(turned + 10_000).toBe(700)
    expect(await store.collections.slots.get('m-999')).toMatchObject({ mould: 'n', schema: 2 })
  })

  it('is refused when it is newer than the code, or when a step is missing', async () => {
    const mark = (): Promise<void> => Promise.resolve()
    await expect(bringForward(store, 4, mark, { steps, wanted: 3 })).rejects.toMatchObject({ code: 'store.newer' })
    await expect(bringForward(store, 1, mark, { steps: steps.slice(1), wanted: 3 })).rejects.toThrow(TypeError)
  })

  it('always finds a listed step from every shape that was ever written', () => {
    expect(migrationSteps.map(({ from }) => from)).toEqual(Array.from({ length: schemaVersion - 1 }, (_, at) => at + 1))
  })
})
