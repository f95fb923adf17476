import type { Gazetteer, Place } from '../../src/domain/place.ts'

/** A place as a list writes it: the one that is meant, those that it may mean, or none of the district. */
export type PlaceReading =
  | { readonly kind: 'found'; readonly place: Place }
  | { readonly kind: 'ambiguous'; readonly places: readonly Place[] }
  | { readonly kind: 'unknown' }

const isTown = (place: Place): boolean => place.code === place.town

/** 同利村 is also written 同利. */
const shortOf = (name: string): string => name.replace(/(?:中心村|村|社区|生活区|街道|镇|乡)$/, '')

const among = (found: readonly Place[]): PlaceReading => {
  const [place] = found
  if (place === undefined) return { kind: 'unknown' }
  return found.length === 1 ? { kind: 'found', place } : { kind: 'ambiguous', places: found }
}

/**
 * Reads a village by its code or its name, alone or after its town and district (利通区扁担沟镇同利村); the town may also come
 * from a column of its own. A town alone is found only where `townsToo`.
 */
export function readPlace(
  gazetteer: Gazetteer,
  text: string,
  town: string | undefined,
  townsToo = false,
): PlaceReading {
  const said = text.normalize('NFKC').replace(/[\s·-]/g, '')
  const byCode = gazetteer.get(said.toLowerCase())
  if (byCode !== undefined && (townsToo || !isTown(byCode))) return { kind: 'found', place: byCode }
  const around = `${town?.normalize('NFKC') ?? ''}${said}`
  const inTown = gazetteer.places.filter((place) => around.includes(place.townName) || town?.trim() === place.town)
  const villages = (inTown.length > 0 ? inTown : gazetteer.places).filter((place) => !isTown(place))
  const rest = inTown[0] === undefined ? said.replace(/^.*利通区/, '') : said.replace(/^.*(?:镇|乡|区)(?=.)/, '')
  const exact = villages.filter(({ name }) => rest === name || said.endsWith(name))
  if (exact.length > 0) return among(exact)
  const short = villages.filter(({ name }) => shortOf(name).length > 1 && rest === shortOf(name))
  if (short.length > 0) return among(short)
  return townsToo ? among(inTown.filter(isTown).filter(({ name }) => said.endsWith(name))) : { kind: 'unknown' }
}
