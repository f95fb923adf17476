import { afterEach, expect, it } from 'vitest'
import { manualClock } from '../../src/clock.ts'
import { change } from '../../src/domain/aggregate.ts'
import type { Store } from '../../src/store/store.ts'
import { district, event, madeUp, postingDraft, slotDraft, summaryDraft, withFields } from '../support/documents.ts'
import { startOfTests, type StoreAdapter, type StorePlace } from './store-stage.ts'

export function storeKeeps(adapter: StoreAdapter): void {
  const places: StorePlace[] = []
  const stores: Store[] = []
  const open = async (place: StorePlace): Promise<Store> => {
    const store = await place.open(manualClock(startOfTests))
    stores.push(store)
    return store
  }
  const begin = async (): Promise<{ place: StorePlace; store: Store }> => {
    const place = await adapter.place()
    places.push(place)
    return { place, store: await open(place) }
  }
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close()
    for (const place of places.splice(0)) await place.drop()
  })

  it('has everything again after it was closed: documents, indexes, pending events, versions, cursors', async () => {
    const { place, store } = await begin()
    const { slots, postings } = store.collections
    for (let hour = 0; hour < 20; hour++) await slots.insert(slotDraft(`k-${hour}`, hour), [event('slot.made')], 'a')
    await slots.change('k-3', 'a', (found) => change(withFields(found, { capacity: 8 }), event('slot.widened')))
    await slots.remove('k-4')
    await postings.insert(postingDraft('k-p', { externalId: 'JD-1' }), [], 'a')
    const question = { index: 'byStart', equals: { district } } as const
    const first = await slots.find(question, { limit: 7 })
    const [doc, waiting] = [await slots.get('k-3'), await store.pending('slots', 100)]
    await store.close()
    const again = await open(place)
    expect(await again.collections.slots.get('k-3')).toEqual(doc)
    expect(await again.pending('slots', 100)).toEqual(waiting)
    expect(await again.collections.slots.count(question)).toBe(19)
    const { rows } = await again.collections.slots.find(question, {
      limit: 100,
      ...(first.next === undefined ? {} : { after: first.next }),
    })
    expect([...first.rows, ...rows].map(({ _id }) => _id)).toEqual(
      Array.from({ length: 20 }, (_, hour) => `k-${hour}`).filter((id) => id !== 'k-4'),
    )
    expect(await again.collections.postings.insert(postingDraft('k-q', { externalId: 'JD-1' }), [], 'a')).toBe('exists')
    const outcome = await again.collections.slots.change('k-3', 'a', (found) => change(found, event('slot.seen')))
    expect(outcome).toMatchObject({ kind: 'changed', doc: { version: 3 } })
  })

  it('gives back nested values, Chinese and any other text as they were', async () => {
    const { place, store } = await begin()
    const figures = {
      村: { 金丰社区: [1, 2.5, -0.1, 1e21, 2 ** 53], 名单: [{ 姓名: '马·穆罕默德', note: null }, [], {}] },
      text: '㐀𠮷 \u0001 "quoted" \\ \n emoji 👩‍🏭 ﷽ é é',
      'key with spaces.and dots': { $set: true, __proto: 'x' },
      long: '利通区'.repeat(20_000),
      empty: '',
    }
    await store.collections.summaries.insert(summaryDraft('摘要-1', '安置区', figures), [], '密钥')
    await store.close()
    const again = await open(place)
    expect((await again.collections.summaries.get('摘要-1'))?.figures).toEqual(figures)
    const { rows } = await again.collections.summaries.find(
      { index: 'byName', equals: { district, name: '安置区' } },
      { limit: 5 },
    )
    expect(rows.map(({ _id }) => _id)).toEqual(['摘要-1'])
  })

  it('keeps what was acknowledged although it is closed at once, and takes nothing afterwards', async () => {
    const { place, store } = await begin()
    const { slots } = store.collections
    const writes = Array.from({ length: 200 }, (_, n) => slots.insert(slotDraft(`k-last-${n}`, 9), [], 'a'))
    const closing = store.close()
    const acknowledged = (await Promise.allSettled(writes)).filter(({ status }) => status === 'fulfilled').length
    await closing
    await store.close()
    await expect(slots.get('k-last-0')).rejects.toThrow()
    await expect(slots.insert(slotDraft('k-late', 9), [], 'a')).rejects.toThrow()
    await expect(slots.find({ index: 'byStart', equals: { district } }, { limit: 1 })).rejects.toThrow()
    expect((await store.health()).ok).toBe(false)
    const again = await open(place)
    expect((await again.health()).ok).toBe(true)
    expect(await again.collections.slots.count({ index: 'byStart', equals: { district } })).toBe(acknowledged)
  })

  it('keeps collections and districts apart', async () => {
    const { store } = await begin()
    const { slots, classes } = store.collections
    await slots.insert(slotDraft('k-same', 9), [], 'a')
    await classes.insert(madeUp('classes', { _id: 'k-same', startsAt: 'x', district: '640303' }), [], 'a')
    await classes.insert(madeUp('classes', { _id: 'k-told', startsAt: 'y' }), [event('class.made')], 'a')
    await slots.insert(slotDraft('k-other', 9, { district: '64030' }), [], 'a')
    expect(await slots.count({ index: 'byStart', equals: { district } })).toBe(1)
    expect(await classes.count({ index: 'byStart', equals: { district } })).toBe(1)
    expect(await store.pending('slots', 10)).toEqual([])
    expect(await store.pending('classes', 10)).toEqual(['k-told'])
    await slots.remove('k-same')
    expect(await classes.get('k-same')).toMatchObject({ district: '640303' })
  })

  if (adapter.shared === true) storeShares({ begin, open })
}

interface Openings {
  readonly begin: () => Promise<{ readonly place: StorePlace; readonly store: Store }>
  readonly open: (place: StorePlace) => Promise<Store>
}

/** What a store of many processes must do besides. */
function storeShares({ begin, open }: Openings): void {
  it('tells of what another process wrote, soon', async () => {
    const { place, store } = await begin()
    const other = await open(place)
    const heard = new Set<string>()
    store.watch(({ collection, id, foreign }) => heard.add(`${collection} ${id} ${foreign === true}`))
    await other.collections.slots.insert(slotDraft('k-far', 9), [], 'a')
    await expect.poll(() => heard, { timeout: 5_000 }).toContain('slots k-far true')
    heard.clear()
    await other.collections.slots.change('k-far', 'a', (found) => change(withFields(found, { capacity: 9 })))
    await expect.poll(() => heard, { timeout: 5_000 }).toContain('slots k-far true')
    expect(await store.collections.slots.get('k-far')).toMatchObject({ capacity: 9, version: 2 })
  })

  it('lets one of two processes win a version, and both in the end', async () => {
    const { place, store } = await begin()
    const stores = [store, await open(place)]
    await store.collections.slots.insert(slotDraft('k-race', 9, { capacity: 0 }), [], 'a')
    const more = (from: Store) =>
      from.collections.slots.change('k-race', 'a', (found) =>
        change(withFields(found, { capacity: found.capacity + 1 }), event('slot.widened')),
      )
    const outcomes = await Promise.all(stores.flatMap((one) => Array.from({ length: 40 }, () => more(one))))
    expect(new Set(outcomes.map((one) => one.kind))).toEqual(new Set(['changed']))
    const found = await store.collections.slots.get('k-race')
    expect(found).toMatchObject({ capacity: 80, version: 81 })
    expect(found?.pending).toHaveLength(80)
  })
}
