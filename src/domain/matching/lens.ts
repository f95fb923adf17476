import { dayOf, type Day, type Instant } from '../time.ts'
import type { JobColumns, Values } from './columns.ts'
import { claimedLevel, levelMax, yearsMetLevel } from './features.ts'
import type { CertificateKey } from './certificates.ts'
import { isPlaceAccepted, judgeAsks, missingCertificate, type Judge } from './judge.ts'
import { dayNumber, type Ask, type ScannedPerson } from './rows.ts'
import { unknownLevel } from './shelf.ts'

/** Lists by number; a number that nobody uses has none. */
interface Lists<T> {
  readonly values: readonly (T | undefined)[]
}

/** The columns as a scan reads them, over postings named by strings or, in an image, by numbers in the same order. */
export type ScannedColumns<Id extends string | number> = Omit<
  JobColumns,
  'rows' | 'ids' | 'fixedAt' | 'placeInTitle' | 'placeInTitles'
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
  /** Nearness rows of the wishes, of the claims with the former work behind them, and of that alone. */
  wants: readonly Uint16Array[]
  able: readonly Uint16Array[]
  past: readonly Uint16Array[]
  /** Nearness by source to the title and to the duties, where one posting is looked at. */
  toTitle: Uint16Array | undefined
  toDuty: Uint16Array | undefined
  /** Value by `education` column. */
  education: Int32Array
  /** Most that distance and years can give. */
  slack: number
  occupation: Int32Array
  meaning: Int32Array
  experience: Int32Array
  bound: Int32Array
  order: Float64Array
  askStamp: Int32Array
  askLevel: Int32Array
  askIsMissing: Uint8Array
  certificateStamp: Int32Array
  certificateIsMissing: Uint8Array
  placeStamp: Int32Array
  placeIsAccepted: Uint8Array
}

type Table = Int32Array | Uint8Array | Float64Array
const tables = {
  texts: ['occupation', 'meaning', 'experience', 'bound', 'order'],
  asks: ['askStamp', 'askLevel', 'askIsMissing'],
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
  wants: [],
  able: [],
  past: [],
  toTitle: undefined,
  toDuty: undefined,
  education: new Int32Array(0),
  slack: 0,
  occupation: new Int32Array(0),
  meaning: new Int32Array(0),
  experience: new Int32Array(0),
  bound: new Int32Array(0),
  order: new Float64Array(0),
  askStamp: new Int32Array(0),
  askLevel: new Int32Array(0),
  askIsMissing: new Uint8Array(0),
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

/** Turns the lens to an instant. */
export function setTime(lens: Lens, now: Instant): void {
  if (lens.now === now) return
  lens.now = now
  lens.today = dayOf(now)
  lens.todayNumber = dayNumber(lens.today)
}

/** The value that a posting's wage, education and skills give at most; the first two are exact. */
export function sidesMost(lens: Lens, slot: number, { columns, values: { by, neutral } }: ScanTools): number {
  const wage = lens.person.isWageMinKnown ? columns.wageValue[slot]! : by.wage[neutral]!
  const skills = by.skills[columns.askList[slot]! < 0 ? neutral : levelMax]!
  return wage + skills + lens.education[columns.education[slot]!]!
}

/** The same for any posting. */
export const anySidesMost = (lens: Lens, { values: { by, neutral } }: ScanTools): number =>
  by.wage[lens.person.isWageMinKnown ? levelMax : neutral]! + by.skills[levelMax]! + by.education[levelMax]!

/** Turns the lens to a person. */
export function aim(lens: Lens, person: ScannedPerson, { values: { by, neutral, education } }: ScanTools): void {
  lens.person = person
  lens.epoch += 1
  lens.education = education[person.educationNumber]!
  const distance = by.distance[person.home === undefined ? neutral : levelMax]!
  const years = person.years === undefined ? 0 : Math.max(0, by.experience[yearsMetLevel]! - by.experience[neutral]!)
  lens.slack = Math.max(distance, by.distance[neutral]!) + years
}

/** Readies the lens to look at many postings for its person. */
export function lookWide(lens: Lens, { judge: { shelf } }: ScanTools): void {
  lens.toTitle = undefined
  lens.toDuty = undefined
  lens.wants = lens.person.wants.map((source) => shelf.row(source))
  lens.able = lens.person.able.map((source) => shelf.row(source))
  lens.past = lens.able.slice(lens.person.claimSources.length)
}

/** Readies the lens to look at many people for one posting. */
export function lookNarrow(lens: Lens, { judge: { shelf } }: ScanTools): void {
  const length = shelf.counts().sources
  lens.toTitle = new Uint16Array(length).fill(unknownLevel)
  lens.toDuty = new Uint16Array(length).fill(unknownLevel)
}

/** The best level of some sources to a text, through their rows or through a column of levels by source. */
export function bestOf(
  sources: readonly number[],
  rows: readonly Uint16Array[],
  column: Uint16Array | undefined,
  target: number,
  { shelf }: Judge,
): number {
  let level = 0
  for (let at = 0; at < sources.length; at += 1) {
    const source = sources[at]!
    let found = column === undefined ? rows[at]![target]! : column[source]!
    if (found > levelMax) {
      found = shelf.level(source, target)
      if (column !== undefined) column[source] = found
    }
    if (found > level) level = found
  }
  return level
}

/** Works out what a title gives a person: occupation, experience, and an upper bound with meaning. */
export function weighTitle(lens: Lens, title: number, { judge, values: { by, neutral } }: ScanTools): void {
  const { person, toTitle } = lens
  const hasWants = person.wants.length > 0
  const isAbleKnown = person.able.length > 0
  const wanted = bestOf(person.wants, lens.wants, toTitle, title, judge)
  const claimed = bestOf(person.claimSources, lens.able, toTitle, title, judge)
  const did = bestOf(person.pastSources, lens.past, toTitle, title, judge)
  const able = Math.max(claimed, did)
  const standIn = claimedLevel(hasWants ? claimed : able, neutral, hasWants)
  const isUnknown = !hasWants && !isAbleKnown
  const occupation = isUnknown ? neutral : Math.max(person.takesAnything ? neutral : 0, wanted, standIn)
  const meaning = isAbleKnown ? Math.max(neutral, able) : neutral
  const past = person.past === undefined ? neutral : Math.max(neutral, did)
  lens.occupation[title] = occupation
  lens.meaning[title] = meaning
  lens.experience[title] = past
  const occupationMost = hasWants ? occupation : Math.max(neutral, occupation)
  const meaningMost = hasWants && isAbleKnown ? levelMax : meaning
  lens.bound[title] = by.occupation[occupationMost]! + by.meaning[meaningMost]! + by.experience[past]!
}

/** Works out how a person stands to a list of asked skills; −1 nothing known, below it −2 − a level without any held. */
export function weighAsks(lens: Lens, list: number, { judge, lists }: ScanTools): void {
  const { level, missing, held } = judgeAsks(lens.person, lists.asks.values[list]!, judge)
  lens.askLevel[list] = level === undefined ? -1 : held.length > 0 ? level : -2 - level
  lens.askIsMissing[list] = missing === undefined ? 0 : 1
  lens.askStamp[list] = lens.epoch
}

/** Works out whether a person is known to lack a certificate of a list. */
export function weighCertificates(lens: Lens, list: number, { judge, lists }: ScanTools): void {
  const missing = missingCertificate(lens.person, lists.certificates.values[list]!, lens.today, judge.text)
  lens.certificateIsMissing[list] = missing === undefined ? 0 : 1
  lens.certificateStamp[list] = lens.epoch
}

/** Works out whether a person would work at a place. */
export function weighPlace(lens: Lens, place: number, { lists }: ScanTools): void {
  const { township, village } = lists.places.values[place]!
  lens.placeIsAccepted[place] = isPlaceAccepted(lens.person.places!, township, village) ? 1 : 0
  lens.placeStamp[place] = lens.epoch
}
