import {
  change,
  refuse,
  stateAfter,
  unchanged,
  type Aggregate,
  type Decision,
  type TransitionRule,
} from './aggregate.ts'
import type { Point } from './place.ts'
import type { Education, PostingKind, Shift, SkillLevel, WorkDemand } from './seeker.ts'
import type { Day, Instant } from './time.ts'

/** A monthly wage in yuan as a range; a single figure has both ends equal. */
export interface WageRange {
  readonly minYuan: number
  readonly maxYuan: number
  /** True where more than the highest figure that is named may be paid: 4000起, 3000+提成, 底薪3000, 上不封顶. */
  readonly openAbove?: boolean
}

/** The most that a wage can be; undefined where it is not known or open above, which nothing may be held against. */
export const mostYuan = (wage: WageRange | undefined): number | undefined =>
  wage?.openAbove === true ? undefined : wage?.maxYuan

/** A skill that a post asks for, in the recruiter's words. */
export interface SkillWanted {
  readonly text: string
  readonly levelMin?: SkillLevel
  /** True when the post cannot be done without it. */
  readonly required: boolean
}

/** What a post asks and gives; every field may be unknown. */
export interface Terms {
  readonly wage?: WageRange
  readonly shifts?: readonly Shift[]
  readonly lodging?: boolean
  readonly meals?: boolean
  readonly skills?: readonly SkillWanted[]
  /** Certificates without which the law or the employer does not let the post be done. */
  readonly certificates?: readonly string[]
  readonly educationMin?: Education
  readonly experienceYearsMin?: number
  /** An age line of the recruiter: never a gate, flagged for a person to look at. */
  readonly ageLine?: { readonly min?: number; readonly max?: number }
  readonly demands?: readonly WorkDemand[]
  readonly startOn?: Day
  readonly benefits?: readonly string[]
}

export type PostingState = 'open' | 'paused' | 'closed'
export type PostingEvent = 'pause' | 'resume' | 'close' | 'reopen'

/** The life of a posting. */
export const postingTransitions: readonly TransitionRule<PostingState, PostingEvent>[] = [
  { event: 'pause', from: ['open'], to: 'paused' },
  { event: 'resume', from: ['paused'], to: 'open' },
  { event: 'close', from: ['open', 'paused'], to: 'closed' },
  { event: 'reopen', from: ['closed'], to: 'open' },
]

/** One offer that occupies the posting until it is answered, lapses or is taken back. */
export interface OfferHold {
  readonly offer: string
  readonly seeker: string
  readonly at: Instant
}

/** A posting 岗位. */
export interface Posting extends Aggregate {
  readonly employer: string
  /** The recruiter's own number for it; unique within the employer. */
  readonly externalId?: string
  readonly kind: PostingKind
  readonly title: string
  readonly text: string
  readonly openings: number
  readonly terms: Terms
  readonly township: string
  readonly village?: string
  readonly point?: Point
  readonly closesAt: Instant
  readonly state: PostingState
  readonly history: readonly {
    readonly at: Instant
    readonly by: string
    readonly event: PostingEvent
    readonly reason: string
  }[]
  readonly inFlight: readonly OfferHold[]
  /** Things a person should look at, such as `age_line`; such offers are reviewed, never sent unseen. */
  readonly flags: readonly string[]
}

/** True while offers of it may be made. */
export const isOpen = (posting: Posting, now: Instant): boolean => posting.state === 'open' && now < posting.closesAt

/** How many more offers may be in flight: openings × the policy's factor, less those in flight; never negative. */
export const freeOffers = (posting: Posting, offersPerOpening: number): number =>
  Math.max(0, Math.floor(posting.openings * offersPerOpening) - posting.inFlight.length)

/** Takes one place among the offers in flight; the same offer again is the same place. */
export function holdOffer(posting: Posting, hold: OfferHold, offersPerOpening: number): Decision<Posting> {
  if (posting.inFlight.some((one) => one.offer === hold.offer)) return unchanged(posting)
  if (!isOpen(posting, hold.at)) return refuse('posting.not_open', { posting: posting._id, state: posting.state })
  if (freeOffers(posting, offersPerOpening) < 1)
    return refuse('posting.full', { posting: posting._id, inFlight: posting.inFlight.length })
  return change(
    { ...posting, inFlight: [...posting.inFlight, hold] },
    { kind: 'posting.held', data: { posting: posting._id, offer: hold.offer } },
  )
}

/** Gives the place of an offer back; doing so again changes nothing. */
export function releaseOffer(posting: Posting, offer: string): Decision<Posting> {
  if (!posting.inFlight.some((one) => one.offer === offer)) return unchanged(posting)
  return change(
    { ...posting, inFlight: posting.inFlight.filter((one) => one.offer !== offer) },
    { kind: 'posting.released', data: { posting: posting._id, offer } },
  )
}

/** Moves the posting along its life, with the actor and the reason. */
export function movePosting(
  posting: Posting,
  step: { event: PostingEvent; at: Instant; by: string; reason: string; closesAt?: Instant },
): Decision<Posting> {
  const to = stateAfter(postingTransitions, posting.state, step.event)
  if (to === undefined) {
    const done = postingTransitions.some((rule) => rule.event === step.event && rule.to === posting.state)
    return done ? unchanged(posting) : refuse('posting.wrong_state', { state: posting.state, event: step.event })
  }
  const closesAt = step.closesAt ?? posting.closesAt
  if (to === 'open' && closesAt <= step.at) return refuse('posting.past', { closesAt })
  const entry = { at: step.at, by: step.by, event: step.event, reason: step.reason }
  return change(
    { ...posting, state: to, closesAt, history: [...posting.history, entry] },
    { kind: `posting.${to === 'open' ? 'opened' : to}`, data: { posting: posting._id, employer: posting.employer } },
  )
}

/** When a closed posting closed; undefined while it is not closed. */
export const closedAtOf = (posting: Posting): Instant | undefined =>
  posting.state === 'closed' ? posting.history.findLast((entry) => entry.event === 'close')?.at : undefined
