import { describe, expect, it } from 'vitest'
import { explain } from '../../../src/domain/matching/explain.ts'
import { plusDays } from '../../../src/domain/time.ts'
import type { Profile, Seeker } from '../../../src/domain/seeker.ts'
import type { Terms } from '../../../src/domain/posting.ts'
import { dayOne, policy } from '../../support/ledger.ts'
import { home, job, newIndex, person, text } from '../../support/people.ts'
import { changed, people, postings } from './district.ts'

const now = plusDays(dayOne, 1)
const scoreMin = Math.round(policy.offers.scoreMin * 1_000_000)
const paid: Terms = { wage: { minYuan: 5_000, maxYuan: 6_000 }, lodging: true, meals: true, shifts: ['day'] }
const matchOf = (profile: Partial<Profile>, title: string, terms = paid) => {
  const index = newIndex()
  index.putSeeker(person(profile), home)
  index.putPosting(job(title, terms), home)
  return index.match('s1', 'p1', now, scoreMin)!
}
const wishing = (...occupations: string[]): Partial<Profile> => ({ occupations })

describe('work that a person refuses', () => {
  const refusals = [
    ...['不想干保洁', '保洁不干', '除了保洁都行', '除了保洁以外什么活都能干', '以前干过保洁，现在不想干了'],
    ...['再也不做保洁了', '什么都行，就是不去做保洁', '不喜欢干保洁', '保洁除外', '别给我安排保洁', '不想干保安、保洁'],
    ...['anything but 保洁', "don't want to do 保洁", '不想干保洁，想干家政', '保洁不干了想干家政'],
  ]

  it.each(refusals)('is not proposed: %s', (words) => {
    for (const wishes of [[words], ['家政', words]]) {
      const match = matchOf(wishing(...wishes), '保洁员')
      expect(match.gates).toEqual([{ code: 'refused', wanted: '保洁', found: '保洁员' }])
      expect(match.suitable).toBe(false)
    }
    expect(matchOf(wishing('家政', words), '家政服务员').suitable).toBe(true)
    expect(matchOf({ skills: [{ text: `会做饭，${words}` }] }, '保洁员').gates.map((one) => one.code)).toContain(
      'refused',
    )
  })

  it('is told as what they said', () => {
    const { summary } = explain(matchOf(wishing('家政', '不想干保洁'), '保洁员'), { text })
    expect(summary.zh).toContain('您说过不想干保洁')
    expect(summary.en).toContain('they do not want: 保洁')
  })

  it('may be a place or a doing, and leaves all else open', () => {
    const codes = (wish: string, title: string) => matchOf(wishing('都行', wish), title).gates.map((one) => one.code)
    expect(codes('不去工地', '工地小工')).toEqual(['refused'])
    expect(codes('工地不去', '工地小工')).toEqual(['refused'])
    expect(codes('再也不开大车了', '大货车司机')).toEqual(['refused'])
    expect(codes('大车不开了', '大货车司机')).toEqual(['refused'])
    for (const wish of ['不去工地', '工地不去', '再也不开大车了']) expect(codes(wish, '保安员')).toEqual([])
  })

  it('is not what is nearer to a wish, nor what they cannot, nor a condition of work', () => {
    expect(matchOf(wishing('保洁', '不想干家政'), '保洁员').suitable).toBe(true)
    expect(matchOf(wishing('厨师', '不想当厨师长'), '厨师').suitable).toBe(true)
    for (const words of [
      '不怕脏',
      '不上夜班',
      '不要求工资高',
      '不在乎远近',
      '不想太累',
      '不会保洁',
      '没干过保洁',
      '没有保洁证',
    ])
      expect([words, matchOf(wishing('保洁', words), '保洁员').gates]).toEqual([words, []])
  })

  it('is left out by every search, and a near miss by itself', () => {
    const index = newIndex()
    for (const one of postings) index.putPosting(one, one.point)
    const who: readonly Seeker[] = people.slice(0, 30).map((one, at) =>
      changed(one, {
        occupations: [['都行', '不想干保洁', '保安不干'], ['家政', '除了家政都行'], ['不去工地']][at % 3]!,
      }),
    )
    for (const one of who) index.putSeeker(one, one.point)
    let refused = 0
    for (const one of who) {
      const matches = postings.map((what) => index.match(one._id, what._id, now, 0)!)
      const passed = matches.filter(({ gates }) => gates.length === 0).map((match) => match.posting)
      const found = index.postingsOf(one._id, { now, limit: 1000, offset: 0, scoreMin: 0 })
      expect(found.map((row) => row.id).sort()).toEqual(passed.sort())
      const missed = matches.filter(({ gates }) => gates.length === 1 && gates[0]!.code === 'refused')
      refused += missed.length
      expect(
        index.nearMisses(one, { now, scoreMin: 0, max: 1000 }).filter(({ gate }) => gate.code === 'refused').length,
      ).toBe(missed.length)
    }
    for (const what of postings) {
      const found = index.seekersOf(what._id, { now, limit: 1000, offset: 0, scoreMin: 0 }).map((row) => row.id)
      const passed = who.filter((one) => index.match(one._id, what._id, now, 0)!.gates.length === 0)
      expect(found.sort()).toEqual(passed.map((one) => one._id).sort())
    }
    expect(refused).toBeGreaterThan(20)
  })
})

describe('work that is far from what a person wants or can do', () => {
  const wishes = [
    '理发',
    '小工',
    '修车',
    '坐办公室',
    '打字',
    '种地',
    '种菜',
    '做饭',
    '裁缝',
    '看大门',
    '带孩子',
    '电焊',
  ]
  const titles = ['修脚师', '小学教师', '公交车司机', '餐厅服务员', '印刷工', '农机销售员', '园林工程师', '食品检验员']
  const pairs = wishes.flatMap((wish) => titles.map((title) => ({ wish, title, match: matchOf(wishing(wish), title) })))
  const kept = pairs.filter(({ match }) => match.gates.length > 0 && match.score >= scoreMin)

  it('is not suitable, near and well paid as it may be', () => {
    expect(kept.length).toBeGreaterThanOrEqual(5)
    for (const { wish, title, match } of kept) {
      expect(match.suitable).toBe(false)
      expect(match.gates).toEqual([{ code: 'occupation', wanted: wish, found: title }])
      const { summary, reasons } = explain(match, { text })
      expect(summary.zh).toContain(`“${title}”与您想做的“${wish}”差别较大`)
      expect(reasons.filter((one) => one.feature === 'occupation')).toHaveLength(1)
    }
  })

  it('is never called suitable and far in one breath', () => {
    const index = newIndex()
    for (const one of postings) index.putPosting(one, one.point)
    for (const who of people.slice(0, 40)) {
      index.putSeeker(who, who.point)
      for (const what of postings) {
        const match = index.match(who._id, what._id, now, 0)!
        const isFar = explain(match, { text }).reasons.some(
          (one) => one.feature === 'occupation' && one.sign === 'against',
        )
        expect(isFar && match.suitable).toBe(false)
      }
    }
  })

  it('is open to who takes anything, and to who has said nothing of work', () => {
    for (const profile of [wishing('厨师', '什么都行'), wishing('什么都行'), {}])
      expect(matchOf(profile, '蔬菜采摘工').gates).toEqual([])
  })
})
