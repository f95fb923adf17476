import { change, refuse, unchanged, type Aggregate, type Decision } from './aggregate.ts'
import type { WorkStatus } from './seeker.ts'

/** Policy-resettled 政策性移民 or self-moved 自主迁徙. */
export type HouseholdKind = 'policy_resettled' | 'self_moved'

export interface Member {
  readonly seeker: string
  readonly role: 'head' | 'member'
}

/** A household 户: who lives together; one head. */
export interface Household extends Aggregate {
  readonly kind: HouseholdKind
  readonly township: string
  readonly village: string
  readonly settlement?: string
  readonly members: readonly Member[]
}

/** Adds a member or changes their role; a household has one head at most. */
export function join(household: Household, member: Member): Decision<Household> {
  const known = household.members.find((one) => one.seeker === member.seeker)
  if (known?.role === member.role) return unchanged(household)
  if (member.role === 'head' && household.members.some((one) => one.role === 'head' && one.seeker !== member.seeker))
    return refuse('household.head_taken', { household: household._id })
  return change(
    { ...household, members: [...household.members.filter((one) => one.seeker !== member.seeker), member] },
    { kind: 'household.joined', data: { household: household._id, seeker: member.seeker } },
  )
}

/** True when somebody of the household is able to work and nobody has work (零就业家庭); unknown statuses do not make it so. */
export function isZeroEmployment(statuses: readonly (WorkStatus | undefined)[]): boolean {
  const able = statuses.filter((status) => status !== 'unable' && status !== 'studying')
  return able.length > 0 && able.every((status) => status === 'unemployed')
}
