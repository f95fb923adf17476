import type { Point } from '../place.ts'
import type { Posting } from '../posting.ts'
import type { Seeker } from '../seeker.ts'
import type { Instant } from '../time.ts'
import type { Rematch } from './image.ts'

export const gateCodes = [
  'not_open',
  'occupation',
  'refused',
  'distance',
  'wage',
  'shift',
  'lodging',
  'kind',
  'place',
  'health',
  'certificate',
  'skill',
  'start',
  'care_hours',
] as const
export type GateCode = (typeof gateCodes)[number]

/** A hard gate that a pair does not pass, with the two values compared: what the person (or the law) asks, what is there. */
export interface GateFailure {
  readonly code: GateCode
  readonly wanted: string | number | readonly string[]
  readonly found: string | number | readonly string[]
}

/** A gate that the pair passes only because a side is unknown: to be asked before the offer, never held against it. */
export interface GateToCheck {
  readonly code: GateCode
  /** What the side that is known asks. */
  readonly wanted: GateFailure['wanted']
}

export const featureNames = [
  'occupation',
  'skills',
  'meaning',
  'experience',
  'wage',
  'distance',
  'shift',
  'lodging',
  'education',
  'freshness',
] as const
export type FeatureName = (typeof featureNames)[number]

/** One named part of a score; `value` is weight × feature and the parts sum exactly to the score. */
export interface Contribution {
  readonly feature: FeatureName
  /** In [0, 1]; undefined where either side is unknown (the neutral value stands in). */
  readonly level: number | undefined
  /** Integer millionths. */
  readonly value: number
  /** The words or values of both sides that led to it, for the explanation. */
  readonly seekerSide: string
  readonly postingSide: string
  /** Of the work: whether a wish says it, and not what the person can do; with no words it is the wish for any work. */
  readonly isWish?: boolean
}

/** A pair with its gates and its score; `score` is the exact sum of the contributions, in integer millionths of 1. */
export interface Match {
  readonly seeker: string
  readonly posting: string
  readonly score: number
  readonly suitable: boolean
  readonly gates: readonly GateFailure[]
  readonly toCheck: readonly GateToCheck[]
  readonly contributions: readonly Contribution[]
  readonly modelVersion: string
}

/** Reasons in words, made from gates and contributions alone. */
export interface Explanation {
  readonly summary: { readonly zh: string; readonly en: string }
  readonly reasons: readonly {
    readonly sign: 'for' | 'against' | 'neutral'
    readonly feature: FeatureName | GateCode
    readonly zh: string
    readonly en: string
  }[]
}

/** A posting that would suit but for one gate. */
export interface NearMiss {
  readonly posting: string
  readonly gate: GateFailure
  /** What the pair scores once the gate is passed, millionths. */
  readonly score: number
}

/** What one ranked list asks for. */
export interface RankRequest {
  readonly now: Instant
  /** 1 … 1,000. */
  readonly limit: number
  readonly offset: number
  /** Lowest score, millionths. */
  readonly scoreMin: number
  /** Ids that must not come back, such as postings offered before. */
  readonly except?: ReadonlySet<string>
}

/** What a rematch of many people asks for. */
export interface RematchRequest extends Pick<RankRequest, 'now' | 'limit' | 'scoreMin'> {
  /** People, each with the postings that must not come back; nothing is found for one who is not in the index. */
  readonly asked: readonly { readonly seeker: string; readonly except?: ReadonlySet<string> }[]
}

/** A light row of a ranked list. */
export interface Ranked {
  readonly id: string
  readonly score: number
}

/** The in-memory index over all open postings and all seekers who want work; every read sees one whole state of it. */
export interface MatchingIndex {
  readonly modelVersion: string
  putSeeker(seeker: Seeker, home: Point | undefined): void
  removeSeeker(id: string): void
  putPosting(posting: Posting, at: Point | undefined): void
  removePosting(id: string): void
  /** Best suitable postings of a seeker: gates passed, score at least the minimum; best first, ties by id. */
  postingsOf(seeker: string, request: RankRequest): readonly Ranked[]
  /**
   * All that a rematch of many people reads, for other threads, made in steps of some milliseconds; the index may change
   * between two steps, and the image shows one moment of it. `rematch` gives the same rows as `postingsOf`. Undefined
   * where their words and those of the postings are more than the memory for nearness holds.
   */
  image(request: RematchRequest): Generator<void, Rematch | undefined>
  /** Best suitable seekers of a posting, likewise. */
  seekersOf(posting: string, request: RankRequest): readonly Ranked[]
  /** How many postings would suit a person as described, who need not be in the index; the home of one who is. */
  countFor(seeker: Seeker, request: { readonly now: Instant; readonly scoreMin: number; readonly max: number }): number
  /** As `postingsOf`, for a person as described, who need not be in the index; the home of one who is. */
  postingsFor(seeker: Seeker, request: RankRequest): readonly Ranked[]
  /** As `seekersOf`, for a posting as described, which must not be in the index. */
  seekersFor(posting: Posting, at: Point | undefined, request: RankRequest): readonly Ranked[]
  /** The postings that one single gate keeps from a person as described, scores high enough; in no order, at most `max`. */
  nearMisses(
    seeker: Seeker,
    request: { readonly now: Instant; readonly scoreMin: number; readonly max: number },
  ): readonly NearMiss[]
  /** One pair in full; undefined when either is not in the index. */
  match(seeker: string, posting: string, now: Instant, scoreMin: number): Match | undefined
  /** How many postings fail each gate for a seeker, and how many pass all. */
  gateCounts(
    seeker: string,
    now: Instant,
  ): { readonly passed: number; readonly failed: Readonly<Partial<Record<GateCode, number>>> }
  figures(): { readonly seekers: number; readonly postings: number; readonly bytes: number }
}
