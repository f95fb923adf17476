import { describe, expect, it } from 'vitest'
import { render, templates, textMax, valueMax, type Template } from '../../src/domain/message.ts'
import { gapsOf, longestOf, previewOf, sizeOf, templateProblems } from '../../src/domain/template-check.ts'

const of = (text: string): Template => ({ id: 't', version: 1, text })
const fields = (text: string) => templateProblems(of(text)).map((one) => one.field)

describe('a template', () => {
  it.each(Object.values(templates))('$id as shipped keeps every rule and fits at its longest', (template) => {
    expect(templateProblems(template)).toEqual([])
    expect(longestOf(template).length).toBeLessThanOrEqual(textMax)
  })

  it.each([
    ['您好,{title}。', ['sign'], 'no sign'],
    ['【利】您好,{title}。', ['sign'], 'a sign that is too short'],
    ['【利通就业】您好【急】,{title}。', ['text'], 'brackets in the text'],
    ['【利通就业】{title}{place}好。', ['text'], 'two values side by side'],
    ['【利通就业】{title}', ['text'], 'nothing but values'],
    ['【利通就业】您好,{id},{1x}。', ['id', '1x'], 'names that providers refuse'],
    ['【利通就业】{title},{title}。', ['title', 'title'].slice(0, 2), 'a value twice'],
    ['【利通就业】看 https://a.cn 。', ['text'], 'an address'],
    ['【利通就业】好消息★。', ['text'], 'a sign that networks drop'],
    [`【利通就业】${'好'.repeat(61)}。`, ['text'], 'a sentence without end'],
    [`【利通就业】${'好，您好。'.repeat(110)}`, ['text'], 'a text that is too long'],
  ])('%j is refused, naming where', (text, expected) => {
    expect(fields(text)).toEqual(expected)
    for (const { zh, en } of templateProblems(of(text))) expect(zh.length * en.length).toBeGreaterThan(0)
  })

  it('is counted as it is paid for', () => {
    expect(sizeOf('字'.repeat(70))).toEqual({ length: 70, parts: 1 })
    expect(sizeOf('字'.repeat(71))).toEqual({ length: 71, parts: 2 })
    expect(sizeOf('a'.repeat(134)).parts).toBe(2)
    expect(sizeOf('a'.repeat(150)).parts).toBe(3)
  })

  it('is previewed with real values, and says which are missing or unknown', () => {
    const values = { when: '3月5日9:30', place: '金丰社区', mode: '当面' }
    const found = previewOf(templates.guidance, values)
    expect(found).toMatchObject({ text: render(templates.guidance, values).text, parts: 1 })
    const { place: _place, ...rest } = values
    expect(previewOf(templates.guidance, { ...rest, other: 'x' })).toMatchObject({
      problems: [{ field: 'place' }, { field: 'other' }],
    })
    expect(gapsOf(templates.bundle2)).toEqual(['first', 'second'])
  })

  it('takes values as long as providers do, without a second pair of their brackets', () => {
    const { text } = render(of('【利通就业】您好,{title}。'), { title: `【急聘】${'长'.repeat(60)}` })
    expect(text).toBe(`【利通就业】您好,急聘${'长'.repeat(valueMax - 3)}…。`)
  })
})
