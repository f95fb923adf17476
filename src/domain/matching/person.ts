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
import { ownWords } from './own-words.ts'
import { bounded, phrasesOf, type Said } from './phrases.ts'
import { dayNumber, demandBits, kindBits, shiftBits, spotOf, type Claim, type PersonRow } from './rows.ts'
import type { TextShelf } from './shelf.ts'

const isDemand = (limit: string): limit is WorkDemand => (workDemands as readonly string[]).includes(limit)
const conceptsOf = (hits: Reading['skills']): readonly ConceptId[] => hits.map((hit) => hit.concept)

/** A Chinese text as little sure of any occupation as this, and naming no skill, says nothing of work. */
const occupationMin = 0.08

/** True for a text that has no occupation, no skill and no meaning. */
const saysNothing = ({ language, skills, certificates, occupations, vector }: Reading): boolean =>
  skills.length === 0 &&
  certificates.length === 0 &&
  (language === 'zh' ? (occupations[0]?.confidence ?? 0) < occupationMin : vector.every((value) => value === 0))

/** The phrases that say something of work, as they stand on the shelf. */
const sourcesOf = (phrases: readonly string[], text: TextEngine, shelf: TextShelf) =>
  phrases
    .filter((phrase) => !saysNothing(text.read(phrase)))
    .map((phrase) => ({ phrase, source: shelf.source(phrase) }))

/** Skills as claims, one per phrase; of a phrase named several times the highest level and the longest practice hold. */
function claimsOf(profile: Partial<Profile>, text: TextEngine, shelf: TextShelf): readonly Claim[] {
  const known = new Map<string, Pick<Claim, 'rank' | 'years'>>()
  for (const { text: words, level, years = -1 } of profile.skills ?? [])
    for (const phrase of phrasesOf([words], text).claimed) {
      const before = known.get(phrase) ?? { rank: -1, years: -1 }
      const rank = level === undefined ? -1 : skillLevels.indexOf(level)
      known.set(phrase, { rank: Math.max(before.rank, rank), years: Math.max(before.years, years) })
    }
  return sourcesOf(bounded([...known.keys()]), text, shelf).map(({ phrase, source }) => {
    const { reading } = shelf.sources.values[source]!
    return { source, ...(known.get(phrase) ?? { rank: -1, years: -1 }), concepts: conceptsOf(reading.skills) }
  })
}

/** Certificates that the person lists or speaks of; what their words deny or call expired or lost is refused. */
function certificatesOf(
  profile: Partial<Profile>,
  own: readonly string[],
  text: TextEngine,
): Pick<PersonRow, 'certificates' | 'certificatesRefused'> {
  const listed = profile.certificates ?? []
  const said = [...listed.map((one) => one.text).filter(isQualified), ...own].map((one) => certificatesSaid(one, text))
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

/** What they do not want, wherever they said it. */
const unwantedOf = (said: readonly Said[]): readonly string[] => bounded(said.flatMap((one) => one.unwanted))

const pastLengthMax = 200

/** The former work as one text: as it was told, or what is left of it where they do not want some of it again. */
const pastOf = (did: string, { claimed, unwanted }: Said): readonly string[] =>
  claimed.length === 0 ? [] : [(unwanted.length === 0 ? did : claimed.join(',')).slice(0, pastLengthMax)]

/** Reads a person; the texts that the row uses stay on the shelf until `dropPerson`. */
export function personRow(seeker: Seeker, home: Point | undefined, text: TextEngine, shelf: TextShelf): PersonRow {
  const profile = profileOf(seeker)
  const skillTexts = (profile.skills ?? []).map((skill) => ownWords(skill.text))
  const wishTexts = (profile.occupations ?? []).map(ownWords)
  const did = ownWords(profile.experience ?? '')
  const wished = phrasesOf(wishTexts, text)
  const able = phrasesOf(skillTexts, text)
  const done = phrasesOf([did], text)
  const { limits, refused } = refusalsOf([...skillTexts, ...wishTexts, did].filter(Boolean), text)
  const claims = claimsOf(profile, text, shelf)
  const pastSources = sourcesOf(pastOf(did, done), text, shelf).map(({ source }) => source)
  const claimSources = claims.map((claim) => claim.source)
  const { places } = profile
  return {
    id: seeker._id,
    profile,
    home: home && spotOf(home),
    farthestKm: profile.distanceMaxKm ?? Infinity,
    wageMin: profile.wageMinYuan ?? 0,
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
    wants: sourcesOf(wished.claimed, text, shelf).map(({ source }) => source),
    unwanted: sourcesOf(unwantedOf([wished, able, done]), text, shelf).map(({ source }) => source),
    takesAnything: wished.anything,
    claims,
    claimSources,
    pastSources,
    able: [...claimSources, ...pastSources],
    past: pastSources[0],
    refused,
    ...certificatesOf(profile, [...new Set([...skillTexts, did])].sort(), text),
    areCertificatesKnown: profile.certificates !== undefined,
    yearsMost: claims.reduce((most, claim) => Math.max(most, claim.years), -1),
  }
}

/** Gives the texts of a row back. */
export function dropPerson(row: PersonRow, shelf: TextShelf): void {
  for (const source of [...row.wants, ...row.able, ...row.unwanted]) shelf.dropSource(source)
}
