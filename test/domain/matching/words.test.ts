import { describe, expect, it } from 'vitest'
import { generateDistrict } from '../../../scripts/demo/district.ts'
import { counterfactuals } from '../../../src/domain/matching/counterfactuals.ts'
import { explain } from '../../../src/domain/matching/explain.ts'
import type { Terms } from '../../../src/domain/posting.ts'
import { learn, type Facts, type Profile, type Seeker } from '../../../src/domain/seeker.ts'
import { readTerms } from '../../../src/domain/text/terms.ts'
import { plusDays } from '../../../src/domain/time.ts'
import { dayOne, policy } from '../../support/ledger.ts'
import { home, job, newIndex, north, person, text } from '../../support/people.ts'

const now = plusDays(dayOne, 1)
const scoreMin = Math.round(policy.offers.scoreMin * 1_000_000)

const told = (profile: Partial<Profile>, posting = job('保洁员'), at = home) => {
  const index = newIndex()
  index.putSeeker(person(profile), home)
  index.putPosting(posting, at)
  return explain(index.match('s1', 'p1', now, scoreMin)!, { text })
}
const wordsOf = (found: ReturnType<typeof explain>, feature: string) =>
  found.reasons.find((reason) => reason.feature === feature)

describe('reasons', () => {
  it('say the way and the limit in words that can be read aloud', () => {
    const found = told({ occupations: ['打扫卫生'], distanceMaxKm: 15 }, job('保洁员'), north(6))
    expect(wordsOf(found, 'distance')).toMatchObject({
      sign: 'for',
      zh: '离家约 6 公里，在您说的 15 公里以内',
      en: 'about 6 km from home, within the 15 km they named',
    })
  })

  it('speak against as well as for', () => {
    const found = told({ occupations: ['缝纫'] }, job('货车司机'))
    expect(wordsOf(found, 'occupation')).toMatchObject({ sign: 'against', zh: '“货车司机”与您想做的“缝纫”差别较大' })
    expect(found.summary.zh).toContain('不合适')
  })

  it('tell what a person can do from what they wish', () => {
    expect(wordsOf(told({ skills: [{ text: '会做饭、带孩子' }] }, job('育婴员')), 'occupation')?.zh).toContain(
      '您说的“带孩子”',
    )
    expect(wordsOf(told({ occupations: ['带孩子'] }, job('育婴员')), 'occupation')?.zh).toContain('您想做的“带孩子”')
  })

  it('name what is unknown without holding it against the pair', () => {
    const found = told({ wageMinYuan: 3000, shiftsRefused: ['night'] }, job('电工', { certificates: ['电工证'] }))
    for (const feature of ['certificate', 'wage', 'shift', 'occupation'])
      expect([feature, wordsOf(found, feature)?.sign]).toEqual([feature, 'neutral'])
    expect(wordsOf(found, 'certificate')?.zh).toBe('需要电工证，您有没有还要核实')
  })

  it('tell a skill from a wish, whatever else they can do', () => {
    const found = told({ occupations: ['看店'], skills: [{ text: '会收银' }, { text: '会算账' }] }, job('收银员'))
    expect(found.reasons.map((one) => one.zh).join()).not.toContain('您想做的“会收银”')
  })

  it('tell the work first, as it is, and never the day or the way before it', () => {
    const heads = [
      [{ occupations: ['照顾老人'] }, '家政服务员', '“家政服务员”与您想做的“照顾老人”有些关联'],
      [{ occupations: ['什么都行'] }, '保洁员', '您说过什么工作都行'],
      [{}, '保洁员', '还不知道您想做什么工作'],
      [{ occupations: ['保洁'] }, '保洁员', '“保洁员”与您想做的“保洁”相近'],
    ] as const
    for (const [profile, title, head] of heads)
      expect(told(profile, job(title)).summary.zh).toMatch(new RegExp(`^合适（\\d+ 分）：${head}$`))
  })

  it('put what a posting asks and the person has not right behind the work', () => {
    const found = told({ occupations: ['文员'], education: 'primary' }, job('文员', { educationMin: 'bachelor' }))
    expect(found.summary.zh).toContain('“文员”与您想做的“文员”相近；但要求本科，您是小学')
    expect(found.reasons[1]).toMatchObject({ sign: 'against', feature: 'education' })
  })

  it('do not praise a way that is longer than was said, and name none of 0 km', () => {
    const bed = { occupations: ['打扫卫生'], distanceMaxKm: 10, lodgingNeeded: true }
    const found = told(bed, job('保洁员', { lodging: true }), north(10.1))
    expect(wordsOf(found, 'distance')).toMatchObject({ sign: 'against', zh: '离家约 10.1 公里，比您说的 10 公里远' })
    expect(wordsOf(told({ occupations: ['打扫卫生'] }), 'distance')?.zh).toBe('离家不到 1 公里')
  })

  it('say of an asked skill what the person said, and not more', () => {
    const asked = job('配菜工', { skills: [{ text: '切菜、洗碗', required: false }] })
    const found = told({ skills: [{ text: '会切菜' }] }, asked)
    expect(wordsOf(found, 'skills')?.zh).toBe('要求会“切菜、洗碗”，您说过“会切菜”')
    const other = job('收银员', { skills: [{ text: '收银、电焊', required: false }] })
    expect(wordsOf(told({ skills: [{ text: '会收银' }] }, other), 'skills')?.zh).toBe('要求会“收银”，您说过“会收银”')
  })

  it('cite what people wrote without its markup', () => {
    const found = told({ skills: [{ text: '<b>做饭</b>' }], experience: '<p>食堂做饭</p>' }, job('食堂厨师'))
    expect(JSON.stringify(found)).not.toContain('<')
  })

  it('come from the numbers alone: the same numbers, the same words', () => {
    const index = newIndex()
    index.putSeeker(person({ occupations: ['打扫卫生'] }), home)
    index.putPosting(job('保洁员'), home)
    const match = index.match('s1', 'p1', now, scoreMin)!
    expect(explain(structuredClone(match), { text })).toEqual(explain(match, { text }))
  })
})

describe('counterfactuals', () => {
  const district = generateDistrict({ seed: 3, people: 40, postings: 120, days: 60, start: '2026-03-02' })
  const people: readonly Seeker[] = [...district.households].flatMap(({ members }) =>
    members.map((one, at) =>
      person(one.profile, { _id: `${one.household}-${at}`, village: one.village, point: one.point }),
    ),
  )
  const index = newIndex()
  for (const one of people) index.putSeeker(one, one.point)
  for (const one of district.postings)
    index.putPosting(
      job(one.title, readTerms(`${one.title}\n${one.text}`, one.tags), {
        _id: one.externalId,
        text: one.text,
        kind: one.kind,
      }),
      one.point,
    )
  const count = (who: Seeker) => index.countFor(who, { now, scoreMin, max: 1000 })

  it('promise exactly what comes true once the change is made', () => {
    const factOf: Readonly<Record<string, (to: string | number) => Partial<Profile>>> = {
      distance: (to) => ({ distanceMaxKm: Number(to) }),
      wage: (to) => ({ wageMinYuan: Number(to) }),
      start: (to) => ({ startFrom: String(to) }),
    }
    let checked = 0
    for (const who of people)
      for (const row of counterfactuals(index, who, { now, scoreMin })) {
        expect(row.unlocked).toBeGreaterThan(0)
        const change = factOf[row.kind]?.(row.to)
        if (change === undefined) continue
        const facts: Facts = Object.fromEntries(
          Object.entries(change).map(([name, value]) => [name, { value, on: '2026-03-20', source: 'test' }]),
        )
        const decision = learn(who, facts)
        expect(decision.kind).toBe('changed')
        if (decision.kind === 'changed') expect(count(decision.doc) - count(who)).toBe(row.unlocked)
        checked += 1
      }
    expect(checked).toBeGreaterThan(20)
  })

  it('count all that opens, however much is open already', () => {
    const one = newIndex()
    const who = person({ occupations: ['打扫卫生'], shiftsRefused: ['night'] })
    const put = (count: number, terms: Terms, name: string) => {
      for (let at = 0; at < count; at += 1) one.putPosting(job('保洁员', terms, { _id: `${name}${at}` }), home)
    }
    put(1_100, {}, 'open')
    put(600, { shifts: ['night'] }, 'night')
    const found = counterfactuals(one, who, { now, scoreMin })
    expect(found).toMatchObject([{ kind: 'shift', from: 'night', unlocked: 600 }])
  })

  it('name the certificate that opens postings, and how many', () => {
    const one = newIndex()
    const who = person({ occupations: ['电焊'], certificates: [] })
    one.putSeeker(who, home)
    for (let at = 0; at < 7; at += 1)
      one.putPosting(job('电焊工', { certificates: ['焊工证'] }, { _id: `p${at}` }), home)
    expect(counterfactuals(one, who, { now, scoreMin })).toContainEqual({
      kind: 'certificate',
      from: 'none',
      to: '焊工证',
      unlocked: 7,
      zh: '取得焊工证',
      en: 'with the certificate 焊工证',
    })
  })
})
