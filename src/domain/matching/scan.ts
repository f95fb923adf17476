import type { Instant } from '../time.ts'
import { outOfReach } from './columns.ts'
import { distanceLevel, levelMax, yearsMetLevel } from './features.ts'
import {
  aim,
  anySidesMost,
  bestOf,
  createLens,
  fit,
  lookNarrow,
  lookWide,
  setTime,
  sidesMost,
  weighAsks,
  weighCertificates,
  weighPlace,
  weighTitle,
  type Lens,
  type ScanTools,
} from './lens.ts'
import { careShifts, kmOfChord, type PersonRow, type ScannedPerson } from './rows.ts'

/** Where a scan puts what it finds; the floor rises as better rows come in. */
export interface Sink<Id extends string | number = string> {
  readonly floor: number
  add(id: Id, score: number): void
}

/** True when the pair passes every gate but those on openness, distance and skills, which the score looks at anyway. */
function passesCheap(lens: Lens, slot: number, tools: ScanTools): boolean {
  const { columns } = tools
  const { person } = lens
  if ((columns.kind[slot]! & person.kindsRefused) !== 0) return false
  const shifts = columns.shifts[slot]!
  if (shifts !== 0) {
    if ((shifts & ~person.shiftsRefused) === 0) return false
    if (person.hasCareDuty && (shifts & careShifts) === 0) return false
  }
  if ((columns.demands[slot]! & person.limits) !== 0) return false
  if (columns.wageMax[slot]! < person.wageMin) return false
  if (person.needsLodging && columns.lodging[slot] === 2) return false
  const start = columns.startDay[slot]!
  if (start > lens.todayNumber && start < person.startNumber) return false
  if (person.places !== undefined) {
    const place = columns.place[slot]!
    if (lens.placeStamp[place] !== lens.epoch) weighPlace(lens, place, tools)
    if (lens.placeIsAccepted[place] === 0) return false
  }
  const certificates = columns.certificateList[slot]!
  if (certificates < 0) return true
  if (lens.certificateStamp[certificates] !== lens.epoch) weighCertificates(lens, certificates, tools)
  return lens.certificateIsMissing[certificates] === 0
}

/** The score of the pair; `outOfReach` when a gate holds it back (if gates count) or it stays below the floor. */
function rate(lens: Lens, slot: number, isGated: boolean, floor: number, tools: ScanTools): number {
  const { columns, judge } = tools
  const { by, neutral } = tools.values
  const { person } = lens
  const title = columns.title[slot]!
  let distance = by.distance[neutral]!
  const { home } = person
  if (home !== undefined && !Number.isNaN(columns.x[slot]!)) {
    const x = home.x - columns.x[slot]!
    const y = home.y - columns.y[slot]!
    const z = home.z - columns.z[slot]!
    const km = kmOfChord(x * x + y * y + z * z)
    if (isGated && km > person.farthestKm && !(person.needsLodging && columns.lodging[slot] === 1)) return outOfReach
    distance = by.distance[distanceLevel(km)]!
  }
  let occupation = lens.occupation[title]!
  let skills = neutral
  const asks = columns.askList[slot]!
  if (asks >= 0) {
    if (lens.askStamp[asks] !== lens.epoch) weighAsks(lens, asks, tools)
    if (isGated && lens.askIsMissing[asks] !== 0) return outOfReach
    const level = lens.askLevel[asks]!
    if (level >= 0) {
      skills = level
      if (person.wants.length === 0 && occupation < neutral) occupation = neutral
    } else if (level < -1) skills = -2 - level
  }
  const asked = columns.years[slot]!
  let past = lens.experience[title]!
  if (asked > 0 && person.years !== undefined && person.years >= asked) past = Math.max(past, yearsMetLevel)
  const sum =
    columns.fixed[slot]! +
    (person.isWageMinKnown ? columns.wageValue[slot]! : by.wage[neutral]!) +
    lens.education[columns.education[slot]!]! +
    distance +
    by.occupation[occupation]! +
    by.skills[skills]! +
    by.experience[past]!
  let meaning = lens.meaning[title]!
  if (person.wants.length > 0 && person.able.length > 0) {
    if (sum + by.meaning[levelMax]! < floor) return outOfReach
    meaning = Math.max(meaning, bestOf(person.able, lens.able, lens.toDuty, columns.duty[slot]!, judge))
  }
  return sum + by.meaning[meaning]!
}

/** What a scan leaves out, and whether gates count. */
interface ScanRequest<Id extends string | number = string> {
  readonly now: Instant
  readonly except: ReadonlySet<Id> | undefined
}

/** Titles that can reach the floor, the most promising last, as `bound × 2^24 + title`; returns how many. */
function orderTitles(lens: Lens, floor: number, tools: ScanTools): number {
  const { columns } = tools
  const { order, bound, slack } = lens
  const most = columns.fixedMost + slack + anySidesMost(lens, tools)
  let count = 0
  for (const title of columns.titles) {
    weighTitle(lens, title, tools)
    if (bound[title]! + most < floor) continue
    order[count] = bound[title]! * titlesMax + title
    count += 1
  }
  order.subarray(0, count).sort()
  return count
}

const titlesMax = 2 ** 24

/** Every posting that passes (or only scores enough, when gates do not count) goes into the sink. */
function scanPostings<Id extends string | number>(
  lens: Lens,
  { except, isGated }: ScanRequest<Id> & { isGated: boolean },
  sink: Sink<Id>,
  tools: ScanTools<Id>,
): void {
  const { columns } = tools
  const { fixed, ids, slotsOf } = columns
  const { bound, slack, order } = lens
  const anyMost = columns.fixedMost + anySidesMost(lens, tools)
  for (let at = orderTitles(lens, sink.floor, tools) - 1; at >= 0; at -= 1) {
    const title = order[at]! % titlesMax
    const most = bound[title]! + slack
    if (most + anyMost < sink.floor) return
    for (const slot of slotsOf[title]!) {
      if (fixed[slot]! + most + sidesMost(lens, slot, tools) < sink.floor) continue
      if (isGated && !passesCheap(lens, slot, tools)) continue
      const score = rate(lens, slot, isGated, sink.floor, tools)
      if (score >= sink.floor && except?.has(ids[slot]!) !== true) sink.add(ids[slot]!, score)
    }
  }
}

function scanPeople(
  lens: Lens,
  people: Iterable<PersonRow>,
  slot: number,
  { except }: ScanRequest,
  sink: Sink,
  tools: ScanTools,
): void {
  const { columns } = tools
  const title = columns.title[slot]!
  const fixed = columns.fixed[slot]!
  if (fixed === outOfReach) return
  for (const person of people) {
    aim(lens, person, tools)
    if (!passesCheap(lens, slot, tools)) continue
    weighTitle(lens, title, tools)
    if (fixed + lens.bound[title]! + lens.slack + sidesMost(lens, slot, tools) < sink.floor) continue
    const score = rate(lens, slot, true, sink.floor, tools)
    if (score >= sink.floor && except?.has(person.id) !== true) sink.add(person.id, score)
  }
}

/** Scans by bounds first, then gates, then exact scores; the same numbers as `contributionsOf`. */
export function createScanner<Id extends string | number>(tools: ScanTools<Id>) {
  let kept: Lens | undefined
  const lensFor = (person: ScannedPerson, now: Instant): Lens => {
    kept ??= createLens(person)
    fit(kept, tools)
    setTime(kept, now)
    return kept
  }
  return {
    /** The postings of a person; `isGated` false looks at scores alone. */
    postings: (person: ScannedPerson, request: ScanRequest<Id> & { isGated: boolean }, sink: Sink<Id>): void => {
      const lens = lensFor(person, request.now)
      aim(lens, person, tools)
      lookWide(lens, tools)
      scanPostings(lens, request, sink, tools)
    },
    /** The people of a posting. */
    people: (people: Iterable<PersonRow>, slot: number, request: ScanRequest, sink: Sink): void => {
      const [first] = people
      if (first === undefined) return
      const lens = lensFor(first, request.now)
      lookNarrow(lens, tools)
      scanPeople(lens, people, slot, request, sink, tools)
    },
  }
}
