import type { Day } from '../time.ts'
import type { HeldCertificate } from './certificates.ts'
import { numbering } from './numbering.ts'
import { shared } from './shared.ts'
import type { PersonRow, ScannedPerson } from './rows.ts'

/** What is known of somebody's certificates. */
export interface CertificatesKnown {
  readonly held: readonly (Omit<HeldCertificate, 'expiresOn'> & { readonly expiresOn?: Day })[]
  readonly areKnown: boolean
  readonly refused: readonly string[]
}

/** Sets of words that people share, by number. */
export interface PeopleWords {
  readonly places: readonly (readonly string[])[]
  readonly refused: readonly (readonly string[])[]
  readonly certificates: readonly CertificatesKnown[]
  /** The concepts of a source, as long as it is one that somebody claims. */
  readonly claimed: readonly (readonly string[])[]
}

/** People as columns, in the order in which they were asked for; sources are rows of the image's levels. */
export interface PeopleColumns {
  readonly flags: Uint8Array
  readonly shiftsRefused: Uint8Array
  readonly kindsRefused: Uint8Array
  readonly limits: Uint8Array
  readonly educationNumber: Uint8Array
  readonly startNumber: Int32Array
  /** −1 for no limit to places. */
  readonly places: Int32Array
  readonly refused: Int32Array
  readonly certificates: Int32Array
  /** NaN where unknown. */
  readonly x: Float64Array
  readonly y: Float64Array
  readonly z: Float64Array
  readonly yearsMost: Float64Array
  readonly farthestKm: Float64Array
  readonly wageMin: Float64Array
  /**
   * The sources of person at: `textsFrom[at]` … the next; wishes first, from `claimsFrom` claims, then the former work,
   * from `unwantedFrom` what they do not want.
   */
  readonly textsFrom: Int32Array
  readonly claimsFrom: Int32Array
  readonly unwantedFrom: Int32Array
  readonly texts: Int32Array
  /** Rank of the level of a claim. */
  readonly ranks: Int8Array
  /** Years of practice of a claim. */
  readonly years: Float64Array
}

const isHere = 1
const needsLodging = 2
const hasCareDuty = 4
const takesAnything = 8
const hasPast = 16

const textsOf = ({ wants, able, unwanted }: PersonRow): number => wants.length + able.length + unwanted.length

function emptyColumns(count: number, texts: number): PeopleColumns {
  return {
    flags: shared(Uint8Array, count),
    shiftsRefused: shared(Uint8Array, count),
    kindsRefused: shared(Uint8Array, count),
    limits: shared(Uint8Array, count),
    educationNumber: shared(Uint8Array, count),
    startNumber: shared(Int32Array, count),
    places: shared(Int32Array, count),
    refused: shared(Int32Array, count),
    certificates: shared(Int32Array, count),
    x: shared(Float64Array, count),
    y: shared(Float64Array, count),
    z: shared(Float64Array, count),
    yearsMost: shared(Float64Array, count),
    farthestKm: shared(Float64Array, count),
    wageMin: shared(Float64Array, count),
    textsFrom: shared(Int32Array, count + 1),
    claimsFrom: shared(Int32Array, count),
    unwantedFrom: shared(Int32Array, count),
    texts: shared(Int32Array, texts),
    ranks: shared(Int8Array, texts),
    years: shared(Float64Array, texts),
  }
}

const flagsOf = (row: PersonRow): number =>
  isHere |
  (row.needsLodging ? needsLodging : 0) |
  (row.hasCareDuty ? hasCareDuty : 0) |
  (row.takesAnything ? takesAnything : 0) |
  (row.past === undefined ? 0 : hasPast)

/** People put into columns between two steps. */
const peoplePerStepMax = 2_000

/**
 * Puts people into columns, step by step; a source becomes what `rowNumbers` says. Somebody who is not in the index
 * leaves a gap.
 */
export function* imageOfPeople(
  people: readonly (PersonRow | undefined)[],
  rowNumbers: Int32Array,
): Generator<void, { readonly columns: PeopleColumns; readonly words: PeopleWords }> {
  const columns = emptyColumns(
    people.length,
    people.reduce((sum, row) => sum + (row === undefined ? 0 : textsOf(row)), 0),
  )
  const { placesOf, refusedOf, certificatesOf, claimed, words } = wordsOfPeople()
  let count = 0
  const takeText = (source: number, rank = -1, years = -1): void => {
    columns.texts[count] = rowNumbers[source]!
    columns.ranks[count] = rank
    columns.years[count] = years
    count += 1
  }
  for (let at = 0; at < people.length; at += 1) {
    const row = people[at]
    if (row !== undefined) {
      takeFacts(columns, at, row)
      columns.places[at] = placesOf(row)
      columns.refused[at] = refusedOf(row)
      columns.certificates[at] = certificatesOf(row)
      for (const source of row.wants) takeText(source)
      columns.claimsFrom[at] = count
      for (const { source, rank, years, concepts } of row.claims) {
        claimed[rowNumbers[source]!] ??= concepts
        takeText(source, rank, years)
      }
      for (const source of row.pastSources) takeText(source)
      columns.unwantedFrom[at] = count
      for (const source of row.unwanted) takeText(source)
    }
    columns.textsFrom[at + 1] = count
    if ((at + 1) % peoplePerStepMax === 0) yield
  }
  return { columns, words: words() }
}

/** Numbers for the sets of words of people. */
function wordsOfPeople() {
  const places = numbering<readonly string[]>()
  const refused = numbering<readonly string[]>()
  const certificates = numbering<CertificatesKnown>()
  const claimed: (readonly string[] | undefined)[] = []
  return {
    claimed,
    placesOf: (row: PersonRow): number =>
      row.places === undefined ? -1 : places.numberOf([...row.places].join('\n'), () => [...(row.places ?? [])]),
    refusedOf: (row: PersonRow): number =>
      refused.numberOf(row.refused.length === 0 ? '' : row.refused.join('\n'), () => row.refused),
    certificatesOf: (row: PersonRow): number => certificates.numberOf(certificatesKey(row), () => certificatesIn(row)),
    words: (): PeopleWords => ({
      places: places.values,
      refused: refused.values,
      certificates: certificates.values,
      claimed: Array.from(claimed, (concepts) => concepts ?? []),
    }),
  }
}

function takeFacts(columns: PeopleColumns, at: number, row: PersonRow): void {
  columns.flags[at] = flagsOf(row)
  columns.shiftsRefused[at] = row.shiftsRefused
  columns.kindsRefused[at] = row.kindsRefused
  columns.limits[at] = row.limits
  columns.educationNumber[at] = row.educationNumber
  columns.startNumber[at] = row.startNumber
  columns.x[at] = row.home?.x ?? NaN
  columns.y[at] = row.home?.y ?? NaN
  columns.z[at] = row.home?.z ?? NaN
  columns.yearsMost[at] = row.yearsMost
  columns.farthestKm[at] = row.farthestKm
  columns.wageMin[at] = row.wageMin
}

const certificatesKey = (row: PersonRow): string =>
  row.certificates.length === 0 && row.certificatesRefused.length === 0
    ? String(row.areCertificatesKnown)
    : JSON.stringify(certificatesIn(row))

const certificatesIn = (row: PersonRow): CertificatesKnown => ({
  held: row.certificates.map(({ expiresOn, ...one }) => (expiresOn === undefined ? one : { ...one, expiresOn })),
  areKnown: row.areCertificatesKnown,
  refused: row.certificatesRefused,
})

/** Reads people out of columns, as a scan takes them; undefined for a gap. */
export function peopleIn(columns: PeopleColumns, words: PeopleWords): (at: number) => ScannedPerson | undefined {
  const places = words.places.map((one) => new Set(one))
  const certificates = words.certificates.map(({ held, ...rest }) => ({
    ...rest,
    held: held.map((one) => ({ ...one, expiresOn: one.expiresOn })),
  }))
  return (at) => {
    const flags = columns.flags[at]!
    if ((flags & isHere) === 0) return undefined
    const end = columns.unwantedFrom[at]!
    const claimsFrom = columns.claimsFrom[at]!
    const claimsEnd = (flags & hasPast) === 0 ? end : end - 1
    const claimSources = [...columns.texts.subarray(claimsFrom, claimsEnd)]
    const pastSources = [...columns.texts.subarray(claimsEnd, end)]
    const { held, areKnown, refused } = certificates[columns.certificates[at]!]!
    const x = columns.x[at]!
    return {
      home: Number.isNaN(x) ? undefined : { x, y: columns.y[at]!, z: columns.z[at]! },
      farthestKm: columns.farthestKm[at]!,
      wageMin: columns.wageMin[at]!,
      shiftsRefused: columns.shiftsRefused[at]!,
      kindsRefused: columns.kindsRefused[at]!,
      limits: columns.limits[at]!,
      needsLodging: (flags & needsLodging) !== 0,
      hasCareDuty: (flags & hasCareDuty) !== 0,
      educationNumber: columns.educationNumber[at]!,
      places: columns.places[at]! < 0 ? undefined : places[columns.places[at]!]!,
      startNumber: columns.startNumber[at]!,
      wants: [...columns.texts.subarray(columns.textsFrom[at], claimsFrom)],
      unwanted: [...columns.texts.subarray(end, columns.textsFrom[at + 1])],
      takesAnything: (flags & takesAnything) !== 0,
      claims: claimSources.map((source, one) => ({
        source,
        rank: columns.ranks[claimsFrom + one]!,
        years: columns.years[claimsFrom + one]!,
        concepts: words.claimed[source]!,
      })),
      claimSources,
      pastSources,
      able: [...claimSources, ...pastSources],
      past: pastSources[0],
      refused: words.refused[columns.refused[at]!]!,
      certificates: held,
      areCertificatesKnown: areKnown,
      certificatesRefused: refused,
      yearsMost: columns.yearsMost[at]!,
    }
  }
}
