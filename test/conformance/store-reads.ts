import { beforeAll, expect, it } from 'vitest'
import type { IndexedQuery } from '../../src/store/store.ts'
import { district, postingDraft } from '../support/documents.ts'
import { finder, idsByPages, idsOf, type Stage } from './store-stage.ts'

export function storeReads(stage: () => Stage): void {
  const find = finder(stage)

  /** Forty postings: two employers, three states, closing on ten days; every fourth has no closing day. */
  const state = (n: number): string => ['open', 'draft', 'closed'][n % 3] ?? ''
  const closesAt = (n: number): string => `2026-04-${String(10 + (n % 10)).padStart(2, '0')}T00:00:00.000Z`
  const id = (n: number): string => `r-${String(n).padStart(2, '0')}`
  const all = Array.from({ length: 40 }, (_, n) => ({
    _id: id(n),
    n,
    state: state(n),
    closesAt: n % 4 === 3 ? '' : closesAt(n),
  }))
  const openOnes = all.filter((one) => one.state === 'open')
  const byClosing = (one: (typeof all)[number], other: (typeof all)[number]): number =>
    one.closesAt < other.closesAt ? -1 : one.closesAt > other.closesAt ? 1 : one._id < other._id ? -1 : 1

  beforeAll(async () => {
    const { postings } = stage().store.collections
    for (const { _id, n, state, closesAt } of [...all].reverse()) {
      const fields = { state, employer: `emp-${n % 2}`, openings: n, tags: { night: n % 5 === 0 } }
      const draft = postingDraft(_id, { ...fields, ...(closesAt === '' ? { closesAt: undefined } : { closesAt }) })
      await postings.insert(draft, [], 'a')
    }
  })

  it('gives rows in the order of the index, ties by id, and all of it backwards', async () => {
    const query = { index: 'byState', equals: { district, state: 'open' } } as const
    const expected = [...openOnes].sort(byClosing).map(({ _id }) => _id)
    expect(await find('postings', query)).toEqual(expected)
    expect(await find('postings', { ...query, descending: true })).toEqual([...expected].reverse())
  })

  it('gives the rows of fewer values in the order of the fields that follow', async () => {
    const rows = await find('postings', { index: 'byState', equals: { district } })
    const states = rows.map((row) => all.find(({ _id }) => _id === row)?.state)
    expect(states).toEqual([...states].sort())
    expect(rows).toHaveLength(40)
  })

  it('finds a range from its lower bound up to, not with, its upper one', async () => {
    const equals = { district, state: 'open' }
    const [from, before] = [closesAt(2), closesAt(5)]
    const within = (test: (at: string) => boolean): readonly string[] =>
      openOnes
        .filter(({ closesAt }) => closesAt !== '' && test(closesAt))
        .sort(byClosing)
        .map(({ _id }) => _id)
    const ask = (range: { from?: string; before?: string }, descending = false) =>
      find('postings', { index: 'byState', equals, range: { field: 'closesAt', ...range }, descending })
    expect(await ask({ from, before })).toEqual(within((at) => at >= from && at < before))
    expect(await ask({ from, before }, true)).toEqual([...within((at) => at >= from && at < before)].reverse())
    expect(await ask({ from })).toEqual(within((at) => at >= from))
    expect(await ask({ before })).toEqual(within((at) => at < before))
    expect(await ask({ before }, true)).toEqual([...within((at) => at < before)].reverse())
    expect(await ask({ from: before, before: from })).toEqual([])
  })

  it('finds values whole, not by their beginning', async () => {
    expect(await find('postings', { index: 'byState', equals: { district: district.slice(0, 5) } })).toEqual([])
    expect(await find('postings', { index: 'byState', equals: { district, state: 'ope' } })).toEqual([])
    expect(await find('postings', { index: 'byState', equals: { district, state: 'x'.repeat(5000) } })).toEqual([])
    expect(await find('postings', { index: 'byState', equals: { district, state: 'open\0' } })).toEqual([])
  })

  it('gives every row once over pages of any size, in both directions', async () => {
    const { store } = stage()
    for (const descending of [false, true])
      for (const limit of [1, 3, 7, 13, 14, 100]) {
        const query = { index: 'byState', equals: { district, state: 'open' }, descending } as const
        expect(await idsByPages(store, 'postings', query, limit)).toEqual(await find('postings', query))
      }
  })

  it('refuses a cursor that it did not give for this question', async () => {
    const { postings, slots } = stage().store.collections
    const query = { index: 'byState', equals: { district, state: 'open' } } as const
    const { next = '' } = await postings.find(query, { limit: 3 })
    const refused = { code: 'request.cursor' }
    const altered = `${next.startsWith('A') ? 'B' : 'A'}${next.slice(1)}`
    const forged = Buffer.from(JSON.stringify(['000000', 'open'])).toString('base64url')
    for (const after of ['', 'x', '%%%', forged, 'A'.repeat(20_000), next.slice(0, -3), altered])
      await expect(postings.find(query, { limit: 3, after })).rejects.toMatchObject(refused)
    await expect(postings.find({ ...query, descending: true }, { limit: 3, after: next })).rejects.toMatchObject(
      refused,
    )
    await expect(postings.find({ index: 'byDistrict' }, { limit: 3, after: next })).rejects.toMatchObject(refused)
    await expect(slots.find({ index: 'byStart' }, { limit: 3, after: next })).rejects.toMatchObject(refused)
  })

  it('never leads out of the question by a cursor of another one', async () => {
    const { postings } = stage().store.collections
    for (const descending of [false, true])
      for (const [mine, other] of [
        ['emp-0', 'emp-1'],
        ['emp-1', 'emp-0'],
      ] as const) {
        const { next } = await postings.find(
          { index: 'byEmployer', equals: { district, employer: other }, descending },
          { limit: 3 },
        )
        const page = await postings
          .find(
            { index: 'byEmployer', equals: { district, employer: mine }, descending },
            { limit: 100, ...(next === undefined ? {} : { after: next }) },
          )
          .catch(() => ({ rows: [] }))
        expect(page.rows.every(({ employer }) => employer === mine)).toBe(true)
      }
  })

  it('narrows what the index found by fields that are no part of it', async () => {
    const { store } = stage()
    const ask = (and: IndexedQuery<'postings'>['and']) =>
      find('postings', {
        index: 'byEmployer',
        equals: { district, employer: 'emp-0' },
        ...(and === undefined ? {} : { and }),
      })
    const even = all.filter(({ n }) => n % 2 === 0)
    expect(await ask({ openings: 6 })).toEqual([id(6)])
    expect(new Set(await ask({ state: { in: ['open', 'closed'] } }))).toEqual(
      new Set(even.filter(({ state }) => state !== 'draft').map(({ _id }) => _id)),
    )
    expect(new Set(await ask({ 'tags.night': true }))).toEqual(
      new Set(even.filter(({ n }) => n % 5 === 0).map(({ _id }) => _id)),
    )
    expect(await ask({ openings: { in: [] } })).toEqual([])
    expect(await ask({ nothing: 'x' })).toEqual([])
    expect(new Set(await ask({ closesAt: null }))).toEqual(
      new Set(even.filter(({ closesAt }) => closesAt === '').map(({ _id }) => _id)),
    )
    const query = { index: 'byState', equals: { district }, and: { employer: 'emp-1', 'tags.night': false } } as const
    expect(await idsByPages(store, 'postings', query, 3)).toEqual(await find('postings', query))
    expect(await store.collections.postings.count(query)).toBe((await find('postings', query)).length)
  })

  it('counts what it finds', async () => {
    const { postings } = stage().store.collections
    const equals = { district, state: 'open' }
    expect(await postings.count({ index: 'byState', equals })).toBe(openOnes.length)
    const range = { field: 'closesAt', from: closesAt(2), before: closesAt(5) }
    expect(await postings.count({ index: 'byState', equals, range })).toBe(
      (await find('postings', { index: 'byState', equals, range })).length,
    )
    expect(await postings.count({ index: 'byState', equals: { district: 'nowhere' } })).toBe(0)
  })

  it('gives many documents in the order asked for, without those that are missing', async () => {
    const { postings } = stage().store.collections
    expect(idsOf(await postings.getMany([id(7), 'r-none', id(3), id(7)]))).toEqual([id(7), id(3), id(7)])
    expect(await postings.getMany([])).toEqual([])
    await expect(postings.getMany(Array.from({ length: 10_001 }, () => id(1)))).rejects.toThrow(RangeError)
  })

  it('refuses a page without bounds, and a question that no index answers', async () => {
    const { store } = stage()
    const { postings } = store.collections
    for (const limit of [0, -1, 1.5, 10_001, Number.NaN, Infinity]) {
      await expect(postings.find({ index: 'byDistrict' }, { limit })).rejects.toMatchObject({ code: 'request.invalid' })
      await expect(store.pending('postings', limit)).rejects.toMatchObject({ code: 'request.invalid' })
    }
    const wrong: IndexedQuery<'postings'>[] = [
      { index: 'byState', equals: { state: 'open' } },
      { index: 'byState', equals: { district, closesAt: 'x' } },
      { index: 'byDistrict', equals: { district, state: 'open' } },
      { index: 'byState', equals: { district }, range: { field: 'closesAt', from: 'x' } },
      { index: 'byDistrict', equals: { district }, range: { field: '_id', from: 'x' } },
    ]
    for (const query of wrong) {
      await expect(postings.find(query, { limit: 1 })).rejects.toThrow(TypeError)
      await expect(postings.count(query)).rejects.toThrow(TypeError)
    }
  })
}
