import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FeatureName } from '../../../src/domain/matching/matching.ts'
import { explain } from '../../../src/domain/matching/explain.ts'
import type { Posting } from '../../../src/domain/posting.ts'
import { profileOf, type Profile, type Seeker } from '../../../src/domain/seeker.ts'
import { newIndex, text } from '../../support/people.ts'
import { changed, now, people, postings, scoreMin } from './district.ts'

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
