import { describe, expect, it } from 'vitest'
import { plusDays } from '../../../src/domain/time.ts'
import type { Posting } from '../../../src/domain/posting.ts'
import type { Profile } from '../../../src/domain/seeker.ts'
import { certificateKeyOf } from '../../../src/domain/matching/certificates.ts'
import { phrasesOf } from '../../../src/domain/matching/phrases.ts'
import { dutyOf, isLead, isVagueTitle } from '../../../src/domain/matching/posting-words.ts'
import { dayOne } from '../../support/ledger.ts'
import { explain } from '../../../src/domain/matching/explain.ts'
import { home, job, newIndex, person, text } from '../../support/people.ts'

const now = plusDays(dayOne, 1)
const matchOf = (profile: Partial<Profile>, posting: Posting, isAtHome = true) => {
  const index = newIndex()
  index.putSeeker(person(profile), home)
  index.putPosting(posting, isAtHome ? home : undefined)
  return index.match('s1', 'p1', now, 0)!
}
const codes = (profile: Partial<Profile>, posting: Posting) => matchOf(profile, posting).gates.map((gate) => gate.code)
const told = (profile: Partial<Profile>, posting: Posting) =>
  explain(matchOf(profile, posting), { text }).reasons.map((one) => one.zh)
const partOf = (profile: Partial<Profile>, posting: Posting, feature: string) =>
  matchOf(profile, posting).contributions.find((part) => part.feature === feature)!

describe('health', () => {
  it('is read from what people say of their body, in any field', () => {
    const posting = job('装卸工', { demands: ['heavy_lifting'] })
    expect(codes({ skills: [{ text: '腰不好,重活干不了' }] }, posting)).toEqual(['health'])
    expect(codes({ occupations: ['坐着的活,腰不好'] }, posting)).toEqual(['health'])
    expect(codes({ skills: [{ text: '有力气' }] }, posting)).toEqual([])
  })

  it('is held against the text of a posting that states no demands', () => {
    const posting = job('仓库工', {}, { text: '负责货物搬运装卸。' })
    expect(codes({ healthLimits: ['heavy_lifting'] }, posting)).toEqual(['health'])
  })

  it('counts work at night only as night work', () => {
    expect(codes({ healthLimits: ['night_work'] }, job('保安', { shifts: ['night', 'rotating'] }))).toEqual(['health'])
    expect(codes({ healthLimits: ['night_work'] }, job('保安', { shifts: ['night', 'day'] }))).toEqual([])
  })
})

describe('a certificate', () => {
  it('is known by its other names, and a driving licence by what it allows', () => {
    const holds = (held: string, wanted: string) =>
      codes({ certificates: [{ text: held }] }, job('工', { certificates: [wanted] })).length === 0
    expect(holds('焊工操作证', '电焊证')).toBe(true)
    expect(holds('高压电工证', '电工证')).toBe(true)
    expect(holds('电工证', '高压电工证')).toBe(false)
    expect(holds('B2驾照', 'C1驾照')).toBe(true)
    expect(holds('C1本', 'B2驾照')).toBe(false)
    expect(holds('A2', 'B2')).toBe(true)
    expect(holds('健康证', '电工证')).toBe(false)
  })

  it('that ran out is not held', () => {
    const posting = job('厨工', { certificates: ['健康证'] })
    expect(codes({ certificates: [{ text: '健康证', expiresOn: '2026-01-31' }] }, posting)).toEqual(['certificate'])
    expect(codes({ certificates: [{ text: '健康证', expiresOn: '2026-12-31' }] }, posting)).toEqual([])
    expect(
      told({ certificates: [{ text: 'C1', expiresOn: '2026-01-31' }] }, job('司机', { certificates: ['C1'] })),
    ).toContain('需要C1，您的已过期')
  })

  it('that anybody gets within days keeps nobody back, unless they say that they have none', () => {
    const posting = job('月嫂', { certificates: ['健康证', '育婴师证'] })
    const wishing = { occupations: ['月嫂'] }
    expect(codes({ ...wishing, certificates: [{ text: '育婴师证' }] }, posting)).toEqual([])
    expect(told({ ...wishing, certificates: [{ text: '育婴师证' }] }, posting)).toContain(
      '需要健康证，没有的话上岗前要办好',
    )
    expect(codes({ ...wishing, certificates: [{ text: '健康证' }] }, posting)).toEqual(['certificate'])
    expect(codes({ ...wishing, skills: [{ text: '没有健康证' }] }, posting)).toEqual(['certificate'])
    expect(codes({ ...wishing, skills: [{ text: '健康证没有' }] }, posting)).toEqual(['certificate'])
  })

  it('spoken of among skills is held, and one said to be missing is known to be missing', () => {
    const posting = job('送货司机', { certificates: ['C1驾照'] })
    expect(matchOf({ skills: [{ text: '有C1' }] }, posting).toCheck.map((one) => one.code)).not.toContain('certificate')
    expect(codes({ skills: [{ text: '没有驾照C1' }] }, posting)).toEqual(['certificate'])
  })

  it('of which nothing is known passes, and is named as a thing to check', () => {
    const match = matchOf({ occupations: ['电工'] }, job('电工', { certificates: ['电工证'] }))
    expect(match.gates).toEqual([])
    expect(match.toCheck).toContainEqual({ code: 'certificate', wanted: '电工证' })
  })

  it('comes down to one key', () => {
    expect(certificateKeyOf('低压电工证')).toBe('电工')
    expect(certificateKeyOf(' c1 驾驶证')).toBe('c1')
    expect(certificateKeyOf('美容师资格证书')).toBe('美容师')
  })
})

describe('a skill', () => {
  const posting = job('焊工', { skills: [{ text: '电焊', required: true, levelMin: 'intermediate' }] })
  const skillCodes = (profile: Partial<Profile>) => codes({ occupations: ['电焊'], ...profile }, posting)

  it('that a post cannot do without fails who says they do not have it, never who has not spoken of it', () => {
    expect(skillCodes({ skills: [{ text: '不会电焊' }] })).toEqual(['skill'])
    expect(skillCodes({})).toEqual([])
    expect(skillCodes({ skills: [{ text: '会做饭' }] })).toEqual([])
    expect(skillCodes({ skills: [{ text: '会电焊' }] })).toEqual([])
  })

  it('of which nothing is known is a thing to check, whatever else they can do', () => {
    for (const skills of [[], [{ text: '会做饭' }]])
      expect(matchOf({ occupations: ['电焊'], skills }, posting).toCheck).toContainEqual({
        code: 'skill',
        wanted: '电焊',
      })
    const sure = matchOf({ skills: [{ text: '会电焊', level: 'senior' }] }, posting)
    expect(sure.toCheck.map((one) => one.code)).not.toContain('skill')
  })

  it('below the asked level fails, at the level or at an unknown one passes', () => {
    expect(codes({ skills: [{ text: '会电焊', level: 'basic' }] }, posting)).toEqual(['skill'])
    expect(
      codes(
        {
          skills: [
            { text: '会电焊', level: 'basic' },
            { text: '会电焊', level: 'senior' },
          ],
        },
        posting,
      ),
    ).toEqual([])
  })

  it('that a person says they lack counts against them, one that is not mentioned does not', () => {
    const wanted = job('文员', { skills: [{ text: '电脑', required: false }] })
    expect(partOf({ skills: [{ text: '不会电脑' }] }, wanted, 'skills').level).toBeLessThan(0.5)
    expect(partOf({ skills: [{ text: '会做饭' }] }, wanted, 'skills').level).toBeUndefined()
    expect(partOf({ skills: [{ text: '会电脑' }] }, wanted, 'skills').level).toBe(1)
  })
})

describe('years of practice', () => {
  const asking = job('会计', { experienceYearsMin: 3 })

  it('of other work do not count, and are not told', () => {
    const tiler = { occupations: ['会计'], skills: [{ text: '贴砖', years: 10 }] }
    expect(partOf(tiler, asking, 'experience').level).toBeUndefined()
    expect(told(tiler, asking).join()).not.toContain('10年')
    const both = { skills: [...tiler.skills, { text: '会计做账', years: 4 }] }
    expect(partOf(both, asking, 'experience')).toMatchObject({ level: 0.75, seekerSide: '4年', postingSide: '3年' })
    expect(partOf({ skills: [{ text: '会计做账', years: 2 }] }, asking, 'experience').level).toBeUndefined()
  })

  it('count alike in one pair, in the search of postings and in the search of people', () => {
    const index = newIndex()
    const titles = ['会计', '贴砖工', '食堂厨师', '电焊工', '出纳']
    for (const title of titles) index.putPosting(job(title, { experienceYearsMin: 3 }, { _id: title }), home)
    const skills = [
      ['贴砖', 10],
      ['会计做账', 4],
      ['会做饭', 2],
      ['电焊', 3],
    ] as const
    skills.forEach(([words, years], at) =>
      index.putSeeker(
        person(
          {
            skills: [
              { text: words, years },
              { text: '会开叉车', years: 8 },
            ],
          },
          { _id: `s${at}` },
        ),
        home,
      ),
    )
    const request = { now, limit: 100, offset: 0, scoreMin: 0 }
    const single = (seeker: string, posting: string) => index.match(seeker, posting, now, 0)!
    let checked = 0
    for (const [at] of skills.entries())
      for (const { id, score } of index.postingsOf(`s${at}`, request)) {
        expect(single(`s${at}`, id).score).toBe(score)
        checked += 1
      }
    for (const title of titles)
      for (const { id, score } of index.seekersOf(title, request)) expect(single(id, title).score).toBe(score)
    expect(checked).toBeGreaterThan(3)
  })
})

describe('a place', () => {
  it('in another town fails even when the village is unknown; an unknown village of a wanted town does not', () => {
    const { village: _village, ...unplaced } = job('保安')
    expect(codes({ places: ['640302100003'] }, unplaced)).toEqual([])
    expect(codes({ places: ['640302103205'] }, unplaced)).toEqual(['place'])
  })
})

describe('what people write', () => {
  it('is split where it lists, and a refusal is no claim', () => {
    expect(phrasesOf(['会做饭、带孩子', '不会电脑', '做饭、带孩子'], text)).toMatchObject({
      claimed: ['会做饭', '做饭', '带孩子'],
    })
  })

  it('tells posts that lead from those that do not, and titles that say nothing', () => {
    expect(['厨师长', '保安队长', '店长', '车间主任'].every(isLead)).toBe(true)
    expect(['厨师', '保安员', '长途司机', '长白班普工', '特长班老师'].some(isLead)).toBe(false)
    expect(['普工', '急聘普工', '工人若干'].every(isVagueTitle)).toBe(true)
    expect(['缝纫普工', '保洁员'].some(isVagueTitle)).toBe(false)
  })

  it('of duties is kept apart from terms', () => {
    expect(dutyOf('工作内容:按样做手工,计件结算。要求:生手可学。班次:长白班。工资:3-4千/月。管午饭。招4人。')).toBe(
      '按样做手工,计件结算',
    )
    expect(dutyOf('工资面议。')).toBe('')
    expect(dutyOf('岗位职责：喂牛；清粪；工资5000')).toBe('喂牛。清粪')
  })

  it('under a title that says nothing is judged by the duties', () => {
    const sewing = job('普工', {}, { text: '工作内容:平车缝纫、锁边、钉扣。工资:3000-4000元/月。' })
    expect(partOf({ occupations: ['缝纫'] }, sewing, 'occupation').level).toBeGreaterThan(
      partOf({ occupations: ['缝纫'] }, job('普工'), 'occupation').level!,
    )
  })

  it('such as "anything" leaves every kind of work neutral', () => {
    expect(partOf({ occupations: ['什么都行'] }, job('架子工'), 'occupation').value).toBe(260_000)
    expect(partOf({ occupations: ['保洁', '什么都行'] }, job('架子工'), 'occupation').level).toBe(0.5)
  })

  it('however bad, is taken in bounded time and gives a score', () => {
    const bad = [
      '',
      '   ',
      '😀🎉',
      '<b>保洁</b><script>x</script>',
      '。。!!??、、、',
      '保洁'.repeat(50_000),
      'a'.repeat(100_000),
    ]
    for (const words of bad) {
      const profile = {
        occupations: [words],
        skills: [{ text: words }],
        experience: words,
        certificates: [{ text: words }],
      }
      const posting = job(words, { skills: [{ text: words, required: false }], certificates: [words] }, { text: words })
      for (const match of [matchOf(profile, job('保洁员')), matchOf({ occupations: ['保洁'] }, posting)]) {
        expect(Number.isSafeInteger(match.score)).toBe(true)
        expect(match.score).toBeLessThanOrEqual(1_000_000)
      }
    }
  })

  it('stuffed with keywords gains nothing over saying it once', () => {
    const once = matchOf({ occupations: ['保洁'] }, job('保洁员')).score
    const stuffed = '保洁员 保安 司机 厨师 焊工 会计 月嫂 收银员 '.repeat(20)
    expect(matchOf({ occupations: ['保洁'] }, job(stuffed)).score).toBeLessThan(once)
    expect(matchOf({ occupations: ['保洁'] }, job('保洁员'.repeat(30))).score).toBeLessThanOrEqual(once)
  })
})
