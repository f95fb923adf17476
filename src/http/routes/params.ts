import { Type } from '@fastify/type-provider-typebox'
import { plusMinutes } from '../../domain/time.ts'
import { Problem } from '../../problem.ts'
import { Id, instant } from '../schemas/common.ts'
import type { HttpServices } from '../services.ts'

/** The ids that addresses name. */
export const SeekerParams = Type.Object({ seeker: Id })
export const EmployerParams = Type.Object({ employer: Id })
export const PostingParams = Type.Object({ posting: Id })

/** A query flag; left out it is false. */
export const DryRun = Type.Optional(
  Type.Unsafe<'true' | 'false'>({ type: 'string', enum: ['true', 'false'], description: 'Check only, write nothing.' }),
)

/** Minutes that a caller's clock may be ahead of ours. */
const skewMinutes = 5

/** A moment that the caller says is past, in the house's form; throws 422 for one that is yet to come. */
export function pastInstant({ clock }: Pick<HttpServices, 'clock'>, pointer: string, text: string): string {
  const at = instant(text)
  if (at > plusMinutes(clock.now(), skewMinutes))
    throw new Problem('request.invalid', {}, [
      { pointer, zh: `字段 ${pointer} 不得晚于现在`, en: `the field ${pointer} must not be later than now` },
    ])
  return at
}

/** A day that the caller says is past or today; throws 422 for one that is yet to come. */
export function pastDay(today: string, pointer: string, day: string): string {
  if (day > today)
    throw new Problem('request.invalid', {}, [
      { pointer, zh: `字段 ${pointer} 不得晚于今天`, en: `the field ${pointer} must not be later than today` },
    ])
  return day
}
