import { describe, expect, it } from 'vitest'
import { readWage, wageIn } from '../../../src/domain/text/wage.ts'

/** `3000-4000m`, with a plus where it is open above and the basis behind it. */
const short = (found: ReturnType<typeof readWage>): string => {
  if (found === undefined) return ''
  if ('open' in found) return found.basis ?? 'open'
  const { minYuan, maxYuan, openAbove } = found.wage
  return `${minYuan}-${maxYuan}${openAbove === true ? '+' : ''} ${found.basis}`
}

describe('a figure that is no wage', () => {
  it.each([
    ['工资面议,电话13812345678', 'open'],
    ['工资面议，联系电话：18995301234', 'open'],
    ['薪资面议 18209530000', 'open'],
    ['待遇面谈,工作时间8:30-17:30', ''],
    ['工资待遇好,有意者加微信12345', ''],
    ['待遇优厚,地址:利通区金积镇5组', ''],
    ['待遇好,年龄50以下', ''],
    ['待遇:年龄18-50,初中以上', ''],
    ['工资待遇从优 QQ123456', ''],
    ['房租800元/月', ''],
    ['最高奖励2000元,推荐奖500元', ''],
    ['注册资金1000万元', ''],
    ['每天8小时,每周6天', ''],
    ['电话13812345678 工资4500', '4500-4500 month'],
    ['联系人:马经理 0953-2012345 工资3800', '3800-3800 month'],
    ['夜班补贴20元/天,月薪3500', '3500-3500 month'],
    ['加班20元/小时,月薪4500', '4500-4500 month'],
    ['月薪4000-5000元,餐补10元/天,住房补贴200元/月', '4000-5000 month'],
    ['工资3000元(含餐补300元)', '3000-3000 month'],
    ['18-45,200元/天', '5200-5200 day'],
  ])('%s is read as %s', (text, said) => {
    expect(short(wageIn(text))).toBe(said)
  })
})

describe('thousands commas', () => {
  it.each([
    ['工资3,500-4,500元', '3500-4500 month'],
    ['月薪4,500元', '4500-4500 month'],
    ['工资3，500元', '3500-3500 month'],
    ['月薪10,000-12,000', '10000-12000 month'],
  ])('are no end of a clause in %s', (text, said) => {
    expect(short(wageIn(text))).toBe(said)
    expect(short(readWage(text))).toBe(said)
  })
})

describe('an upper end that is open', () => {
  it.each([
    ['工资4000起', '4000-4000+ month'],
    ['4000以上', '4000-4000+ month'],
    ['3000+提成', '3000-3000+ month'],
    ['月薪5700起', '5700-5700+ month'],
    ['底薪3000+提成', '3000-3000+ month'],
    ['保底4000', '4000-4000+ month'],
    ['工资4000,不封顶', '4000-4000+ month'],
    ['3000保底', '3000-3000+ month'],
    ['4000-8000元,上不封顶', '4000-8000+ month'],
    ['月薪6K-8K+餐补', '6000-8000+ month'],
    ['月工资不低于3500元', '3500-3500+ month'],
    ['月入过万', '10000-10000+ month'],
    ['年薪10万起', '8333-8333+ year'],
    ['薪资6000封顶', '4800-6000 month'],
    ['4000左右', '4000-4000 month'],
  ])('%s is read as %s', (text, said) => {
    expect(short(readWage(text))).toBe(said)
  })

  it('is that of a base pay, which a text does not make the wage', () => {
    expect(short(readWage('夜班补贴20元/天,底薪3500'))).toBe('3500-3500+ month')
    expect(short(wageIn('夜班补贴20元/天,底薪3500'))).toBe('')
    expect(short(wageIn('无责底薪2500+高提成,综合6000-8000'))).toBe('6000-8000 month')
  })
})

describe('a unit of time or of pieces', () => {
  it.each([
    ['800元/周', '3467-3467 week'],
    ['1500/周', '6500-6500 week'],
    ['周薪1000', '4333-4333 week'],
    ['半天80', '4160-4160 day'],
    ['100元/半天', '5200-5200 day'],
    ['两百一天', '5200-5200 day'],
    ['一百八一天', '4680-4680 day'],
    ['三千一个月', '3000-3000 month'],
    ['120元/人/天', '3120-3120 day'],
    ['每亩150元', 'piece'],
    ['一箱3元', 'piece'],
    ['摘枸杞,每斤1.2元', 'piece'],
    ['0.5元/件,保底3000', '3000-3000+ month'],
    ['3000元/月-5000元/月', '3000-5000 month'],
    ['4000元年底双薪', '4000-4000 month'],
  ])('is read in %s', (text, said) => {
    expect(short(readWage(text))).toBe(said)
  })
})

describe('several figures', () => {
  it.each([
    ['工资试用期3000,转正4000', '4000-4000 month'],
    ['试用期工资3000元/月,转正后4000元/月+提成', '4000-4000+ month'],
    ['月薪4500元(试用期3500)', '4500-4500 month'],
    ['实习工资2500', '2500-2500+ month'],
    ['大工300小工200', '5200-7800 day'],
    ['技工350元/天,普工220元/天', '5720-9100 day'],
    ['工资:白班120元/天,夜班150元/天', '3120-3900 day'],
    ['均薪1.5w,薪资15-25k', '15000-25000 month'],
    ['保底3000,综合4500-6000', '4500-6000 month'],
    ['时薪18元,每天10小时,预计月收入5000元以上', '5000-5000+ month'],
    ['月薪6000(包吃住),双休', '6000-6000 month'],
    ['月薪6000元双休', '6000-6000 month'],
    ['基本工资1950元/月,加班费15元/小时,综合月收入5000-6000元', '5000-6000 month'],
  ])('of %s give %s', (text, said) => {
    expect(short(wageIn(text))).toBe(said)
  })
})

describe('pay without a word of pay', () => {
  it.each([
    ['150元/天,管饭', '3900-3900 day'],
    ['日结200', '5200-5200 day'],
    ['18元/小时', '3744-3744 hour'],
    ['大工300元/天', '7800-7800 day'],
    ['6K-8K·13薪', '6000-8000 month'],
    ['每天200元', '5200-5200 day'],
    ['一天150-180', '3900-4680 day'],
    ['小时工15块', '3120-3120 hour'],
    ['保洁员,3500元,管午饭', '3500-3500 month'],
    ['普工 4000-6000元', '4000-6000 month'],
    ['客服专员6K+', '6000-6000+ month'],
    ['保安员 2024', ''],
    ['电话客服6000+高提成', '6000-6000+ month'],
    ['切配工3500+ 洗碗工2800 包吃住', '2800-3500+ month'],
    ['店长5000-8000 店员3000-4000', '3000-8000 month'],
    ['挖机师傅,八千到一万', '8000-10000 month'],
    ['包装工 每小时14块 一天干10个小时', '2912-2912 hour'],
    ['搬运工 一车60元 每天3-5车', ''],
    ['操作工3000平厂房', ''],
  ])('is read in %s', (text, said) => {
    expect(short(wageIn(text))).toBe(said)
  })
})
