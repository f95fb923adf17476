import type { Attempt, Delivery } from './delivery-types.ts'
import { isPersonal } from './seeker.ts'
import { dayOf, type Day } from './time.ts'

/** The attempt of a delivery that another's message carried. */
export const carriedAttempt = (
  one: Pick<Delivery, 'attempts'>,
  lead: { readonly delivery: string; readonly attempt: number },
): Attempt | undefined =>
  one.attempts.find(({ carriedBy }) => carriedBy?.delivery === lead.delivery && carriedBy.attempt === lead.attempt)

/**
 * How many messages began on their way to a person on a day: what one message carried is one message, and one that is
 * tried again is the same.
 */
export const messagesOn = (deliveries: readonly Pick<Delivery, 'attempts'>[], day: Day): number =>
  deliveries.filter(({ attempts }) =>
    attempts.some(
      (one) =>
        !isPersonal(one.channel) && one.carriedBy === undefined && one.by === undefined && dayOf(one.begunAt) === day,
    ),
  ).length
