import { expect, it } from 'vitest'
import { change, refuse, unchanged } from '../../src/domain/aggregate.ts'
import type { Change } from '../../src/store/store.ts'
import { event, slotDraft, summaryDraft, withFields } from '../support/documents.ts'
import type { Stage } from './store-stage.ts'

export function storeTells(stage: () => Stage): void {
  it('lists documents with pending events, oldest event first, until they are settled', async () => {
    const { store, clock } = stage()
    const { slots } = store.collections
    for (const [id, minute] of [
      ['t-b', 1],
      ['t-a', 2],
      ['t-c', 0],
      ['t-quiet', 0],
    ] as const) {
      clock.set(`2026-03-01T08:0${minute}:00.000Z`)
      await slots.insert(slotDraft(id, 9), id === 't-quiet' ? [] : [event('slot.made')], 'a')
    }
    clock.set('2026-03-01T08:05:00.000Z')
    await slots.change('t-c', 'a', (found) => change(withFields(found, { capacity: 8 }), event('slot.widened')))
    expect(await store.pending('slots', 100)).toEqual(['t-c', 't-b', 't-a'])
    expect(await store.pending('slots', 2)).toEqual(['t-c', 't-b'])
    await slots.settle('t-c', ['t-c.1.0'])
    expect(await store.pending('slots', 100)).toEqual(['t-b', 't-a', 't-c'])
    await slots.settle('t-c', ['t-c.2.0'])
    expect(await store.pending('slots', 100)).toEqual(['t-b', 't-a'])
  })

  it('takes settled events off without a new version', async () => {
    const { store, clock } = stage()
    const { summaries } = store.collections
    const events = [event('a.one'), event('a.two'), event('a.three')]
    await summaries.insert(summaryDraft('t-settle', 'x'), events, 'a')
    const before = await summaries.get('t-settle')
    clock.set('2026-03-01T12:00:00.000Z')
    await summaries.settle('t-settle', ['t-settle.1.1', 'unknown', 't-settle.9.9'])
    const after = await summaries.get('t-settle')
    expect(after).toEqual({ ...before, pending: before?.pending.filter(({ id }) => id !== 't-settle.1.1') })
    await summaries.settle('t-settle', ['t-settle.1.1'])
    expect(await summaries.get('t-settle')).toEqual(after)
  })

  it('neither loses nor revives an event when a document is changed while it is settled', async () => {
    const { summaries } = stage().store.collections
    await summaries.insert(summaryDraft('t-both', 'x', { count: 0 }), [event('a.made')], 'a')
    const changes = Array.from({ length: 20 }, (_, count) =>
      summaries.change('t-both', 'a', (found) => change(withFields(found, { figures: { count } }), event('a.changed'))),
    )
    const settled = Array.from({ length: 5 }, (_, place) => `t-both.${place + 1}.0`)
    await Promise.all([...changes, ...settled.map((id) => summaries.settle('t-both', [id]))])
    // An event may have been settled before it was there; once more, and those five are gone for good.
    await summaries.settle('t-both', settled)
    const found = await summaries.get('t-both')
    expect(found?.version).toBe(21)
    expect(found?.pending.map(({ id }) => id)).toEqual(
      Array.from({ length: 16 }, (_, place) => `t-both.${place + 6}.0`),
    )
  })

  it('tells every listener at once of each committed write of its own, after it can be read', async () => {
    const { store } = stage()
    const { slots } = store.collections
    const heard: Change[] = []
    const states: Promise<unknown>[] = []
    const stop = store.watch((one) => {
      if (one.foreign === true) return
      heard.push(one)
      states.push(slots.get(one.id).then((doc) => doc?.capacity))
    })
    const told = async (count: number, write: () => Promise<unknown>): Promise<void> => {
      const before = heard.length
      await write()
      expect(heard).toHaveLength(before + count)
    }
    await told(1, () => slots.insert(slotDraft('t-watch', 9), [], 'a'))
    await told(0, () => slots.insert(slotDraft('t-watch', 9), [], 'a'))
    await told(1, () =>
      slots.change('t-watch', 'a', (found) => change(withFields(found, { capacity: 6 }), event('slot.widened'))),
    )
    await told(0, () => slots.change('t-watch', 'a', (found) => unchanged(found)))
    await told(0, () => slots.change('t-watch', 'a', () => refuse('slot.full')))
    await told(0, () => slots.settle('t-watch', ['t-watch.2.0']))
    await told(1, () => slots.remove('t-watch'))
    await told(0, () => slots.remove('t-watch'))
    stop()
    await slots.insert(slotDraft('t-unheard', 9), [], 'a')
    expect(heard).toEqual(Array(3).fill({ collection: 'slots', id: 't-watch' }))
    expect(await Promise.all(states)).toEqual([5, 6, undefined])
  })

  it('writes and tells the others although one listener fails', async () => {
    const { store } = stage()
    const heard: string[] = []
    const warned = new Promise((resolve) => process.once('warning', resolve))
    const stops = [
      store.watch(() => {
        throw new Error('a listener failed')
      }),
      store.watch(({ id, foreign }) => (foreign === true ? 0 : heard.push(id))),
    ]
    expect(await store.collections.slots.insert(slotDraft('t-fail', 9), [], 'a')).toBe('inserted')
    for (const stop of stops) stop()
    expect(heard).toEqual(['t-fail'])
    expect(await warned).toMatchObject({ message: 'a listener failed' })
  })

  it('never gives a reader an older version than was acknowledged', async () => {
    const { summaries } = stage().store.collections
    await summaries.insert(summaryDraft('t-fresh', 'x', { count: 0 }), [], 'a')
    const over = new AbortController()
    const reading = (async () => {
      let last = 0
      while (!over.signal.aborted) {
        const { rows } = await summaries.find(
          { index: 'byName', equals: { district: '640302', name: 'x' } },
          { limit: 50 },
        )
        const version = rows.find(({ _id }) => _id === 't-fresh')?.version ?? 0
        expect(version).toBeGreaterThanOrEqual(last)
        last = version
        await new Promise(setImmediate)
      }
    })()
    for (let count = 1; count <= 50; count++) {
      await summaries.change('t-fresh', 'a', (found) => change(withFields(found, { figures: { count } })))
      expect(await summaries.get('t-fresh')).toMatchObject({ version: count + 1, figures: { count } })
      expect(await summaries.getMany(['t-fresh'])).toMatchObject([{ version: count + 1 }])
    }
    over.abort()
    await reading
  })
}
