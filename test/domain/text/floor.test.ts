import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loadTextTables } from '../../../src/data/text/tables.ts'
import { createTextEngine } from '../../../src/domain/text/text.ts'
import { measureSaid, saidRows } from '../../../scripts/evaluate/said.ts'
import { meanOf, metricsOf, rankOf } from '../../../scripts/evaluate/metrics.ts'

const tables = loadTextTables()
const linesOf = (file: URL): string[][] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'))

describe('quality never falls below what was measured', () => {
  it.each([
    ['they helped to make the tables', 'words.tsv', 60, 0.92, 0.85],
    ['no table was made with them in sight', 'words-unseen.tsv', 100, 0.83, 0.77],
  ])(
    'finds the official occupation of sentences as rural job-seekers say them: %s',
    (_, file, count, acc1Min, mapMin) => {
      const sentences = linesOf(new URL(`../../../scripts/evaluate/${file}`, import.meta.url))
      const names = tables.occupations.map((row) => row.zh)
      const engine = createTextEngine(tables, names)
      const documents = names.map((name) => engine.read(name))
      const all = sentences.map(([text = '', fitting = '']) => {
        const reading = engine.read(text)
        const scores = Float64Array.from(documents, (document) => engine.similarity(reading, document))
        const gains = new Map(fitting.split('、').map((name): [number, number] => [names.indexOf(name), 1]))
        return metricsOf(rankOf(scores), gains)
      })
      const { acc1, map } = meanOf(all)
      expect(all.length).toBeGreaterThanOrEqual(count)
      expect(acc1).toBeGreaterThanOrEqual(acc1Min)
      expect(map).toBeGreaterThanOrEqual(mapMin)
    },
  )

  it.each([
    ['said.tsv', 0.61],
    ['said-unseen.tsv', 0.59],
  ] as const)('reads what people claim, refuse and cannot do better than the rules alone: %s', (file, rightMin) => {
    const rows = saidRows(file)
    const learned = measureSaid(createTextEngine(tables), rows)
    const rules = measureSaid(createTextEngine({ ...tables, said: undefined }), rows)
    expect(rows.length).toBeGreaterThanOrEqual(120)
    expect(learned.right).toBeGreaterThanOrEqual(rightMin)
    expect(learned.right).toBeGreaterThan(rules.right)
    expect(learned.refused.found).toBeGreaterThan(rules.refused.found)
    expect(learned.limits.found).toBeGreaterThanOrEqual(0.85)
    expect(learned.limits.right).toBeGreaterThanOrEqual(0.85)
  })

  it('ranks the fitting postings of a person first in 780 judged pairs', () => {
    const rows = linesOf(new URL('pairs.tsv', import.meta.url))
    const postings = rows.filter(([kind]) => kind === 'posting')
    const people = rows.filter(([kind]) => kind === 'person')
    const engine = createTextEngine(tables)
    const documents = postings.map(([, , text = '']) => engine.read(text))
    const ids = postings.map(([, id]) => id)
    const all = people.map(([, text = '', judged = '']) => {
      const reading = engine.read(text)
      const scores = Float64Array.from(documents, (document) => engine.similarity(reading, document))
      const gains = new Map(
        judged.split('、').map((pair): [number, number] => [ids.indexOf(pair.slice(0, 3)), Number(pair.slice(4))]),
      )
      expect([...gains.keys()]).not.toContain(-1)
      return metricsOf(rankOf(scores), gains)
    })
    const { acc1, ndcg10 } = meanOf(all)
    expect(postings.length * people.length).toBeGreaterThanOrEqual(300)
    expect(acc1).toBeGreaterThanOrEqual(0.9)
    expect(ndcg10).toBeGreaterThanOrEqual(0.9)
  })
})
