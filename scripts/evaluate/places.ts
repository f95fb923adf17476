import zipcodes from 'zipcodes'
import { distanceLevel, levelMax } from '../../src/domain/matching/features.ts'
import { distanceKm, type Point } from '../../src/domain/place.ts'

/** A place as a track names it: a town and the state around it. */
export interface Named {
  readonly city?: string
  readonly state?: string
}

/** Finds towns of the United States, whose places the tracks name; the product's own gazetteer ends at its district. */
export type PlaceFinder = (place: Named) => Point | undefined

const nameOf = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\bsaint\b/g, 'st')
    .replace(/\bfort\b/g, 'ft')
    .replace(/\bmount\b/g, 'mt')
    .replace(/[^\p{L}\p{N}]+/gu, '')

/** A finder over the towns of the postal directory; a town that it does not know stands in the middle of its state's. */
export function createPlaceFinder(): PlaceFinder {
  const found = new Map<string, Point[]>()
  const add = (key: string, point: Point): void => {
    const points = found.get(key)
    if (points === undefined) found.set(key, [point])
    else points.push(point)
  }
  for (const { city, state, country, ...point } of Object.values(zipcodes.codes)) {
    if (country !== 'US') continue
    add(`${nameOf(city)}|${nameOf(state)}`, point)
    add(nameOf(state), point)
  }
  return ({ city = '', state = '' }) => {
    const points = found.get(`${nameOf(city)}|${nameOf(state)}`) ?? found.get(nameOf(state))
    return points && middleOf(points)
  }
}

/** The middle one by latitude and by longitude: some codes of a town are entered far away from it. */
function middleOf(points: readonly Point[]): Point {
  const middle = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
  return { latitude: middle(points.map((one) => one.latitude)), longitude: middle(points.map((one) => one.longitude)) }
}

/** What the product's distance feature gives for the way between two places, in [0, 1]. */
export const closenessOf = (a: Point, b: Point): number => distanceLevel(distanceKm(a, b)) / levelMax
