import { cutOf, type Caller } from '../domain/access.ts'
import { claim, decide, undo, type Review, type ReviewState } from '../domain/review.ts'
import { Problem } from '../problem.ts'
import type { Page, PageRequest } from '../store/store.ts'
import type { Ledgers } from './ledgers.ts'
import { allow, done, ifMay, seen, type Wiring } from './wiring.ts'

export type ReviewVerdict = 'approved' | 'rejected'

/** One row of a bulk decision and what became of it. */
export type ReviewOutcome =
  | { readonly id: string; readonly result: 'done'; readonly review: Review }
  | { readonly id: string; readonly result: 'refused'; readonly problem: Problem }

/** The match queue: caseworkers look at proposed offers and decide. */
export const reviews = ({ store, clock }: Pick<Wiring, 'store' | 'clock'>, ledgers: Ledgers) => {
  const act = (caller: Caller, reason?: string) => ({
    by: caller.key,
    at: clock.now(),
    ...(reason === undefined ? {} : { reason }),
  })

  const rulesOf = async (caller: Caller, id: string) => {
    const review = seen(caller, 'review.decide', await store.reviews.get(id))
    const guarantee = await store.guarantees.get(review.guarantee)
    if (guarantee === undefined) throw new Problem('object.unknown')
    return ledgers.policyFor(guarantee).review
  }

  const decideOne = async (
    caller: Caller,
    id: string,
    said: { verdict: ReviewVerdict; reason?: string },
  ): Promise<Review> => {
    if (said.verdict === 'rejected' && !said.reason?.trim())
      throw new Problem('request.invalid', {}, [
        { pointer: '/reason', zh: '不通过须写明原因', en: 'a rejection needs a reason' },
      ])
    const decision = ifMay<Review>(caller, 'review.decide', (one) =>
      decide(one, said.verdict, act(caller, said.reason)),
    )
    return done(await store.reviews.change(id, caller.key, decision))
  }

  return {
    get: async (caller: Caller, id: string): Promise<Review> =>
      seen(caller, 'review.read', await store.reviews.get(id)),

    /** Reviews of one state, those due first. */
    list: async (caller: Caller, page: PageRequest, filter: { state?: ReviewState } = {}): Promise<Page<Review>> => {
      allow(caller, 'review.read')
      const cut = cutOf(caller, 'review.read')
      if (cut === undefined) return { rows: [] }
      const { district } = caller
      const state = filter.state ?? 'open'
      if (cut.field === 'township')
        return store.reviews.find({ index: 'byTownship', equals: { district, township: cut.value, state } }, page)
      return store.reviews.find({ index: 'byState', equals: { district, state } }, page)
    },

    claim: async (caller: Caller, id: string): Promise<Review> => {
      const { claimHours } = await rulesOf(caller, id)
      const decision = ifMay<Review>(caller, 'review.decide', (one) => claim(one, act(caller), claimHours))
      return done(await store.reviews.change(id, caller.key, decision))
    },

    decide: decideOne,

    /** Decides many; each by itself, one that is refused leaves the others as they are. */
    bulk: async (
      caller: Caller,
      rows: readonly { id: string; verdict: ReviewVerdict; reason?: string }[],
    ): Promise<readonly ReviewOutcome[]> => {
      const outcomes: ReviewOutcome[] = []
      for (const { id, ...said } of rows) {
        try {
          outcomes.push({ id, result: 'done', review: await decideOne(caller, id, said) })
        } catch (error) {
          if (!(error instanceof Problem)) throw error
          outcomes.push({ id, result: 'refused', problem: error })
        }
      }
      return outcomes
    },

    /** Takes a decision back while the offer has not gone out. */
    undo: async (caller: Caller, id: string): Promise<Review> => {
      const { undoMinutes } = await rulesOf(caller, id)
      const decision = ifMay<Review>(caller, 'review.decide', (one) => undo(one, act(caller), undoMinutes))
      return done(await store.reviews.change(id, caller.key, decision))
    },
  }
}
