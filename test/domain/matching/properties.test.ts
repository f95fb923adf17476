import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generateDistrict } from '../../../scripts/demo/district.ts'
import { createMatchingIndex } from '../../../src/domain/matching/index.ts'
import type { FeatureName, MatchingIndex } from '../../../src/domain/matching/matching.ts'
import { explain } from '../../../src/domain/matching/explain.ts'
import { defaultWeights } from '../../../src/domain/matching/score.ts'
import type { Posting } from '../../../src/domain/posting.ts'
import { profileOf, type Profile, type Seeker } from '../../../src/domain/seeker.ts'
import { readTerms } from '../../../src/domain/text/terms.ts'
import { plusDays } from '../../../src/domain/time.ts'
import { dayOne, policy } from '../../support/ledger.ts'
import { job, newIndex, person, text } from '../../support/people.ts'

const now = plusDays(dayOne, 1)
const scoreMin = Math.round(policy.offers.scoreMin * 1_000_000)
const district = generateDistrict({ seed: 11, people: 90, postings: 70, days: 60, start: '2026-03-02' })
const people: readonly Seeker[] = [...district.households].flatMap(({ members }) =>
  members.map((one, at) =>
    person(one.profile, { _id: `${one.household}-${at}`, village: one.village, point: one.point }),
  ),
)
const postings = [...district.postings].map((one) =>
  job(one.title, readTerms(`${one.title}\n${one.text}`, one.tags), {
    _id: one.externalId,
    text: one.text,
    kind: one.kind,
    village: one.village,
    township: one.village.slice(0, 9),
    point: one.point,
  }),
)
const without = (profile: Partial<Profile>, ...names: (keyof Profile)[]): Partial<Profile> =>
  Object.fromEntries(Object.entries(profile).filter(([name]) => !names.includes(name as keyof Profile)))
const changed = (who: Seeker, change: Partial<Profile>, ...dropped: (keyof Profile)[]): Seeker => ({
  ...who,
  facts: person({ ...without(profileOf(who), ...dropped), ...change }).facts,
})

const index = newIndex()
for (const one of postings) index.putPosting(one, one.point)
for (const one of people) index.putSeeker(one, one.point)
const lab = newIndex()
const matchOf = (who: Seeker, what: Posting, home = who.point) => {
  lab.putSeeker(who, home)
  lab.putPosting(what, what.point)
  return lab.match(who._id, what._id, now, scoreMin)!
}
const pair = fc.record({ who: fc.constantFrom(...people), what: fc.constantFrom(...postings) })
/** A person with one of the ten best postings of theirs. */
const near = fc.record({ who: fc.constantFrom(...people), at: fc.nat(9) }).map(({ who, at }) => {
  const ranked = index.postingsOf(who._id, { now, limit: 10, offset: 0, scoreMin: 0 })
  const id = ranked[at % Math.max(1, ranked.length)]?.id
  return { who, what: postings.find((one) => one._id === id) ?? postings[at]! }
})
/** The same, where they wish for what another wishes: what they can do then often fits better. */
const crossed = fc.record({ pair: near, other: fc.constantFrom(...people) }).map(({ pair: { who, what }, other }) => ({
  who: changed(who, { occupations: profileOf(other).occupations ?? [] }),
  what,
}))

describe('a score', () => {
  it('never falls by a relevant skill, whatever was known before', () => {
    const known = fc.subarray<keyof Profile>(['occupations', 'skills', 'experience'])
    fc.assert(
      fc.property(pair, known, fc.nat(9), ({ who, what }, dropped, at) => {
        const before = changed(who, {}, ...dropped)
        const relevant = [what.title, ...(what.terms.skills ?? []).map((one) => one.text)]
        const skill = { text: relevant[at % relevant.length]! }
        const after = changed(before, { skills: [...(profileOf(before).skills ?? []), skill] })
        expect(matchOf(after, what).score).toBeGreaterThanOrEqual(matchOf(before, what).score)
      }),
      { numRuns: 300 },
    )
  })

  it('does not hang on the order or repetition of any list, nor do its reasons', () => {
    const mix = <T>(list: readonly T[] | undefined, turn: number): readonly T[] =>
      list === undefined ? [] : [...list.slice(turn % (list.length + 1)), ...list, ...list].reverse()
    fc.assert(
      fc.property(pair, fc.nat(5), ({ who, what }, turn) => {
        const profile = profileOf(who)
        const lists = [
          'occupations',
          'skills',
          'certificates',
          'places',
          'shiftsRefused',
          'kindsRefused',
          'healthLimits',
        ] as const
        const mixed = Object.fromEntries(
          lists.flatMap((name) => (profile[name] === undefined ? [] : [[name, mix<unknown>(profile[name], turn)]])),
        )
        const { skills, certificates, shifts, demands } = what.terms
        const terms = {
          ...what.terms,
          ...(skills === undefined ? {} : { skills: mix(skills, turn) }),
          ...(certificates === undefined ? {} : { certificates: mix(certificates, turn) }),
          ...(shifts === undefined ? {} : { shifts: mix(shifts, turn) }),
          ...(demands === undefined ? {} : { demands: mix(demands, turn) }),
        }
        const plain = matchOf(who, what)
        expect(matchOf(changed(who, mixed), { ...what, terms }).score).toBe(plain.score)
        expect(matchOf(changed(who, mixed), { ...what, terms }).gates).toEqual(plain.gates)
      }),
      { numRuns: 150 },
    )
  })

  it('is the sum of its contributions after any cited reason is removed, and removal never raises it', () => {
    const removals: Readonly<Record<FeatureName, (who: Seeker, words: string) => Seeker>> = {
      occupation: withoutWords,
      meaning: withoutWords,
      experience: (who) => changed(who, {}, 'experience'),
      skills: (who) => changed(who, {}, 'skills'),
      wage: (who) => changed(who, {}, 'wageMinYuan'),
      distance: (who) => changed(who, {}, 'distanceMaxKm'),
      education: (who) => changed(who, {}, 'education'),
      shift: (who) => changed(who, {}, 'shiftsRefused'),
      lodging: (who) => changed(who, {}, 'lodgingNeeded'),
      freshness: (who) => who,
    }
    let removed = 0
    fc.assert(
      fc.property(
        fc.oneof(pair, near, crossed),
        fc.subarray<keyof Profile>(['occupations', 'skills', 'experience']),
        ({ who, what }, dropped) => {
          const start = changed(who, {}, ...dropped)
          const before = matchOf(start, what)
          for (const reason of explain(before, { text }).reasons) {
            if (reason.sign !== 'for') continue
            const part = before.contributions.find((one) => one.feature === reason.feature)!
            const after = matchOf(removals[part.feature](start, part.seekerSide), what)
            expect(after.contributions.reduce((sum, one) => sum + one.value, 0)).toBe(after.score)
            expect([reason.feature, after.score - before.score <= 0]).toEqual([reason.feature, true])
            removed += 1
          }
          expect(matchOf(start, { ...what, terms: {} }).contributions).toHaveLength(10)
        },
      ),
      { numRuns: 250 },
    )
    expect(removed).toBeGreaterThan(200)
  })
})

/** The person without one phrase, wherever they said it. */
function withoutWords(who: Seeker, words: string): Seeker {
  const { occupations, skills, experience } = profileOf(who)
  const left = {
    occupations: occupations?.filter((one) => one !== words),
    skills: skills?.filter((one) => one.text !== words),
    experience: experience === words ? undefined : experience,
  }
  const kept = Object.fromEntries(
    Object.entries(left).filter(([, value]) => value !== undefined && (typeof value === 'string' || value.length > 0)),
  )
  return changed(who, kept, 'occupations', 'skills', 'experience')
}

describe('the index', () => {
  const best = (found: MatchingIndex, id: string, min: number, limit: number) =>
    found.postingsOf(id, { now, limit, offset: 0, scoreMin: min })

  it('never loses a posting by a wider wish', () => {
    const wider = fc.record(
      {
        distanceMaxKm: fc.constantFrom(60, 200),
        wageMinYuan: fc.constantFrom(0, 1000),
        shiftsRefused: fc.constant([]),
        kindsRefused: fc.constant([]),
        places: fc.constant([]),
        occupations: fc.constantFrom('保洁', '收银员', '什么都行').map((one) => [one]),
      },
      { requiredKeys: [] },
    )
    const mine = newIndex()
    for (const one of postings) mine.putPosting(one, one.point)
    fc.assert(
      fc.property(fc.constantFrom(...people), wider, (who, wish) => {
        const profile = profileOf(who)
        const known = Object.fromEntries(
          Object.entries(wish).flatMap(([name, value]): [string, unknown][] => {
            const said = profile[name as keyof Profile]
            if (said === undefined) return []
            if (name === 'occupations') return [[name, [...(said as string[]), ...(value as string[])]]]
            return [
              [name, typeof value === 'number' && name !== 'distanceMaxKm' ? Math.min(value, said as number) : value],
            ]
          }),
        )
        mine.putSeeker(changed(who, known), who.point)
        const after = best(mine, who._id, scoreMin, 1000).map((row) => row.id)
        expect(after).toEqual(expect.arrayContaining(best(index, who._id, scoreMin, 1000).map((row) => row.id)))
      }),
      { numRuns: 200 },
    )
  })

  it('ranks as sorting every single match does, for any limit and least score, both ways', () => {
    const request = fc.record({
      limit: fc.integer({ min: 1, max: 30 }),
      offset: fc.nat(8),
      scoreMin: fc.constantFrom(0, 400_000, scoreMin, 600_000),
    })
    const sorted = (rows: { id: string; score: number }[]) =>
      rows.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    fc.assert(
      fc.property(pair, request, ({ who, what }, { limit, offset, scoreMin: min }) => {
        const single = (seeker: string, posting: string, id: string) => {
          const match = index.match(seeker, posting, now, min)!
          return match.suitable ? [{ id, score: match.score }] : []
        }
        const ofSeeker = sorted(postings.flatMap((one) => single(who._id, one._id, one._id)))
        const ofPosting = sorted(people.flatMap((one) => single(one._id, what._id, one._id)))
        const ask = { now, limit, offset, scoreMin: min }
        expect(index.postingsOf(who._id, ask)).toEqual(ofSeeker.slice(offset, offset + limit))
        expect(index.seekersOf(what._id, ask)).toEqual(ofPosting.slice(offset, offset + limit))
        expect(index.countFor(who, { now, scoreMin: min, max: 1000 })).toBe(ofSeeker.length)
      }),
      { numRuns: 40 },
    )
  })

  it('names as a near miss exactly what one gate alone keeps back', () => {
    for (const who of people.slice(0, 25)) {
      const single = postings.flatMap((what) => {
        const match = index.match(who._id, what._id, now, scoreMin)!
        return match.score >= scoreMin && match.gates.length === 1 ? [{ posting: what._id, gate: match.gates[0]! }] : []
      })
      const found = index.nearMisses(who, { now, scoreMin, max: 1000 })
      expect([...found].sort((a, b) => (a.posting < b.posting ? -1 : 1))).toEqual(
        single.filter((one) => one.gate.code !== 'not_open').sort((a, b) => (a.posting < b.posting ? -1 : 1)),
      )
    }
  })

  it('is after any sequence of changes what it would be when built anew, however little memory it may use', () => {
    const memory = fc.constantFrom(2_000, 2 ** 24)
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('putPosting' as const),
        at: fc.nat(5),
        as: fc.nat(postings.length - 1),
      }),
      fc.record({ kind: fc.constant('removePosting' as const), at: fc.nat(5), as: fc.constant(0) }),
      fc.record({ kind: fc.constant('putSeeker' as const), at: fc.nat(5), as: fc.nat(people.length - 1) }),
      fc.record({ kind: fc.constant('removeSeeker' as const), at: fc.nat(5), as: fc.constant(0) }),
    )
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 60 }), memory, (steps, nearnessBytesMax) => {
        const tools = { text, weights: defaultWeights, place: () => undefined, nearnessBytesMax }
        const live = createMatchingIndex(tools)
        const jobs = new Map<string, Posting>()
        const seekers = new Map<string, Seeker>()
        for (const { kind, at, as } of steps) {
          const what = { ...postings[as]!, _id: `p${at}` }
          const who = { ...people[as]!, _id: `s${at}` }
          if (kind === 'putPosting') live.putPosting(what, what.point)
          if (kind === 'putPosting') jobs.set(what._id, what)
          if (kind === 'removePosting') live.removePosting(what._id)
          if (kind === 'removePosting') jobs.delete(what._id)
          if (kind === 'putSeeker') live.putSeeker(who, who.point)
          if (kind === 'putSeeker') seekers.set(who._id, who)
          if (kind === 'removeSeeker') live.removeSeeker(who._id)
          if (kind === 'removeSeeker') seekers.delete(who._id)
          for (const id of [...seekers.keys()].slice(0, 4)) best(live, id, 0, 100)
        }
        const fresh = createMatchingIndex(tools)
        for (const one of jobs.values()) fresh.putPosting(one, one.point)
        for (const one of seekers.values()) fresh.putSeeker(one, one.point)
        for (const id of seekers.keys()) expect(best(live, id, 0, 1000)).toEqual(best(fresh, id, 0, 1000))
        for (const id of jobs.keys())
          expect(live.seekersOf(id, { now, limit: 100, offset: 0, scoreMin: 0 })).toEqual(
            fresh.seekersOf(id, { now, limit: 100, offset: 0, scoreMin: 0 }),
          )
        expect(live.figures()).toMatchObject({ seekers: seekers.size, postings: jobs.size })
      }),
      { numRuns: 40 },
    )
  })

  it('gives memory back: what comes and goes leaves no more behind than it found', () => {
    const one = newIndex()
    for (const what of postings.slice(0, 10)) one.putPosting(what, what.point)
    for (const who of people.slice(0, 10)) one.putSeeker(who, who.point)
    const round = () => {
      for (const what of postings.slice(10)) one.putPosting(what, what.point)
      for (const who of people.slice(10)) one.putSeeker(who, who.point)
      for (const what of postings.slice(10)) one.removePosting(what._id)
      for (const who of people.slice(10)) one.removeSeeker(who._id)
      return one.figures()
    }
    const first = round()
    for (let again = 0; again < 3; again += 1) expect(round()).toEqual(first)
    expect(first).toMatchObject({ seekers: 10, postings: 10 })
  })
})
