import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { counterfactuals } from '../../../src/domain/matching/counterfactuals.ts'
import { explain } from '../../../src/domain/matching/explain.ts'
import { defaultWeights } from '../../../src/domain/matching/score.ts'
import type { Seeker } from '../../../src/domain/seeker.ts'
import { plusDays } from '../../../src/domain/time.ts'
import { generateDistrict } from '../../../scripts/demo/district.ts'
import { readTerms } from '../../../src/domain/text/terms.ts'
import { dayOne, policy } from '../../support/ledger.ts'
import { home, job, newIndex, north, person, text } from '../../support/people.ts'

const now = plusDays(dayOne, 1)
const scoreMin = Math.round(policy.offers.scoreMin * 1_000_000)
const district = generateDistrict({ seed: 7, people: 120, postings: 60, days: 60, start: '2026-03-02' })
const people: readonly Seeker[] = [...district.households].flatMap(({ members }) =>
  members.map((one) => person(one.profile, { _id: one.idNumber, village: one.village, point: one.point })),
)
const postings = [...district.postings].map((one) =>
  job(one.title, readTerms(`${one.title}\n${one.text}`, one.tags), {
    _id: one.externalId,
    text: one.text,
    kind: one.kind,
    village: one.village,
    point: one.point,
  }),
)
const filled = () => {
  const index = newIndex()
  for (const one of people) index.putSeeker(one, one.point)
  for (const one of postings) index.putPosting(one, one.point)
  return index
}
const index = filled()
const pair = fc.record({ who: fc.constantFrom(...people), what: fc.constantFrom(...postings) })
const request = { now, limit: 1000, offset: 0, scoreMin: 0 }

describe('the words for a wage that is open above', () => {
  it.each([
    [3500, 4000, '工资 4000 元起，不低于您要求的 3500 元'],
    [4500, 4000, '工资 4000 元起，要问清有没有您要求的 4500 元'],
    [4500, 4200, '工资 4000-4200 元以上，要问清有没有您要求的 4500 元'],
  ])('who asks %i of 4000 to %i hears %s', (wageMinYuan, maxYuan, words) => {
    const one = newIndex()
    one.putSeeker(person({ wageMinYuan }), home)
    one.putPosting(job('保洁员', { wage: { minYuan: 4000, maxYuan, openAbove: true } }), home)
    const match = one.match('s1', 'p1', plusDays(dayOne, 1), 0)!
    expect(explain(match, { text }).reasons.map(({ zh }) => zh)).toContain(words)
  })
})

describe('a score', () => {
  it('is the exact sum of its contributions, and the weights sum to one', () => {
    fc.assert(
      fc.property(pair, ({ who, what }) => {
        const match = index.match(who._id, what._id, now, scoreMin)!
        expect(match.contributions.reduce((sum, part) => sum + part.value, 0)).toBe(match.score)
      }),
    )
    expect(Object.values(defaultWeights.parts).reduce((sum, part) => sum + part, 0)).toBe(1_000_000)
  })

  it('never changes with sex or ethnicity', () => {
    const flipped = newIndex()
    for (const one of postings) flipped.putPosting(one, one.point)
    const variants: Pick<Seeker, 'sex' | 'ethnicity'>[] = [
      { sex: 'female', ethnicity: '回族' },
      { sex: 'male', ethnicity: '汉族' },
    ]
    let compared = 0
    for (const one of people)
      for (const variant of variants) {
        flipped.putSeeker({ ...one, ...variant }, one.point)
        for (const what of postings.slice(0, 5)) {
          expect(flipped.match(one._id, what._id, now, scoreMin)).toEqual(index.match(one._id, what._id, now, scoreMin))
          compared += 1
        }
      }
    expect(compared).toBeGreaterThanOrEqual(1000)
  })

  it('treats a pay that is unknown as neutral, never as worse than known and poor', () => {
    const one = newIndex()
    one.putSeeker(person({ occupations: ['打扫卫生'] }), home)
    const scoreFor = (yuan?: number) => {
      one.putPosting(job('保洁员', yuan === undefined ? {} : { wage: { minYuan: yuan, maxYuan: yuan } }), home)
      return one.match('s1', 'p1', now, 0)!.contributions.find((part) => part.feature === 'wage')!
    }
    expect(scoreFor().level).toBeUndefined()
    expect(scoreFor().value).toBe(Math.round(defaultWeights.parts.wage * defaultWeights.neutral))
    expect(scoreFor(2000).value).toBeLessThan(scoreFor().value)
  })

  it('does not hang on the least wage that a person names, nor on whether they name one', () => {
    fc.assert(
      fc.property(pair, fc.constantFrom(0, 1_000, 2_500, 9_000), ({ who, what }, value) => {
        const { wageMinYuan: _asked, ...facts } = who.facts
        const lab = newIndex()
        lab.putPosting(what, what.point)
        const scoreOf = (one: Seeker) => {
          lab.putSeeker(one, one.point)
          return lab.match(who._id, what._id, now, 0)!.score
        }
        const named = { ...facts, wageMinYuan: { value, on: '2026-03-02', source: 't' } }
        expect(scoreOf({ ...who, facts: named })).toBe(scoreOf({ ...who, facts }))
      }),
    )
  })

  it('does not hang on the order or repetition of what the person says', () => {
    const one = newIndex()
    one.putPosting(job('食堂帮厨'), home)
    const scoreFor = (occupations: string[], skills: string[]) => {
      one.putSeeker(person({ occupations, skills: skills.map((words) => ({ text: words })) }), home)
      return one.match('s1', 'p1', now, 0)!.score
    }
    expect(scoreFor(['做饭', '带孩子', '做饭'], ['会切配', '会做面食'])).toBe(
      scoreFor(['带孩子', '做饭'], ['会做面食', '会切配']),
    )
  })

  it('never loses a posting by a wider wish', () => {
    const wider = newIndex()
    for (const what of postings) wider.putPosting(what, what.point)
    for (const who of people.slice(0, 40)) {
      wider.putSeeker(
        {
          ...who,
          facts: {
            ...who.facts,
            wageMinYuan: { value: 0, on: '2026-03-02', source: 't' },
            shiftsRefused: { value: [], on: '2026-03-02', source: 't' },
          },
        },
        who.point,
      )
      const passing = (found: typeof index) =>
        postings.filter((what) => found.match(who._id, what._id, now, 0)!.gates.length === 0).map((one) => one._id)
      expect(passing(wider)).toEqual(expect.arrayContaining(passing(index)))
    }
  })
})

describe('the index', () => {
  it('ranks as the single matches do, both ways, best first and ties by id', () => {
    for (const who of people.slice(0, 30)) {
      const single = postings
        .map((what) => index.match(who._id, what._id, now, 0)!)
        .filter((match) => match.gates.length === 0)
        .map((match) => ({ id: match.posting, score: match.score }))
        .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
      expect(index.postingsOf(who._id, request)).toEqual(single)
      expect(index.postingsOf(who._id, { ...request, limit: 3, offset: 2 })).toEqual(single.slice(2, 5))
    }
    for (const what of postings.slice(0, 10)) {
      const ranked = index.seekersOf(what._id, request)
      for (const { id, score } of ranked) expect(index.match(id, what._id, now, 0)).toMatchObject({ score, gates: [] })
      expect(ranked).toHaveLength(
        people.filter((who) => index.match(who._id, what._id, now, 0)!.gates.length === 0).length,
      )
    }
  })

  it('is after any changes what it would be when built anew', () => {
    const changed = filled()
    for (const one of people.slice(0, 20)) changed.removeSeeker(one._id)
    for (const one of postings.slice(0, 20)) changed.removePosting(one._id)
    for (const one of people.slice(0, 20)) changed.putSeeker(one, one.point)
    for (const one of postings.slice(0, 20)) changed.putPosting(one, one.point)
    for (const one of people) expect(changed.postingsOf(one._id, request)).toEqual(index.postingsOf(one._id, request))
  })

  it('leaves out what it is told to, and answers with nothing for whom it does not know', () => {
    const [who] = people
    const [first] = index.postingsOf(who!._id, request)
    const rest = index.postingsOf(who!._id, { ...request, except: new Set([first!.id]) })
    expect(rest.map((row) => row.id)).not.toContain(first!.id)
    expect(index.postingsOf('nobody', request)).toEqual([])
    expect(index.match('nobody', postings[0]!._id, now, 0)).toBeUndefined()
  })
})

describe('words', () => {
  it('name the gate with both values, and the strongest reason first', () => {
    const one = newIndex()
    one.putSeeker(person({ occupations: ['打扫卫生'], distanceMaxKm: 15 }), home)
    one.putPosting(job('保洁员', { wage: { minYuan: 3000, maxYuan: 3200 } }), north(25))
    const told = explain(one.match('s1', 'p1', now, scoreMin)!, { text })
    expect(told.summary.zh).toBe(
      `不合适（${Math.round(one.match('s1', 'p1', now, 0)!.score / 10_000)} 分）：离家约 25 公里，超过您说的 15 公里`,
    )
    expect(told.reasons[0]).toMatchObject({ sign: 'against', feature: 'distance' })
    expect(told.reasons.every((reason) => reason.zh !== '' && reason.en !== '')).toBe(true)
  })

  it('count what a single change would unlock', () => {
    const one = newIndex()
    const who = person({ occupations: ['打扫卫生'], distanceMaxKm: 15, shiftsRefused: ['night'] })
    one.putSeeker(who, home)
    for (const km of [16, 18, 19, 30]) one.putPosting(job('保洁员', {}, { _id: `far${km}` }), north(km))
    one.putPosting(job('保洁员', { shifts: ['night'] }, { _id: 'late' }), home)
    const found = counterfactuals(one, who, { now, scoreMin })
    expect(found.find((row) => row.kind === 'distance' && row.to === 20)?.unlocked).toBe(3)
    expect(found.find((row) => row.kind === 'shift')?.unlocked).toBe(1)
    expect(found.map((row) => row.unlocked)).toEqual([...found.map((row) => row.unlocked)].sort((a, b) => b - a))
  })
})

describe('what suits whom', () => {
  const judged: readonly (readonly [
    wants: string,
    skills: string,
    suits: readonly string[],
    doesNot: readonly string[],
  ])[] = [
    ['家政', '会做饭、带孩子', ['家政服务员', '育婴员'], ['厨师长', '电焊工', '货车司机']],
    ['做饭', '会做家常饭', ['食堂帮厨', '面点师'], ['货车司机', '收银员', '电焊工']],
    ['喂牛', '会挤奶', ['奶牛饲养员', '奶牛场挤奶工'], ['收银员', '行政文员']],
    ['电焊', '会二保焊', ['氩弧焊工', '电焊工'], ['保洁员', '育婴员']],
    ['打扫卫生', '会铺床', ['保洁员', '客房服务员'], ['架子工', '货车司机']],
    ['看大门', '当过兵', ['保安员', '小区门卫'], ['月嫂', '电焊工']],
    ['开叉车', '有叉车证', ['叉车工'], ['育婴员', '面点师']],
    ['缝纫', '会踩缝纫机', ['缝纫工', '服装车间普工'], ['货车司机', '保安员']],
  ]

  it.each(judged)('%s (%s)', (wants, skills, suits, doesNot) => {
    const one = newIndex()
    one.putSeeker(person({ occupations: [wants], skills: [{ text: skills }] }), home)
    const scoreOf = (title: string) => {
      one.putPosting(job(title), home)
      return one.match('s1', 'p1', now, scoreMin)!.score
    }
    for (const title of suits) expect([title, scoreOf(title) >= scoreMin]).toEqual([title, true])
    for (const title of doesNot) expect([title, scoreOf(title) < scoreMin]).toEqual([title, true])
  })
})
