import { educations } from '../seeker.ts'
import type { TextEngine } from '../text/text.ts'
import { daysBetween, type Instant } from '../time.ts'
import { wayKm } from './gates.ts'
import type { FeatureName } from './matching.ts'
import type { JobRow, PersonRow } from './rows.ts'
import { likeness, type TextShelf } from './shelf.ts'

/** What a feature is computed from. */
export interface Pair {
  readonly person: PersonRow
  readonly job: JobRow
  readonly now: Instant
  readonly text: TextEngine
  readonly shelf: TextShelf
}

/** A level in [0, 1], or undefined where a side is unknown. */
type Feature = (pair: Pair) => number | undefined

const clamp = (level: number): number => Math.max(0, Math.min(1, level))

/** The likeness of two texts at which they are as near as not; the scale of the text engine is steep at its foot. */
const likenessHalf = 0.12

/** A likeness of texts as a level: one half at `likenessHalf`, rising ever slower. */
const nearness = (likeness: number): number => likeness / (likeness + likenessHalf)

/** The wanted occupation that is nearest to a posting's title; a person who has not said is matched by what they did. */
export function nearestWant({
  person,
  job,
  text,
  shelf,
}: Pair): { readonly words: string; readonly likeness: number } | undefined {
  const { experience } = person
  const said =
    person.wants.length > 0 || experience === undefined
      ? person.wants
      : [{ words: person.profile.experience ?? '', id: experience }]
  return said
    .map(({ words, id }) => ({ words, likeness: likeness(shelf, text, id, job.title) }))
    .reduce<{ words: string; likeness: number } | undefined>(
      (best, one) => (best === undefined || one.likeness > best.likeness ? one : best),
      undefined,
    )
}

const occupation: Feature = (pair) => {
  const nearest = nearestWant(pair)
  return nearest && nearness(nearest.likeness)
}

/** The share of the asked skills that the person has. */
const skills: Feature = ({ person, job, text }) => {
  if (job.skills.length === 0 || person.skills.size === 0) return undefined
  const held = job.skills.filter(({ concept }) => [...person.skills].some((one) => text.satisfies(one, concept)))
  return held.length / job.skills.length
}

const meaning: Feature = ({ person, job, text, shelf }) =>
  person.claims === undefined ? undefined : nearness(likeness(shelf, text, person.claims, job.whole))

const experience: Feature = ({ person, job, text, shelf }) =>
  person.experience === undefined ? undefined : nearness(likeness(shelf, text, person.experience, job.title))

/** One half at the wage asked for, rising to one at half as much again. */
const wage: Feature = ({ person, job }) => {
  const asked = person.profile.wageMinYuan
  const given = job.posting.terms.wage
  if (asked === undefined || given === undefined || asked <= 0) return undefined
  return clamp(0.5 + ((given.minYuan + given.maxYuan) / 2 - asked) / asked)
}

/** One at home, one third at the farthest acceptable place. */
const distance: Feature = ({ person, job }) => {
  const km = wayKm(person, job)
  if (km === undefined) return undefined
  return clamp(1 - (2 * km) / (3 * Math.max(1, person.profile.distanceMaxKm ?? 30)))
}

const shift: Feature = ({ job }) => {
  if (job.shifts === undefined || job.shifts === 0) return undefined
  const isDay = (job.shifts & 1) !== 0 || (job.shifts & 8) !== 0
  return isDay ? 1 : 0.5
}

const lodging: Feature = ({ person, job }) => {
  const { lodging: offered, meals } = job.posting.terms
  if (offered === undefined && meals === undefined) return undefined
  const useful = person.profile.lodgingNeeded === true ? offered === true : offered === true || meals === true
  return useful ? 1 : 0.3
}

const education: Feature = ({ person, job }) => {
  const asked = job.posting.terms.educationMin
  const has = person.profile.education
  if (asked === undefined || has === undefined) return undefined
  const gap = educations.indexOf(asked) - educations.indexOf(has)
  return gap <= 0 ? 1 : clamp(1 - gap / 3)
}

const freshness: Feature = ({ job, now }) => clamp(1 - daysBetween(job.posting.createdAt, now) / 90)

/** Every feature by name. */
export const features: Readonly<Record<FeatureName, Feature>> = {
  occupation,
  skills,
  meaning,
  experience,
  wage,
  distance,
  shift,
  lodging,
  education,
  freshness,
}
