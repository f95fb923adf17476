import { mostYuan } from '../posting.ts'
import { postingKinds, shifts, workDemands } from '../seeker.ts'
import { dayOf, type Instant } from '../time.ts'
import { certificateState, isPlaceAccepted, judgeAsks, missingCertificate } from './judge.ts'
import type { GateCode, GateFailure, GateToCheck } from './matching.ts'
import { careShifts, namesOf, wayKm, type JobRow, type PersonRow } from './rows.ts'
import { refusedIn, workOf, type WordJudge } from './work.ts'

/** One gate: the failure with both values, or undefined when it is passed or a side is unknown. */
type Gate = (person: PersonRow, job: JobRow, now: Instant, judge: WordJudge) => GateFailure | undefined

/**
 * True when the post has a bed and the person needs one: they would live there, so the daily way does not matter. A bed
 * alone does not widen the way of somebody who sleeps at home.
 */
const livesThere = (person: PersonRow, job: JobRow): boolean => person.needsLodging && job.facts.terms.lodging === true

const open: Gate = (_person, { facts }, now) =>
  facts.state === 'open' && now < facts.closesAt
    ? undefined
    : { code: 'not_open', wanted: 'open', found: facts.state === 'open' ? 'expired' : facts.state }

const occupation: Gate = (person, job, _now, judge) => {
  const found = workOf(person, job, judge, judgeAsks(person, job.asks, judge))
  return found?.isFar === true ? { code: 'occupation', wanted: found.words, found: job.facts.title } : undefined
}

const refused: Gate = (person, job, _now, judge) => {
  const wanted = refusedIn(person, job, judge)
  return wanted === undefined ? undefined : { code: 'refused', wanted, found: job.facts.title }
}

const distance: Gate = (person, job) => {
  const km = wayKm(person, job)
  if (km === undefined || km <= person.farthestKm || livesThere(person, job)) return undefined
  return { code: 'distance', wanted: person.farthestKm, found: km }
}

const wage: Gate = (person, job) => {
  const found = mostYuan(job.facts.terms.wage)
  return found === undefined || found >= person.wageMin ? undefined : { code: 'wage', wanted: person.wageMin, found }
}

const shift: Gate = (person, job) =>
  job.shifts === 0 || (job.shifts & ~person.shiftsRefused) !== 0
    ? undefined
    : { code: 'shift', wanted: namesOf(person.shiftsRefused, shifts), found: namesOf(job.shifts, shifts) }

const lodging: Gate = (person, job) =>
  person.needsLodging && job.facts.terms.lodging === false
    ? { code: 'lodging', wanted: 'lodging', found: 'none' }
    : undefined

const kind: Gate = (person, job) =>
  person.profile.kindsRefused?.includes(job.facts.kind) === true
    ? { code: 'kind', wanted: namesOf(person.kindsRefused, postingKinds), found: job.facts.kind }
    : undefined

const place: Gate = ({ places }, { facts }) =>
  places === undefined || isPlaceAccepted(places, facts.township, facts.village)
    ? undefined
    : { code: 'place', wanted: [...places].sort(), found: facts.village ?? facts.township }

const health: Gate = (person, job) => {
  const hit = namesOf(job.demands & person.limits, workDemands)[0]
  return hit === undefined ? undefined : { code: 'health', wanted: namesOf(person.limits, workDemands), found: hit }
}

const certificate: Gate = (person, job, now, { text }) => {
  const missing = missingCertificate(person, job.certificates, dayOf(now), text)
  return (
    missing && {
      code: 'certificate',
      wanted: missing.wanted.text,
      found: missing.state === 'expired' ? 'expired' : 'none',
    }
  )
}

const skill: Gate = (person, job, _now, judge) => {
  const { missing } = judgeAsks(person, job.asks, judge)
  return missing && { code: 'skill', wanted: missing.text, found: 'none' }
}

const start: Gate = ({ startFrom }, { facts }, now) => {
  const begins = facts.terms.startOn
  if (startFrom === undefined || begins === undefined || begins >= startFrom || begins <= dayOf(now)) return undefined
  return { code: 'start', wanted: startFrom, found: begins }
}

const careHours: Gate = (person, job) =>
  !person.hasCareDuty || job.shifts === 0 || (job.shifts & careShifts) !== 0
    ? undefined
    : { code: 'care_hours', wanted: namesOf(careShifts, shifts), found: namesOf(job.shifts, shifts) }

const gates: readonly Gate[] = [
  open,
  occupation,
  refused,
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
export const failures = (person: PersonRow, job: JobRow, now: Instant, judge: WordJudge): readonly GateFailure[] =>
  gates.flatMap((gate) => gate(person, job, now, judge) ?? [])

type Unknown = (person: PersonRow, job: JobRow, now: Instant, judge: WordJudge) => GateToCheck['wanted'] | undefined

/** What one side asks where the other is silent or says only from where on, gate by gate. */
const unknowns: Readonly<Partial<Record<GateCode, Unknown>>> = {
  distance: (person, job) =>
    person.farthestKm !== Infinity && wayKm(person, job) === undefined ? person.farthestKm : undefined,
  wage: ({ wageMin }, { facts: { terms } }) =>
    wageMin > (terms.wage?.maxYuan ?? 0) && mostYuan(terms.wage) === undefined ? wageMin : undefined,
  shift: (person, job) =>
    job.shifts === 0 && (person.shiftsRefused !== 0 || person.hasCareDuty)
      ? namesOf(person.shiftsRefused, shifts)
      : undefined,
  lodging: (person, { facts }) => (person.needsLodging && facts.terms.lodging === undefined ? 'lodging' : undefined),
  health: (person, job) =>
    person.limits !== 0 && !job.areDemandsKnown ? namesOf(person.limits, workDemands) : undefined,
  certificate: (person, job, now, { text }) =>
    job.certificates.find((one) => certificateState(person, one, dayOf(now), text) === 'unknown')?.text,
  skill: (person, job, _now, judge) => judgeAsks(person, job.asks, judge).toAsk?.text,
}

/** Every gate that lets the pair pass only because a side is unknown, with what the other side asks. */
export const toCheck = (person: PersonRow, job: JobRow, now: Instant, judge: WordJudge): readonly GateToCheck[] =>
  Object.entries(unknowns).flatMap(([code, unknown]) => {
    const wanted = unknown(person, job, now, judge)
    return wanted === undefined ? [] : [{ code: code as GateCode, wanted }]
  })
