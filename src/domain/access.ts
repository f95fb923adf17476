import type { Aggregate } from './aggregate.ts'
import type { Instant } from './time.ts'

export const roles = [
  'recruiter',
  'caseworker',
  'grid_worker',
  'counsellor',
  'notifier',
  'office',
  'admin',
  'auditor',
] as const
/** 招聘方 · 联络员 · 网格员 · 职业指导员 · 发送程序 · 领导小组办公室 · 管理员 · 审计 */
export type Role = (typeof roles)[number]

/** How far a permission reaches: the whole district, or what lies in the caller's own township, village, employer. */
type Reach = 'district' | 'township' | 'village' | 'employer'

/** Everything that may be done, by role and reach; what is not listed is refused. */
export const permissions = {
  'employer.read': { recruiter: 'employer', caseworker: 'district', office: 'district', admin: 'district' },
  'employer.write': { admin: 'district', office: 'district' },
  'posting.read': {
    recruiter: 'employer',
    caseworker: 'district',
    grid_worker: 'district',
    counsellor: 'district',
    office: 'district',
    admin: 'district',
  },
  'posting.write': { recruiter: 'employer', admin: 'district' },
  'seeker.read': { caseworker: 'township', grid_worker: 'village', office: 'district', admin: 'district' },
  'seeker.write': { caseworker: 'township', grid_worker: 'village', admin: 'district' },
  'household.read': { caseworker: 'township', grid_worker: 'village', office: 'district', admin: 'district' },
  'household.write': { caseworker: 'township', grid_worker: 'village', admin: 'district' },
  'match.read': { caseworker: 'township', grid_worker: 'village', office: 'district', admin: 'district' },
  'match.read_of_posting': { caseworker: 'district', office: 'district', admin: 'district' },
  'guarantee.read': { caseworker: 'township', grid_worker: 'village', office: 'district', admin: 'district' },
  'guarantee.write': { caseworker: 'township', grid_worker: 'village', admin: 'district' },
  'slot.read': {
    caseworker: 'district',
    grid_worker: 'district',
    counsellor: 'district',
    office: 'district',
    admin: 'district',
  },
  'slot.write': { counsellor: 'district', office: 'district', admin: 'district' },
  'slot.record': { caseworker: 'township', counsellor: 'district', admin: 'district' },
  'slot.book': { caseworker: 'township', grid_worker: 'village', admin: 'district' },
  'class.read': { caseworker: 'district', grid_worker: 'district', office: 'district', admin: 'district' },
  'class.write': { office: 'district', admin: 'district' },
  'class.hold': { caseworker: 'township', grid_worker: 'village', admin: 'district' },
  'review.read': { caseworker: 'township', office: 'district', admin: 'district' },
  'review.decide': { caseworker: 'township', admin: 'district' },
  'delivery.read': {
    caseworker: 'township',
    grid_worker: 'village',
    notifier: 'district',
    office: 'district',
    admin: 'district',
  },
  'delivery.send': { notifier: 'district', admin: 'district' },
  'delivery.hand_over': { caseworker: 'township', grid_worker: 'village', admin: 'district' },
  'reply.post': { notifier: 'district', admin: 'district' },
  'reply.read': { caseworker: 'township', office: 'district', admin: 'district' },
  'reply.close': { caseworker: 'township', admin: 'district' },
  'report.read': { caseworker: 'district', office: 'district', admin: 'district', auditor: 'district' },
  'audit.read': { admin: 'district', auditor: 'district' },
  'key.write': { admin: 'district' },
  'job.run': { admin: 'district' },
  'webhook.read': { recruiter: 'employer', notifier: 'district', office: 'district', admin: 'district' },
  'webhook.write': { recruiter: 'employer', admin: 'district' },
  'webhook.replay': { recruiter: 'employer', notifier: 'district', admin: 'district' },
  'place.read': {
    recruiter: 'district',
    caseworker: 'district',
    grid_worker: 'district',
    counsellor: 'district',
    notifier: 'district',
    office: 'district',
    admin: 'district',
    auditor: 'district',
  },
} as const satisfies Record<string, Partial<Record<Role, Reach>>>

export type Permission = keyof typeof permissions

/** What a key may reach within its role. */
export interface Scope {
  readonly employer?: string
  readonly township?: string
  readonly village?: string
}

/** Who asks: the key, its role and its reach. */
export interface Caller {
  readonly key: string
  readonly district: string
  readonly role: Role
  readonly scope: Scope
}

/** Where an object belongs; what an object lacks, a narrower caller cannot reach. */
export interface Belonging {
  readonly district: string
  readonly employer?: string | undefined
  readonly township?: string | undefined
  readonly village?: string | undefined
}

const reachOf = (role: Role, permission: Permission): Reach | undefined =>
  (permissions[permission] as Partial<Record<Role, Reach>>)[role]

/** The part of the district that a key of this role is cut to, and so must name; undefined for those of the whole district. */
export const ownFieldOf = (role: Role): Exclude<Reach, 'district'> | undefined =>
  (Object.keys(permissions) as Permission[])
    .map((permission) => reachOf(role, permission))
    .find((reach): reach is Exclude<Reach, 'district'> => reach !== undefined && reach !== 'district')

/** True when the role has the permission at all, whatever the object. */
export const mayEver = (caller: Caller, permission: Permission): boolean =>
  reachOf(caller.role, permission) !== undefined

/** True when the caller may do this to this object. */
export function may(caller: Caller, permission: Permission, object: Belonging): boolean {
  const reach = reachOf(caller.role, permission)
  if (reach === undefined || object.district !== caller.district) return false
  if (reach === 'district') return true
  const own = caller.scope[reach]
  return own !== undefined && object[reach] === own
}

/** The narrowest part of the district that a list for this caller must be cut to; undefined when they see none of it. */
export function cutOf(
  caller: Caller,
  permission: Permission,
): { readonly field: Reach; readonly value: string } | undefined {
  const reach = reachOf(caller.role, permission)
  if (reach === undefined) return undefined
  if (reach === 'district') return { field: 'district', value: caller.district }
  const own = caller.scope[reach]
  return own === undefined ? undefined : { field: reach, value: own }
}

/** An API key: the secret is shown once and stored hashed. */
export interface ApiKey extends Aggregate {
  readonly role: Role
  readonly scope: Scope
  /** What it is for, such as `office laptop`; never a person's name. */
  readonly label: string
  /** SHA-256 of the secret, hex. */
  readonly secretHash: string
  readonly expiresAt: Instant
  readonly revokedAt?: Instant
  /** Day resolution, so that reading does not write on every request. */
  readonly lastUsedOn?: string
}

/** True while a key may be used. */
export const isLive = (key: ApiKey, now: Instant): boolean =>
  key.expiresAt > now && (key.revokedAt === undefined || key.revokedAt > now)
