import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chineseNumber, readWage, wageIn } from '../../../src/domain/text/wage.ts'

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
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.-~千万元/月天年小时面议三五k ') }), (text) => {
        const found = readWage(text)
        if (found === undefined || 'open' in found) return
        expect(found.wage.minYuan).toBeGreaterThanOrEqual(0)
        expect(found.wage.minYuan).toBeLessThanOrEqual(found.wage.maxYuan)
      }),
    )
  })
})

it('reads Chinese numerals', () => {
  expect(['三千', '一万二', '三千五', '一百零五', '两千八', '十五'].map(chineseNumber)).toEqual([
    3000, 12_000, 3500, 105, 2800, 15,
  ])
  expect(chineseNumber('abc')).toBeUndefined()
})
