import type { Point } from '../place.ts'
import {
  educations,
  profileOf,
  skillLevels,
  workDemands,
  type Profile,
  type Seeker,
  type WorkDemand,
} from '../seeker.ts'
import type { ConceptId, Reading, TextEngine } from '../text/text.ts'
import { certificateOf, certificatesSaid, isQualified, type HeldCertificate } from './certificates.ts'
import { isAnything, phrasesOf } from './phrases.ts'
import { dayNumber, demandBits, kindBits, shiftBits, spotOf, type Claim, type PersonRow } from './rows.ts'
import type { TextShelf } from './shelf.ts'

const isDemand = (limit: string): limit is WorkDemand => (workDemands as readonly string[]).includes(limit)
const conceptsOf = (hits: Reading['skills']): readonly ConceptId[] => hits.map((hit) => hit.concept)

/** Skills as claims, one per phrase; of a phrase named with several levels the highest holds. */
function claimsOf(profile: Partial<Profile>, shelf: TextShelf): readonly Claim[] {
  const ranks = new Map<string, number>()
  for (const { text, level } of profile.skills ?? [])
    for (const phrase of phrasesOf([text]).claimed)
      ranks.set(phrase, Math.max(ranks.get(phrase) ?? -1, level === undefined ? -1 : skillLevels.indexOf(level)))
  return phrasesOf([...ranks.keys()]).claimed.map((phrase) => {
    const source = shelf.source(phrase)
    const reading = shelf.sources.values[source]!.reading
    return { source, rank: ranks.get(phrase) ?? -1, concepts: conceptsOf(reading.skills) }
  })
}

/** Certificates that the person lists or speaks of; what their words deny or call expired or lost is refused. */
function certificatesOf(
  profile: Partial<Profile>,
  phrases: readonly string[],
  text: TextEngine,
): Pick<PersonRow, 'certificates' | 'certificatesRefused'> {
  const listed = profile.certificates ?? []
  const said = [...listed.map((one) => one.text).filter(isQualified), ...phrases].map(certificatesSaid)
  const refused = new Set(said.flatMap((one) => one.refused))
  const stated = listed
    .filter((one) => !isQualified(one.text))
    .map((one): HeldCertificate => ({ ...certificateOf(one.text, text), expiresOn: one.expiresOn }))
  const spoken = said
    .flatMap((one) => one.held)
    .map((words): HeldCertificate => ({ ...certificateOf(words, text), expiresOn: undefined }))
  return {
    certificates: [...stated, ...spoken].filter((one) => one.expiresOn !== undefined || !refused.has(one.key)),
    certificatesRefused: [...refused].sort(),
  }
}

/** What the person's own words rule out, and what they say they cannot do. */
function refusalsOf(words: readonly string[], text: TextEngine): { limits: WorkDemand[]; refused: ConceptId[] } {
  const readings = [...new Set(words)].map((one) => text.read(one))
  return {
    limits: readings.flatMap((reading) => reading.limits.filter(isDemand)),
    refused: [...new Set(readings.flatMap((reading) => conceptsOf(reading.refused)))].sort(),
  }
}

/** Reads a person; the texts that the row uses stay on the shelf until `dropPerson`. */
export function personRow(seeker: Seeker, home: Point | undefined, text: TextEngine, shelf: TextShelf): PersonRow {
  const profile = profileOf(seeker)
  const wished = phrasesOf(profile.occupations ?? [])
  const skillTexts = (profile.skills ?? []).map((skill) => skill.text)
  const said = phrasesOf([...skillTexts, profile.experience ?? ''])
  const did = (profile.experience ?? '').trim()
  const hasDone = phrasesOf([did]).claimed.length > 0
  const { limits, refused } = refusalsOf([...skillTexts, ...(profile.occupations ?? []), did].filter(Boolean), text)
  const claims = claimsOf(profile, shelf)
  const past = hasDone ? shelf.source(did.slice(0, 200)) : undefined
  const years = (profile.skills ?? []).flatMap((skill) => skill.years ?? [])
  const claimSources = claims.map((claim) => claim.source)
  const pastSources = past === undefined ? [] : [past]
  const { places } = profile
  return {
    id: seeker._id,
    profile,
    home: home && spotOf(home),
    farthestKm: profile.distanceMaxKm ?? Infinity,
    wageMin: profile.wageMinYuan ?? 0,
    isWageMinKnown: profile.wageMinYuan !== undefined,
    shiftsRefused: shiftBits(profile.shiftsRefused ?? []),
    kindsRefused: kindBits(profile.kindsRefused ?? []),
    limits: demandBits([...(profile.healthLimits ?? []), ...limits]),
    needsLodging: profile.lodgingNeeded === true,
    hasCareDuty: profile.careDuty === true,
    education: profile.education,
    educationNumber: profile.education === undefined ? educations.length : educations.indexOf(profile.education),
    places: places === undefined || places.length === 0 ? undefined : new Set(places),
    startFrom: profile.startFrom,
    startNumber: profile.startFrom === undefined ? 0 : dayNumber(profile.startFrom),
    wants: wished.claimed.filter((phrase) => !isAnything(phrase)).map((phrase) => shelf.source(phrase)),
    takesAnything: wished.claimed.some(isAnything),
    claims,
    claimSources,
    pastSources,
    able: [...claimSources, ...pastSources],
    past,
    refused,
    ...certificatesOf(profile, [...said.claimed, ...said.refused], text),
    areCertificatesKnown: profile.certificates !== undefined,
    years: years.length === 0 ? undefined : Math.max(...years),
  }
}

/** Gives the texts of a row back. */
export function dropPerson(row: PersonRow, shelf: TextShelf): void {
  for (const source of [...row.wants, ...row.able]) shelf.dropSource(source)
}
