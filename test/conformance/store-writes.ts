import { expect, it } from 'vitest'
import { change, refuse, unchanged } from '../../src/domain/aggregate.ts'
import { event, madeUp, postingDraft, slotDraft, summaryDraft, withFields } from '../support/documents.ts'
import type { Stage } from './store-stage.ts'

const counted = (figures: Readonly<Record<string, unknown>>): number => Number(figures['count'] ?? 0)

export function storeWrites(stage: () => Stage): void {
  it('gives a new document its first version, its times and its events', async () => {
    const { store, clock } = stage()
    const at = clock.now()
    const events = [event('slot.made', { slot: 'w-new' }), event('slot.opened')]
    expect(await store.collections.slots.insert(slotDraft('w-new', 9), events, 'key-1')).toBe('inserted')
    expect(await store.collections.slots.get('w-new')).toEqual({
      ...slotDraft('w-new', 9),
      version: 1,
      schema: 1,
      createdAt: at,
      updatedAt: at,
      pending: [
        { kind: 'slot.made', data: { slot: 'w-new' }, id: 'w-new.1.0', at, actor: 'key-1' },
        { kind: 'slot.opened', data: {}, id: 'w-new.1.1', at, actor: 'key-1' },
      ],
    })
  })

  it('never writes over a document that exists', async () => {
    const { slots } = stage().store.collections
    await slots.insert(slotDraft('w-twice', 9, { capacity: 1 }), [], 'a')
    expect(await slots.insert(slotDraft('w-twice', 10, { capacity: 2 }), [event('slot.made')], 'b')).toBe('exists')
    expect(await slots.get('w-twice')).toMatchObject({ version: 1, capacity: 1, pending: [] })
  })

  it('lets one of many at once make a document', async () => {
    const { slots } = stage().store.collections
    const answers = await Promise.all(Array.from({ length: 30 }, () => slots.insert(slotDraft('w-race', 9), [], 'a')))
    expect(answers.filter((answer) => answer === 'inserted')).toHaveLength(1)
  })

  it('replaces under the version, with the events behind those still pending', async () => {
    const { store, clock } = stage()
    const { slots } = store.collections
    await slots.insert(slotDraft('w-change', 9), [event('slot.made')], 'a')
    const made = clock.now()
    clock.set('2026-03-01T09:00:00.000Z')
    const outcome = await slots.change('w-change', 'b', (found) =>
      change(withFields(found, { capacity: 7, version: 99, createdAt: 'x', pending: [] }), event('slot.widened')),
    )
    const found = await slots.get('w-change')
    expect(outcome).toMatchObject({ kind: 'changed', doc: found, events: [event('slot.widened')] })
    expect(found).toMatchObject({
      capacity: 7,
      version: 2,
      createdAt: made,
      updatedAt: '2026-03-01T09:00:00.000Z',
      pending: [{ id: 'w-change.1.0' }, { id: 'w-change.2.0', at: '2026-03-01T09:00:00.000Z', actor: 'b' }],
    })
  })

  it('counts every one of many changes at once', async () => {
    const { summaries } = stage().store.collections
    await summaries.insert(summaryDraft('w-count', 'count', { count: 0 }), [], 'a')
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, () =>
        summaries.change('w-count', 'a', (found) =>
          change(withFields(found, { figures: { count: counted(found.figures) + 1 } }), event('count.rose')),
        ),
      ),
    )
    const changed = outcomes.filter(({ kind }) => kind === 'changed').length
    const found = await summaries.get('w-count')
    expect(found?.figures).toEqual({ count: changed })
    expect(found?.version).toBe(1 + changed)
    expect(new Set(found?.pending.map(({ id }) => id)).size).toBe(changed)
    expect(changed + outcomes.filter((one) => one.kind === 'refused' && one.code === 'version.busy').length).toBe(100)
  })

  it('writes nothing for a refusal, for nothing to do, or for an error of the decision', async () => {
    const { store, clock } = stage()
    const { slots } = store.collections
    await slots.insert(slotDraft('w-still', 9), [], 'a')
    const before = await slots.get('w-still')
    clock.set('2026-03-01T10:00:00.000Z')
    expect(await slots.change('w-still', 'a', () => refuse('slot.full', { capacity: 5 }))).toEqual(
      refuse('slot.full', { capacity: 5 }),
    )
    expect(await slots.change('w-still', 'a', (found) => unchanged(found))).toMatchObject({ kind: 'unchanged' })
    const failing = slots.change('w-still', 'a', () => {
      throw new TypeError('no decision')
    })
    const others = Array.from({ length: 5 }, (_, place) => slots.insert(slotDraft(`w-beside-${place}`, 9), [], 'a'))
    await expect(failing).rejects.toThrow('no decision')
    expect(await Promise.all(others)).toEqual(Array(5).fill('inserted'))
    expect(await slots.get('w-still')).toEqual(before)
  })

  it('knows no document that is missing, and no id that cannot be', async () => {
    const { slots } = stage().store.collections
    expect(await slots.change('w-none', 'a', (found) => unchanged(found))).toEqual({ kind: 'missing' })
    expect(await slots.remove('w-none')).toBe(false)
    await slots.settle('w-none', ['w-none.1.0'])
    for (const id of ['w-none', '', 'x'.repeat(5000), '没有'.repeat(300), 'a\0b'])
      expect(await slots.get(id)).toBe(undefined)
  })

  it('changes only the version that was asked for', async () => {
    const { slots } = stage().store.collections
    await slots.insert(slotDraft('w-if', 9), [], 'a')
    const widen = (ifVersion: number) =>
      slots.change('w-if', 'a', (found) => change(withFields(found, { capacity: found.capacity + 1 })), ifVersion)
    expect(await widen(1)).toMatchObject({ kind: 'changed' })
    expect(await widen(1)).toMatchObject({ kind: 'refused', code: 'version.stale' })
    const atOnce = await Promise.all(Array.from({ length: 10 }, () => widen(2)))
    expect(atOnce.filter(({ kind }) => kind === 'changed')).toHaveLength(1)
    expect(await slots.get('w-if')).toMatchObject({ version: 3, capacity: 7 })
  })

  it('refuses to move a document to another id or district', async () => {
    const { slots } = stage().store.collections
    await slots.insert(slotDraft('w-move', 9), [], 'a')
    await expect(
      slots.change('w-move', 'a', (found) => change(withFields(found, { _id: 'w-moved' }))),
    ).rejects.toThrow()
    await expect(slots.change('w-move', 'a', (found) => change(withFields(found, { district: 'z' })))).rejects.toThrow()
    expect(await slots.get('w-move')).toMatchObject({ version: 1 })
    expect(await slots.get('w-moved')).toBe(undefined)
  })

  it('gives a unique value to one document, whoever asks at once', async () => {
    const { postings } = stage().store.collections
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, place) =>
        postings.insert(postingDraft(`w-unique-${place}`, { employer: 'emp-u', externalId: 'JD-1' }), [], 'a'),
      ),
    )
    expect(answers.filter((answer) => answer === 'inserted')).toHaveLength(1)
    const question = {
      index: 'byExternalId',
      equals: { district: '640302', employer: 'emp-u', externalId: 'JD-1' },
    } as const
    expect(await postings.count(question)).toBe(1)
  })

  it('refuses a change to a unique value that is taken, and frees a value that is given up', async () => {
    const { postings } = stage().store.collections
    const draft = (id: string, externalId: string) => postingDraft(id, { employer: 'emp-v', externalId })
    const rename = (id: string, externalId: string) =>
      postings.change(id, 'a', (found) => change(withFields(found, { externalId })))
    await postings.insert(draft('w-v1', 'A'), [], 'a')
    await postings.insert(draft('w-v2', 'B'), [], 'a')
    expect(await rename('w-v2', 'A')).toMatchObject({ kind: 'refused', code: 'object.exists' })
    expect(await postings.get('w-v2')).toMatchObject({ version: 1, externalId: 'B' })
    expect(await rename('w-v1', 'C')).toMatchObject({ kind: 'changed' })
    expect(await rename('w-v2', 'A')).toMatchObject({ kind: 'changed' })
    expect(await postings.insert(draft('w-v3', 'B'), [], 'a')).toBe('inserted')
    await postings.remove('w-v1')
    expect(await postings.insert(draft('w-v4', 'C'), [], 'a')).toBe('inserted')
  })

  it('takes any number of documents that lack the unique value', async () => {
    const { postings } = stage().store.collections
    for (let place = 0; place < 5; place++)
      expect(await postings.insert(postingDraft(`w-lack-${place}`, { employer: 'emp-l' }), [], 'a')).toBe('inserted')
    expect(await postings.count({ index: 'byExternalId', equals: { district: '640302', employer: 'emp-l' } })).toBe(0)
    expect(await postings.count({ index: 'byEmployer', equals: { district: '640302', employer: 'emp-l' } })).toBe(5)
  })

  it('holds no undefined field, and refuses what it could not give back', async () => {
    const { summaries } = stage().store.collections
    await summaries.insert(
      summaryDraft('w-undefined', 'u', { kept: null, gone: undefined, deep: { gone: undefined } }),
      [],
      'a',
    )
    const found = await summaries.get('w-undefined')
    expect(found?.figures).toStrictEqual({ kept: null, deep: {} })
    const outcome = await summaries.change('w-undefined', 'a', (doc) =>
      change(withFields(doc, { name: 'v', note: undefined })),
    )
    expect(outcome.kind === 'changed' && 'note' in outcome.doc).toBe(false)
    expect('note' in ((await summaries.get('w-undefined')) ?? {})).toBe(false)
    for (const wrong of [Number.NaN, Infinity, new Date(0), new Map(), [undefined], () => 0])
      await expect(summaries.insert(summaryDraft('w-wrong', 'u', { wrong }), [], 'a')).rejects.toThrow(TypeError)
    expect(await summaries.get('w-wrong')).toBe(undefined)
  })

  it('writes nothing of a document whose values no index can hold', async () => {
    const { summaries, postings } = stage().store.collections
    const long = 'x'.repeat(3000)
    await expect(
      postings.insert(postingDraft('w-long', { externalId: long, employer: 'emp-x' }), [], 'a'),
    ).rejects.toThrow(RangeError)
    await expect(
      summaries.insert(madeUp('summaries', { _id: 'w-list', name: ['a'], at: 'b' }), [], 'a'),
    ).rejects.toThrow(RangeError)
    expect(await postings.count({ index: 'byEmployer', equals: { district: '640302', employer: 'emp-x' } })).toBe(0)
    await expect(summaries.insert(summaryDraft('x'.repeat(600), 'u'), [], 'a')).rejects.toThrow(RangeError)
  })

  it('removes a document from every index, and lets it be made anew', async () => {
    const { store } = stage()
    const { slots } = store.collections
    const question = { index: 'byCounsellor', equals: { district: '640302', counsellor: 'cns-r' } } as const
    await slots.insert(slotDraft('w-remove', 9, { counsellor: 'cns-r' }), [event('slot.made')], 'a')
    expect(await slots.count(question)).toBe(1)
    expect(await slots.remove('w-remove')).toBe(true)
    expect(await slots.get('w-remove')).toBe(undefined)
    expect(await slots.count(question)).toBe(0)
    expect(await store.pending('slots', 10_000)).not.toContain('w-remove')
    expect(await slots.insert(slotDraft('w-remove', 9), [], 'a')).toBe('inserted')
    expect(await slots.get('w-remove')).toMatchObject({ version: 1 })
  })

  it('never takes updatedAt back when the clock goes back', async () => {
    const { store, clock } = stage()
    const now = clock.now()
    await store.collections.slots.insert(slotDraft('w-clock', 9), [], 'a')
    clock.set('2026-02-01T00:00:00.000Z')
    await store.collections.slots.change('w-clock', 'a', (found) => change(withFields(found, { capacity: 9 })))
    clock.set(now)
    expect(await store.collections.slots.get('w-clock')).toMatchObject({ version: 2, updatedAt: now })
  })
}
