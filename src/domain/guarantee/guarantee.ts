import type { Aggregate } from '../aggregate.ts'
import type { Policy } from '../policy.ts'
import { daysBetween, earliest, planYearEnd, plusDays, type Instant } from '../time.ts'
import { guidanceVerdicts, offerVerdicts, trainingVerdicts, type Verdict } from './counting.ts'
import type { GuidanceItem, OfferItem, TrainingItem } from './items.ts'

export const guaranteeItems = ['guidance', 'offers', 'training'] as const
/** The three promises of 1 + 3 + 1. */
export type GuaranteeItem = (typeof guaranteeItems)[number]

export const escalationLevels = ['caseworker', 'township', 'office'] as const
export type EscalationLevel = (typeof escalationLevels)[number]

export interface Escalation {
  readonly item: GuaranteeItem
  readonly level: EscalationLevel
  readonly at: Instant
}

/** The ledger 服务保障 of one seeker in one plan year: facts only, what they amount to is derived. */
export interface Guarantee extends Aggregate {
  readonly seeker: string
  readonly period: string
  readonly policyVersion: string
  readonly township: string
  readonly village: string
  readonly settlement?: string
  /** When the seeker said that they want work. */
  readonly clockStartedAt: Instant
  /** Withdrawn while the seeker does not want work. */
  readonly state: 'active' | 'withdrawn'
  readonly offers: readonly OfferItem[]
  readonly guidance: readonly GuidanceItem[]
  readonly training: readonly TrainingItem[]
  readonly waiver?: { readonly at: Instant; readonly by: string; readonly reason: string }
  readonly escalations: readonly Escalation[]
  /** Postings that a caseworker has ruled out for this seeker. */
  readonly ruledOut: readonly string[]
  /** When a deadline or a waiting time next changes what is true; missing when nothing will by itself. */
  readonly nextCheckAt?: Instant
}

/** The id of a seeker's ledger in a plan year. */
export const guaranteeId = (seeker: string, period: string): string => `grt-${seeker}-${period}`

/** The id of an offer: one posting is offered to one seeker once in a period. */
export const offerId = (guarantee: string, posting: string): string => `off_${guarantee}_${posting}`

/** The ledger and the posting of an offer's id. */
export function offerOf(id: string): { readonly guarantee: string; readonly posting: string } {
  const [, guarantee = '', posting = ''] = id.split('_')
  return { guarantee, posting }
}

/**
 * fulfilled: as much as is owed counts · waived: the seeker gave it up, reported as such · under_way: what is in motion
 * would fulfil it · open: more has to be started · overdue: the due date is past.
 */
export type EntitlementStatus = 'fulfilled' | 'waived' | 'under_way' | 'open' | 'overdue'

/** One of the three promises as it stands. */
export interface Entitlement {
  readonly item: GuaranteeItem
  readonly owed: number
  readonly counted: number
  /** In motion and able to count. */
  readonly underWay: number
  /** Still to be started: owed − counted − under way, never negative. */
  readonly missing: number
  readonly dueAt: Instant
  readonly status: EntitlementStatus
  readonly verdicts: readonly Verdict[]
  readonly fulfilledAt?: Instant
  /** Why it is not fulfilled, as codes; empty when it is or is waived. */
  readonly reasons: readonly string[]
}

/** What a ledger amounts to at one moment. */
export interface GuaranteeView {
  readonly guidance: Entitlement
  readonly offers: Entitlement
  readonly training: Entitlement
  /** All three fulfilled (a waived training place is not owed, and is reported beside it). */
  readonly complete: boolean
  readonly escalationsDue: readonly Escalation[]
  readonly nextCheckAt?: Instant
}

/** When each promise is due (MISSION: guidance 30 days, offers 60, training within the period). */
export const dueAt = (guarantee: Guarantee, policy: Policy, item: GuaranteeItem): Instant => {
  if (item === 'training') return planYearEnd(guarantee.period)
  const { guidanceDueDays, offersDueDays } = policy.guarantee
  return plusDays(guarantee.clockStartedAt, item === 'guidance' ? guidanceDueDays : offersDueDays)
}

/** Computes what is owed, counted, due, overdue and why, from the facts of the ledger and from nothing else. */
export function guaranteeOf(guarantee: Guarantee, policy: Policy, now: Instant): GuaranteeView {
  const offers = entitlement(guarantee, policy, now, 'offers', offerVerdicts(guarantee.offers, policy))
  const guidance = entitlement(guarantee, policy, now, 'guidance', guidanceVerdicts(guarantee.guidance, now))
  const training = entitlement(guarantee, policy, now, 'training', trainingVerdicts(guarantee.training))
  const all = [guidance, offers, training]
  const escalationsDue =
    guarantee.state === 'active' ? all.flatMap((one) => escalationsOf(guarantee, policy, one, now)) : []
  const nextCheckAt = guarantee.state === 'active' ? nextCheck(guarantee, policy, all, now) : undefined
  return {
    guidance,
    offers,
    training,
    complete: all.every((one) => one.status === 'fulfilled' || one.status === 'waived'),
    escalationsDue,
    ...(nextCheckAt === undefined ? {} : { nextCheckAt }),
  }
}

const owedOf = (policy: Policy, item: GuaranteeItem): number => (item === 'offers' ? policy.guarantee.offersOwed : 1)

function entitlement(
  guarantee: Guarantee,
  policy: Policy,
  now: Instant,
  item: GuaranteeItem,
  verdicts: readonly Verdict[],
): Entitlement {
  const owed = owedOf(policy, item)
  const counting = verdicts.filter((one) => one.result === 'counts')
  const counted = Math.min(owed, counting.length)
  const underWay = Math.min(owed - counted, verdicts.filter((one) => one.result === 'under_way').length)
  const due = dueAt(guarantee, policy, item)
  const isWaived = item === 'training' && guarantee.waiver !== undefined && counted < owed
  const missing = isWaived || guarantee.state === 'withdrawn' ? 0 : owed - counted - underWay
  const fulfilledAt = counting.map((one) => one.at ?? now).sort()[owed - 1]
  const status = statusOf({ isWaived, isFulfilled: counted >= owed, isOverdue: now >= due, missing })
  return {
    item,
    owed,
    counted,
    underWay,
    missing,
    dueAt: due,
    status,
    verdicts,
    ...(fulfilledAt === undefined ? {} : { fulfilledAt }),
    reasons: status === 'fulfilled' || status === 'waived' ? [] : reasonsOf(item, verdicts),
  }
}

function statusOf(found: {
  isWaived: boolean
  isFulfilled: boolean
  isOverdue: boolean
  missing: number
}): EntitlementStatus {
  if (found.isFulfilled) return 'fulfilled'
  if (found.isWaived) return 'waived'
  if (found.isOverdue) return 'overdue'
  return found.missing === 0 ? 'under_way' : 'open'
}

/** The codes of what did not count or is still under way; `nothing_started` when there is no item at all. */
function reasonsOf(item: GuaranteeItem, verdicts: readonly Verdict[]): readonly string[] {
  const codes = [...new Set(verdicts.filter((one) => one.result !== 'counts').map((one) => one.code))].sort()
  return codes.length > 0 || verdicts.some((one) => one.result === 'counts')
    ? codes.length > 0
      ? codes
      : [`${item}.too_few`]
    : [`${item}.nothing_started`]
}

const escalationDays = (policy: Policy): readonly (readonly [EscalationLevel, number])[] => [
  ['caseworker', policy.escalation.caseworkerDays],
  ['township', policy.escalation.townshipDays],
  ['office', policy.escalation.officeDays],
]

function escalationsOf(guarantee: Guarantee, policy: Policy, found: Entitlement, now: Instant): readonly Escalation[] {
  if (found.status !== 'overdue') return []
  const overdueDays = daysBetween(found.dueAt, now)
  return escalationDays(policy)
    .filter(([, days]) => overdueDays >= days)
    .filter(([level]) => !guarantee.escalations.some((one) => one.item === found.item && one.level === level))
    .map(([level]) => ({ item: found.item, level, at: now }))
}

function nextCheck(
  guarantee: Guarantee,
  policy: Policy,
  all: readonly Entitlement[],
  now: Instant,
): Instant | undefined {
  const deadlines = all
    .filter((one) => one.status !== 'fulfilled' && one.status !== 'waived')
    .flatMap((one) => escalationDays(policy).map(([, days]) => plusDays(one.dueAt, days)))
  const answers = guarantee.offers
    .filter((offer) => offer.state === 'delivered' && offer.evidence !== undefined)
    .map((offer) => plusDays(offer.evidence?.at ?? now, policy.offers.answerDays))
  const closures = guarantee.offers
    .filter((offer) => offer.state === 'declined' && offer.postingClosedAt === undefined)
    .map((offer) => plusDays(offer.evidence?.at ?? now, policy.guarantee.closedWithinDays))
  const sessions = guarantee.guidance.filter((one) => one.state === 'booked').map((one) => one.startsAt)
  return earliest(...[...deadlines, ...answers, ...closures, ...sessions].filter((at) => at > now))
}
