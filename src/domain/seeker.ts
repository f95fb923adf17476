import { change, unchanged, type Aggregate, type Decision } from './aggregate.ts'
import type { Point } from './place.ts'
import type { Sealed } from './privacy.ts'
import type { Day, Instant } from './time.ts'

export const shifts = ['day', 'night', 'rotating', 'flexible'] as const
/** 长白班 · 夜班 · 倒班 · 弹性 */
export type Shift = (typeof shifts)[number]

export const skillLevels = ['basic', 'intermediate', 'senior', 'technician'] as const
/** 初级 · 中级 · 高级 · 技师; a rank of the national skill levels. */
export type SkillLevel = (typeof skillLevels)[number]

export const educations = [
  'none',
  'primary',
  'junior',
  'senior',
  'vocational',
  'college',
  'bachelor',
  'master',
] as const
/** From no schooling to a master's degree, in rising order (vocational counts as senior secondary). */
export type Education = (typeof educations)[number]

export const workDemands = [
  'heavy_lifting',
  'long_standing',
  'heights',
  'dust_or_chemicals',
  'cold_room',
  'fine_eyesight',
  'night_work',
] as const
/** What a post asks of a body, and what a person's health may rule out. */
export type WorkDemand = (typeof workDemands)[number]

export const transports = ['none', 'bicycle', 'motorcycle', 'car', 'bus'] as const
export type Transport = (typeof transports)[number]

export const postingKinds = ['enterprise', 'workshop', 'community_factory', 'agriculture', 'public_welfare'] as const
/** 企业 · 就业帮扶车间 · 社区工厂 · 农业 · 公益性岗位 */
export type PostingKind = (typeof postingKinds)[number]

export const channels = ['sms', 'wechat', 'phone', 'visit'] as const
/** How a message reaches a person: text message, WeChat, a call by a caseworker, a visit by a grid worker. */
export type Channel = (typeof channels)[number]
/** True for a channel that a person serves (a call, a visit) rather than the notifier. */
export const isPersonal = (channel: Channel): boolean => channel === 'phone' || channel === 'visit'

export const workStatuses = ['unemployed', 'employed', 'farming', 'self_employed', 'studying', 'unable'] as const
export type WorkStatus = (typeof workStatuses)[number]

/** A skill as the person or a certificate states it. */
export interface Skill {
  /** The person's own words, such as `会开叉车`. */
  readonly text: string
  readonly level?: SkillLevel
  /** Years of practice. */
  readonly years?: number
}

/** A certificate that the person holds, such as `电工证` or `C1`. */
export interface Certificate {
  readonly text: string
  readonly expiresOn?: Day
}

/** What is known of a person's work life; every field may be unknown, and unknown is never held against them. */
export interface Profile {
  readonly skills: readonly Skill[]
  readonly certificates: readonly Certificate[]
  /** Former work in the person's own words. */
  readonly experience: string
  readonly education: Education
  readonly birthYear: number
  readonly workStatus: WorkStatus
  /** Since when out of work. */
  readonly outOfWorkSince: Day
  /** Occupations wanted, in the person's own words. */
  readonly occupations: readonly string[]
  /** Codes of towns or villages where they would work; empty means anywhere within the distance. */
  readonly places: readonly string[]
  /** Farthest acceptable way to work. */
  readonly distanceMaxKm: number
  /** Lowest acceptable wage, yuan a month. */
  readonly wageMinYuan: number
  readonly shiftsRefused: readonly Shift[]
  /** True when they need a bed at the workplace. */
  readonly lodgingNeeded: boolean
  readonly kindsRefused: readonly PostingKind[]
  readonly startFrom: Day
  /** Someone at home depends on their care (children, elders, the ill). */
  readonly careDuty: boolean
  readonly disability: boolean
  readonly healthLimits: readonly WorkDemand[]
  readonly transport: Transport
  /** Occupations they want to be trained in, in their own words. */
  readonly trainingWanted: readonly string[]
}

export type FactName = keyof Profile

/** One known value with the day it was true and who said so; the newest wins. */
export interface Fact<T> {
  readonly value: T
  readonly on: Day
  /** `seeker`, `grid_worker`, `import`, `certificate` …: a source, not a name. */
  readonly source: string
}

export type Facts = { readonly [K in FactName]?: Fact<Profile[K]> }

/** Where a person may be reached, in order of preference; consent is given per channel. */
export interface ChannelPreference {
  readonly channel: Channel
  readonly consent: boolean
}

/** The intent that starts the clock. */
export interface Wish {
  /** When the person said that they want work: the clock of the guarantee starts here. */
  readonly at: Instant
  readonly wantsWork: boolean
}

/** A job-seeker 求职者. */
export interface Seeker extends Aggregate {
  readonly name: string
  /** 18-digit ID number, sealed; `idNumberIndex` finds it again. */
  readonly idNumber?: Sealed
  readonly idNumberIndex?: string
  readonly phone?: Sealed
  readonly phoneIndex?: string
  readonly address?: Sealed
  readonly wechat?: Sealed
  /** Reported, never a feature of matching. */
  readonly sex?: 'female' | 'male'
  /** Reported, never a feature of matching. */
  readonly ethnicity?: string
  readonly household?: string
  readonly township: string
  readonly village: string
  /** Where they live, when known better than the village's own point. */
  readonly point?: Point
  readonly facts: Facts
  readonly channels: readonly ChannelPreference[]
  /** Set while the person wants no text messages; calls and visits go on, and so does the guarantee. */
  readonly messagesStoppedAt?: Instant
  readonly wish?: Wish
  /** May the service use the data to match and to inform (个人信息保护法 art. 13)? */
  readonly consent: { readonly given: boolean; readonly at: Instant }
  /** False when the person asked for a listing that is not personalised; costs no item of the guarantee. */
  readonly personalised: boolean
  /** Set once this record was merged into another. */
  readonly mergedInto?: string
}

/** The newest known values of a person. */
export function profileOf(seeker: Pick<Seeker, 'facts'>): Partial<Profile> {
  return Object.fromEntries(Object.entries(seeker.facts).map(([name, fact]) => [name, fact.value]))
}

/** Takes in newer facts field by field; an older fact never overwrites a newer one, an equal day takes the later word. */
export function learn(seeker: Seeker, news: Facts): Decision<Seeker> {
  const fresh = Object.entries(news).filter(([name, fact]) => {
    const known = seeker.facts[name as FactName]
    return known === undefined || (fact.on >= known.on && JSON.stringify(fact) !== JSON.stringify(known))
  })
  if (fresh.length === 0) return unchanged(seeker)
  return change(
    { ...seeker, facts: { ...seeker.facts, ...Object.fromEntries(fresh) } },
    { kind: 'seeker.learned', data: { seeker: seeker._id, facts: fresh.map(([name]) => name).join(',') } },
  )
}

/** Records that the person wants work, or no longer does; saying so again keeps the earlier clock. */
export function wish(seeker: Seeker, said: Wish): Decision<Seeker> {
  if (seeker.wish?.wantsWork === said.wantsWork) return unchanged(seeker)
  return change(
    { ...seeker, wish: said },
    { kind: said.wantsWork ? 'seeker.wished' : 'seeker.withdrew', data: { seeker: seeker._id } },
  )
}

/** Stops text and WeChat messages to the person, or lets them go out again; nothing of the guarantee depends on it. */
export function stopMessages(seeker: Seeker, said: { readonly stop: boolean; readonly at: Instant }): Decision<Seeker> {
  const { messagesStoppedAt, ...rest } = seeker
  if ((messagesStoppedAt !== undefined) === said.stop) return unchanged(seeker)
  return change(said.stop ? { ...rest, messagesStoppedAt: said.at } : rest, {
    kind: said.stop ? 'seeker.messages_stopped' : 'seeker.messages_resumed',
    data: { seeker: seeker._id },
  })
}

/** Records that the person consents to the use of their data, or takes it back; without it nothing is matched or sent. */
export function consent(seeker: Seeker, said: { readonly given: boolean; readonly at: Instant }): Decision<Seeker> {
  if (seeker.consent.given === said.given) return unchanged(seeker)
  return change(
    { ...seeker, consent: said },
    { kind: said.given ? 'seeker.consented' : 'seeker.consent_withdrawn', data: { seeker: seeker._id } },
  )
}
