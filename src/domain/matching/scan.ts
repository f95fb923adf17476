import { shifts } from '../seeker.ts'
import type { Instant } from '../time.ts'
import { lodgingOffered, outOfReach, shiftTraits } from './columns.ts'
import { distanceLevel, farBelow, levelMax, yearsMetLevel } from './features.ts'
import {
  aim,
  anySidesMost,
  createLens,
  fit,
  lookNarrow,
  lookWide,
  setTime,
  sidesMost,
  type Lens,
  type ScanTools,
} from './lens.ts'
import { yearsIn } from './judge.ts'
import { careShifts, shiftBits, tenthsOfChord, type PersonRow, type ScannedPerson } from './rows.ts'

import {
  bestOf,
  promisedMost,
  promisedTitle,
  weighAsks,
  weighCertificates,
  weighPlace,
  weighTitle,
  weighTitles,
} from './weigh.ts'

/** Where a scan puts what it finds; the floor rises as better rows come in. */
export interface Sink<Id extends string | number = string> {
  readonly floor: number
  add(id: Id, score: number): void
}

const anyShift = shiftTraits(shiftBits(shifts))
const careTraits = shiftTraits(careShifts)

/** True when the pair passes every gate but those on openness, work, distance and skills, which the score looks at anyway. */
function passesCheap(lens: Lens, slot: number, tools: ScanTools): boolean {
  const { columns } = tools
  const { person } = lens
  const traits = columns.traits[slot]!
  if ((traits & lens.refusals) !== 0) return false
  const offered = traits & anyShift
  if (offered !== 0) {
    if ((offered & lens.shiftsAccepted) === 0) return false
    if (person.hasCareDuty && (offered & careTraits) === 0) return false
  }
  if (columns.wageMax[slot]! < person.wageMin) return false
  if (lens.startsLater) {
    const start = columns.startDay[slot]!
    if (start > lens.todayNumber && start < person.startNumber) return false
  }
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

/** The score of the pair; `outOfReach` when its work is far from theirs, when a gate holds it back (if gates count) or it stays below the floor. */
function rate(lens: Lens, slot: number, isGated: boolean, floor: number, tools: ScanTools): number {
  const { columns } = tools
  const { by, neutral, skillsUnknown } = tools.values
  const { person, looksAtDuty } = lens
  const title = columns.title[slot]!
  let sum = columns.fixed[slot]! + lens.education[columns.education[slot]!]! + lens.given[title]!
  const asks = columns.askList[slot]!
  let isMostHeld = false
  if (asks < 0) sum += skillsUnknown
  else {
    if (lens.askStamp[asks] !== lens.epoch) weighAsks(lens, asks, tools)
    if (isGated && lens.askIsMissing[asks] !== 0) return outOfReach
    const level = lens.askLevel[asks]!
    sum += by.skills[level >= 0 ? level : level < -1 ? -2 - level : neutral]!
    isMostHeld = person.wants.length === 0 && lens.askIsMostHeld[asks] !== 0
    if (isMostHeld && lens.occupation[title]! < neutral)
      sum += by.occupation[neutral]! - by.occupation[lens.occupation[title]!]!
  }
  if (lens.isParticular && !isMostHeld && lens.occupation[title]! < farBelow) return outOfReach
  const asked = columns.years[slot]!
  if (asked > 0 && person.yearsMost >= asked && lens.experience[title]! < yearsMetLevel)
    if (yearsIn(person, title, tools.judge) >= asked)
      sum += by.experience[yearsMetLevel]! - by.experience[lens.experience[title]!]!
  // The way and the duties cost most to look at, so they come last and only where they can still decide.
  const meaning = looksAtDuty ? by.meaning[lens.meaning[title]!]! : 0
  const more = looksAtDuty ? by.meaning[levelMax]! - meaning : 0
  if (sum + lens.distanceMost + more < floor) return outOfReach
  const distance = distanceValue(lens, slot, isGated, tools)
  if (distance === outOfReach || sum + distance + more < floor) return outOfReach
  sum += distance
  if (!looksAtDuty) return sum
  const duty = by.meaning[bestOf(person.able, lens.able, lens.toDuty, columns.duty[slot]!, tools.judge)]!
  return duty > meaning ? sum + duty - meaning : sum
}

/** What the way gives; `outOfReach` when it is too far (if gates count). */
function distanceValue(lens: Lens, slot: number, isGated: boolean, { columns, values }: ScanTools): number {
  const x = lens.homeX - columns.x[slot]!
  const y = lens.homeY - columns.y[slot]!
  const z = lens.homeZ - columns.z[slot]!
  const square = x * x + y * y + z * z
  if (Number.isNaN(square)) return values.by.distance[values.neutral]!
  const tenths = tenthsOfChord(square)
  if (isGated && tenths / 10 > lens.person.farthestKm) {
    if (!lens.person.needsLodging || (columns.traits[slot]! & lodgingOffered) === 0) return outOfReach
  }
  return values.distanceByTenths[tenths] ?? values.by.distance[distanceLevel(tenths / 10)]!
}

/** What a scan leaves out, and whether gates count. */
interface ScanRequest<Id extends string | number = string> {
  readonly now: Instant
  readonly except: ReadonlySet<Id> | undefined
}

/** Titles that can reach the floor in the lens's order, the most promising on top of a heap; returns how many. */
function orderTitles(lens: Lens, floor: number, tools: ScanTools): number {
  const count = weighTitles(lens, floor - lens.slack - anySidesMost(tools), tools)
  for (let at = (count >> 1) - 1; at >= 0; at -= 1) settle(lens.order, at, count)
  return count
}

/** Moves what stands at a place of a heap down to where nothing below it is greater. */
function settle(heap: Float64Array, from: number, count: number): void {
  const value = heap[from]!
  let at = from
  for (let below = 2 * at + 1; below < count; below = 2 * at + 1) {
    if (below + 1 < count && heap[below + 1]! > heap[below]!) below += 1
    if (heap[below]! <= value) break
    heap[at] = heap[below]!
    at = below
  }
  heap[at] = value
}

/** Every posting that passes (or only scores enough, when gates do not count) goes into the sink. */
function scanPostings<Id extends string | number>(
  lens: Lens,
  { except, isGated }: ScanRequest<Id> & { isGated: boolean },
  sink: Sink<Id>,
  tools: ScanTools<Id>,
): void {
  const { columns } = tools
  const { ids, slotsOf } = columns
  const { slack, order } = lens
  const anyMost = anySidesMost(tools)
  // Few titles are looked at before the floor is out of reach for the rest, so the heap is never sorted to its end.
  for (let left = orderTitles(lens, sink.floor, tools); left > 0;) {
    const title = promisedTitle(order[0]!)
    const most = promisedMost(order[0]!) + slack
    left -= 1
    order[0] = order[left]!
    settle(order, 0, left)
    if (most + anyMost < sink.floor) return
    for (const slot of slotsOf[title]!) {
      if (most + sidesMost(lens, slot, tools) < sink.floor) continue
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
  const isClosed = columns.fixed[slot] === outOfReach
  if (isClosed) return
  for (const person of people) {
    aim(lens, person, tools)
    if (!passesCheap(lens, slot, tools)) continue
    const bound = weighTitle(lens, title, tools)
    if (bound + lens.slack + sidesMost(lens, slot, tools) < sink.floor) continue
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
      lookWide(lens, request.isGated, tools)
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
