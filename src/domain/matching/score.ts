import { dayOf, type Instant } from '../time.ts'
import {
  distanceLevel,
  educationLevel,
  freshnessLevel,
  levelMax,
  lodgingLevel,
  shiftLevel,
  wageLevel,
  yearsMetLevel,
} from './features.ts'
import { claimsFor, judgeAsks, yearsIn, type AsksJudged } from './judge.ts'
import { featureNames, type Contribution, type FeatureName } from './matching.ts'
import { dayNumber, wayKm, type JobRow, type PersonRow } from './rows.ts'
import { nearest, workOf, type WordJudge } from './work.ts'

/** How much each feature can give, in millionths; together exactly 1,000,000. */
export interface Weights {
  readonly version: string
  readonly parts: Readonly<Record<FeatureName, number>>
  /** The level that stands in where a side is unknown, 0 … 1. */
  readonly neutral: number
}

/** The shipped weights; calibrated on the judged pairs, see the README. */
export const defaultWeights: Weights = {
  version: 'hand-4',
  parts: {
    occupation: 520_000,
    skills: 80_000,
    meaning: 100_000,
    experience: 60_000,
    wage: 60_000,
    distance: 80_000,
    shift: 20_000,
    lodging: 20_000,
    education: 20_000,
    freshness: 40_000,
  },
  neutral: 0.5,
}

/** The neutral level in ten-thousandths. */
export const neutralOf = (weights: Weights): number => Math.round(weights.neutral * levelMax)

/** What a level is worth, in whole millionths. */
export const valueOf = (part: number, level: number): number => Math.round((part * level) / levelMax)

interface Pair {
  readonly person: PersonRow
  readonly job: JobRow
  readonly now: Instant
  readonly judge: WordJudge
  readonly asks: AsksJudged
}

interface Found {
  readonly level: number | undefined
  readonly seekerSide: string
  readonly postingSide: string
  readonly isWish?: boolean
}

type Feature = (pair: Pair) => Found

const unknown = (seekerSide: string, postingSide: string): Found => ({ level: undefined, seekerSide, postingSide })

const occupation: Feature = ({ person, job, judge, asks }) => {
  const postingSide = job.facts.title
  const found = workOf(person, job, judge, asks)
  if (found === undefined) return { ...unknown('', postingSide), isWish: person.takesAnything }
  return { level: found.level, seekerSide: found.words, postingSide, isWish: found.isWish }
}

const skills: Feature = ({ person, job, judge, asks }) => {
  const named = asks.held.length > 0 ? asks.held : job.asks
  return {
    level: asks.level,
    seekerSide: claimsFor(person, named, judge)
      .map(({ source }) => judge.shelf.sources.values[source]!.words)
      .join('、'),
    postingSide: named.map((one) => one.text).join('、'),
  }
}

/** What the person can do is used in the work; a bonus only, because no list of skills is complete. */
const meaning: Feature = ({ person, job, judge }) => {
  if (person.able.length === 0) return unknown('', job.facts.title)
  const byTitle = nearest(person.able, job.title, judge)
  const byDuty = person.wants.length === 0 ? byTitle : nearest(person.able, job.duty, judge)
  const { level, words } = byDuty.level > byTitle.level ? byDuty : byTitle
  return { level: Math.max(judge.neutral, level), seekerSide: words, postingSide: job.facts.title }
}

const experience: Feature = ({ person, job, judge }) => {
  const asked = job.facts.terms.experienceYearsMin ?? 0
  const years = asked > 0 ? yearsIn(person, job.title, judge) : -1
  const areYearsMet = asked > 0 && years >= asked
  const seekerSide = person.past === undefined ? '' : judge.shelf.sources.values[person.past]!.words
  if (person.past === undefined && !areYearsMet) return unknown(seekerSide, job.facts.title)
  const did = person.past === undefined ? 0 : judge.shelf.level(person.past, job.title)
  const level = Math.max(judge.neutral, did, areYearsMet ? yearsMetLevel : 0)
  return did < level && areYearsMet
    ? { level, seekerSide: `${years}年`, postingSide: `${asked}年` }
    : { level, seekerSide, postingSide: job.facts.title }
}

/** By the pay alone: who asks for less is no better a match, and who names nothing no worse. */
const wage: Feature = ({ person, job }) => {
  const given = job.facts.terms.wage
  const asked = person.wageMin > 0 ? String(person.wageMin) : ''
  if (given === undefined) return unknown(asked, '')
  const { minYuan, maxYuan, openAbove } = given
  const figures = minYuan === maxYuan ? String(minYuan) : `${minYuan}-${maxYuan}`
  return { level: wageLevel(given), seekerSide: asked, postingSide: openAbove === true ? `${figures}+` : figures }
}

const distance: Feature = ({ person, job }) => {
  const km = wayKm(person, job)
  const limit = person.farthestKm === Infinity ? '' : String(person.farthestKm)
  return km === undefined
    ? unknown(limit, '')
    : { level: distanceLevel(km), seekerSide: limit, postingSide: String(km) }
}

const shift: Feature = ({ job }) => ({
  level: job.shifts === 0 ? undefined : shiftLevel(job.shifts),
  seekerSide: '',
  postingSide: [...new Set(job.facts.terms.shifts ?? [])].sort().join(','),
})

const lodging: Feature = ({ person, job }) => {
  const { lodging: offered, meals } = job.facts.terms
  const given = [...(offered === true ? ['lodging'] : []), ...(meals === true ? ['meals'] : [])]
  return {
    level: lodgingLevel(offered, meals),
    seekerSide: person.needsLodging ? 'needed' : '',
    postingSide: given.join(','),
  }
}

const education: Feature = ({ person, job }) => ({
  level: educationLevel(job.facts.terms.educationMin, person.education),
  seekerSide: person.education ?? '',
  postingSide: job.facts.terms.educationMin ?? '',
})

const freshness: Feature = ({ job, now }) => ({
  level: freshnessLevel(dayNumber(dayOf(now)) - job.createdDay),
  seekerSide: '',
  postingSide: dayOf(job.facts.createdAt),
})

const features: Readonly<Record<FeatureName, Feature>> = {
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

/** Every named part of the score of a pair with what led to it; the parts sum exactly to the score. */
export function contributionsOf(
  person: PersonRow,
  job: JobRow,
  now: Instant,
  judge: WordJudge,
  weights: Weights,
): readonly Contribution[] {
  const pair = { person, job, now, judge, asks: judgeAsks(person, job.asks, judge) }
  return featureNames.map((feature) => {
    const { level, ...sides } = features[feature](pair)
    return {
      feature,
      level: level === undefined ? undefined : level / levelMax,
      value: valueOf(weights.parts[feature], level ?? judge.neutral),
      ...sides,
    }
  })
}
