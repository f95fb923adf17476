import type { Caller } from '../domain/access.ts'
import { counterfactuals, type Counterfactual } from '../domain/matching/counterfactuals.ts'
import { explain } from '../domain/matching/explain.ts'
import type { Explanation, GateCode, Match } from '../domain/matching/matching.ts'
import { isOpen, type Posting } from '../domain/posting.ts'
import { policyAt } from '../domain/policy.ts'
import type { Seeker } from '../domain/seeker.ts'
import { Problem } from '../problem.ts'
import { pointOf, seen, type Wiring } from './wiring.ts'

/** One row of a ranked list with what a person needs to judge it. */
export interface MatchRow {
  readonly seeker: string
  readonly posting: string
  readonly title: string
  readonly match: Match
  readonly explanation: Explanation
}

export interface RankedList {
  readonly rows: readonly MatchRow[]
  /** More rows follow from here. */
  readonly nextOffset?: number
}

/** Scores as integers: millionths of 1. */
export const millionths = (score: number): number => Math.round(score * 1_000_000)

/** The collections that the index is made of. */
export const isIndexedCollection = (name: string): name is 'seekers' | 'postings' =>
  name === 'seekers' || name === 'postings'

/** True for a person whom the index holds: they want work and consent. */
const isIndexed = (seeker: Seeker): boolean =>
  seeker.wish?.wantsWork === true && seeker.consent.given && seeker.mergedInto === undefined

/** Matching: keeps the in-memory index in step with the store and answers both directions with reasons. */
export const matches = (wiring: Pick<Wiring, 'store' | 'clock' | 'index' | 'places' | 'policies' | 'text'>) => {
  const { store, clock, index, places, policies, text } = wiring
  const scoreMin = (): number => millionths(policyAt(policies, clock.now()).offers.scoreMin)

  const takeSeeker = (seeker: Seeker): void => {
    if (isIndexed(seeker)) index.putSeeker(seeker, seeker.point ?? pointOf(places, seeker.village))
    else index.removeSeeker(seeker._id)
  }
  const takePosting = (posting: Posting): void => {
    if (isOpen(posting, clock.now())) index.putPosting(posting, posting.point ?? pointOf(places, posting.village))
    else index.removePosting(posting._id)
  }

  const rowOf = (match: Match, title: string): MatchRow => ({
    seeker: match.seeker,
    posting: match.posting,
    title,
    match,
    explanation: explain(match, { text }),
  })

  return {
    scoreMin,

    /** Fills the index from the store; resolves with how many of each it holds. */
    load: async (district: string) => {
      for await (const seeker of store.seekers.each({ index: 'byDistrict', equals: { district } })) takeSeeker(seeker)
      for await (const posting of store.postings.each({ index: 'byState', equals: { district, state: 'open' } }))
        takePosting(posting)
      return index.figures()
    },

    /** Brings one changed document into the index. */
    refresh: async ({ collection, id }: { collection: 'seekers' | 'postings'; id: string }): Promise<void> => {
      if (collection === 'seekers') {
        const seeker = await store.seekers.get(id)
        if (seeker === undefined) index.removeSeeker(id)
        else takeSeeker(seeker)
      }
      if (collection === 'postings') {
        const posting = await store.postings.get(id)
        if (posting === undefined) index.removePosting(id)
        else takePosting(posting)
      }
    },

    /** Best postings of a seeker, with reasons. */
    ofSeeker: async (
      caller: Caller,
      seekerId: string,
      page: { limit: number; offset: number },
    ): Promise<RankedList> => {
      const seeker = seen(caller, 'match.read', await store.seekers.get(seekerId))
      const now = clock.now()
      const ranked = index.postingsOf(seeker._id, { ...page, limit: page.limit + 1, now, scoreMin: scoreMin() })
      const shown = ranked.slice(0, page.limit)
      const titles = new Map(
        (await store.postings.getMany(shown.map((row) => row.id))).map((one) => [one._id, one.title]),
      )
      const rows = shown.flatMap((row) => {
        const match = index.match(seeker._id, row.id, now, scoreMin())
        return match === undefined ? [] : [rowOf(match, titles.get(row.id) ?? '')]
      })
      return ranked.length > page.limit ? { rows, nextOffset: page.offset + page.limit } : { rows }
    },

    /** Best seekers of a posting, of those whom the caller may see, with reasons. */
    ofPosting: async (
      caller: Caller,
      postingId: string,
      page: { limit: number; offset: number },
    ): Promise<RankedList> => {
      const posting = seen(caller, 'match.read_of_posting', await store.postings.get(postingId))
      const now = clock.now()
      const ranked = index.seekersOf(posting._id, { ...page, limit: page.limit + 1, now, scoreMin: scoreMin() })
      const shown = ranked.slice(0, page.limit)
      const rows = shown.flatMap((row) => {
        const match = index.match(row.id, posting._id, now, scoreMin())
        return match === undefined ? [] : [rowOf(match, posting.title)]
      })
      return ranked.length > page.limit ? { rows, nextOffset: page.offset + page.limit } : { rows }
    },

    /** One pair in full, suitable or not: every gate that fails and every contribution. */
    pair: async (caller: Caller, seekerId: string, postingId: string): Promise<MatchRow> => {
      const seeker = seen(caller, 'match.read', await store.seekers.get(seekerId))
      const posting = seen(caller, 'posting.read', await store.postings.get(postingId))
      const match = index.match(seeker._id, posting._id, clock.now(), scoreMin())
      if (match === undefined) throw new Problem(isIndexed(seeker) ? 'posting.not_open' : 'seeker.no_wish')
      return rowOf(match, posting.title)
    },

    /** How many open postings fail each gate for a seeker, and how many pass all. */
    gates: async (
      caller: Caller,
      seekerId: string,
    ): Promise<{ readonly passed: number; readonly failed: Readonly<Partial<Record<GateCode, number>>> }> => {
      const seeker = seen(caller, 'match.read', await store.seekers.get(seekerId))
      return index.gateCounts(seeker._id, clock.now())
    },

    /** Which single change would make how many more postings suitable. */
    counterfactuals: async (caller: Caller, seekerId: string): Promise<readonly Counterfactual[]> => {
      const seeker = seen(caller, 'match.read', await store.seekers.get(seekerId))
      return counterfactuals(index, seeker, { now: clock.now(), scoreMin: scoreMin() })
    },
  }
}

export type Matches = ReturnType<typeof matches>
