import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chineseNumber } from '../../../src/domain/text/numerals.ts'
import { readWage, wageIn } from '../../../src/domain/text/wage.ts'

const range = (text: string) => {
  const found = readWage(text)
  return found !== undefined && 'wage' in found ? [found.wage.minYuan, found.wage.maxYuan] : found
}

describe('a wage', () => {
  it.each([
    ['3-4.5千/月', 3000, 4500],
    ['8千-1.2万', 8000, 12_000],
    ['7千-1万·13薪', 7000, 10_000],
    ['6.5-6.6千', 6500, 6600],
    ['4000-6000元/月', 4000, 6000],
    ['３０００－４０００元', 3000, 4000],
    ['3000~4000', 3000, 4000],
    ['三千到四千', 3000, 4000],
    ['1.5-2万', 15_000, 20_000],
    ['10-15万/年', 8333, 12_500],
    ['13.5/小时', 2808, 2808],
    ['200-300元/天', 5200, 7800],
    ['月薪6000起', 6000, 6000],
    ['三千五', 3500, 3500],
  ])('%s is read as %i to %i yuan a month', (text, min, max) => {
    expect(range(text)).toEqual([min, max])
  })

  it('says what a conversion took for granted', () => {
    expect(readWage('200/天')).toMatchObject({ basis: 'day', assumed: ['26 days a month'] })
    expect(readWage('4000/月')).toMatchObject({ basis: 'month', assumed: [] })
  })

  it('that is open is told from one that is not there', () => {
    expect(readWage('面议')).toEqual({ open: true })
    expect(readWage('')).toBeUndefined()
    expect(readWage('包吃住')).toBeUndefined()
  })

  it('in a longer text is the figure beside a word of pay, not any figure', () => {
    expect(wageIn('招10人,18-45岁,综合薪资2800~3000/月,每月5号发放')).toMatchObject({
      wage: { minYuan: 2800, maxYuan: 3000 },
    })
    expect(wageIn('招10人,18-45岁')).toBeUndefined()
  })

  it('is never negative, never upside down, whatever is written', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('0123456789.-~千万元/月天年小时面议三五k ')) }),
        (text) => {
          const found = readWage(text)
          if (found === undefined || 'open' in found) return
          expect(found.wage.minYuan).toBeGreaterThanOrEqual(0)
          expect(found.wage.minYuan).toBeLessThanOrEqual(found.wage.maxYuan)
        },
      ),
    )
  })
})

it('reads Chinese numerals', () => {
  expect(['三千', '一万二', '三千五', '一百零五', '两千八', '十五'].map(chineseNumber)).toEqual([
    3000, 12_000, 3500, 105, 2800, 15,
  ])
  expect(chineseNumber('abc')).toBeUndefined()
})

const yuan = (minYuan: number, maxYuan: number) => ({ minYuan, maxYuan })

describe('readWage', () => {
  it.each([
    ['3-4.5千/月', 3000, 4500, 'month'],
    ['3-4.5千/月', 3000, 4500, 'month'],
    ['8千-1.2万', 8000, 12_000, 'month'],
    ['8-1.2万', 8000, 12_000, 'month'],
    ['6.5-6.6千', 6500, 6600, 'month'],
    ['4000-6000元/月', 4000, 6000, 'month'],
    ['4000~6000元/月', 4000, 6000, 'month'],
    ['4000至6000', 4000, 6000, 'month'],
    ['8000一10000', 8000, 10_000, 'month'],
    ['3,000-4,000', 3000, 4000, 'month'],
    ['3-4000', 3000, 4000, 'month'],
    ['4k-6k·14薪', 4000, 6000, 'month'],
    ['三千到四千', 3000, 4000, 'month'],
    ['三到五千', 3000, 5000, 'month'],
    ['五六千', 5000, 6000, 'month'],
    ['一万二到一万五', 12_000, 15_000, 'month'],
    ['1万2-1万5', 12_000, 15_000, 'month'],
    ['2.5万以上', 25_000, 25_000, 'month'],
    ['5000+', 5000, 5000, 'month'],
    ['4千以下/月', 3200, 4000, 'month'],
    ['13.5/小时', 2808, 2808, 'hour'],
    ['每小时15元', 3120, 3120, 'hour'],
    ['200-300/天', 5200, 7800, 'day'],
    ['日薪200', 5200, 5200, 'day'],
    ['400-500元一天', 10_400, 13_000, 'day'],
    ['10-15万/年', 8333, 12_500, 'year'],
    ['年薪10万', 8333, 8333, 'year'],
    ['招10人,3000元/月', 3000, 3000, 'month'],
  ])('reads %s as %i to %i yuan a month', (text, minYuan, maxYuan, basis) => {
    expect(readWage(text)).toMatchObject({ wage: yuan(minYuan, maxYuan), basis })
  })

  it('says what a conversion to a month takes for granted', () => {
    expect(readWage('200/天')).toMatchObject({ assumed: ['26 days a month'] })
    expect(readWage('15/小时')).toMatchObject({ assumed: ['8 hours a day', '26 days a month'] })
    expect(readWage('12万/年')).toMatchObject({ assumed: ['12 months'] })
    expect(readWage('7千-1万·13薪')).toMatchObject({
      wage: yuan(7000, 10_000),
      assumed: ['the pay beyond 12 of 13 months is not counted'],
    })
    expect(readWage('4000-6000元/月')).toMatchObject({ assumed: [] })
    expect(readWage('150')).toMatchObject({ assumed: ['a figure of this size is taken per day', '26 days a month'] })
  })

  it('tells an open wage and a piece rate from one that is not stated', () => {
    expect(readWage('面议')).toEqual({ open: true })
    expect(readWage('0.8元/件')).toEqual({ open: true, basis: 'piece' })
    expect(readWage('计件')).toEqual({ open: true, basis: 'piece' })
    expect(readWage('')).toBeUndefined()
    expect(readWage('详见公司介绍')).toBeUndefined()
  })

  it.each(['150-500人', '18-45岁', '每月5号', '2023年', '8小时', '99999999999', '1'])(
    'never takes %s for money',
    (text) => {
      expect(readWage(text)).toBeUndefined()
    },
  )
})

describe('wageIn', () => {
  it('counts a figure only beside a word of pay or of time', () => {
    expect(wageIn('招普工10人,月休4天,工资:3.1-3.8千/月,包吃')).toMatchObject({ wage: yuan(3100, 3800) })
    expect(wageIn('薪资:5000-8000联系电话')).toMatchObject({ wage: yuan(5000, 8000) })
    expect(wageIn('急聘普工 4000-6000元/月')).toMatchObject({ wage: yuan(4000, 6000) })
    expect(wageIn('厂房5000平,员工3000人,18-45岁')).toBeUndefined()
    expect(wageIn('每月5号发放工资。酒店包食宿')).toBeUndefined()
  })

  it('never takes a base pay for the wage', () => {
    expect(wageIn('无责底薪2000元+提成30-75%')).toBeUndefined()
  })
})

describe('chineseNumber', () => {
  it.each([
    ['三千五', 3500],
    ['一万二', 12_000],
    ['两千零五', 2005],
    ['十五', 15],
    ['二十', 20],
    ['三千五百', 3500],
  ])('reads %s as %i', (text, value) => {
    expect(chineseNumber(text)).toBe(value)
  })

  it('leaves other words alone', () => {
    expect(chineseNumber('三千元')).toBeUndefined()
  })
})
