import type { Point } from '../place.ts'
import type { Posting } from '../posting.ts'
import type { Education, Profile, Shift, WorkDemand } from '../seeker.ts'
import { postingKinds, shifts, workDemands, type PostingKind } from '../seeker.ts'
import type { ConceptId } from '../text/text.ts'
import { epochMsOf, type Day } from '../time.ts'
import type { CertificateKey, HeldCertificate } from './certificates.ts'

/** A place on the unit sphere. */
export interface Spot {
  readonly x: number
  readonly y: number
  readonly z: number
}

/** One thing that a person says they can do. */
export interface Claim {
  /** Its number on the shelf of texts. */
  readonly source: number
  /** Rank of the skill level; −1 where it is unknown. */
  readonly rank: number
  /** Years of practice; −1 where unknown. */
  readonly years: number
  readonly concepts: readonly ConceptId[]
}

/** A person as the matching sees them: texts read once, sets as bits; sex and ethnicity are not among the fields. */
export interface PersonRow {
  readonly id: string
  readonly profile: Partial<Profile>
  readonly home: Spot | undefined
  readonly farthestKm: number
  /** 0 where unknown. */
  readonly wageMin: number
  readonly shiftsRefused: number
  readonly kindsRefused: number
  /** Demands that their health rules out, by their own words too. */
  readonly limits: number
  readonly needsLodging: boolean
  readonly hasCareDuty: boolean
  readonly education: Education | undefined
  /** Place in `educations`; one past the last where unknown. */
  readonly educationNumber: number
  readonly places: ReadonlySet<string> | undefined
  readonly startFrom: Day | undefined
  /** Days since 1970; 0 where unknown. */
  readonly startNumber: number
  /** Shelf numbers of the occupations wanted. */
  readonly wants: readonly number[]
  /** Shelf numbers of the work that they do not want. */
  readonly unwanted: readonly number[]
  /** True when any work will do. */
  readonly takesAnything: boolean
  readonly claims: readonly Claim[]
  readonly claimSources: readonly number[]
  /** The former work, if any. */
  readonly pastSources: readonly number[]
  /** Claims, then the former work. */
  readonly able: readonly number[]
  /** Shelf number of the former work. */
  readonly past: number | undefined
  readonly refused: readonly ConceptId[]
  readonly certificates: readonly HeldCertificate[]
  /** False while nobody has said which certificates they hold. */
  readonly areCertificatesKnown: boolean
  readonly certificatesRefused: readonly string[]
  /** Longest practice named with a claim; −1 where none is. */
  readonly yearsMost: number
}

/** What a scan of postings reads of a person. */
export type ScannedPerson = Omit<PersonRow, 'id' | 'profile' | 'education' | 'startFrom'>

/** One skill that a posting asks for. */
export interface Ask {
  readonly text: string
  readonly target: number
  readonly concepts: readonly ConceptId[]
  readonly required: boolean
  /** −1 where no level is asked. */
  readonly rankMin: number
}

/** The facts of a posting that gates and features compare. */
export type JobFacts = Pick<
  Posting,
  'title' | 'kind' | 'township' | 'village' | 'terms' | 'state' | 'closesAt' | 'createdAt'
>

/** A posting as the matching sees it. */
export interface JobRow {
  readonly id: string
  readonly facts: JobFacts
  readonly at: Spot | undefined
  /** Days since 1970 of the day on which it was made. */
  readonly createdDay: number
  /** 0 where unknown. */
  readonly shifts: number
  readonly demands: number
  readonly areDemandsKnown: boolean
  /** Shelf number of the title, or of title and duties where the title says little. */
  readonly title: number
  /** Shelf number of the duties; the title's where there are none. */
  readonly duty: number
  /** Number of its asked skills among all such lists; −1 for none. */
  readonly askList: number
  readonly asks: readonly Ask[]
  /** Number of its certificates among all such lists; −1 for none. */
  readonly certificateList: number
  readonly certificates: readonly CertificateKey[]
  /** Number of its township and village among all such pairs. */
  readonly placeNumber: number
}

const bitsOf =
  <T>(all: readonly T[]) =>
  (found: readonly T[]): number =>
    found.reduce((bits, one) => bits | (1 << all.indexOf(one)), 0)

/** Shifts as bits in the order of `shifts`. */
export const shiftBits: (found: readonly Shift[]) => number = bitsOf(shifts)
/** Work demands as bits in the order of `workDemands`. */
export const demandBits: (found: readonly WorkDemand[]) => number = bitsOf(workDemands)
/** Kinds of postings as bits in the order of `postingKinds`. */
export const kindBits: (found: readonly PostingKind[]) => number = bitsOf(postingKinds)

/** The names behind bits, in their fixed order. */
export const namesOf = <T>(bits: number, all: readonly T[]): readonly T[] => all.filter((_, at) => (bits >> at) & 1)

/** Shifts that somebody with a care duty can work: by day, or by their own hours. */
export const careShifts = shiftBits(['day', 'flexible'])
/** Shifts at night or with nights among them. */
export const nightShifts = shiftBits(['night', 'rotating'])

/** Days since 1970 of a calendar day. */
export const dayNumber = (day: Day): number => Math.round(epochMsOf(`${day}T00:00:00.000Z`) / 86_400_000)

const radians = Math.PI / 180

/** A point as a place on the unit sphere. */
export function spotOf({ latitude, longitude }: Point): Spot {
  const across = Math.cos(latitude * radians)
  return {
    x: across * Math.cos(longitude * radians),
    y: across * Math.sin(longitude * radians),
    z: Math.sin(latitude * radians),
  }
}

const earthRadiusKm = 6371

/** Great-circle distance from the square of the chord on the unit sphere, in whole tenths of a kilometre. */
export const tenthsOfChord = (square: number): number => {
  const half = Math.sqrt(square) / 2
  const halfSquare = half * half
  // Below a hundredth of the radius three terms of the arc sine's series are right to 14 digits, and cost a tenth.
  const arc = half < 0.01 ? half * (1 + halfSquare * (1 / 6 + halfSquare * 0.075)) : Math.asin(Math.min(1, half))
  return Math.round(20 * earthRadiusKm * arc)
}

/** Kilometres between home and work, in tenths; undefined where either is unknown. */
export function wayKm({ home }: Pick<PersonRow, 'home'>, { at }: Pick<JobRow, 'at'>): number | undefined {
  if (home === undefined || at === undefined) return undefined
  const x = home.x - at.x
  const y = home.y - at.y
  const z = home.z - at.z
  return tenthsOfChord(x * x + y * y + z * z) / 10
}
