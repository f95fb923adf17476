import { instantOf, type Instant } from './domain/time.ts'

/** The one source of the current time; tests and the simulation bring their own. */
export interface Clock {
  now(): Instant
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => instantOf(Date.now()) }

/** A clock that stands still until it is set. */
export function manualClock(start: Instant): Clock & { set(to: Instant): void } {
  let current = start
  return { now: () => current, set: (to) => (current = to) }
}
