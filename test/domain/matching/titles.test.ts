import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plusDays } from '../../../src/domain/time.ts'
import type { Profile } from '../../../src/domain/seeker.ts'
import type { Terms } from '../../../src/domain/posting.ts'
import { dayOne, policy } from '../../support/ledger.ts'
import { home, job, newIndex, person } from '../../support/people.ts'
import { people, postings } from './district.ts'

const now = plusDays(dayOne, 1)
const scoreMin = Math.round(policy.offers.scoreMin * 1_000_000)
const index = newIndex()
const matchOf = (profile: Partial<Profile>, title: string, terms: Terms = {}) => {
  index.putSeeker(person(profile), home)
  index.putPosting(job(title, terms), home)
  return index.match('s1', 'p1', now, scoreMin)!
}
const adverts: readonly ((title: string) => string)[] = [
  (title) => `急聘${title}`,
  (title) => `高薪诚聘${title}`,
  (title) => `${title}(包吃住)`,
  (title) => `${title}（五险一金+双休）`,
  (title) => `【直招】${title}`,
  (title) => `附近${title}`,
  (title) => `${title}3名`,
  (title) => `${title} 若干名`,
  (title) => `${title}4000-6000元`,
  (title) => `${title} 4500～6000元／月！`,
  (title) => `长期招聘${title}`,
  (title) => `【${title}】急聘`,
]

describe('a title', () => {
  it('is worth the same with advertising as without', () => {
    const titles = [...new Set(postings.map((one) => one.title)), '家政服务员', '保安员']
    fc.assert(
      fc.property(
        fc.constantFrom(...people),
        fc.constantFrom(...titles),
        fc.constantFrom(...adverts),
        (who, title, put) => {
          const lab = newIndex()
          lab.putSeeker(who, home)
          lab.putPosting(job(title, {}, { _id: 'plain' }), home)
          lab.putPosting(job(put(title), {}, { _id: 'loud' }), home)
          const scoreOf = (id: string) => lab.match(who._id, id, now, 0)!.score
          expect([put(title), scoreOf('loud')]).toEqual([put(title), scoreOf('plain')])
        },
      ),
      { numRuns: 200 },
    )
    expect(matchOf({ occupations: ['照顾老人'] }, '【直招】家政服务员').suitable).toBe(true)
    expect(matchOf({ occupations: ['进厂'] }, '高薪诚聘保安员').suitable).toBe(false)
  })

  it('keeps what belongs to the work', () => {
    const scoreOf = (wish: string, title: string) => matchOf({ occupations: [wish] }, title).score
    expect(scoreOf('C1司机', 'C1司机')).toBeGreaterThan(scoreOf('C1司机', '司机'))
    expect(scoreOf('招呼客人', '招呼客人')).toBeGreaterThan(700_000)
    expect(scoreOf('招聘专员', '招聘专员')).toBeGreaterThan(scoreOf('招聘专员', '专员'))
  })

  it('of many alternatives reaches nobody by the fourth', () => {
    const few = '货车司机/保洁员/保安员'
    const many = `${few}/厨师/电焊工/会计/月嫂/缝纫工`
    for (const wish of ['电焊', '会计', '月嫂', '缝纫'])
      expect([wish, matchOf({ occupations: [wish] }, many).suitable]).toEqual([wish, false])
    for (const separator of ['、', '/', '，', '|', ' '])
      expect(matchOf({ occupations: ['保洁'] }, many.replaceAll('/', separator)).score).toBe(
        matchOf({ occupations: ['保洁'] }, few.replaceAll('/', separator)).score,
      )
    expect(matchOf({ occupations: ['出纳'] }, '会计/出纳').suitable).toBe(true)
  })
})

describe('asked skills', () => {
  const words = ['做饭', '带孩子', '开车', '电焊', '缝纫', '保洁', '收银', '种地', '养牛', '装卸', '电脑', '理发']
  const skills = words.map((text) => ({ text, required: false }))

  it('heaped up make nobody suitable who has one of them', () => {
    const who = { skills: [{ text: '会做饭' }] }
    expect(matchOf(who, '销售经理', { skills }).suitable).toBe(false)
    expect(matchOf(who, '销售经理', { skills: skills.slice(0, 2) }).contributions[0]!.level).toBe(0.5)
    expect(matchOf(who, '销售经理', { skills: skills.slice(0, 3) }).contributions[0]!.level).toBeLessThan(0.4)
  })
})
