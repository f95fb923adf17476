import { mostYuan } from '../posting.ts'
import { educations, postingKinds, shifts, workDemands } from '../seeker.ts'
import type { Instant } from '../time.ts'
import { distanceLevel, educationLevel, levelMax } from './features.ts'
import { featureNames, type FeatureName } from './matching.ts'
import { dayNumber, kindBits, type JobRow } from './rows.ts'
import { neutralOf, valueOf, type Weights } from './score.ts'

/** A score that no pair reaches, for postings that are not open. */
export const outOfReach = -1e9

/** What every feature gives by level, and what it gives where a side is unknown. */
export interface Values {
  readonly by: Readonly<Record<FeatureName, Int32Array>>
  readonly neutral: number
  /** What skills give where none are asked and at most. */
  readonly skillsUnknown: number
  readonly skillsMost: number
  /** What the way gives, by its tenths of a kilometre as far as the table goes. */
  readonly distanceByTenths: Int32Array
  /** What education gives, by education of the person (place in `educations`; last: unknown), then by the column. */
  readonly education: readonly Int32Array[]
}

/** Ways of up to 200 km, as nearly all of a district are. */
const tenthsMax = 2_000

/** The tables of a set of weights. */
export function valuesOf(weights: Weights): Values {
  const table = (part: number): Int32Array =>
    Int32Array.from({ length: levelMax + 1 }, (_, level) => valueOf(part, level))
  const by = Object.fromEntries(featureNames.map((name) => [name, table(weights.parts[name])])) as Values['by']
  const neutral = neutralOf(weights)
  const education = [...educations, undefined].map((has) =>
    Int32Array.from([undefined, ...educations], (asked) => by.education[educationLevel(asked, has) ?? neutral]!),
  )
  const distanceByTenths = Int32Array.from(
    { length: tenthsMax },
    (_, tenths) => by.distance[distanceLevel(tenths / 10)]!,
  )
  return {
    by,
    neutral,
    skillsUnknown: by.skills[neutral]!,
    skillsMost: by.skills[levelMax]!,
    distanceByTenths,
    education,
  }
}

const shiftsFrom = postingKinds.length
const demandsFrom = shiftsFrom + shifts.length
/** Traits of a posting that says that it has no lodging, and of one that says that it has. */
export const lodgingNone = 1 << (demandsFrom + workDemands.length)
export const lodgingOffered = lodgingNone << 1
/** Shifts as they stand among the traits. */
export const shiftTraits = (bits: number): number => bits << shiftsFrom

/** What a posting is and asks, as bits of one number, so that a scan reads one column and not four. */
export const traitsOf = (kinds: number, shiftBits: number, demands: number, lodging: boolean | undefined): number =>
  kinds |
  shiftTraits(shiftBits) |
  (demands << demandsFrom) |
  (lodging === undefined ? 0 : lodging ? lodgingOffered : lodgingNone)

/** Postings as columns over slots; a slot is used again once its posting is gone. */
export interface JobColumns {
  rows: (JobRow | undefined)[]
  ids: string[]
  /** Shelf number of the title; −1 in a free slot. */
  title: Int32Array
  duty: Int32Array
  /** Kind, shifts, demands and lodging as bits: see `traitsOf`. */
  traits: Int32Array
  /** Infinity where unknown or open above. */
  wageMax: Float64Array
  /** Place in `educations` plus one; 0 where nothing is asked. */
  education: Uint8Array
  startDay: Int32Array
  askList: Int32Array
  certificateList: Int32Array
  place: Int32Array
  /** 0 where none are asked. */
  years: Float64Array
  x: Float64Array
  y: Float64Array
  z: Float64Array
  /** What the features of the posting alone give while `fixedWhile` lasts; `outOfReach` where it is not open. */
  fixed: Int32Array
  /** `fixed` and the skills at most. */
  most: Int32Array
  /** From when until before when the fixed values hold, and the end of their day; empty before the first. */
  fixedWhile: { from: Instant; before: Instant; dayEnd: Instant }
  /** Slots of postings that close before the end of that day. */
  closing: Set<number>
  /** No fixed value is above it. */
  fixedMost: number
  /** Slots by shelf number of their title, and where each stands in that list. */
  slotsOf: number[][]
  placeInTitle: Int32Array
  /** Titles that have slots, and where each stands among them. */
  titles: number[]
  placeInTitles: number[]
}

type Column = Int32Array | Uint8Array | Float64Array

const columnNames = [
  'title',
  'duty',
  'traits',
  'wageMax',
  'education',
  'startDay',
  'askList',
  'certificateList',
  'place',
  'years',
  'x',
  'y',
  'z',
  'fixed',
  'most',
  'placeInTitle',
] as const

const slotsMin = 64

/** Columns without postings. */
export const createJobColumns = (): JobColumns => ({
  rows: [],
  ids: [],
  title: new Int32Array(slotsMin).fill(-1),
  duty: new Int32Array(slotsMin),
  traits: new Int32Array(slotsMin),
  wageMax: new Float64Array(slotsMin),
  education: new Uint8Array(slotsMin),
  startDay: new Int32Array(slotsMin),
  askList: new Int32Array(slotsMin),
  certificateList: new Int32Array(slotsMin),
  place: new Int32Array(slotsMin),
  years: new Float64Array(slotsMin),
  x: new Float64Array(slotsMin),
  y: new Float64Array(slotsMin),
  z: new Float64Array(slotsMin),
  fixed: new Int32Array(slotsMin),
  most: new Int32Array(slotsMin),
  fixedWhile: { from: '', before: '', dayEnd: '' },
  closing: new Set(),
  fixedMost: outOfReach,
  slotsOf: [],
  placeInTitle: new Int32Array(slotsMin),
  titles: [],
  placeInTitles: [],
})

function grow(columns: JobColumns): void {
  const slots = columns.title.length * 2
  for (const name of columnNames) {
    const old: Column = columns[name]
    const longer =
      old instanceof Float64Array
        ? new Float64Array(slots)
        : old instanceof Uint8Array
          ? new Uint8Array(slots)
          : new Int32Array(slots).fill(name === 'title' ? -1 : 0)
    longer.set(old)
    Object.assign(columns, { [name]: longer })
  }
}

/** Takes a slot into the list of its title. */
function enlist(columns: JobColumns, slot: number, title: number): void {
  const slots = (columns.slotsOf[title] ??= [])
  if (slots.length === 0) columns.placeInTitles[title] = columns.titles.push(title) - 1
  columns.placeInTitle[slot] = slots.push(slot) - 1
  columns.title[slot] = title
}

/** Takes a slot out of the list of its title; the last of each list moves into the gap. */
function delist(columns: JobColumns, slot: number): void {
  const title = columns.title[slot]!
  if (title < 0) return
  const slots = columns.slotsOf[title]!
  const last = slots.pop()!
  if (last !== slot) {
    slots[columns.placeInTitle[slot]!] = last
    columns.placeInTitle[last] = columns.placeInTitle[slot]!
  }
  columns.title[slot] = -1
  if (slots.length > 0) return
  const lastTitle = columns.titles.pop()!
  if (lastTitle === title) return
  columns.titles[columns.placeInTitles[title]!] = lastTitle
  columns.placeInTitles[lastTitle] = columns.placeInTitles[title]!
}

/** Writes a posting into a slot. */
export function putColumn(columns: JobColumns, slot: number, row: JobRow): void {
  while (slot >= columns.title.length) grow(columns)
  delist(columns, slot)
  enlist(columns, slot, row.title)
  const { facts } = row
  const { terms } = facts
  columns.rows[slot] = row
  columns.ids[slot] = row.id
  columns.duty[slot] = row.duty
  columns.traits[slot] = traitsOf(kindBits([facts.kind]), row.shifts, row.demands, terms.lodging)
  columns.wageMax[slot] = mostYuan(terms.wage) ?? Infinity
  columns.education[slot] = terms.educationMin === undefined ? 0 : educations.indexOf(terms.educationMin) + 1
  columns.startDay[slot] = terms.startOn === undefined ? 0 : dayNumber(terms.startOn)
  columns.askList[slot] = row.askList
  columns.certificateList[slot] = row.certificateList
  columns.place[slot] = row.placeNumber
  columns.years[slot] = terms.experienceYearsMin ?? 0
  columns.x[slot] = row.at?.x ?? NaN
  columns.y[slot] = row.at?.y ?? NaN
  columns.z[slot] = row.at?.z ?? NaN
}

/** Frees a slot. */
export function clearColumn(columns: JobColumns, slot: number): void {
  columns.rows[slot] = undefined
  columns.ids[slot] = ''
  delist(columns, slot)
}

/** Bytes of all columns, and of the rows behind them about. */
export const columnBytes = (columns: JobColumns): number =>
  columnNames.reduce((sum, name) => sum + columns[name].byteLength, 0) + columns.rows.length * 1_200
