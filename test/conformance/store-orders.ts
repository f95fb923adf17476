import { expect, it } from 'vitest'
import { change } from '../../src/domain/aggregate.ts'
import { district, madeUp, slotDraft, summaryDraft, withFields } from '../support/documents.ts'
import { finder, idsByPages, type Stage } from './store-stage.ts'

export function storeOrders(stage: () => Stage): void {
  const find = finder(stage)

  it('keeps its place while rows come and go before and behind it', async () => {
    const { store } = stage()
    const { slots } = store.collections
    const hours = Array.from({ length: 10 }, (_, n) => n * 2)
    for (const hour of hours) await slots.insert(slotDraft(`r-slot-${hour}`, hour, { counsellor: 'cns-p' }), [], 'a')
    let turn = 0
    const query = { index: 'byCounsellor', equals: { district, counsellor: 'cns-p' } } as const
    const seen = await idsByPages(store, 'slots', query, 2, async () => {
      turn += 1
      // Behind the reader, before the reader, and the very row that the cursor stands on.
      await slots.insert(slotDraft(`r-early-${turn}`, 0, { counsellor: 'cns-p' }), [], 'a')
      await slots.insert(slotDraft(`r-late-${turn}`, 23, { counsellor: 'cns-p' }), [], 'a')
      await slots.remove(`r-slot-${(turn * 2 - 1) * 2}`)
    })
    expect(seen.slice(0, 10)).toEqual(hours.map((hour) => `r-slot-${hour}`))
    expect(seen.slice(10).every((row) => row.startsWith('r-late-'))).toBe(true)
    expect(new Set(seen).size).toBe(seen.length)
  })

  it('tells nothing of what it holds by a cursor', async () => {
    const { summaries } = stage().store.collections
    for (const n of [1, 2]) await summaries.insert(summaryDraft(`r-secret-${n}`, '马建国'), [], 'a')
    const { next = '' } = await summaries.find({ index: 'byName', equals: { district, name: '马建国' } }, { limit: 1 })
    expect(Buffer.from(next, 'base64url').includes('马建国')).toBe(false)
    expect(Buffer.from(next, 'base64url').includes('secret')).toBe(false)
  })

  it('holds in a sparse index only documents with all its fields', async () => {
    const { guarantees } = stage().store.collections
    for (const [name, nextCheckAt] of [
      ['r-due', '2026-03-01T00:00:00.000Z'],
      ['r-null', null],
      ['r-missing', undefined],
    ] as const)
      await guarantees.insert(
        madeUp('guarantees', { _id: name, seeker: name, period: '2026', village: 'v', township: 't', nextCheckAt }),
        [],
        'a',
      )
    const query = { index: 'byNextCheck', equals: { district } } as const
    expect(await find('guarantees', query)).toEqual(['r-due'])
    expect(await find('guarantees', { ...query, range: { field: 'nextCheckAt', before: '2027' } })).toEqual(['r-due'])
    await guarantees.change('r-missing', 'a', (found) =>
      change(withFields(found, { nextCheckAt: '2026-02-01T00:00:00.000Z' })),
    )
    expect(await find('guarantees', query)).toEqual(['r-missing', 'r-due'])
    await guarantees.change('r-due', 'a', (found) => change(withFields(found, { nextCheckAt: undefined })))
    expect(await find('guarantees', query)).toEqual(['r-missing'])
  })

  it('takes a missing field for null in an index of all documents, and first in its order', async () => {
    const { reviews } = stage().store.collections
    const draft = (name: string, dueAt: string | null | undefined) =>
      madeUp('reviews', { _id: name, state: 'waiting', township: 't', seeker: 's', dueAt })
    for (const [name, dueAt] of [
      ['r-3', '2026-01-01'],
      ['r-2', undefined],
      ['r-1', null],
    ] as const)
      await reviews.insert(draft(name, dueAt), [], 'a')
    const query = { index: 'byState', equals: { district, state: 'waiting' } } as const
    expect(await find('reviews', query)).toEqual(['r-1', 'r-2', 'r-3'])
    expect(await find('reviews', { ...query, equals: { ...query.equals, dueAt: null } })).toEqual(['r-1', 'r-2'])
    expect(await find('reviews', { ...query, range: { field: 'dueAt', before: '9' } })).toEqual(['r-3'])
    expect(await reviews.get('r-1')).toMatchObject({ dueAt: null })
    expect('dueAt' in ((await reviews.get('r-2')) ?? {})).toBe(false)
  })

  it('orders numbers by their size and texts by their characters', async () => {
    const { audit, households } = stage().store.collections
    const numbers = [10, 9, 2, 1_000, 0, -1, -20, 0.5, 4_294_967_296]
    for (const sequence of numbers)
      await audit.insert(
        madeUp('audit', { _id: `r-${sequence}`, sequence, event: `e${sequence}`, subject: 's' }),
        [],
        'a',
      )
    const sorted = [...numbers].sort((one, other) => one - other)
    expect(await find('audit', { index: 'bySequence', equals: { district } })).toEqual(sorted.map((n) => `r-${n}`))
    expect(
      await find('audit', {
        index: 'bySequence',
        equals: { district },
        range: { field: 'sequence', from: -1, before: 10 },
      }),
    ).toEqual(sorted.filter((n) => n >= -1 && n < 10).map((n) => `r-${n}`))
    const villages = ['利', '利原村', '利同', 'B', 'a', 'ab', 'a b', 'z', 'é', '金']
    for (const village of villages)
      await households.insert(madeUp('households', { _id: `r-${village}`, village }), [], 'a')
    const expected = [...villages].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)))
    expect(await find('households', { index: 'byVillage', equals: { district } })).toEqual(
      expected.map((one) => `r-${one}`),
    )
  })

  it('walks through every row, however many, while they change', async () => {
    const { classes } = stage().store.collections
    const count = 1_300
    for (let from = 0; from < count; from += 50)
      await Promise.all(
        Array.from({ length: 50 }, (_, n) =>
          classes.insert(madeUp('classes', { _id: `r-class-${from + n}`, startsAt: '2026', seats: 0 }), [], 'a'),
        ),
      )
    const seen: string[] = []
    for await (const { _id } of classes.each({ index: 'byStart', equals: { district } })) {
      seen.push(_id)
      if (seen.length % 100 === 0)
        await classes.change(_id, 'a', (found) => change(withFields(found, { seats: seen.length })))
    }
    expect(seen).toHaveLength(count)
    expect(new Set(seen).size).toBe(count)
  })
}
