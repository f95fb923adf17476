import type { TextEngine } from '../text/text.ts'
import type { Day } from '../time.ts'
import { certificateKeyOf, certificateSatisfies, type CertificateKey } from './certificates.ts'
import { goodFrom, skillsLevel } from './features.ts'
import type { Ask, Claim, ScannedPerson } from './rows.ts'
import type { Levels } from './shelf.ts'

/** What judging a pair needs besides its two rows. */
export interface Judge {
  readonly text: Pick<TextEngine, 'satisfies'>
  readonly shelf: Levels
  /** The level that stands in where a side is unknown. */
  readonly neutral: number
}

/** From this nearness on a claim in other words is the asked skill itself. */
const sameSkillFrom = 8_000

/** `low` where they have it below the asked level; what nobody spoke of is unknown, because no list of skills is complete. */
export type AskState = 'held' | 'low' | 'refused' | 'unknown'

const isSame = (claim: Claim, ask: Ask, { text, shelf }: Judge): boolean =>
  claim.concepts.some((held) => ask.concepts.some((wanted) => text.satisfies(held, wanted))) ||
  shelf.level(claim.source, ask.target) >= sameSkillFrom

const isEnough = ({ rank }: Claim, { rankMin }: Ask): boolean => rankMin < 0 || rank < 0 || rank >= rankMin

/** The claims by which somebody has one of the asked skills. */
export const claimsFor = ({ claims }: ScannedPerson, asks: readonly Ask[], judge: Judge): readonly Claim[] =>
  claims.filter((claim) => asks.some((ask) => isEnough(claim, ask) && isSame(claim, ask, judge)))

/** Whether a person has one asked skill. */
export function askState(person: ScannedPerson, ask: Ask, judge: Judge): AskState {
  const { text } = judge
  let isLow = false
  for (const claim of person.claims) {
    if (!isSame(claim, ask, judge)) continue
    if (isEnough(claim, ask)) return 'held'
    isLow = true
  }
  if (isLow) return 'low'
  if (ask.concepts.some((wanted) => person.refused.some((one) => text.satisfies(wanted, one)))) return 'refused'
  return 'unknown'
}

/** Longest practice of what is near to a title, in years; −1 where none is known: of other work it says nothing. */
export function yearsIn({ claims }: ScannedPerson, title: number, { shelf }: Judge): number {
  let most = -1
  for (const { source, years } of claims) if (years > most && shelf.level(source, title) >= goodFrom) most = years
  return most
}

/** How a person stands to a whole list of asked skills. */
export interface AsksJudged {
  /** Undefined where nothing is known either way. */
  readonly level: number | undefined
  readonly held: readonly Ask[]
  /** At least half of them are held. */
  readonly isMostHeld: boolean
  /** The first required skill that they say they do not have, or have below the asked level. */
  readonly missing: Ask | undefined
  /** The first required skill of which nothing is known. */
  readonly toAsk: Ask | undefined
}

const nothingAsked: AsksJudged = { level: undefined, held: [], isMostHeld: false, missing: undefined, toAsk: undefined }

export function judgeAsks(person: ScannedPerson, asks: readonly Ask[], judge: Judge): AsksJudged {
  if (asks.length === 0) return nothingAsked
  const states = asks.map((ask) => askState(person, ask, judge))
  const held = asks.filter((_, at) => states[at] === 'held')
  const refused = states.filter((state) => state === 'refused' || state === 'low').length
  return {
    level: skillsLevel(held.length, refused, asks.length, judge.neutral),
    held,
    isMostHeld: held.length * 2 >= asks.length,
    missing: asks.find((ask, at) => ask.required && (states[at] === 'low' || states[at] === 'refused')),
    toAsk: asks.find((ask, at) => ask.required && states[at] === 'unknown'),
  }
}

/** What anybody gets within days, so that not having it yet keeps nobody from work. */
const soonGot: ReadonlySet<string> = new Set([certificateKeyOf('健康证')])

/** True for a certificate that anybody gets before they start. */
export const isSoonGot = (name: string): boolean => soonGot.has(certificateKeyOf(name))

export type CertificateState = 'held' | 'expired' | 'lacking' | 'unknown'

/** `lacking` only where the person said which certificates they hold, or that they do not hold this one. */
export function certificateState(
  person: ScannedPerson,
  wanted: CertificateKey,
  today: Day,
  text: Judge['text'],
): CertificateState {
  let state: CertificateState = 'unknown'
  for (const held of person.certificates) {
    if (!certificateSatisfies(held, wanted, text)) continue
    if (held.expiresOn === undefined || held.expiresOn >= today) return 'held'
    state = 'expired'
  }
  if (state === 'expired') return state
  if (person.certificatesRefused.includes(wanted.key)) return 'lacking'
  return person.areCertificatesKnown && !soonGot.has(wanted.key) ? 'lacking' : 'unknown'
}

/** The first certificate of a list that the person is known to lack, and whether they had it. */
export function missingCertificate(
  person: ScannedPerson,
  wanted: readonly CertificateKey[],
  today: Day,
  text: Judge['text'],
): { readonly wanted: CertificateKey; readonly state: CertificateState } | undefined {
  for (const one of wanted) {
    const state = certificateState(person, one, today, text)
    if (state === 'lacking' || state === 'expired') return { wanted: one, state }
  }
  return undefined
}

/** True when a posting there is among the places where the person would work; an unknown village may be one of them. */
export function isPlaceAccepted(places: ReadonlySet<string>, township: string, village: string | undefined): boolean {
  if (places.has(township) || (village !== undefined && places.has(village))) return true
  if (village !== undefined) return false
  // Codes of villages begin with their town's code; codes of ours (x…) do not tell their town.
  for (const place of places) if (place.startsWith(township) || place.startsWith('x')) return true
  return false
}
