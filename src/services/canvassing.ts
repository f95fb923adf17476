import { setImmediate as pause } from 'node:timers/promises'
import type { Solved } from '../domain/allocation/allocation.ts'
import { canvassed, postingProfiles, type CanvassPerson, type PostingProfile } from '../domain/allocation/canvass.ts'
import { canvassWords } from '../domain/allocation/words.ts'
import { around } from '../domain/place.ts'
import type { RunFacts } from './allocation.ts'
import { millionths } from './matches.ts'
import { postingLike } from './posting-like.ts'
import type { ShortageReport } from './shortage-report.ts'
import { solving } from './solving.ts'
import { pointOf, type Wiring } from './wiring.ts'

const profilesMax = 8
/** Groups smaller than this are not named by what they want. */
const peopleMin = 3
const openingsMax = 50

/** Postings to canvass for, each checked by solving again with it. */
export const canvassing = ({ index, places, threads }: Pick<Wiring, 'index' | 'places' | 'threads'>) => {
  const { solve } = solving({ threads })
  /** Whom a posting would suit wherever it lay within its way of the settlement: those whom it suits at the middle and at all four ends. */
  const suitedBy = ({ now, policy, input }: RunFacts, profile: PostingProfile) => {
    const middle = pointOf(places, profile.place)
    const town = places.get(profile.place)?.town ?? ''
    const scoreMin = millionths(policy.offers.scoreMin)
    const least = new Map<string, { count: number; score: number }>()
    const points = middle === undefined ? [undefined] : around(middle, profile.withinKm)
    for (const point of points) {
      const like = postingLike(profile, { now, town, village: profile.place })
      for (const { id, score } of index.seekersFor(like, point, {
        now,
        limit: index.figures().seekers,
        offset: 0,
        scoreMin,
      })) {
        const known = least.get(id) ?? { count: 0, score }
        least.set(id, { count: known.count + 1, score: Math.min(known.score, score) })
      }
    }
    return input.seekers.flatMap(({ id }) => {
      const suited = least.get(id)
      return suited?.count === points.length ? [{ seeker: id, posting: profile.id, score: suited.score }] : []
    })
  }

  return {
    postings: async (
      facts: RunFacts,
      solved: Solved,
      people: readonly CanvassPerson[],
    ): Promise<ShortageReport['postings']> => {
      const { perOpening } = facts.policy.offers
      const rows: ShortageReport['postings'][number][] = []
      for (const profile of postingProfiles(people, { profilesMax, peopleMin })) {
        await pause()
        const candidates = suitedBy(facts, profile)
        const gain = await canvassed(facts.input, solved, {
          posting: profile.id,
          candidates,
          perOpening,
          openingsMax,
          solve,
        })
        if (gain === undefined) continue
        const { id: _id, ...rest } = profile
        const placeName = places.get(profile.place)?.name ?? profile.place
        rows.push({ ...rest, placeName, ...gain, madeFor: profile.people, ...canvassWords(profile, gain, placeName) })
      }
      return rows.sort((a, b) => b.people - a.people || b.offers - a.offers)
    },
  }
}
