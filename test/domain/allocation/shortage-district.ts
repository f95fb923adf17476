import { generateDistrict } from '../../../scripts/demo/district.ts'
import type {
  AllocationCandidate,
  AllocationInput,
  AllocationSeeker,
} from '../../../src/domain/allocation/allocation.ts'
import { overdueFirst, rankTable } from '../../../src/domain/allocation/ranks.ts'
import type { ShortPerson } from '../../../src/domain/allocation/shortage.ts'
import type { MatchingIndex } from '../../../src/domain/matching/matching.ts'
import { profileOf, type Profile, type Seeker } from '../../../src/domain/seeker.ts'
import { readTerms } from '../../../src/domain/text/terms.ts'
import { changed, now, scoreMin } from '../matching/district.ts'
import { policy } from '../../support/ledger.ts'
import { job, newIndex, person } from '../../support/people.ts'

const { candidatesPerSeekerMax } = policy.offers

/** A generated district as one allocation run sees it, with ways to ask what would be if a person were different. */
export function districtRun(
  seed: number,
  { people, postings: count, perOpening }: { people: number; postings: number; perOpening: number },
) {
  const district = generateDistrict({ seed, people, postings: count, days: 60, start: '2026-03-02' })
  const index = newIndex()
  const seekers = [...district.households].flatMap(({ household, members }) =>
    members.map((one, at) =>
      person(pickier(one.profile, Number(household.key.slice(1)) + at), {
        _id: `${one.household}-${at}`,
        village: one.village,
        point: one.point,
        household: household.key,
      }),
    ),
  )
  const postings = [...district.postings].map((one) =>
    job(one.title, readTerms(`${one.title}\n${one.text}`, one.tags), {
      _id: one.externalId,
      employer: one.employer,
      text: one.text,
      kind: one.kind,
      openings: one.openings,
      village: one.village,
      township: one.village.slice(0, 9),
      point: one.point,
    }),
  )
  for (const one of postings) index.putPosting(one, one.point)
  for (const one of seekers) index.putSeeker(one, one.point)
  const facts = new Map(seekers.map((one, at): [string, AllocationSeeker] => [one._id, factsOf(one._id, at)]))
  const input: AllocationInput = {
    seekers: [...facts.values()],
    postings: postings.map((one) => ({ id: one._id, employer: one.employer, free: one.openings * perOpening })),
    candidates: seekers.flatMap((one) => candidatesOf(index, one)),
    policy: { ranks: rankTable(overdueFirst), perEmployerMax: 2 },
  }
  const shortPerson = (id: string): ShortPerson => {
    const who = seekers.find((one) => one._id === id)!
    return {
      seeker: facts.get(id)!,
      profile: profileOf(who),
      misses: index.nearMisses(who, { now, scoreMin, max: 5_000 }),
      candidatesWith: (change) => candidatesOf(index, changed(who, change)),
    }
  }
  /** The input of a new run in which one person is described otherwise. */
  const inputWith = (id: string, change: Partial<Profile>): AllocationInput => {
    const mine = shortPerson(id).candidatesWith(change)
    return { ...input, candidates: [...input.candidates.filter((one) => one.seeker !== id), ...mine] }
  }
  return { index, seekers, postings, input, shortPerson, inputWith }
}

/** Some people refuse more than the generated ones do. */
const pickier = (profile: Partial<Profile>, turn: number): Partial<Profile> => {
  if (turn % 5 === 1) return { ...profile, kindsRefused: ['enterprise', 'workshop', 'agriculture'] }
  return turn % 5 === 2 ? { ...profile, shiftsRefused: ['day', 'rotating', 'night'] } : profile
}

const factsOf = (id: string, at: number): AllocationSeeker => ({
  id,
  owed: 1 + (at % 3),
  classIndex: (at * 7) % 4,
  urgencyIndex: (at * 5) % 3,
})

const candidatesOf = (index: MatchingIndex, who: Seeker): readonly AllocationCandidate[] =>
  index
    .postingsFor(who, { now, limit: candidatesPerSeekerMax, offset: 0, scoreMin })
    .map((row) => ({ seeker: who._id, posting: row.id, score: row.score }))
