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

/** What a person may correct about themselves with one tap, and the answers there are to each. */
export const selfChoices = {
  workStatus: ['unemployed', 'employed', 'farming', 'self_employed', 'studying'],
  distanceMaxKm: ['5', '10', '20', '50', '100', '3000'],
  wageMinYuan: ['1800', '2500', '3000', '3500', '4000', '5000', '6000'],
  night: ['can', 'cannot'],
  rotating: ['can', 'cannot'],
  lodgingNeeded: ['yes', 'no'],
  heavy_lifting: ['can', 'cannot'],
  long_standing: ['can', 'cannot'],
} as const satisfies Record<string, readonly string[]>

export type SelfQuestion = keyof typeof selfChoices

/** True for a question of the table. */
export const isSelfQuestion = (text: string): text is SelfQuestion => Object.hasOwn(selfChoices, text)

const toggled = <T>(values: readonly T[] | undefined, value: T, isIn: boolean): readonly T[] => [
  ...(values ?? []).filter((one) => one !== value),
  ...(isIn ? [value] : []),
]

/** The fact that a person's own answer teaches; undefined for an answer that the question does not have. */
export function selfCorrection(
  question: SelfQuestion,
  choice: string,
  { profile, on }: Pick<RefusalContext, 'profile' | 'on'>,
): Facts | undefined {
  if (!(selfChoices[question] as readonly string[]).includes(choice)) return undefined
  const fact = <T>(value: T): Fact<T> => ({ value, on, source: 'seeker' })
  const cannot = choice === 'cannot'
  switch (question) {
    case 'workStatus':
      return { workStatus: fact(choice as Profile['workStatus']) }
    case 'distanceMaxKm':
      return { distanceMaxKm: fact(Number(choice)) }
    case 'wageMinYuan':
      return { wageMinYuan: fact(Number(choice)) }
    case 'lodgingNeeded':
      return { lodgingNeeded: fact(choice === 'yes') }
    case 'night':
    case 'rotating':
      return { shiftsRefused: fact(toggled(profile.shiftsRefused, question, cannot)) }
    case 'heavy_lifting':
    case 'long_standing':
      return { healthLimits: fact(toggled(profile.healthLimits, question, cannot)) }
  }
}

/** The answer that the profile holds now; undefined while it is unknown, and a value between the choices as it is. */
export function selfAnswer(question: SelfQuestion, profile: Partial<Profile>): string | undefined {
  switch (question) {
    case 'workStatus':
      return profile.workStatus
    case 'distanceMaxKm':
      return profile.distanceMaxKm?.toString()
    case 'wageMinYuan':
      return profile.wageMinYuan?.toString()
    case 'lodgingNeeded':
      return profile.lodgingNeeded === undefined ? undefined : profile.lodgingNeeded ? 'yes' : 'no'
    case 'night':
    case 'rotating':
      return profile.shiftsRefused === undefined
        ? undefined
        : profile.shiftsRefused.includes(question)
          ? 'cannot'
          : 'can'
    case 'heavy_lifting':
    case 'long_standing':
      return profile.healthLimits === undefined ? undefined : profile.healthLimits.includes(question) ? 'cannot' : 'can'
  }
}
