import { generateDistrict } from '../../../scripts/demo/district.ts'
import { profileOf, type Profile, type Seeker } from '../../../src/domain/seeker.ts'
import { readTerms } from '../../../src/domain/text/terms.ts'
import { plusDays } from '../../../src/domain/time.ts'
import { dayOne, policy } from '../../support/ledger.ts'
import { job, person } from '../../support/people.ts'

export const now = plusDays(dayOne, 1)
export const scoreMin = Math.round(policy.offers.scoreMin * 1_000_000)
export const district = generateDistrict({ seed: 11, people: 90, postings: 70, days: 60, start: '2026-03-02' })
export const people: readonly Seeker[] = [...district.households].flatMap(({ members }) =>
  members.map((one, at) =>
    person(one.profile, { _id: `${one.household}-${at}`, village: one.village, point: one.point }),
  ),
)
export const postings = [...district.postings].map((one) =>
  job(one.title, readTerms(`${one.title}\n${one.text}`, one.tags), {
    _id: one.externalId,
    text: one.text,
    kind: one.kind,
    village: one.village,
    township: one.village.slice(0, 9),
    point: one.point,
  }),
)
export const without = (profile: Partial<Profile>, ...names: (keyof Profile)[]): Partial<Profile> =>
  Object.fromEntries(Object.entries(profile).filter(([name]) => !names.includes(name as keyof Profile)))
export const changed = (who: Seeker, change: Partial<Profile>, ...dropped: (keyof Profile)[]): Seeker => ({
  ...who,
  facts: person({ ...without(profileOf(who), ...dropped), ...change }).facts,
})
