import { change, refuse, unchanged, type Aggregate, type Decision } from './aggregate.ts'
import { plusHours, plusMinutes, type Instant } from './time.ts'

export type ReviewState = 'open' | 'claimed' | 'approved' | 'rejected' | 'withdrawn'

/** A proposed offer that waits for a caseworker's decision 审核. */
export interface Review extends Aggregate {
  readonly offer: string
  readonly guarantee: string
  readonly seeker: string
  readonly posting: string
  readonly employer: string
  readonly township: string
  readonly village: string
  /** Score at proposal, millionths. */
  readonly score: number
  /** Why a person must look: `score_low`, `age_line` … */
  readonly why: readonly string[]
  readonly state: ReviewState
  readonly dueAt: Instant
  readonly claimedBy?: string
  readonly claimedUntil?: Instant
  readonly decidedAt?: Instant
  readonly decidedBy?: string
  readonly reason?: string
  readonly history: readonly {
    readonly at: Instant
    readonly by: string
    readonly event: string
    readonly reason?: string
  }[]
}

/** The id of an offer's review. */
export const reviewId = (offer: string): string => `rev-${offer}`

interface Act {
  readonly by: string
  readonly at: Instant
  readonly reason?: string
}

const moved = (review: Review, event: string, act: Act, next: Partial<Review>): Decision<Review> => {
  const reason = act.reason === undefined ? {} : { reason: act.reason }
  const history = [...review.history, { at: act.at, by: act.by, event, ...reason }]
  return change(
    { ...review, ...next, history },
    { kind: `review.${event}`, data: { review: review._id, offer: review.offer, guarantee: review.guarantee } },
  )
}

const heldByAnother = (review: Review, act: Act): boolean =>
  review.state === 'claimed' && review.claimedBy !== act.by && (review.claimedUntil ?? '') > act.at

/** Takes the review for one caseworker; another's live claim refuses, a run-out one is taken over. */
export function claim(review: Review, act: Act, claimHours: number): Decision<Review> {
  if (review.state !== 'open' && review.state !== 'claimed')
    return refuse('review.wrong_state', { state: review.state, event: 'claim' })
  if (heldByAnother(review, act)) return refuse('review.claimed', { until: review.claimedUntil })
  if (review.state === 'claimed' && review.claimedBy === act.by && (review.claimedUntil ?? '') > act.at)
    return unchanged(review)
  return moved(review, 'claimed', act, {
    state: 'claimed',
    claimedBy: act.by,
    claimedUntil: plusHours(act.at, claimHours),
  })
}

/** Decides the review; the same decision again changes nothing. */
export function decide(review: Review, verdict: 'approved' | 'rejected', act: Act): Decision<Review> {
  if (review.state === verdict) return unchanged(review)
  if (review.state !== 'open' && review.state !== 'claimed')
    return refuse('review.wrong_state', { state: review.state, event: verdict })
  if (heldByAnother(review, act)) return refuse('review.claimed', { until: review.claimedUntil })
  const reason = act.reason === undefined ? {} : { reason: act.reason }
  return moved(review, verdict, act, { state: verdict, decidedAt: act.at, decidedBy: act.by, ...reason })
}

/** Takes a decision back within the time that the policy gives. */
export function undo(review: Review, act: Act, undoMinutes: number): Decision<Review> {
  if (review.state !== 'approved' && review.state !== 'rejected')
    return refuse('review.wrong_state', { state: review.state, event: 'undo' })
  if (review.decidedAt === undefined || act.at > plusMinutes(review.decidedAt, undoMinutes))
    return refuse('review.undo_late', { decidedAt: review.decidedAt })
  const { decidedAt: _at, decidedBy: _by, reason: _reason, ...rest } = review
  return moved(rest, 'undone', act, { state: 'open' })
}

/** Closes a review whose offer was withdrawn before a decision. */
export function withdrawReview(review: Review, act: Act): Decision<Review> {
  if (review.state !== 'open' && review.state !== 'claimed') return unchanged(review)
  return moved(review, 'withdrawn', act, { state: 'withdrawn' })
}
