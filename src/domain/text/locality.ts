/** A place as people write it: a town and the region around it. */
export interface Locality {
  readonly town: string
  readonly region: string
}

/** What same town and same region count, found on recorded views; unknown places count nothing. */
export const localityShares = { town: 1, region: 0.55 } as const

/** The form in which two spellings of one place name are the same. */
export function placeNameOf(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** Closeness of two named places in [0, 1]: same town, same region, or neither; unknown is 0. */
export function localityCloseness(a: Locality, b: Locality): number {
  const region = placeNameOf(a.region)
  if (region === '' || region !== placeNameOf(b.region)) return 0
  const town = placeNameOf(a.town)
  return town !== '' && town === placeNameOf(b.town) ? localityShares.town : localityShares.region
}
