import {
  postingKinds,
  profileOf,
  shifts,
  type Facts,
  type PostingKind,
  type Profile,
  type Seeker,
  type Shift,
} from '../seeker.ts'
import { dayOf, type Instant } from '../time.ts'
import type { GateFailure, MatchingIndex, NearMiss } from './matching.ts'

/** One single change and how many more postings it would make suitable. */
export interface Counterfactual {
  readonly kind: 'distance' | 'wage' | 'shift' | 'lodging' | 'kind' | 'place' | 'certificate' | 'skill' | 'start'
  readonly from: string | number
  readonly to: string | number
  readonly unlocked: number
  readonly zh: string
  readonly en: string
}

/** A change of the profile worth trying, because single gates point to it. */
interface Change extends Omit<Counterfactual, 'unlocked'> {
  readonly profile: Partial<Profile>
}

const missesMax = 5_000
/** So many certificates and skills are tried, those that hold back most postings first. */
const lessonsMax = 5

const valuesOf = (value: GateFailure['found']): readonly (string | number)[] =>
  typeof value === 'object' ? value : [value]

const numbersOf = (misses: readonly NearMiss[], code: GateFailure['code']): readonly number[] =>
  misses.flatMap(({ gate }) => (gate.code === code && typeof gate.found === 'number' ? [gate.found] : []))

/** Up to three rounded limits that take in ever more of the values. */
function stepsOf(values: readonly number[], round: (value: number) => number): readonly number[] {
  const steps = [...new Set([...values].sort((a, b) => a - b).map(round))]
  if (steps.length <= 3) return steps
  return [steps[0]!, steps[Math.floor(steps.length / 2)]!, steps[steps.length - 1]!]
}

const wayStepKm = 5
/** Farther than this is no daily way. */
const wayMaxKm = 60

function wayChanges({ distanceMaxKm: from }: Partial<Profile>, misses: readonly NearMiss[]): readonly Change[] {
  if (from === undefined) return []
  const ways = numbersOf(misses, 'distance').filter((km) => km <= wayMaxKm)
  return stepsOf(ways, (km) => Math.ceil(km / wayStepKm) * wayStepKm).map((to) => ({
    kind: 'distance',
    from,
    to,
    profile: { distanceMaxKm: to },
    zh: `愿意走 ${to} 公里而不是 ${from} 公里`,
    en: `${to} km instead of ${from}`,
  }))
}

const wageStepYuan = 100

function wageChanges({ wageMinYuan: from }: Partial<Profile>, misses: readonly NearMiss[]): readonly Change[] {
  if (from === undefined) return []
  const wages = numbersOf(misses, 'wage').map((yuan) => -yuan)
  return stepsOf(wages, (yuan) => Math.ceil(yuan / wageStepYuan) * wageStepYuan).map((step) => ({
    kind: 'wage',
    from,
    to: -step,
    profile: { wageMinYuan: -step },
    zh: `工资 ${-step} 元也接受(原 ${from} 元)`,
    en: `${-step} yuan instead of ${from}`,
  }))
}

const shiftWords: Readonly<Record<Shift, string>> = { day: '白班', night: '夜班', rotating: '倒班', flexible: '弹性班' }
const kindWords: Readonly<Record<PostingKind, string>> = {
  enterprise: '企业',
  workshop: '就业帮扶车间',
  community_factory: '社区工厂',
  agriculture: '农业岗位',
  public_welfare: '公益性岗位',
}

function refusalChanges({ shiftsRefused = [], kindsRefused = [] }: Partial<Profile>): readonly Change[] {
  return [
    ...shifts
      .filter((shift) => shiftsRefused.includes(shift))
      .map((shift): Change => ({
        kind: 'shift',
        from: shift,
        to: 'accepted',
        profile: { shiftsRefused: shiftsRefused.filter((one) => one !== shift) },
        zh: `接受${shiftWords[shift]}`,
        en: `accepting ${shift} shifts`,
      })),
    ...postingKinds
      .filter((kind) => kindsRefused.includes(kind))
      .map((kind): Change => ({
        kind: 'kind',
        from: kind,
        to: 'accepted',
        profile: { kindsRefused: kindsRefused.filter((one) => one !== kind) },
        zh: `愿意去${kindWords[kind]}`,
        en: `accepting ${kind}`,
      })),
  ]
}

/** Values that gates of a kind ask for, the most frequent first. */
function askedFor(misses: readonly NearMiss[], code: GateFailure['code']): readonly string[] {
  const counts = new Map<string, number>()
  for (const { gate } of misses)
    if (gate.code === code)
      for (const one of valuesOf(gate.wanted)) counts.set(String(one), (counts.get(String(one)) ?? 0) + 1)
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, lessonsMax)
    .map(([text]) => text)
}

function lessonChanges(
  { certificates = [], skills = [] }: Partial<Profile>,
  misses: readonly NearMiss[],
): readonly Change[] {
  return [
    ...askedFor(misses, 'certificate').map((text): Change => ({
      kind: 'certificate',
      from: 'none',
      to: text,
      profile: { certificates: [...certificates, { text }] },
      zh: `取得${text}`,
      en: `with the certificate ${text}`,
    })),
    ...askedFor(misses, 'skill').map((text): Change => ({
      kind: 'skill',
      from: 'none',
      to: text,
      profile: { skills: [...skills, { text, level: 'technician' }] },
      zh: `学会${text}`,
      en: `having learnt ${text}`,
    })),
  ]
}

function otherChanges(
  { places = [], lodgingNeeded, startFrom }: Partial<Profile>,
  misses: readonly NearMiss[],
): readonly Change[] {
  const starts = misses.flatMap(({ gate }) => (gate.code === 'start' ? [String(gate.found)] : [])).sort()
  const [earliest] = starts
  return [
    ...(places.length === 0
      ? []
      : [
          {
            kind: 'place' as const,
            from: [...new Set(places)].sort().join(','),
            to: 'anywhere',
            profile: { places: [] },
            zh: '不限工作地点',
            en: 'any place within the distance',
          },
        ]),
    ...(lodgingNeeded !== true
      ? []
      : [
          {
            kind: 'lodging' as const,
            from: 'needed',
            to: 'not needed',
            profile: { lodgingNeeded: false },
            zh: '不要求住宿',
            en: 'without lodging',
          },
        ]),
    ...(startFrom === undefined || earliest === undefined
      ? []
      : [
          {
            kind: 'start' as const,
            from: startFrom,
            to: earliest,
            profile: { startFrom: earliest },
            zh: `${earliest} 就能上岗(原 ${startFrom})`,
            en: `starting on ${earliest} instead of ${startFrom}`,
          },
        ]),
  ]
}

/**
 * Which single change makes how many more postings suitable; changes that unlock none are left out, the most first. The
 * changes come from the postings that one single gate holds back; each is counted on the whole index.
 */
export function counterfactuals(
  index: Pick<MatchingIndex, 'countFor' | 'nearMisses'>,
  seeker: Seeker,
  { now, scoreMin }: { readonly now: Instant; readonly scoreMin: number },
): readonly Counterfactual[] {
  const count = (one: Seeker): number => index.countFor(one, { now, scoreMin, max: Infinity })
  const before = count(seeker)
  const misses = index.nearMisses(seeker, { now, scoreMin, max: missesMax })
  const profile = profileOf(seeker)
  const changes = [
    ...wayChanges(profile, misses),
    ...wageChanges(profile, misses),
    ...refusalChanges(profile),
    ...lessonChanges(profile, misses),
    ...otherChanges(profile, misses),
  ]
  return changes
    .map(({ profile: changed, ...rest }): Counterfactual => {
      const facts: Facts = Object.fromEntries(
        Object.entries(changed).map(([name, value]) => [name, { value, on: dayOf(now), source: 'what_if' }]),
      )
      return { ...rest, unlocked: count({ ...seeker, facts: { ...seeker.facts, ...facts } }) - before }
    })
    .filter((row) => row.unlocked > 0)
    .sort((a, b) => b.unlocked - a.unlocked || (a.zh < b.zh ? -1 : 1))
}
