import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { phrasesOf } from '../../../src/domain/matching/phrases.ts'
import { plusDays } from '../../../src/domain/time.ts'
import { profileOf, type Profile } from '../../../src/domain/seeker.ts'
import { dayOne } from '../../support/ledger.ts'
import { home, job, newIndex, person, text } from '../../support/people.ts'
import { people } from './district.ts'

const now = plusDays(dayOne, 1)
const titles = ['保洁员', '工地小工', '挤奶工', '保安员', '附近质检员', '育婴员']
const index = newIndex()
for (const title of titles) index.putPosting(job(title, {}, { _id: title }), home)
const scoresOf = (profile: Partial<Profile>): readonly number[] => {
  index.putSeeker(person(profile), home)
  return titles.map((title) => index.match('s1', title, now, 0)!.score)
}
const claimed = (...texts: string[]): readonly string[] => phrasesOf(texts, text).claimed

describe('what a person writes', () => {
  it('is parted alike in full and in half width', () => {
    expect(claimed('会做饭；会带娃')).toEqual(['会做饭', '会带娃'])
    expect(claimed('会做饭／会带娃｜会擀面')).toEqual(['会做饭', '会带娃', '会擀面'])
    expect(claimed('不想开大车了，想当保安')).toEqual(claimed('不想开大车了，想当保安'))
    expect(phrasesOf(['什么都行！'], text)).toMatchObject({ claimed: [], anything: true })
    expect(scoresOf({ occupations: ['Ｃ１司机'] })).toEqual(scoresOf({ occupations: ['C1司机'] }))
  })

  it('is taken without markup', () => {
    expect(claimed('<b>做饭</b>')).toEqual(['做饭'])
  })

  it('counts to the last entry that a field may hold, whatever it is spelt like', () => {
    const words = Array.from({ length: 49 }, (_, at) => `会修第${at}号机器`)
    expect(claimed('做饭', ...words)).toContain('做饭')
    expect(claimed(...words, '做饭')).toContain('做饭')
    expect(claimed('做饭', ...words, ...words.map((one) => `${one}和别的`))).toContain('做饭')
  })
})

describe('what people say in one breath', () => {
  it.each([
    ['小区保洁我辞了，说啥也不干这个了', '保洁'],
    ['我男人开大车，我在家做饭', '大车'],
    ['以前在厂里踩缝纫机，现在眼睛花了干不成', '眼睛'],
    ['腰窝疼，料袋子扛不动，会做饭', '料袋'],
  ])('leaves no claim of what they gave up, cannot do or tell of others: %s', (words, gone) => {
    expect(claimed(words).join()).not.toContain(gone)
  })

  it('keeps what they can do beside what they cannot', () => {
    expect(claimed('会开车电脑不会').join()).toContain('会开车')
    expect(claimed('我男人开大车，我在家做饭').join()).toContain('做饭')
  })
})

describe('a wish that is none', () => {
  const letters = (from: number, count: number) =>
    Array.from({ length: 100_000 }, (_, at) => String.fromCharCode(from + ((at * 7919 + at * at * 31) % count))).join(
      '',
    )
  const none = [
    ...['😀', '。', '-', '—', '暂无', '待定', '未定', '看情况', '其他', '无', '没有', '不知道', 'N/A'],
    ...['轻松点的活', '学技术', '工资高的', '打工', '家附近的活', '离家近', '待遇好、双休', '临时工', '挣钱多的工作'],
    ...['服从分配', '随便，啥都能干', '什么都可以，不挑', '都行', '啥活都能干', '不限', '有活就干', 'any job'],
    ...['مرحبا بكم في العمل', letters(0x4e00, 6_000), letters(0x61, 26)],
  ]

  it.each(none)('%.20s costs nothing and gains nothing', (words) => {
    expect(scoresOf({ occupations: [words] })).toEqual(scoresOf({}))
    expect(scoresOf({ occupations: ['保洁', words] })).toEqual(
      scoresOf({ occupations: phrasesOf([words], text).anything ? ['保洁', '都行'] : ['保洁'] }),
    )
  })

  it.each(['啥都不会', '没有', '无', '身体好、能吃苦'])('among the skills (%s) costs nothing', (words) => {
    expect(scoresOf({ skills: [{ text: words }] })).toEqual(scoresOf({}))
  })

  it.each([
    '无人机驾驶员',
    '不锈钢焊工',
    '不动产登记员',
    '大工',
    '技术员',
    '安全员',
    '会计',
    '家政',
    '行政',
    '护工',
    '小工',
    '做饭',
    '学电焊',
    '工地打工',
  ])('is not %s', (words) => {
    expect(claimed(words)).toEqual([words])
  })

  it('leaves the wish beside it as it is', () => {
    expect(claimed('保安，工资高的')).toEqual(['保安'])
    expect(scoresOf({ occupations: ['想当保安，离家近'] })).toEqual(scoresOf({ occupations: ['想当保安'] }))
  })
})

describe('sex, people and faith', () => {
  const groups = [
    '女',
    '男',
    '女的',
    '男性',
    '妇女',
    '回族',
    '汉族',
    '回族妇女',
    '我是女的',
    '本人男',
    '东乡族',
    '维吾尔族',
  ]
  const more = ['穆斯林', '已婚女性', '少数民族', '信教', '小伙子', 'female', 'a woman', '民族：回', '性别男', '保安族']
  const phrases = people.flatMap((one) => {
    const { occupations = [], skills = [], experience = '' } = profileOf(one)
    return [...occupations, ...skills.map((skill) => skill.text), experience].filter((words) => words !== '')
  })

  it('in what people write changes no score', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...groups, ...more),
        fc.constantFrom(...phrases),
        fc.constantFrom(
          (group: string, words: string) => [`${group},${words}`],
          (group: string, words: string) => [`${group}，${words}`],
          (group: string, words: string) => [`${words}、${group}`],
          (group: string, words: string) => [`${words},${group}`],
          (group: string, words: string) => [`${group} ${words}`],
          (group: string, words: string) => [group, words],
        ),
        (group, words, put) => {
          const said = put(group, words)
          expect(scoresOf({ occupations: said })).toEqual(scoresOf({ occupations: [words] }))
          const skills = (texts: readonly string[]) => ({ skills: texts.map((text) => ({ text })) })
          expect(scoresOf(skills(said))).toEqual(scoresOf(skills([words])))
          expect(scoresOf({ experience: said.join(',') })).toEqual(scoresOf({ experience: words }))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('stay where they name a ware, a place or whom one cares for', () => {
    expect(claimed('少数民族 保安')).toEqual(['保安'])
    for (const words of ['女装导购', '带女孩', '回民饭馆', '男科护士', '会做回族小吃', '照顾儿女'])
      expect(claimed(words)).toEqual([words])
  })
})
