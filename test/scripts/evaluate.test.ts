import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closenessOf, createPlaceFinder } from '../../scripts/evaluate/places.ts'
import { readTrack, TrackError } from '../../scripts/evaluate/track.ts'

describe('a track for evaluation', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'track-'))
  })
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  const fileOf = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const files = (over: Partial<Record<'corpus' | 'queries' | 'qrels', string>> = {}) => ({
    corpus: fileOf('corpus.jsonl', over.corpus ?? '{"id":"c1","text":"厨师"}\r\n{"id":2,"text":"保安员"}\r\n'),
    queries: fileOf('queries.jsonl', over.queries ?? '\uFEFF{"id":"q1","text":"炒菜"}\n{"id":"q2","text":"看门"}'),
    qrels: fileOf('qrels.tsv', over.qrels ?? 'q1\t0\tc1\t1\nq1 0 2 0\n'),
  })

  it('is read with a byte order mark, numbers as ids and Windows line ends; queries that nobody judged are left out', () => {
    const track = readTrack('any', files())
    expect(track.queries.map(({ id }) => id)).toEqual(['q1'])
    expect(track.corpus.map(({ id }) => id)).toEqual(['c1', '2'])
    expect(track.gains.map((gains) => [...gains])).toEqual([[[0, 1]]])
  })

  it.each([
    ['nothing in it', { corpus: '\n' }, /corpus\.jsonl is empty/],
    ['a line that is not JSON', { queries: '{"id":"q1","text":"炒菜"}\nid,text' }, /queries\.jsonl, line 2: not JSON/],
    ['a line that is a list', { queries: '[]' }, /queries\.jsonl, line 1: needs "id"/],
    ['a line without a text', { corpus: '{"id":"c1"}' }, /corpus\.jsonl, line 1: needs "id"/],
    ['judgements of other queries', { qrels: 'x 0 c1 1' }, /qrels\.tsv judges none of the queries/],
  ])('with %s is refused by file and line', (_, over, problem) => {
    expect(() => readTrack('any', files(over))).toThrow(TrackError)
    expect(() => readTrack('any', files(over))).toThrow(problem)
  })

  it('with a file that is not there is refused by its name', () => {
    expect(() => readTrack('any', { ...files(), qrels: join(folder, 'no.tsv') })).toThrow(
      /no\.tsv cannot be read \(ENOENT\)/,
    )
  })
})

describe('places of a track', () => {
  const find = createPlaceFinder()
  const placed = (city: string, state: string) => {
    const found = find({ city, state })
    if (found === undefined) throw new Error(`${city} is not found`)
    return found
  }

  it('are as near as the way between them is short, however their names are written', () => {
    const home = placed('Newark', 'NJ')
    expect(closenessOf(home, placed(' newark ', 'nj'))).toBe(1)
    expect(closenessOf(home, placed('Jersey City', 'NJ'))).toBeGreaterThan(closenessOf(home, placed('Trenton', 'NJ')))
    expect(closenessOf(home, placed('New York', 'NY'))).toBeGreaterThan(closenessOf(home, placed('Trenton', 'NJ')))
    expect(closenessOf(placed('St. Louis', 'MO'), placed('Saint Louis', 'MO'))).toBe(1)
  })

  it('that nobody knows stand in the middle of their state, or nowhere', () => {
    expect(find({ city: 'Nowhereville', state: 'OH' })).toEqual(find({ state: 'OH' }))
    expect(find({ city: 'Utrecht', state: 'NL' })).toBeUndefined()
    expect(find({})).toBeUndefined()
  })
})
