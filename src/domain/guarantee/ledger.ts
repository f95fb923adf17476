import { unchanged, type Decision, type Draft } from '../aggregate.ts'
import type { Policy } from '../policy.ts'
import { planYearOf, type Instant } from '../time.ts'
import { guaranteeId, guaranteeOf, type Guarantee } from './guarantee.ts'
import { eventOf, settled, type Act } from './step.ts'

/** A new ledger for a seeker who said that they want work. */
export function draftGuarantee(
  of: { seeker: string; district: string; township: string; village: string; settlement?: string; wishAt: Instant },
  policy: Policy,
  now: Instant,
): Draft<Guarantee> {
  const period = planYearOf(now)
  const { wishAt, seeker, ...where } = of
  return {
    ...where,
    _id: guaranteeId(seeker, period),
    seeker,
    period,
    policyVersion: policy.version,
    clockStartedAt: wishAt,
    state: 'active',
    offers: [],
    guidance: [],
    training: [],
    escalations: [],
    ruledOut: [],
    nextCheckAt: now,
  }
}

/** The seeker gives up the training place; it is reported as a waiver, never as served. */
export function waiveTraining(guarantee: Guarantee, act: Act & { reason: string }): Decision<Guarantee> {
  if (guarantee.waiver !== undefined) return unchanged(guarantee)
  return settled(
    { ...guarantee, waiver: { at: act.at, by: act.by, reason: act.reason } },
    act,
    eventOf('training.waived', guarantee, guarantee._id),
  )
}

/** Records the escalations that are due and when to look again; nothing due and nothing new changes nothing. */
export function check(guarantee: Guarantee, act: Act): Decision<Guarantee> {
  const view = guaranteeOf(guarantee, act.policy, act.at)
  if (view.escalationsDue.length === 0 && view.nextCheckAt === guarantee.nextCheckAt) return unchanged(guarantee)
  const events = view.escalationsDue.map((one) =>
    eventOf('guarantee.escalated', guarantee, one.item, { level: one.level }),
  )
  return settled({ ...guarantee, escalations: [...guarantee.escalations, ...view.escalationsDue] }, act, ...events)
}

/** Follows the seeker's wish: no longer wanting work suspends what is owed, wanting it again starts the clock anew. */
export function follow(guarantee: Guarantee, wish: { wantsWork: boolean; at: Instant }, act: Act): Decision<Guarantee> {
  const state = wish.wantsWork ? 'active' : 'withdrawn'
  if (guarantee.state === state) return unchanged(guarantee)
  const clockStartedAt = wish.wantsWork ? wish.at : guarantee.clockStartedAt
  return settled(
    { ...guarantee, state, clockStartedAt },
    act,
    eventOf(`guarantee.${wish.wantsWork ? 'resumed' : 'withdrawn'}`, guarantee, guarantee._id),
  )
}

/** A caseworker rules a posting out for this seeker; the allocation never proposes it again in this period. */
export function ruleOut(guarantee: Guarantee, posting: string, act: Act): Decision<Guarantee> {
  if (guarantee.ruledOut.includes(posting)) return unchanged(guarantee)
  return settled(
    { ...guarantee, ruledOut: [...guarantee.ruledOut, posting] },
    act,
    eventOf('guarantee.ruled_out', guarantee, posting, { reason: act.reason ?? '' }),
  )
}
