import { distanceKm, type Gazetteer } from '../domain/place.ts'
import type { Policy } from '../domain/policy.ts'
import { profileOf, type Seeker } from '../domain/seeker.ts'
import { pointOf } from './wiring.ts'

/** Kilometres from a person's home to a place, 0 when one of them is unknown; undefined when it is out of their reach. */
export function reachKm(places: Gazetteer, seeker: Seeker, place: string, policy: Policy): number | undefined {
  const home = seeker.point ?? pointOf(places, seeker.village)
  const at = pointOf(places, place)
  if (home === undefined || at === undefined) return 0
  const km = distanceKm(home, at)
  const farthest = profileOf(seeker).distanceMaxKm ?? policy.guidance.distanceMaxKm
  return km <= Math.max(farthest, policy.guidance.distanceMaxKm) ? km : undefined
}
