import { describe, expect, it } from 'vitest'
import { ageLineIn, discriminationIn } from '../../../src/domain/text/wording.ts'

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
