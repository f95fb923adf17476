import type { Policy } from '../policy.ts'
import type { Instant } from '../time.ts'
import { guaranteeItems, guaranteeOf, type Guarantee, type GuaranteeItem } from './guarantee.ts'
import type { Step } from './items.ts'

/** How many units of a promise were not there yet, from a moment on. */
export interface LeftSince {
  readonly at: Instant
  readonly left: number
}

/** The steps taken by a moment and the state that they led to; undefined when there were none yet. */
function stepsBy<S extends string, E extends string>(
  steps: readonly Step<S, E>[],
  at: Instant,
): { readonly steps: readonly Step<S, E>[]; readonly state: S } | undefined {
  const taken = steps.filter((one) => one.at <= at)
  const last = taken[taken.length - 1]
  return last === undefined ? undefined : { steps: taken, state: last.to }
}

/**
 * The ledger as it was at a moment, as far as what counts: facts of later times are taken away. An item that had not
 * taken its first step, and so could not count, is missing.
 */
export function ledgerAt(guarantee: Guarantee, at: Instant): Guarantee {
  const { waiver, ...rest } = guarantee
  return {
    ...rest,
    ...(waiver !== undefined && waiver.at <= at ? { waiver } : {}),
    offers: guarantee.offers.flatMap((offer) => {
      const then = stepsBy(offer.steps, at)
      if (then === undefined) return []
      const { evidence, postingClosedAt, refusal, ...facts } = offer
      const isDeclined = then.steps.some((one) => one.event === 'decline')
      return {
        ...facts,
        ...then,
        ...(evidence !== undefined && evidence.at <= at ? { evidence } : {}),
        ...(postingClosedAt !== undefined && postingClosedAt <= at ? { postingClosedAt } : {}),
        ...(refusal !== undefined && isDeclined ? { refusal } : {}),
      }
    }),
    guidance: guarantee.guidance.flatMap((session) => {
      const then = stepsBy(session.steps, at)
      return then === undefined ? [] : { ...session, ...then }
    }),
    training: guarantee.training.flatMap((seat) => {
      const then = stepsBy(seat.steps, at)
      if (then === undefined) return []
      const { invitation, refusal, ...facts } = seat
      const isReturned = then.steps.some((one) => one.event === 'return')
      return {
        ...facts,
        ...then,
        ...(invitation !== undefined && invitation.at <= at ? { invitation } : {}),
        ...(refusal !== undefined && isReturned ? { refusal } : {}),
      }
    }),
  }
}

/** Every moment at which something that may count happened, in order. */
function momentsOf(guarantee: Guarantee): readonly Instant[] {
  const { offers, guidance, training, waiver } = guarantee
  const found = [
    ...offers.flatMap((one) => [...one.steps.map((step) => step.at), one.evidence?.at, one.postingClosedAt]),
    ...guidance.flatMap((one) => one.steps.map((step) => step.at)),
    ...training.flatMap((one) => [...one.steps.map((step) => step.at), one.invitation?.at]),
    waiver?.at,
  ]
  return [...new Set(found.filter((at) => at !== undefined))].sort()
}

/**
 * How much of each promise was left, over the life of a ledger until `now`: from the moment that the seeker wished for
 * work, one entry for each change, nothing after `now`. A waived training place is not left.
 */
export function historyOf(
  guarantee: Guarantee,
  policy: Policy,
  now: Instant,
): Readonly<Record<GuaranteeItem, readonly LeftSince[]>> {
  const start = guarantee.clockStartedAt
  const found: Record<GuaranteeItem, LeftSince[]> = { guidance: [], offers: [], training: [] }
  if (start > now) return found
  for (const at of [start, ...momentsOf(guarantee).filter((one) => one > start && one <= now)]) {
    const view = guaranteeOf(ledgerAt(guarantee, at), policy, at)
    for (const item of guaranteeItems) {
      const { owed, counted, status } = view[item]
      const left = status === 'waived' ? 0 : owed - counted
      const entries = found[item]
      if (entries[entries.length - 1]?.left !== left) entries.push({ at, left })
    }
  }
  return found
}
