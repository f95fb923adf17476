import { describe, expect, it } from 'vitest'
import { loadTextTables } from '../../../src/data/text/tables.ts'
import { createTextEngine, type ConceptHit } from '../../../src/domain/text/text.ts'

const engine = createTextEngine(loadTextTables())
const ids = (hits: readonly ConceptHit[]): string[] => hits.map((hit) => hit.concept)

describe('what a sentence denies', () => {
  it.each([
    ['电脑不会用', 'skill/computer'],
    ['缝纫机不会踩', 'skill/sewing'],
    ['电工证没有', 'cert/low-voltage'],
    ['电工证没考上', 'cert/low-voltage'],
    ['驾照没拿到', 'cert/c1'],
    ['驾照还没考', 'cert/c1'],
    ['驾照没考下来', 'cert/c1'],
    ['驾照考不上', 'cert/c1'],
    ['C1没有', 'cert/c1'],
    ['C1还没拿', 'cert/c1'],
    ['健康证没办', 'cert/health'],
    ['保洁不干', 'skill/cleaning'],
    ['保安不想干', 'skill/guard'],
    ['工地不去', 'skill/site-labour'],
    ['装卸不行，别的都行', 'skill/loading'],
    ['不敢杀鸡，能摘菜', 'skill/slaughter'],
    ['再也不开大车了', 'skill/truck-driving'],
    ['开大车开够了', 'skill/truck-driving'],
    ['保洁不干了', 'skill/cleaning'],
    ['不带孩子', 'skill/infant-care'],
    ['除了开车啥都会', 'skill/car-driving'],
    ['除了开车，别的都行', 'skill/car-driving'],
    ['保洁以外都可以', 'skill/cleaning'],
  ])('is refused, wherever the negation stands: %s', (text, concept) => {
    const reading = engine.read(text)
    expect(ids(reading.refused)).toContain(concept)
    expect(ids([...reading.skills, ...reading.certificates])).not.toContain(concept)
  })

  it.each([
    ['不会修车会开车', 'skill/car-driving', 'skill/car-repair'],
    ['不会电脑会打字', 'skill/data-entry', 'skill/computer'],
    ['不会做饭只会洗碗', 'skill/kitchen-help', 'skill/home-cooking'],
    ['会开车不会修车', 'skill/car-driving', 'skill/car-repair'],
  ])('ends where the person turns to what they can do: %s', (text, claimed, refused) => {
    const reading = engine.read(text)
    expect(ids(reading.skills)).toContain(claimed)
    expect(ids(reading.skills)).not.toContain(refused)
    expect(ids(reading.refused)).toEqual([refused])
  })

  it.each([
    ['不是不会做饭', 'skill/home-cooking'],
    ['谁说我不会开装载机', 'skill/loader'],
    ['会开车没修过', 'skill/car-driving'],
    ['开车没出过事', 'skill/car-driving'],
    ['除了开车还会修车', 'skill/car-driving'],
    ['i know how to cook', 'skill/home-cooking'],
  ])('is nothing where the negation denies something else: %s', (text, concept) => {
    const reading = engine.read(text)
    expect(ids(reading.skills)).toContain(concept)
    expect(reading.refused).toEqual([])
  })
})

describe('what a sentence says of time', () => {
  it.each([
    ['健康证到期了', 'cert/health'],
    ['健康证过期了', 'cert/health'],
    ['焊工证丢了', 'cert/welder'],
    ['电工证去年过期了', 'cert/low-voltage'],
  ])('refuses a certificate that is no longer good: %s', (text, concept) => {
    const reading = engine.read(text)
    expect(ids(reading.refused)).toEqual([concept])
    expect(reading.certificates).toEqual([])
  })

  it.each([
    ['健康证还没到期', 'cert/health'],
    ['健康证2027年过期', 'cert/health'],
    ['健康证丢了又补办了', 'cert/health'],
    ['健康证没过期', 'cert/health'],
  ])('keeps one that still is: %s', (text, concept) => {
    const reading = engine.read(text)
    expect(ids(reading.certificates)).toEqual([concept])
    expect(reading.refused).toEqual([])
  })

  it('keeps the skill of a trade whose certificate ran out', () => {
    const reading = engine.read('电焊证过期了，焊了十年')
    expect(ids(reading.skills)).toEqual(['skill/welding'])
    expect(ids(reading.refused)).toEqual(['cert/welder'])
  })

  it.each(['正在考电工证', '电工证正在考', '准备考驾照', '想考育婴师证', '准备考C1', '想学电焊', '打算学开车'])(
    'neither claims nor refuses what is only planned: %s',
    (text) => {
      const { skills, certificates, refused } = engine.read(text)
      expect([skills, certificates, refused]).toEqual([[], [], []])
    },
  )

  it.each([
    ['学过电焊', 'skill/welding'],
    ['在学校做饭', 'skill/home-cooking'],
  ])('knows a plan from what is learned already: %s', (text, concept) => {
    expect(ids(engine.read(text).skills)).toContain(concept)
  })
})

describe('a word', () => {
  it('is a verb behind 会 where it reaches further: 会务果树', () => {
    expect(ids(engine.read('会务果树，剪枝疏花').skills)).toEqual(['skill/pruning'])
    expect(ids(engine.read('干过会务').skills)).toEqual(['skill/event-staff'])
  })

  it('for a health certificate speaks for no occupation', () => {
    const nursing = engine.read('护理员证和健康证都有').occupations.map((hit) => engine.nameOf(hit.concept)?.zh)
    expect(nursing[0]).toBe('养老护理员')
    expect(nursing).not.toContain('餐厅服务员')
  })
})

describe('a text of any length', () => {
  const parts = ['不会', '没有会', '除了,啥', '丢了', '想学', '会开车不会修车', '怕高', '以前腰疼,现在好了', '有a1证']
  it.each(parts)('is read in bounded time: %s again and again', (part) => {
    const start = performance.now()
    engine.read(part.repeat(Math.ceil(100_000 / part.length)))
    expect(performance.now() - start).toBeLessThan(1_500)
  })
})
