/** A village, neighbourhood or town of the district by its official code, or a code of ours where the list lacks it. */
export interface Place {
  /** 12 digits for a village or neighbourhood, 9 for a town; codes of ours begin with `x`. */
  readonly code: string
  readonly name: string
  /** The town's 9-digit code (a town's own code when it is a town). */
  readonly town: string
  readonly townName: string
  readonly latitude: number
  readonly longitude: number
  /** True for one of the seven large settlements (安置区). */
  readonly settlement: boolean
}

/** A point that a distance can be taken from; where only the place is known, the place's own point stands for it. */
export interface Point {
  readonly latitude: number
  readonly longitude: number
}

/** The places of one installation, looked up by code. */
export interface Gazetteer {
  readonly version: string
  readonly places: readonly Place[]
  get(code: string): Place | undefined
}

/** A gazetteer over a table of places. */
export function gazetteerOf(version: string, places: readonly Place[]): Gazetteer {
  const byCode = new Map(places.map((place) => [place.code, place]))
  return { version, places, get: (code) => byCode.get(code) }
}

const radians = Math.PI / 180
const kmPerDegree = 111.195
const earthRadiusKm = 6371

/** Great-circle distance in kilometres (haversine). */
export function distanceKm(from: Point, to: Point): number {
  const latitude = Math.sin(((to.latitude - from.latitude) * radians) / 2)
  const longitude = Math.sin(((to.longitude - from.longitude) * radians) / 2)
  const chord =
    latitude * latitude + Math.cos(from.latitude * radians) * Math.cos(to.latitude * radians) * longitude * longitude
  return 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(chord)))
}

/** A point and those so far north, south, east and west of it; the point alone for no distance. */
export function around(middle: Point, km: number): readonly Point[] {
  if (km === 0) return [middle]
  const { latitude, longitude } = middle
  const up = km / kmPerDegree
  const across = up / Math.cos(latitude * radians)
  return [
    middle,
    { latitude: latitude + up, longitude },
    { latitude: latitude - up, longitude },
    { latitude, longitude: longitude + across },
    { latitude, longitude: longitude - across },
  ]
}
