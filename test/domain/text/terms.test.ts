import { describe, expect, it } from 'vitest'
import { headcountIn, readTerms } from '../../../src/domain/text/terms.ts'

describe('the terms of a text', () => {
  it('are read as recruiters write them', () => {
    expect(
      readTerms('招包装工10人,月薪3500-4500元,包食宿,两班倒,18-50岁,无需经验,需健康证,初中及以上学历', ['五险一金']),
    ).toEqual({
      wage: { minYuan: 3500, maxYuan: 4500 },
      shifts: ['rotating'],
      lodging: true,
      meals: true,
      certificates: ['健康证'],
      educationMin: 'junior',
      experienceYearsMin: 0,
      ageLine: { min: 18, max: 50 },
      benefits: ['五险一金'],
    })
  })

  it('stay unknown where nothing is said', () => {
    expect(readTerms('欢迎加入我们')).toEqual({})
    expect(readTerms('')).toEqual({})
  })

  it.each([
    ['不上夜班', { shifts: ['day'] }],
    ['不提供住宿', { lodging: false }],
    ['餐费自理', { meals: false }],
    ['无需电工证', {}],
    ['有C1驾照优先', {}],
    ['学历不限', { educationMin: 'none' }],
  ])('respect the turn of %s', (text, terms) => {
    expect(readTerms(text)).toEqual(terms)
  })

  it.each([
    ['需C1驾照,驾龄3年以上', 'certificates', ['C1驾照']],
    ['持低压电工证', 'certificates', ['低压电工证']],
    ['冷库装卸,重体力', 'demands', ['heavy_lifting', 'cold_room']],
    ['高空外墙作业', 'demands', ['heights']],
    ['晚班通宵值守', 'demands', ['night_work']],
    ['3年以上工作经验', 'experienceYearsMin', 3],
    ['大专以上学历', 'educationMin', 'college'],
    ['高中/中专均可', 'educationMin', 'senior'],
  ])('%s gives %s', (text, field, value) => {
    expect(readTerms(text)).toMatchObject({ [field]: value })
  })

  it('name how many people are sought', () => {
    expect([
      headcountIn('招10人'),
      headcountIn('急招包装工3名'),
      headcountIn('若干'),
      headcountIn('需要女装导购'),
    ]).toEqual([10, 3, undefined, undefined])
  })
})
