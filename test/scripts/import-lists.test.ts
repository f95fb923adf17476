import { afterAll, describe, expect, it } from 'vitest'
import { readerOf } from '../../scripts/import/columns.ts'
import { readSkill } from '../../scripts/import/values.ts'
import { jobs, load, newFolder, postingsOf, removeFolders } from '../support/import.ts'

afterAll(removeFolders)

describe('a cell that holds a list', () => {
  const listOf = (cell: string, separators?: string): readonly string[] => {
    const source = { columns: ['技能'], ...(separators === undefined ? {} : { separators }) }
    const map = { kind: 'seekers' as const, fields: new Map([['skills', source]]) }
    const sheet = { columns: ['技能'], rows: [], encoding: 'utf-8' as const }
    return readerOf(map, sheet, 'list.csv').list([cell], 'skills')
  }

  it.each(['砌墙，贴砖', '砌墙,贴砖', '砌墙；贴砖', '砌墙;贴砖', '砌墙、贴砖', '砌墙｜贴砖'])(
    'is parted in %s',
    (cell) => {
      expect(listOf(cell)).toEqual(['砌墙', '贴砖'])
    },
  )

  it('is parted by the full-width form of its own separators, and by no other sign', () => {
    expect(listOf('砌墙／贴砖', '/')).toEqual(['砌墙', '贴砖'])
    expect(listOf('砌墙/贴砖', '／')).toEqual(['砌墙', '贴砖'])
    expect(listOf('砌墙，贴砖', '|')).toEqual(['砌墙，贴砖'])
  })
})

describe('a skill of a list', () => {
  it.each([
    ['电焊（中级）3年', { text: '电焊', level: 'intermediate', years: 3 }],
    ['电焊(中级)3年', { text: '电焊', level: 'intermediate', years: 3 }],
    ['缝纫（会平车）２年以上经验', { text: '缝纫', years: 2 }],
    ['高级钳工', { text: '钳工', level: 'senior' }],
    ['（家传）', { text: '（家传）' }],
  ])('%s is read with what stands beside it', (text, skill) => {
    expect(readSkill(text)).toEqual(skill)
  })
})

it('keeps that a wage of a list is open above, and takes the least of a headcount', async () => {
  const folder = newFolder()
  const content = postingsOf(
    '店员,卖衣服,红柳服装店,3-5,底薪3000+提成',
    '保安,看大门,红柳服装店,保洁3人、保安2人,4000起',
    '装卸工,卸化肥,红柳服装店,10余人,每吨8元',
  )
  await load({ folder, content, kind: 'postings' })
  const found = new Map((await jobs(folder)).map((one) => [one.title, one]))
  expect(found.get('店员')).toMatchObject({
    openings: 3,
    terms: { wage: { minYuan: 3000, maxYuan: 3000, openAbove: true } },
  })
  expect(found.get('保安')).toMatchObject({
    openings: 5,
    terms: { wage: { minYuan: 4000, maxYuan: 4000, openAbove: true } },
  })
  expect(found.get('装卸工')).toMatchObject({ openings: 10 })
  expect(found.get('装卸工')?.terms.wage).toBeUndefined()
})
