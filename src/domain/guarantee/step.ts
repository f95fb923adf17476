import { change, stateAfter, type Decision, type DomainEvent, type TransitionRule } from '../aggregate.ts'
import type { Policy } from '../policy.ts'
import type { Instant } from '../time.ts'
import { guaranteeOf, type Guarantee } from './guarantee.ts'
import type { Step } from './items.ts'

/** Who does something to a ledger, when, under which rules. */
export interface Act {
  readonly at: Instant
  readonly by: string
  readonly policy: Policy
  readonly reason?: string
}

/** Every change of a ledger ends here: the next moment at which time alone changes what is true is kept with it. */
export function settled(guarantee: Guarantee, act: Act, ...events: readonly DomainEvent[]): Decision<Guarantee> {
  const { nextCheckAt: _before, ...rest } = guarantee
  const { nextCheckAt } = guaranteeOf(guarantee, act.policy, act.at)
  return change({ ...rest, ...(nextCheckAt === undefined ? {} : { nextCheckAt }) }, ...events)
}

/** An event of a ledger about one of its items. */
export const eventOf = (
  kind: DomainEvent['kind'],
  guarantee: Guarantee,
  item: string,
  more: DomainEvent['data'] = {},
): DomainEvent => ({
  kind,
  data: { guarantee: guarantee._id, seeker: guarantee.seeker, item, ...more },
})

/** One step as it is kept with the item. */
export const stepOf = <S extends string, E extends string>(event: E, to: S, act: Act): Step<S, E> => ({
  at: act.at,
  by: act.by,
  event,
  to,
  ...(act.reason === undefined ? {} : { reason: act.reason }),
})

/** `to`, or `done` when the item is there already or past it in a way that the same event led to, or undefined. */
export function stepTo<S extends string, E extends string>(
  rules: readonly TransitionRule<S, E>[],
  item: { readonly state: S; readonly steps: readonly Step<S, E>[] },
  event: E,
): S | 'done' | undefined {
  const to = stateAfter(rules, item.state, event)
  if (to !== undefined) return to
  return item.steps[item.steps.length - 1]?.event === event ? 'done' : undefined
}
