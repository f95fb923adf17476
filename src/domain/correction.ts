import type { RefusalReason } from './guarantee/items.ts'
import { distanceKm, type Point } from './place.ts'
import type { Posting } from './posting.ts'
import type { Fact, Facts, Profile } from './seeker.ts'
import type { Day } from './time.ts'

/** What a refusal is held against: the posting, what was believed of the person, and where both are. */
export interface RefusalContext {
  readonly posting: Posting
  readonly profile: Partial<Profile>
  readonly home: Point | undefined
  readonly at: Point | undefined
  readonly on: Day
}

const distinct = <T>(values: readonly T[]): readonly T[] => [...new Set(values)]

/**
 * The facts that a refusal teaches ("I cannot do night shifts" rules night shifts out); undefined when it teaches none
 * that a profile can hold.
 */
export function correctionOf(reason: RefusalReason, context: RefusalContext): Facts | undefined {
  const { posting, profile, home, at, on } = context
  const fact = <T>(value: T): Fact<T> => ({ value, on, source: 'refusal' })
  const { shifts, wage, demands } = posting.terms
  if (reason === 'cannot_shift' && shifts !== undefined && shifts.length > 0)
    return { shiftsRefused: fact(distinct([...(profile.shiftsRefused ?? []), ...shifts])) }
  if (reason === 'cannot_distance' && home !== undefined && at !== undefined) {
    const tooFarKm = Math.max(1, Math.floor(distanceKm(home, at)))
    return { distanceMaxKm: fact(Math.min(profile.distanceMaxKm ?? tooFarKm, tooFarKm)) }
  }
  if (reason === 'wage_too_low' && wage !== undefined)
    return { wageMinYuan: fact(Math.max(profile.wageMinYuan ?? 0, wage.maxYuan + 1)) }
  if (reason === 'cannot_health' && demands !== undefined && demands.length > 0)
    return { healthLimits: fact(distinct([...(profile.healthLimits ?? []), ...demands])) }
  if (reason === 'needs_lodging') return { lodgingNeeded: fact(true) }
  return undefined
}
