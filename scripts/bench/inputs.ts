import type { Posting } from '../../src/domain/posting.ts'
import type { Seeker } from '../../src/domain/seeker.ts'
import { readTerms } from '../../src/domain/text/terms.ts'
import { instantAt } from '../../src/domain/time.ts'
import { factsOf } from '../../src/services/seekers.ts'
import { generateDistrict } from '../demo/district.ts'

const start = '2026-03-02'
/** The moment of every benchmark on a generated district. */
export const now = instantAt(start, 9)
const base = { district: '640302', version: 1, schema: 1, createdAt: now, updatedAt: now, pending: [] }

/** A generated district as the matching takes it. */
export interface Inputs {
  readonly people: readonly Seeker[]
  readonly postings: readonly Posting[]
}

/** The district of seed 1, in a size. */
export function inputs(people: number, postings: number): Inputs {
  const district = generateDistrict({ seed: 1, people, postings, days: 60, start })
  return {
    people: [...district.households].flatMap(({ members }) =>
      members.map((one, at): Seeker => ({
        ...base,
        _id: `${one.household}-${at}`,
        name: one.name,
        township: '',
        village: one.village,
        point: one.point,
        facts: factsOf(one.profile, start, 'demo'),
        channels: one.channels,
        wish: { at: now, wantsWork: true },
        consent: { given: true, at: now },
        personalised: true,
      })),
    ),
    postings: [...district.postings].map((one): Posting => ({
      ...base,
      _id: one.externalId,
      employer: one.employer,
      kind: one.kind,
      title: one.title,
      text: one.text,
      openings: one.openings,
      terms: readTerms(`${one.title}\n${one.text}`, one.tags),
      township: one.village.slice(0, 9),
      village: one.village,
      point: one.point,
      closesAt: instantAt('2026-06-30'),
      state: 'open',
      history: [],
      inFlight: [],
      flags: [],
    })),
  }
}
