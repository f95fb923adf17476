import { describe, expect, it } from 'vitest'
import { loadTextTables } from '../../../src/data/text/tables.ts'
import { textLengthMax } from '../../../src/domain/text/normalise.ts'
import { createTextEngine, type ConceptHit } from '../../../src/domain/text/text.ts'

const tables = loadTextTables()
const engine = createTextEngine(tables)
const ids = (hits: readonly ConceptHit[]): string[] => hits.map((hit) => hit.concept)
const like = (a: string, b: string): number => engine.similarity(engine.read(a), engine.read(b))
const best = (text: string): string | undefined => {
  const first = engine.read(text).occupations[0]
  return first && engine.nameOf(first.concept)?.zh
}

describe('what a sentence says ends in the right field', () => {
  it.each([
    ['会做饭，不会电脑', ['skill/home-cooking'], ['skill/computer']],
    ['电脑不会，会开拖拉机', ['skill/farm-machine'], ['skill/computer']],
    ['没干过电焊，打过灰', ['skill/concrete'], ['skill/welding']],
    ['can cook, cannot drive', ['skill/home-cooking'], ['skill/car-driving']],
  ])('never claims what is negated: %s', (text, claimed, refused) => {
    const reading = engine.read(text)
    expect(ids(reading.skills)).toEqual(expect.arrayContaining(claimed))
    expect(ids(reading.refused)).toEqual(expect.arrayContaining(refused))
    for (const concept of refused) expect(ids(reading.skills)).not.toContain(concept)
  })

  it('keeps a promise that only sounds like a negation as a claim', () => {
    expect(ids(engine.read('带孩子没问题').skills)).toContain('skill/infant-care')
    expect(ids(engine.read('打扫卫生没问题').refused)).toEqual([])
  })

  it.each([
    ['腰不好，重活干不了', 'heavy_lifting'],
    ['上不了夜班', 'night_work'],
    ['膝盖疼，站不住', 'long_standing'],
    ['恐高', 'heights'],
    ['闻不了油漆味', 'dust_or_chemicals'],
    ['怕冷，冷库不行', 'cold_room'],
    ['眼睛花了', 'fine_eyesight'],
  ])('reads a limit, not a skill: %s', (text, limit) => {
    const reading = engine.read(text)
    expect(reading.limits).toContain(limit)
    expect(reading.skills).toEqual([])
  })

  it('does not invent a limit where somebody boasts', () => {
    for (const text of ['力气大，重活没问题', '夜班也行', '身体好，不怕苦'])
      expect(engine.read(text).limits).toEqual([])
  })

  it.each([
    ['给奶站开过车，有C1', 'cert/c1'],
    ['有低压电工证', 'cert/low-voltage'],
    ['考了叉车证', 'cert/forklift'],
    ['健康证刚办的', 'cert/health'],
    ['有Ｂ２驾照', 'cert/b2'],
  ])('reads a certificate as a certificate: %s', (text, certificate) => {
    expect(ids(engine.read(text).certificates)).toContain(certificate)
  })

  it('does not grant a certificate that somebody lacks', () => {
    const reading = engine.read('没有驾照')
    expect(reading.certificates).toEqual([])
    expect(ids(reading.refused)).toContain('cert/c1')
  })

  it.each([
    ['跟亲戚在工地绑过两年架子', '架子工'],
    ['月嫂干了三年', '家政服务员'],
    ['电焊工', '焊工'],
    ['踩过缝纫机', '缝纫工'],
    ['開過鏟車', '挖掘铲运和桩工机械司机'],
  ])('finds the occupation behind the words: %s', (text, occupation) => {
    expect(best(text)).toBe(occupation)
  })

  it('names the words that led to a concept', () => {
    const hit = engine.read('会开挖机').skills.find((skill) => skill.concept === 'skill/excavator')
    expect(hit?.words).toEqual(['开挖机'])
  })
})

describe('likeness', () => {
  it('puts a cook of family meals nearer to home service than to programming', () => {
    expect(like('会做饭、带孩子', '家政保姆，照顾小孩，做饭')).toBeGreaterThan(like('会做饭、带孩子', '软件开发工程师'))
  })

  it('carries meaning across Chinese and English', () => {
    expect(like('电焊工', 'welder')).toBeGreaterThan(like('电焊工', 'kindergarten teacher'))
    expect(like('货车司机', 'truck driver')).toBeGreaterThan(like('货车司机', 'pastry chef'))
  })

  it('stays in 0 … 1, is symmetric, and is highest for a text and itself', () => {
    const texts = ['保洁员', '包装工 包食宿', 'welder', '', '会开车', '!!!']
    for (const a of texts)
      for (const b of texts) {
        expect(like(a, b)).toBeGreaterThanOrEqual(0)
        expect(like(a, b)).toBeLessThanOrEqual(1)
        expect(like(a, b)).toBeCloseTo(like(b, a), 6)
        expect(like(a, b)).toBeLessThanOrEqual(like(a, a) + 1e-6)
      }
  })

  it('gives a text that repeats its keywords no advantage', () => {
    const plain = like('找焊工的活', '招聘焊工')
    const stuffed = like('找焊工的活', `招聘${'焊工'.repeat(500)}`)
    const listed = like('找焊工的活', `招聘${'焊工、'.repeat(500)}`)
    expect(stuffed).toBeLessThanOrEqual(plain + 0.02)
    expect(listed).toBeLessThanOrEqual(plain + 0.02)
  })

  it('knows near occupations by the tree of the classification', () => {
    const near = engine.occupationCloseness('occ/4-10-01-05', 'occ/4-10-01-06')
    const far = engine.occupationCloseness('occ/4-10-01-05', 'occ/6-18-02-04')
    expect(engine.occupationCloseness('occ/4-10-01-05', 'occ/4-10-01-05')).toBe(1)
    expect(near).toBeGreaterThan(far)
    expect(engine.occupationCloseness('occ/4-10-01-05', 'skill/welding')).toBe(0)
  })

  it('accepts a higher driving class for a lower one, never the other way round', () => {
    expect(engine.satisfies('cert/a2', 'cert/c1')).toBe(true)
    expect(engine.satisfies('cert/c1', 'cert/a2')).toBe(false)
    expect(engine.satisfies('cert/c1', 'cert/c1')).toBe(true)
  })
})

describe('bad text', () => {
  const bad: [string, string][] = [
    ['empty', ''],
    ['blank', ' \n\t '],
    ['emoji', '👩‍🌾🚜🔥'],
    ['punctuation', '。。，！!?—…、'],
    ['a lone surrogate', '\ud800焊工'],
    ['control characters', '\u0000\u0007\u200b'],
    ['mixed scripts', '焊工 сварщик 용접 لحام welder'],
    ['HTML', '<script>alert(1)</script><b>焊工</b>&nbsp;<img src=x onerror=y>'],
    ['100 kB of one character', '焊'.repeat(100_000)],
    ['100 kB of commas', '，'.repeat(100_000)],
    ['100 kB of digits', '1'.repeat(100_000)],
    ['100 kB of open brackets', '<('.repeat(50_000)],
    ['100 kB of negations', '不会'.repeat(50_000)],
    ['a regular expression', '.*+?^${}()|[]\\'],
  ]
  it.each(bad)('reads %s without throwing, in bounded lists', (_, text) => {
    const reading = engine.read(text)
    expect(reading.occupations.length).toBeLessThanOrEqual(8)
    expect(reading.skills.length).toBeLessThanOrEqual(24)
    expect(reading.certificates.length).toBeLessThanOrEqual(12)
    expect(reading.tokens.length).toBeLessThanOrEqual(400)
    expect([...reading.vector].every(Number.isFinite)).toBe(true)
    const likeness = engine.similarity(reading, engine.read('焊工'))
    expect(likeness).toBeGreaterThanOrEqual(0)
    expect(likeness).toBeLessThanOrEqual(1)
  })

  it('says nothing about a text without words', () => {
    for (const text of ['', '👩‍🌾', '。。，！']) {
      const { occupations, skills, refused, limits, vector } = engine.read(text)
      expect([occupations, skills, refused, limits]).toEqual([[], [], [], []])
      expect(vector.every((value) => value === 0)).toBe(true)
    }
  })

  it('sees the work inside markup', () => {
    expect(best('<p>焊工</p>')).toBe('焊工')
  })

  it('ignores what stands behind the stated bound', () => {
    expect(ids(engine.read(`${'。'.repeat(textLengthMax * 2 + 1)}会开叉车`).skills)).toEqual([])
  })

  it('reads the same text the same way twice', () => {
    const text = '给奶站开过车，有C1，不会电脑，腰不好'
    expect(engine.read(text)).toEqual(engine.read(text))
    expect(createTextEngine(tables).read(text)).toEqual(engine.read(text))
  })
})
