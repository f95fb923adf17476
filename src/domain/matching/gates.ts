import { distanceKm } from '../place.ts'
import { isOpen } from '../posting.ts'
import type { TextEngine } from '../text/text.ts'
import { dayOf, type Instant } from '../time.ts'
import type { GateFailure } from './matching.ts'
import type { JobRow, PersonRow } from './rows.ts'

/** One gate: the failure with both values, or undefined when it is passed or a side is unknown. */
type Gate = (person: PersonRow, job: JobRow, now: Instant, text: TextEngine) => GateFailure | undefined

const day = 1
const flexible = 8

/** Kilometres between home and work, in tenths; undefined where either is unknown. */
export const wayKm = (person: PersonRow, job: JobRow): number | undefined =>
  person.home === undefined || job.at === undefined ? undefined : Math.round(distanceKm(person.home, job.at) * 10) / 10

/** True when the post offers a bed to somebody who would take one, so that the daily way does not matter. */
const livesThere = (person: PersonRow, job: JobRow): boolean =>
  job.posting.terms.lodging === true && person.profile.lodgingNeeded === true

const open: Gate = (_person, job, now) =>
  isOpen(job.posting, now)
    ? undefined
    : { code: 'not_open', wanted: 'open', found: job.posting.state === 'open' ? 'expired' : job.posting.state }

const distance: Gate = (person, job) => {
  const farthest = person.profile.distanceMaxKm
  const km = wayKm(person, job)
  if (farthest === undefined || km === undefined || km <= farthest || livesThere(person, job)) return undefined
  return { code: 'distance', wanted: farthest, found: km }
}

const wage: Gate = (person, job) => {
  const wanted = person.profile.wageMinYuan
  const found = job.posting.terms.wage?.maxYuan
  return wanted === undefined || found === undefined || found >= wanted ? undefined : { code: 'wage', wanted, found }
}

const shift: Gate = (person, job) => {
  if (job.shifts === undefined || job.shifts === 0 || (job.shifts & ~person.shiftsRefused) !== 0) return undefined
  return {
    code: 'shift',
    wanted: [...(person.profile.shiftsRefused ?? [])],
    found: [...(job.posting.terms.shifts ?? [])],
  }
}

const lodging: Gate = (person, job) =>
  person.profile.lodgingNeeded === true && job.posting.terms.lodging === false
    ? { code: 'lodging', wanted: 'lodging', found: 'none' }
    : undefined

const kind: Gate = (person, job) =>
  person.profile.kindsRefused?.includes(job.posting.kind) === true
    ? { code: 'kind', wanted: [...person.profile.kindsRefused], found: job.posting.kind }
    : undefined

const place: Gate = (person, job) => {
  const { places } = person.profile
  const { village, township } = job.posting
  if (places === undefined || places.length === 0 || village === undefined) return undefined
  return places.includes(village) || places.includes(township)
    ? undefined
    : { code: 'place', wanted: [...places], found: village }
}

const health: Gate = (person, job) => {
  const hit = job.posting.terms.demands?.find((demand) => person.limits.has(demand))
  return hit === undefined ? undefined : { code: 'health', wanted: [...person.limits].sort(), found: hit }
}

const certificate: Gate = (person, job, _now, text) => {
  const held = person.certificates
  if (held === undefined) return undefined
  const lacking = job.certificates.find(
    ({ concept }) => concept !== undefined && ![...held].some((one) => text.satisfies(one, concept)),
  )
  return lacking === undefined ? undefined : { code: 'certificate', wanted: lacking.text, found: 'none' }
}

const skill: Gate = (person, job, _now, text) => {
  if (person.skills.size === 0) return undefined
  const lacking = job.skills.find(
    ({ concept, required }) => required && ![...person.skills].some((one) => text.satisfies(one, concept)),
  )
  return lacking === undefined ? undefined : { code: 'skill', wanted: lacking.text, found: 'none' }
}

const start: Gate = (person, job, now) => {
  const from = person.profile.startFrom
  const begins = job.posting.terms.startOn
  if (from === undefined || begins === undefined || begins >= from || begins <= dayOf(now)) return undefined
  return { code: 'start', wanted: from, found: begins }
}

const careHours: Gate = (person, job) => {
  if (person.profile.careDuty !== true || job.shifts === undefined || job.shifts === 0) return undefined
  return (job.shifts & (day | flexible)) !== 0
    ? undefined
    : { code: 'care_hours', wanted: ['day', 'flexible'], found: [...(job.posting.terms.shifts ?? [])] }
}

const gates: readonly Gate[] = [
  open,
  distance,
  wage,
  shift,
  lodging,
  kind,
  place,
  health,
  certificate,
  skill,
  start,
  careHours,
]

/** Every gate that the pair does not pass. */
export const failures = (person: PersonRow, job: JobRow, now: Instant, text: TextEngine): readonly GateFailure[] =>
  gates.flatMap((gate) => gate(person, job, now, text) ?? [])

/** True when the pair passes every gate; stops at the first that it does not. */
export const passes = (person: PersonRow, job: JobRow, now: Instant, text: TextEngine): boolean =>
  gates.every((gate) => gate(person, job, now, text) === undefined)
