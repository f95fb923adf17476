import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { headcountIn } from '../../../src/domain/text/headcount.ts'
import { readTerms } from '../../../src/domain/text/terms.ts'
import { readWage } from '../../../src/domain/text/wage.ts'
import { ageLineIn } from '../../../src/domain/text/age-line.ts'
import { discriminationIn } from '../../../src/domain/text/wording.ts'

describe('wording that shuts people out', () => {
  it.each([
    ['只招男性', 'sex', '只招男性'],
    ['招女工20名', 'sex', '招女工'],
    ['保安 男优先', 'sex', '男优先'],
    ['性别:男', 'sex', '性别:男'],
    ['已婚已育优先', 'sex', '已婚已育优先'],
    ['不招回族', 'ethnicity', '不招回族'],
    ['少数民族勿扰', 'ethnicity', '少数民族勿扰'],
    ['穆斯林勿扰', 'religion', '穆斯林勿扰'],
    ['仅限本地户口', 'household_registration', '仅限本地户口'],
    ['不要移民', 'household_registration', '不要移民'],
    ['不招残疾人', 'disability', '不招残疾人'],
    ['乙肝携带者勿扰', 'infection', '乙肝携带者勿扰'],
  ])('%s is found as %s', (text, rule, words) => {
    expect(discriminationIn(text)).toMatchObject([{ rule, words }])
    expect(discriminationIn(text)[0]?.article).toMatch(/就业促进法/)
  })

  it.each([
    '男女不限',
    '女装导购',
    '回汉灶',
    '女职工三期保护',
    '不限户籍',
    '男女工各5名',
    '清真餐厅厨师',
    '招男装销售',
  ])('is not seen in %s', (text) => {
    expect(discriminationIn(text)).toEqual([])
  })

  it('is named with its exact place', () => {
    const text = '招保安3名,只招男性,包吃住'
    const [found] = discriminationIn(text)
    expect(text.slice(found!.start, found!.end)).toBe(found!.words)
  })

  it('is looked for in bounded time', () => {
    expect(() => discriminationIn('只招'.repeat(100_000))).not.toThrow()
  })
})

it('reads age lines, for a person to look at', () => {
  expect([
    ageLineIn('18-45岁'),
    ageLineIn('55周岁以下'),
    ageLineIn('年满18周岁'),
    ageLineIn('30岁以上'),
    ageLineIn('10年经验'),
  ]).toEqual([{ min: 18, max: 45 }, { max: 55 }, undefined, { min: 30 }, undefined])
})

const rulesIn = (text: string) => discriminationIn(text).map(({ rule }) => rule)

describe('discriminationIn', () => {
  it.each([
    ['sex', '招女工'],
    ['sex', '女士优先'],
    ['sex', '仅限女性'],
    ['sex', '要求:女'],
    ['sex', '女,25-40岁'],
    ['sex', '男18-45岁'],
    ['sex', '性别:女'],
    ['sex', '女服务员'],
    ['sex', '招聘女收银员'],
    ['sex', '已婚已育优先'],
    ['sex', '三年内不得怀孕'],
    ['ethnicity', '限汉族'],
    ['ethnicity', '回民优先'],
    ['ethnicity', '少数民族勿扰'],
    ['ethnicity', '限羌族'],
    ['ethnicity', '不招土族'],
    ['ethnicity', '裕固族勿扰'],
    ['ethnicity', '只招回族厨师'],
    ['religion', '信教者勿扰'],
    ['household_registration', '限本地户口'],
    ['household_registration', '不招外地人'],
    ['household_registration', '移民勿扰'],
    ['disability', '不招残疾人'],
    ['infection', '乙肝携带者勿扰'],
  ])('finds %s in %s', (rule, text) => {
    expect(rulesIn(text)).toEqual([rule])
    expect(rulesIn(`工资3000,${text},包吃`)).toEqual([rule])
  })

  it.each([
    '男女不限',
    '招男女工',
    '男女各5名',
    '要求男女均可',
    '性别不限',
    '女职工三期保护',
    '女装导购',
    '女性服装店导购',
    '招女生宿舍管理员',
    '卖男鞋',
    '照顾男性老人',
    '民族不限',
    '提供回民灶',
    '清真餐厅服务员',
    '招聘水族馆管理员',
    '招聘水族店店员',
    '急聘保安民警助理',
    '招聘傣族舞蹈老师',
    '招聘回族菜厨师',
    '招高山民宿管家',
    '户籍不限',
    '残疾人优先',
    '优先录用本村搬迁群众',
    '有家庭女儿18-20岁同住',
  ])('lets %s pass', (text) => {
    expect(discriminationIn(text)).toEqual([])
  })

  it.each([
    ['性别：女', '性别：女'],
    ['性别：仅限男', '性别：仅限男'],
    ['要求：女，18-35岁', '要求：女'],
    ['服务员，女，18-35岁', '女'],
    ['服务员；男；年龄：45岁以下', '男'],
    ['服务员，女，包吃住', '女'],
    ['仅限：女性', '仅限：女性'],
    ['要求：男', '要求：男'],
    ['岗位：男保安', '男'],
  ])('reads full-width signs: %s', (text, words) => {
    const before = '（急招）２名，'
    expect(discriminationIn(before + text)).toMatchObject([
      { rule: 'sex', words, start: before.length + text.indexOf(words) },
    ])
  })

  it.each([
    '性别：男，女均可',
    '性别：男、女',
    '男，女不限',
    '面料：男装，女装',
    '女：5名，男：5名',
    '顾客：男士、女士',
  ])('lets %s pass', (text) => {
    expect(discriminationIn(text)).toEqual([])
  })

  it('names the words, their span and the article', () => {
    const text = '工资3000,只招女工,包吃'
    const [found] = discriminationIn(text)
    expect(found).toMatchObject({ words: '只招女工', start: 7, end: 11 })
    expect(text.slice(found?.start, found?.end)).toBe(found?.words)
    expect(found?.article).toContain('《就业促进法》第二十七条')
  })

  it('keeps the span true behind a phrase that is harmless', () => {
    const text = '男女不限。限汉族。'
    expect(discriminationIn(text).map(({ start, end }) => text.slice(start, end))).toEqual(['限汉族'])
  })

  it('gives spans that lie in the text and say its words, whatever the text', () => {
    const pieces = fc.constantFrom(
      '招',
      '女',
      '男',
      '限',
      '汉族',
      '户口',
      '不',
      ',',
      '工',
      '18',
      '岁',
      '优先',
      '服务员',
      '本地',
      '😀',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        const text = parts.join('')
        for (const { start, end, words } of discriminationIn(text)) expect(text.slice(start, end)).toBe(words)
      }),
    )
  })
})

describe('the readers of recruiters’ words', () => {
  const read = (text: string): void => {
    readWage(text)
    readTerms(text, [text])
    headcountIn(text)
    discriminationIn(text)
    ageLineIn(text)
  }

  it('take any text without failing', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => read(text)))
  })

  // Each piece, repeated, drives one of the patterns to its worst case: what grows with the square would take minutes.
  it.each([
    '1',
    '1-',
    '一',
    '三千',
    '工资',
    '工资1',
    '招女',
    '女,',
    '会',
    '会好',
    '小学',
    '限本地',
    '要求',
    '优先可办',
    '可提供',
    '年',
    'ﷺ',
    '1元-',
    '1,234',
    '工资3000+',
    '大工300',
    ':\n',
    '男,',
    '会开',
    '保洁3人、',
    '小学、初中',
    '早班',
    '没有',
    '年龄',
    'C1、',
  ])(
    'take 100 kB of %s in bounded time',
    (piece) => {
      read(piece.repeat(100_000 / piece.length))
    },
    5_000,
  )
})
