import type { AlarmRules } from './delivery-figures.ts'
import type { RankTableData } from './allocation/ranks.ts'
import type { Channel } from './seeker.ts'
import type { Instant } from './time.ts'

/** The dated rules of the programme; a period keeps the version that it began with. */
export interface Policy {
  readonly version: string
  /** In force from this instant until the next version's. */
  readonly from: Instant
  readonly guarantee: {
    readonly guidanceDueDays: number
    readonly offersOwed: number
    readonly offersDueDays: number
    /** Of the counting offers, at most so many of one employer. */
    readonly offersPerEmployerMax: number
    /** A posting that closes within so many days of delivery is replaced. */
    readonly closedWithinDays: number
  }
  readonly offers: {
    /** Lowest score at which a posting is suitable, 0 … 1. */
    readonly scoreMin: number
    /** From this score on an unflagged offer is approved by rule, without a person. */
    readonly autoApproveScoreMin: number
    /** Offers in flight per opening. */
    readonly perOpening: number
    /** Days to answer before an offer lapses; a lapsed offer that was delivered still counts. */
    readonly answerDays: number
    /** A posting is not offered when it closes sooner than this. */
    readonly openDaysMin: number
    /** Candidates that the allocation weighs per seeker. */
    readonly candidatesPerSeekerMax: number
    readonly ranks: RankTableData
  }
  readonly guidance: {
    /** An invitation goes out at least so many hours before the slot. */
    readonly noticeHoursMin: number
    /** Farthest way to a counsellor when the person has not said. */
    readonly distanceMaxKm: number
  }
  readonly training: {
    /** A seat is held so many days for an answer, then passes on. */
    readonly holdDays: number
    readonly noticeDaysMin: number
    /** Lowest fit at which a class is proposed, 0 … 1. */
    readonly fitMin: number
  }
  readonly review: {
    /** A decision can be taken back for so long; an offer is sent after it. */
    readonly undoMinutes: number
    /** A claim returns to the queue after so many hours. */
    readonly claimHours: number
    readonly dueHours: number
  }
  readonly delivery: {
    /** Hours that each channel has before the next is tried; a call's and a visit's are those of working days. */
    readonly stepHours: Readonly<Record<Channel, number>>
    /** Messages that a person gets in a day at the most; what one message carries together is one. */
    readonly perDayMax: number
    /** Order of channels where the person has no preference. */
    readonly order: readonly Channel[]
    /** Messages go out between these hours in Asia/Shanghai. */
    readonly alarms: AlarmRules
    readonly quietFromHour: number
    readonly quietUntilHour: number
    /** Days until an undelivered message expires and its offer is replaced. */
    readonly expiryDays: number
  }
  /** Days after the due date at which an overdue item goes to caseworker, township, office. */
  readonly escalation: { readonly caseworkerDays: number; readonly townshipDays: number; readonly officeDays: number }
  /** Allocation: out of work for at least so many days counts as long. */
  readonly longOutOfWorkDays: number
  /** Days before a due date from which an item is urgent. */
  readonly urgentDays: number
}

/** The policy in force at an instant; the first one also rules what came before it. */
export function policyAt(policies: readonly Policy[], at: Instant): Policy {
  const found =
    policies.filter((policy) => policy.from <= at).sort((a, b) => (a.from < b.from ? 1 : -1))[0] ?? policies[0]
  if (found === undefined) throw new Error('no policy is shipped')
  return found
}

/** The policy of a version; throws for a version that is not shipped. */
export function policyOf(policies: readonly Policy[], version: string): Policy {
  const found = policies.find((policy) => policy.version === version)
  if (found === undefined) throw new Error(`policy ${version} is not among those shipped`)
  return found
}
