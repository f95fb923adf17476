import { dayOf, dayPlus, earliest, instantAt, type Instant } from '../time.ts'
import { outOfReach, type JobColumns, type Values } from './columns.ts'
import { freshnessLevel, lodgingLevel, shiftLevel, wageLevel } from './features.ts'
import { dayNumber, type JobRow } from './rows.ts'

/** What the features of the posting alone give on a day: wage, shifts, lodging, freshness. */
function fixedOf({ facts, shifts, createdDay }: JobRow, today: number, { by, neutral }: Values): number {
  const { wage, lodging, meals } = facts.terms
  return (
    by.wage[wage === undefined ? neutral : wageLevel(wage)]! +
    by.shift[shifts === 0 ? neutral : shiftLevel(shifts)]! +
    by.lodging[lodgingLevel(lodging, meals) ?? neutral]! +
    by.freshness[freshnessLevel(today - createdDay)]!
  )
}

/** Fixes one posting; notes when it closes, if that is before the day ends. */
function fix(columns: JobColumns, slot: number, today: number, values: Values): void {
  const row = columns.rows[slot]
  if (row === undefined) return
  const { from, dayEnd } = columns.fixedWhile
  const { state, closesAt } = row.facts
  const isOpen = state === 'open' && from < closesAt
  const fixed = isOpen ? fixedOf(row, today, values) : outOfReach
  columns.fixed[slot] = fixed
  columns.most[slot] = fixed + (row.askList < 0 ? values.skillsUnknown : values.skillsMost)
  columns.fixedMost = Math.max(columns.fixedMost, fixed)
  if (!isOpen || closesAt >= dayEnd) return
  columns.closing.add(slot)
  columns.fixedWhile.before = earliest(columns.fixedWhile.before, closesAt)!
}

/** The best of each title first: then the floor of a search rises soonest. */
function orderSlots({ titles, slotsOf, placeInTitle, most }: JobColumns): void {
  for (const title of titles) {
    const slots = slotsOf[title]!
    slots.sort((a, b) => most[b]! - most[a]!)
    for (const [at, slot] of slots.entries()) placeInTitle[slot] = at
  }
}

/** Fixes a posting that was put into a slot after the others were fixed. */
export function fixSlot(columns: JobColumns, slot: number, values: Values): void {
  if (columns.fixedWhile.from !== '') fix(columns, slot, dayNumber(dayOf(columns.fixedWhile.from)), values)
}

/**
 * Brings the fixed values to an instant. They change when a day in Asia/Shanghai begins and when a posting closes; within
 * a day only those that closed are looked at, so that a search at any moment costs what it finds, not what there is.
 */
export function fixAt(columns: JobColumns, now: Instant, values: Values): void {
  const { from, before, dayEnd } = columns.fixedWhile
  const isSameDay = from !== '' && from <= now && now < dayEnd
  if (isSameDay && now < before) return
  const today = dayOf(now)
  if (isSameDay) {
    const due = [...columns.closing]
    columns.closing.clear()
    columns.fixedWhile = { from: now, before: dayEnd, dayEnd }
    for (const slot of due) fix(columns, slot, dayNumber(today), values)
    return
  }
  const end = instantAt(dayPlus(today, 1))
  columns.fixedWhile = { from: now, before: end, dayEnd: end }
  columns.closing.clear()
  columns.fixedMost = outOfReach
  for (let slot = 0; slot < columns.rows.length; slot += 1) fix(columns, slot, dayNumber(today), values)
  orderSlots(columns)
}
