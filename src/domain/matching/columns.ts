import { educations } from '../seeker.ts'
import type { Instant } from '../time.ts'
import { educationLevel, freshnessLevel, levelMax, lodgingLevel, shiftLevel, wageLevel } from './features.ts'
import { featureNames, type FeatureName } from './matching.ts'
import { dayNumber, kindBits, type JobRow } from './rows.ts'
import { neutralOf, valueOf, type Weights } from './score.ts'

/** A score that no pair reaches, for postings that are not open. */
export const outOfReach = -1e9

/** What every feature gives by level, and what it gives where a side is unknown. */
export interface Values {
  readonly by: Readonly<Record<FeatureName, Int32Array>>
  readonly neutral: number
  /** What education gives, by education of the person (place in `educations`; last: unknown), then by the column. */
  readonly education: readonly Int32Array[]
}

/** The tables of a set of weights. */
export function valuesOf(weights: Weights): Values {
  const table = (part: number): Int32Array =>
    Int32Array.from({ length: levelMax + 1 }, (_, level) => valueOf(part, level))
  const by = Object.fromEntries(featureNames.map((name) => [name, table(weights.parts[name])])) as Values['by']
  const neutral = neutralOf(weights)
  const education = [...educations, undefined].map((has) =>
    Int32Array.from([undefined, ...educations], (asked) => by.education[educationLevel(asked, has) ?? neutral]!),
  )
  return { by, neutral, education }
}

/** Postings as columns over slots; a slot is used again once its posting is gone. */
export interface JobColumns {
  rows: (JobRow | undefined)[]
  ids: string[]
  /** Shelf number of the title; −1 in a free slot. */
  title: Int32Array
  duty: Int32Array
  kind: Uint8Array
  shifts: Uint8Array
  demands: Uint8Array
  /** Infinity where unknown. */
  wageMax: Float64Array
  /** 0 unknown, 1 offered, 2 none. */
  lodging: Uint8Array
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
  /** What the wage gives to somebody whose least wage is known. */
  wageValue: Int32Array
  /** What the features of the posting alone give at `fixedAt`; `outOfReach` where it is not open then. */
  fixed: Int32Array
  fixedAt: Instant
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
  'kind',
  'shifts',
  'demands',
  'wageMax',
  'lodging',
  'education',
  'startDay',
  'askList',
  'certificateList',
  'place',
  'years',
  'x',
  'y',
  'z',
  'wageValue',
  'fixed',
  'placeInTitle',
] as const

const slotsMin = 64

/** Columns without postings. */
export const createJobColumns = (): JobColumns => ({
  rows: [],
  ids: [],
  title: new Int32Array(slotsMin).fill(-1),
  duty: new Int32Array(slotsMin),
  kind: new Uint8Array(slotsMin),
  shifts: new Uint8Array(slotsMin),
  demands: new Uint8Array(slotsMin),
  wageMax: new Float64Array(slotsMin),
  lodging: new Uint8Array(slotsMin),
  education: new Uint8Array(slotsMin),
  startDay: new Int32Array(slotsMin),
  askList: new Int32Array(slotsMin),
  certificateList: new Int32Array(slotsMin),
  place: new Int32Array(slotsMin),
  years: new Float64Array(slotsMin),
  x: new Float64Array(slotsMin),
  y: new Float64Array(slotsMin),
  z: new Float64Array(slotsMin),
  wageValue: new Int32Array(slotsMin),
  fixed: new Int32Array(slotsMin),
  fixedAt: '',
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

/** What the features of the posting alone give: shifts, lodging, freshness. */
function fixedOf({ facts, shifts }: JobRow, now: Instant, { by, neutral }: Values): number {
  if (facts.state !== 'open' || now >= facts.closesAt) return outOfReach
  const { lodging, meals } = facts.terms
  return (
    by.shift[shifts === 0 ? neutral : shiftLevel(shifts)]! +
    by.lodging[lodgingLevel(lodging, meals) ?? neutral]! +
    by.freshness[freshnessLevel(facts.createdAt, now)]!
  )
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
export function putColumn(columns: JobColumns, slot: number, row: JobRow, values: Values): void {
  while (slot >= columns.title.length) grow(columns)
  delist(columns, slot)
  enlist(columns, slot, row.title)
  const { facts } = row
  const { terms } = facts
  columns.rows[slot] = row
  columns.ids[slot] = row.id
  columns.duty[slot] = row.duty
  columns.kind[slot] = kindBits([facts.kind])
  columns.shifts[slot] = row.shifts
  columns.demands[slot] = row.demands
  columns.wageMax[slot] = terms.wage?.maxYuan ?? Infinity
  columns.lodging[slot] = terms.lodging === undefined ? 0 : terms.lodging ? 1 : 2
  columns.education[slot] = terms.educationMin === undefined ? 0 : educations.indexOf(terms.educationMin) + 1
  columns.startDay[slot] = terms.startOn === undefined ? 0 : dayNumber(terms.startOn)
  columns.askList[slot] = row.askList
  columns.certificateList[slot] = row.certificateList
  columns.place[slot] = row.placeNumber
  columns.wageValue[slot] = values.by.wage[terms.wage === undefined ? values.neutral : wageLevel(terms.wage)]!
  columns.years[slot] = terms.experienceYearsMin ?? 0
  columns.x[slot] = row.at?.x ?? NaN
  columns.y[slot] = row.at?.y ?? NaN
  columns.z[slot] = row.at?.z ?? NaN
  if (columns.fixedAt === '') return
  columns.fixed[slot] = fixedOf(row, columns.fixedAt, values)
  columns.fixedMost = Math.max(columns.fixedMost, columns.fixed[slot])
}

/** Frees a slot. */
export function clearColumn(columns: JobColumns, slot: number): void {
  columns.rows[slot] = undefined
  columns.ids[slot] = ''
  delist(columns, slot)
}

/** Brings the fixed values to an instant. */
export function fixAt(columns: JobColumns, now: Instant, values: Values): void {
  if (columns.fixedAt === now) return
  columns.fixedMost = outOfReach
  columns.rows.forEach((row, slot) => {
    if (row === undefined) return
    columns.fixed[slot] = fixedOf(row, now, values)
    columns.fixedMost = Math.max(columns.fixedMost, columns.fixed[slot])
  })
  columns.fixedAt = now
}

/** Bytes of all columns, and of the rows behind them about. */
export const columnBytes = (columns: JobColumns): number =>
  columnNames.reduce((sum, name) => sum + columns[name].byteLength, 0) + columns.rows.length * 1_200
