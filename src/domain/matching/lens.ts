import { dayOf, type Day, type Instant } from '../time.ts'
import { shiftTraits, traitsOf, type JobColumns, type Values } from './columns.ts'
import { levelMax, yearsMetLevel } from './features.ts'
import type { CertificateKey } from './certificates.ts'
import type { Judge } from './judge.ts'
import { dayNumber, type Ask, type ScannedPerson } from './rows.ts'
import { unknownLevel } from './shelf.ts'

/** Lists by number; a number that nobody uses has none. */
interface Lists<T> {
  readonly values: readonly (T | undefined)[]
}

/** The columns as a scan reads them, over postings named by strings or, in an image, by numbers in the same order. */
export type ScannedColumns<Id extends string | number> = Omit<
  JobColumns,
  'rows' | 'ids' | 'fixedWhile' | 'closing' | 'placeInTitle' | 'placeInTitles'
> & {
  readonly ids: readonly Id[]
}

/** What a scan reads: the live index, or an image of it. */
export interface ScanTools<Id extends string | number = string | number> {
  readonly columns: ScannedColumns<Id>
  readonly lists: {
    readonly asks: Lists<readonly Ask[]>
    readonly certificates: Lists<readonly CertificateKey[]>
    readonly places: Lists<{ readonly township: string; readonly village: string | undefined }>
  }
  readonly judge: Judge
  readonly values: Values
}

/**
 * What a scan knows of the person it looks at, and what it has worked out for them per text or list; a stamp equal to
 * `epoch` tells that the entry is theirs.
 */
export interface Lens {
  person: ScannedPerson
  now: Instant
  today: Day
  todayNumber: number
  epoch: number
  /** What of the person a scan compares again and again, as plain numbers. */
  refusals: number
  shiftsAccepted: number
  startsLater: boolean
  homeX: number
  homeY: number
  homeZ: number
  /** The duties can tell more than the title: they wish for something and have done something. */
  looksAtDuty: boolean
  /** Nearness rows of the wishes, of the claims with the former work behind them, and of that alone. */
  wants: readonly Uint16Array[]
  able: readonly Uint16Array[]
  past: readonly Uint16Array[]
  unwanted: readonly Uint16Array[]
  /** The refused work that counts: none where gates do not. */
  unwantedSources: readonly number[]
  /** Not any work will do: they said what they want or can do, and work that is far from it is out of reach. */
  isParticular: boolean
  /** Nearness by source to the title and to the duties, where one posting is looked at. */
  toTitle: Uint16Array | undefined
  toDuty: Uint16Array | undefined
  /** Nearness of wishes, claims, former work and refused work to titles, by their place among those that have postings. */
  near: { wanted: Uint16Array; claimed: Uint16Array; did: Uint16Array; unwanted: Uint16Array }
  /** Value by `education` column. */
  education: Int32Array
  /** Most that distance can give, and distance and years together. */
  distanceMost: number
  slack: number
  occupation: Int32Array
  meaning: Int32Array
  experience: Int32Array
  /** What occupation, meaning and experience give by the title alone. */
  given: Int32Array
  order: Float64Array
  askStamp: Int32Array
  askLevel: Int32Array
  askIsMissing: Uint8Array
  askIsMostHeld: Uint8Array
  certificateStamp: Int32Array
  certificateIsMissing: Uint8Array
  placeStamp: Int32Array
  placeIsAccepted: Uint8Array
}

type Table = Int32Array | Uint8Array | Float64Array
const tables = {
  texts: ['occupation', 'meaning', 'experience', 'given', 'order'],
  asks: ['askStamp', 'askLevel', 'askIsMissing', 'askIsMostHeld'],
  certificates: ['certificateStamp', 'certificateIsMissing'],
  places: ['placeStamp', 'placeIsAccepted'],
} as const

/** A lens that looks at nobody yet. */
export const createLens = (person: ScannedPerson): Lens => ({
  person,
  now: '',
  today: '',
  todayNumber: 0,
  epoch: 0,
  refusals: 0,
  shiftsAccepted: 0,
  startsLater: false,
  homeX: NaN,
  homeY: NaN,
  homeZ: NaN,
  looksAtDuty: false,
  wants: [],
  able: [],
  past: [],
  unwanted: [],
  unwantedSources: [],
  isParticular: false,
  toTitle: undefined,
  toDuty: undefined,
  near: {
    wanted: new Uint16Array(0),
    claimed: new Uint16Array(0),
    did: new Uint16Array(0),
    unwanted: new Uint16Array(0),
  },
  education: new Int32Array(0),
  distanceMost: 0,
  slack: 0,
  occupation: new Int32Array(0),
  meaning: new Int32Array(0),
  experience: new Int32Array(0),
  given: new Int32Array(0),
  order: new Float64Array(0),
  askStamp: new Int32Array(0),
  askLevel: new Int32Array(0),
  askIsMissing: new Uint8Array(0),
  askIsMostHeld: new Uint8Array(0),
  certificateStamp: new Int32Array(0),
  certificateIsMissing: new Uint8Array(0),
  placeStamp: new Int32Array(0),
  placeIsAccepted: new Uint8Array(0),
})

/** Makes the lens long enough for every text and list; what was stamped before is forgotten where it grows. */
export function fit(lens: Lens, { judge, lists }: ScanTools): void {
  const counts = {
    texts: judge.shelf.counts().targets,
    asks: lists.asks.values.length,
    certificates: lists.certificates.values.length,
    places: lists.places.values.length,
  }
  for (const kind of ['texts', 'asks', 'certificates', 'places'] as const) {
    const [first] = tables[kind]
    if (lens[first].length >= counts[kind]) continue
    for (const name of tables[kind]) {
      const old: Table = lens[name]
      const length = Math.max(64, counts[kind] * 2)
      const longer =
        old instanceof Float64Array
          ? new Float64Array(length)
          : old instanceof Uint8Array
            ? new Uint8Array(length)
            : new Int32Array(length)
      Object.assign(lens, { [name]: longer })
    }
  }
}

/** Room for the nearness of so many titles. */
function fitTitles(lens: Lens, titles: number): void {
  if (lens.near.wanted.length >= titles) return
  const room = (): Uint16Array => new Uint16Array(titles * 2)
  lens.near = { wanted: room(), claimed: room(), did: room(), unwanted: room() }
}

/** Turns the lens to an instant. */
export function setTime(lens: Lens, now: Instant): void {
  if (lens.now === now) return
  lens.now = now
  lens.today = dayOf(now)
  lens.todayNumber = dayNumber(lens.today)
}

/** What a posting gives at most whatever its work and its way are: all but the skills is exact. */
export function sidesMost(lens: Lens, slot: number, { columns }: ScanTools): number {
  return columns.most[slot]! + lens.education[columns.education[slot]!]!
}

/** The same for any posting. */
export const anySidesMost = ({ columns, values: { by, skillsMost } }: ScanTools): number =>
  columns.fixedMost + skillsMost + by.education[levelMax]!

/** Turns the lens to a person. */
export function aim(lens: Lens, person: ScannedPerson, { values: { by, neutral, education } }: ScanTools): void {
  lens.person = person
  lens.epoch += 1
  lens.refusals = traitsOf(person.kindsRefused, 0, person.limits, person.needsLodging ? false : undefined)
  lens.shiftsAccepted = shiftTraits(~person.shiftsRefused)
  lens.startsLater = person.startNumber > lens.todayNumber
  lens.homeX = person.home?.x ?? NaN
  lens.homeY = person.home?.y ?? NaN
  lens.homeZ = person.home?.z ?? NaN
  lens.unwantedSources = person.unwanted
  lens.isParticular = !person.takesAnything && (person.wants.length > 0 || person.able.length > 0)
  lens.looksAtDuty = person.wants.length > 0 && person.able.length > 0
  lens.education = education[person.educationNumber]!
  const distance = by.distance[person.home === undefined ? neutral : levelMax]!
  const years = person.yearsMost < 0 ? 0 : Math.max(0, by.experience[yearsMetLevel]! - by.experience[neutral]!)
  lens.distanceMost = Math.max(distance, by.distance[neutral]!)
  lens.slack = lens.distanceMost + years
}

/** Readies the lens to look at many postings for its person; where gates do not count, refused work is looked at too. */
export function lookWide(lens: Lens, isGated: boolean, { columns, judge: { shelf } }: ScanTools): void {
  fitTitles(lens, columns.titles.length)
  lens.toTitle = undefined
  lens.toDuty = undefined
  lens.wants = lens.person.wants.map((source) => shelf.row(source))
  lens.able = lens.person.able.map((source) => shelf.row(source))
  lens.past = lens.able.slice(lens.person.claimSources.length)
  lens.unwantedSources = isGated ? lens.person.unwanted : []
  lens.unwanted = lens.unwantedSources.map((source) => shelf.row(source))
}

/** Readies the lens to look at many people for one posting. */
export function lookNarrow(lens: Lens, { judge: { shelf } }: ScanTools): void {
  const length = shelf.counts().sources
  lens.toTitle = new Uint16Array(length).fill(unknownLevel)
  lens.toDuty = new Uint16Array(length).fill(unknownLevel)
}
