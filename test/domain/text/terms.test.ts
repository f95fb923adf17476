import { describe, expect, it } from 'vitest'
import { headcountIn } from '../../../src/domain/text/headcount.ts'
import { readTerms } from '../../../src/domain/text/terms.ts'

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

describe('readTerms', () => {
  it('leaves unknown what the text does not say', () => {
    expect(readTerms('招普工')).toEqual({})
    expect(readTerms('')).toEqual({})
  })

  it.each([
    ['长白班', ['day']],
    ['两班倒', ['rotating']],
    ['需上夜班', ['night']],
    ['夜班值守', ['night']],
    ['时间灵活', ['flexible']],
    ['不上夜班', ['day']],
    ['长白班,不倒班', ['day']],
    ['四班三倒', ['rotating']],
    ['2班倒', ['rotating']],
    ['五班三运转', ['rotating']],
    ['早晚班', ['rotating']],
    ['早、晚班', ['rotating']],
    ['早班晚班轮换', ['rotating']],
    ['白班夜班轮流上', ['rotating']],
    ['上24休48', ['rotating']],
    ['白班或夜班', ['day', 'night']],
    ['白班、夜班可选', ['day', 'night']],
    ['晚班', ['night']],
    ['无夜班', ['day']],
  ])('reads the shifts of %s', (text, shifts) => {
    expect(readTerms(text).shifts).toEqual(shifts)
  })

  it('knows that only night shifts ask for night work of a body', () => {
    expect(readTerms('夜班值守').demands).toEqual(['night_work'])
    expect(readTerms('两班倒,有夜班').demands).toBeUndefined()
    expect(readTerms('早晚班').demands).toBeUndefined()
  })

  it.each([
    ['包食宿', true, true],
    ['包吃包住', true, true],
    ['包吃', undefined, true],
    ['提供住宿', true, undefined],
    ['不提供住宿,管午饭', false, true],
    ['食宿自理', false, false],
    ['提供住宿补贴', undefined, undefined],
    ['免费提供宿舍和工作餐', true, true],
    ['没有宿舍', false, undefined],
    ['暂无宿舍', false, undefined],
    ['未提供住宿', false, undefined],
    ['没有食宿', false, false],
    ['食宿不包', false, false],
    ['不管饭', undefined, false],
    ['包住,不管饭', true, false],
    ['包吃不包住', false, true],
    ['单位没有食堂', undefined, false],
    ['吃住自行解决', false, false],
    ['可提供住宿,不提供餐饮', true, false],
    ['没有提供住宿,管午饭', false, true],
    ['无住宿要求', undefined, undefined],
    ['不住宿者补贴200元', undefined, undefined],
  ])('reads lodging and meals of %s', (text, lodging, meals) => {
    const terms = readTerms(text)
    expect([terms.lodging, terms.meals]).toEqual([lodging, meals])
  })

  it.each([
    ['3年以上工作经验', 3],
    ['一年以上相关经验', 1],
    ['无需经验', 0],
    ['经验不限', 0],
    ['3-4年', 3],
    ['1年以下', 0],
    ['成立20年的公司', undefined],
    ['有经验者优先', undefined],
  ])('reads the experience of %s', (text, years) => {
    expect(readTerms(text).experienceYearsMin).toBe(years)
  })

  it.each([
    ['初中及以下', 'none'],
    ['学历不限', 'none'],
    ['文化程度:初中', 'junior'],
    ['中技/中专', 'vocational'],
    ['高中/中专均可', 'senior'],
    ['大学专科及以上学历', 'college'],
    ['45岁及以下,高中学历', 'senior'],
    ['小学门口超市', undefined],
    ['幼儿园/小学教师', undefined],
    ['高中/中专以上', 'senior'],
    ['要求高中/中专以上学历', 'senior'],
    ['1.高中', 'senior'],
    ['学历(高中)', 'senior'],
    ['初中、高中均可', 'junior'],
    ['学历:初中、高中', 'junior'],
    ['我校设有小学、初中和高中,招聘保洁', undefined],
    ['小学、初中和高中', undefined],
    ['面向小学、初中学生授课,要求大专学历', 'college'],
  ])('reads the schooling of %s', (text, education) => {
    expect(readTerms(text).educationMin).toBe(education)
  })

  it.each([
    ['需电工证、C1驾照', ['电工证', 'C1驾照']],
    ['有驾照', ['驾驶证']],
    ['c1', ['C1驾照']],
    ['地址:C1栋', undefined],
    ['无需电工证', undefined],
    ['有C1驾照优先', undefined],
    ['可协助办理健康证', undefined],
    ['无需电工证,须持健康证', ['健康证']],
    ['c1、c2司机', ['C2驾照']],
    ['有C1或C2驾照', ['C2驾照']],
    ['A2/B2均可', ['B2驾照']],
    ['A1、A2驾照', ['A1驾照', 'A2驾照']],
    ['地址:C2栋', undefined],
  ])('takes only what is needed for a certificate in %s', (text, certificates) => {
    expect(readTerms(text).certificates).toEqual(certificates)
  })

  it('respects negations of demands and benefits', () => {
    expect(readTerms('不用搬运').demands).toBeUndefined()
    expect(readTerms('冷库分拣,需搬运').demands).toEqual(['heavy_lifting', 'cold_room'])
    expect(readTerms('免费班车,五险一金').benefits).toEqual(['五险一金', '班车'])
  })

  it('does not take a word that only ends in 会 for a skill', () => {
    expect(readTerms('有社会保险,有机会出国').skills).toBeUndefined()
    expect(readTerms('会开叉车').skills).toEqual([{ text: '开叉车', required: false }])
  })

  it.each([
    '会计助理',
    '会议服务员',
    '会所保洁',
    '会展中心保洁',
    '会不会都行',
    '不会可学',
    '公司会安排培训',
    '宴会服务员',
    '熟练工优先',
  ])('sees no skill in %s', (text) => {
    expect(readTerms(text).skills).toBeUndefined()
  })

  it('parts skills, and knows which of them must be', () => {
    const skill = (text: string, required = false) => ({ text, required })
    expect(readTerms('会用导航会骑电动车').skills).toEqual([skill('用导航'), skill('骑电动车')])
    expect(readTerms('必须会开车').skills).toEqual([skill('开车', true)])
    expect(readTerms('必须会开车,会修车的优先').skills).toEqual([skill('开车', true), skill('修车')])
    expect(readTerms('懂会计,会会议记录').skills).toEqual([skill('会计'), skill('会议记录')])
  })

  it('reads tags like text', () => {
    expect(readTerms('普工', ['长白班', '包住', '3-4年', '初中及以下'])).toEqual({
      shifts: ['day'],
      lodging: true,
      experienceYearsMin: 3,
      educationMin: 'none',
    })
  })

  it('reads a first day only when its year is written', () => {
    expect(readTerms('2026年3月1日到岗').startOn).toBe('2026-03-01')
    expect(readTerms('2026年2月30日到岗').startOn).toBeUndefined()
    expect(readTerms('3月1日到岗').startOn).toBeUndefined()
  })
})
