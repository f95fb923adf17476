import { dayOf, dayPlus, epochMsOf, instantAt, plusMs, type Day, type Instant } from './time.ts'

/** What one year's notice says: days off from … to …, and weekend days that are worked. */
export interface YearOfDays {
  readonly year: string
  readonly off: readonly (readonly [from: Day, to: Day])[]
  readonly worked: readonly Day[]
}

/** Which days offices work. */
export interface Calendar {
  isWorkingDay(day: Day): boolean
  /** True when the notice of this year is among the data; else weekends and the dates that no notice moves are off. */
  knows(year: string): boolean
}

/** Holidays of fixed date by 全国年节及纪念日放假办法 (2024): month and day. */
const fixedDates = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03']

const isWeekend = (day: Day): boolean => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())

/** The calendar of the given years; of another year it knows weekends and holidays of fixed date. */
export function calendarOf(years: readonly YearOfDays[]): Calendar {
  const off = new Set<Day>()
  const worked = new Set(years.flatMap((one) => one.worked))
  for (const [from, to] of years.flatMap((one) => one.off))
    for (let day = from; day <= to; day = dayPlus(day, 1)) off.add(day)
  const known = new Set(years.map((one) => one.year))
  return {
    knows: (year) => known.has(year),
    isWorkingDay: (day) => {
      if (known.has(day.slice(0, 4))) return worked.has(day) || !(off.has(day) || isWeekend(day))
      return !isWeekend(day) && !fixedDates.includes(day.slice(5))
    },
  }
}

const hourMs = 3_600_000

/**
 * The moment when so many hours of working days have gone by since `at`; days off do not count. Three days from Friday
 * noon end on Wednesday noon. In Asia/Shanghai.
 */
export function plusWorkingHours(calendar: Calendar, at: Instant, hours: number): Instant {
  let left = hours * hourMs
  let now = at
  for (;;) {
    const day = dayOf(now)
    const nextDay = instantAt(dayPlus(day, 1))
    if (calendar.isWorkingDay(day)) {
      const today = epochMsOf(nextDay) - epochMsOf(now)
      if (left < today) return plusMs(now, left)
      left -= today
    }
    now = nextDay
  }
}
