import { learn, profileOf, type Facts, type Profile, type Seeker } from '../seeker.ts'
import { dayOf, type Instant } from '../time.ts'
import type { MatchingIndex } from './matching.ts'

/** One single change and how many more postings it would make suitable. */
export interface Counterfactual {
  readonly kind: 'distance' | 'wage' | 'shift' | 'lodging' | 'kind' | 'place'
  readonly from: string | number
  readonly to: string | number
  readonly unlocked: number
  readonly zh: string
  readonly en: string
}

interface Wish extends Omit<Counterfactual, 'unlocked'> {
  readonly profile: Partial<Profile>
}

const rankedMax = 1_000

/** Every single relaxation of what the person has said; nothing is relaxed that they have not limited. */
function wishes(profile: Partial<Profile>): readonly Wish[] {
  const found: Wish[] = []
  const { distanceMaxKm: km, wageMinYuan: wage, shiftsRefused, places, kindsRefused, lodgingNeeded } = profile
  for (const more of km === undefined ? [] : [5, 10, 20]) {
    const to = (km ?? 0) + more
    found.push({
      kind: 'distance',
      from: km ?? 0,
      to,
      profile: { distanceMaxKm: to },
      zh: `愿意走 ${to} 公里而不是 ${km} 公里`,
      en: `${to} km instead of ${km}`,
    })
  }
  for (const share of wage === undefined ? [] : [0.9, 0.8]) {
    const to = Math.round(((wage ?? 0) * share) / 100) * 100
    found.push({
      kind: 'wage',
      from: wage ?? 0,
      to,
      profile: { wageMinYuan: to },
      zh: `工资 ${to} 元也接受(原 ${wage} 元)`,
      en: `${to} yuan instead of ${wage}`,
    })
  }
  for (const shift of shiftsRefused ?? [])
    found.push({
      kind: 'shift',
      from: shift,
      to: 'accepted',
      profile: { shiftsRefused: (shiftsRefused ?? []).filter((one) => one !== shift) },
      zh: `接受${{ day: '白班', night: '夜班', rotating: '倒班', flexible: '弹性班' }[shift]}`,
      en: `accepting ${shift} shifts`,
    })
  if (places !== undefined && places.length > 0)
    found.push({
      kind: 'place',
      from: places.join(','),
      to: 'anywhere',
      profile: { places: [] },
      zh: '不限工作地点',
      en: 'any place within the distance',
    })
  for (const kind of kindsRefused ?? [])
    found.push({
      kind: 'kind',
      from: kind,
      to: 'accepted',
      profile: { kindsRefused: (kindsRefused ?? []).filter((one) => one !== kind) },
      zh: `接受这类单位(${kind})`,
      en: `accepting ${kind}`,
    })
  if (lodgingNeeded === true)
    found.push({
      kind: 'lodging',
      from: 'needed',
      to: 'not needed',
      profile: { lodgingNeeded: false },
      zh: '不要求住宿',
      en: 'without lodging',
    })
  return found
}

/** Which single change makes how many more postings suitable; those that unlock none are left out, the most first. */
export function counterfactuals(
  index: Pick<MatchingIndex, 'countFor'>,
  seeker: Seeker,
  { now, scoreMin }: { readonly now: Instant; readonly scoreMin: number },
): readonly Counterfactual[] {
  const count = (one: Seeker): number => index.countFor(one, { now, scoreMin, max: rankedMax })
  const before = count(seeker)
  return wishes(profileOf(seeker))
    .flatMap(({ profile, ...rest }): Counterfactual[] => {
      const facts: Facts = Object.fromEntries(
        Object.entries(profile).map(([name, value]) => [name, { value, on: dayOf(now), source: 'what_if' }]),
      )
      const changed = learn(seeker, facts)
      const unlocked = changed.kind === 'refused' ? 0 : count(changed.doc) - before
      return unlocked > 0 ? [{ ...rest, unlocked }] : []
    })
    .sort((a, b) => b.unlocked - a.unlocked || (a.zh < b.zh ? -1 : 1))
}
