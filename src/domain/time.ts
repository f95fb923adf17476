/** A moment in UTC as `2026-03-01T08:00:00.000Z`; instants compare as strings. */
export type Instant = string
/** A calendar day in Asia/Shanghai as `2026-03-01`; days compare as strings. */
export type Day = string

const dayMs = 86_400_000
/** Asia/Shanghai has had one offset, without summer time, since 1991. */
const shanghaiOffsetMs = 8 * 3_600_000

/** The instant of a count of milliseconds since 1970. */
export const instantOf = (epochMs: number): Instant => new Date(epochMs).toISOString()

/** Milliseconds since 1970 of an instant. */
export const epochMsOf = (instant: Instant): number => Date.parse(instant)

/** The instant so many milliseconds later (or earlier, when negative). */
export const plusMs = (instant: Instant, ms: number): Instant => instantOf(epochMsOf(instant) + ms)

/** The instant so many minutes later. */
export const plusMinutes = (instant: Instant, minutes: number): Instant => plusMs(instant, minutes * 60_000)

/** The instant so many hours later. */
export const plusHours = (instant: Instant, hours: number): Instant => plusMs(instant, hours * 3_600_000)

/** The instant so many times 24 hours later. */
export const plusDays = (instant: Instant, days: number): Instant => plusMs(instant, days * dayMs)

/** Whole and part days from one instant to a later one; negative when it is earlier. */
export const daysBetween = (from: Instant, to: Instant): number => (epochMsOf(to) - epochMsOf(from)) / dayMs

/** The calendar day of an instant in Asia/Shanghai. */
export const dayOf = (instant: Instant): Day => instantOf(epochMsOf(instant) + shanghaiOffsetMs).slice(0, 10)

/** The instant at which a clock in Asia/Shanghai shows this day and hour (may be fractional: 8.5 is half past eight). */
export const instantAt = (day: Day, hour = 0): Instant =>
  instantOf(Date.parse(`${day}T00:00:00.000Z`) - shanghaiOffsetMs + hour * 3_600_000)

/** The calendar day so many days later. */
export const dayPlus = (day: Day, days: number): Day =>
  instantOf(Date.parse(`${day}T00:00:00.000Z`) + days * dayMs).slice(0, 10)

/** The hour of day in Asia/Shanghai, 0 ≤ hour < 24, with its fraction. */
export const hourOf = (instant: Instant): number => ((epochMsOf(instant) + shanghaiOffsetMs) % dayMs) / 3_600_000

/** The plan year that an instant falls in: the calendar year in Asia/Shanghai, as `2026`. */
export const planYearOf = (instant: Instant): string => dayOf(instant).slice(0, 4)

/** The last instant that belongs to a plan year, exclusive. */
export const planYearEnd = (year: string): Instant => instantAt(`${Number(year) + 1}-01-01`)

/** True for a string that is an instant in the one form used here. */
export const isInstant = (text: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text) && !Number.isNaN(Date.parse(text))

/** True for a string that is an existing calendar day. */
export const isDay = (text: string): boolean => {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00.000Z`)
  return !Number.isNaN(at) && instantOf(at).slice(0, 10) === text
}

/** The earlier of two instants, where either may be missing. */
export const earliest = (...instants: readonly (Instant | undefined)[]): Instant | undefined =>
  instants.reduce((least, at) => (at !== undefined && (least === undefined || at < least) ? at : least), undefined)
