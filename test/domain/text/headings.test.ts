import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loadTextTables } from '../../../src/data/text/tables.ts'
import { createTextEngine } from '../../../src/domain/text/text.ts'

const rows = readFileSync(new URL('../../../scripts/learn/headings.tsv', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('\t'))
const names = rows.map(([name = '']) => name)
const engine = createTextEngine(loadTextTables(), names)
const headings = names.map((name) => engine.read(name))
const nearest = (title: string): string => {
  const reading = engine.read(title)
  const scores = headings.map((heading) => engine.similarity(reading, heading))
  return names[scores.indexOf(Math.max(...scores))]!
}

describe('headings of job boards', () => {
  it('are the model that ships: every heading, and every title under one', () => {
    const { headings: model } = loadTextTables()
    expect(model?.names).toHaveLength(names.length)
    expect(new Set(model?.heading).size).toBe(names.length)
    expect(model?.support).toBeGreaterThan(15_000)
  })

  it('stand nearest to themselves', () => {
    expect(names.filter((name) => nearest(name) !== name)).toEqual([])
  })

  it('draw the titles that are filed under them, as nothing in the words does', () => {
    expect(nearest('出租车司机')).toBe('客运/货车/班车司机')
    expect(nearest('幼儿园老师')).toBe('幼教')
    expect(nearest('月嫂')).toBe('家政服务/保姆')
  })

  it('find nine of ten of their own titles, whatever stands around them', () => {
    const filed = rows.flatMap(([name = '', list = '']) =>
      list
        .split('、')
        .slice(0, 2)
        .map((title) => ({ name, title })),
    )
    const found = filed.filter(({ name, title }) => nearest(`急聘${title}，包吃住`) === name)
    expect(found.length / filed.length).toBeGreaterThan(0.9)
  })

  it('make likeness neither lopsided nor more than whole', () => {
    for (const title of ['出租车司机', '保洁员', '', '😀', '普工'.repeat(400)])
      for (const heading of headings.slice(0, 60)) {
        const likeness = engine.similarity(engine.read(title), heading)
        expect(likeness).toBe(engine.similarity(heading, engine.read(title)))
        expect(likeness).toBeGreaterThanOrEqual(0)
        expect(likeness).toBeLessThanOrEqual(1)
      }
  })

  it('say nothing where neither text is one', () => {
    const [a, b] = [engine.read('出租车驾驶员'), engine.read('客车司机师傅')]
    expect(engine.signals(a, b).headings).toBe(0)
    expect(engine.signals(a, engine.read('客运/货车/班车司机')).headings).toBeGreaterThan(0)
  })
})
