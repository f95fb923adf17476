import { epochMsOf, instantOf, type Instant } from '../../src/domain/time.ts'

/** Before every simulation. */
const originMs = epochMsOf('2020-01-01T00:00:00.000Z')
/** Longer than any wait in real time, and shorter than every wait that is counted from the origin. */
const realMsMax = 365 * 86_400_000

/**
 * What a job that waits for a simulated moment waits on the server's clock: the milliseconds from the origin to that
 * moment. They last for years, so it runs when the simulation promotes it, and the delay alone says when that is.
 */
export const delayOf = (runAt: Instant): number => epochMsOf(runAt) - originMs

/** The simulated moment of a delay; undefined for one of real time, such as the pause before another attempt. */
export const momentOf = (delayMs: number): Instant | undefined =>
  delayMs < realMsMax ? undefined : instantOf(originMs + delayMs)
