import type { Point } from '../place.ts'
import type { Posting } from '../posting.ts'
import { profileOf, shifts, type Profile, type Seeker, type Shift } from '../seeker.ts'
import type { ConceptId, Reading, TextEngine } from '../text/text.ts'
import { textId, type TextShelf } from './shelf.ts'

/** A person as the matching sees them: texts read once, sets as bits; sex and ethnicity are not among the fields. */
export interface PersonRow {
  readonly id: string
  readonly profile: Partial<Profile>
  readonly home: Point | undefined
  readonly shiftsRefused: number
  /** The wanted occupations, each with its shelf id. */
  readonly wants: readonly { readonly words: string; readonly id: number }[]
  /** Shelf id of what they did and can do; undefined when nothing is known. */
  readonly claims: number | undefined
  readonly experience: number | undefined
  readonly skills: ReadonlySet<ConceptId>
  readonly certificates: ReadonlySet<ConceptId> | undefined
  readonly limits: ReadonlySet<string>
}

/** A posting as the matching sees it. */
export interface JobRow {
  readonly id: string
  readonly posting: Posting
  readonly at: Point | undefined
  readonly shifts: number | undefined
  /** Shelf id of the title. */
  readonly title: number
  /** Shelf id of title and text together. */
  readonly whole: number
  readonly skills: readonly { readonly concept: ConceptId; readonly text: string; readonly required: boolean }[]
  readonly certificates: readonly { readonly concept: ConceptId | undefined; readonly text: string }[]
}

/** Shifts as bits. */
export const shiftBits = (found: readonly Shift[]): number =>
  found.reduce((bits, shift) => bits | (1 << shifts.indexOf(shift)), 0)

const conceptsOf = (reading: Reading): readonly ConceptId[] => reading.skills.map((hit) => hit.concept)

/** Reads a person; `shelf` keeps every distinct text read once. */
export function personRow(seeker: Seeker, home: Point | undefined, text: TextEngine, shelf: TextShelf): PersonRow {
  const profile = profileOf(seeker)
  const skillText = (profile.skills ?? [])
    .map((skill) => skill.text)
    .sort()
    .join('、')
  const claims = [skillText, profile.experience ?? ''].filter(Boolean).join('、')
  const reading = text.read(claims)
  const certificates = profile.certificates?.flatMap((one) => {
    const found = text.read(one.text)
    return [...found.certificates, ...found.skills].map((hit) => hit.concept)
  })
  return {
    id: seeker._id,
    profile,
    home,
    shiftsRefused: shiftBits(profile.shiftsRefused ?? []),
    wants: [...new Set(profile.occupations ?? [])].sort().map((words) => ({ words, id: textId(shelf, text, words) })),
    claims: claims === '' ? undefined : textId(shelf, text, claims),
    experience: profile.experience ? textId(shelf, text, profile.experience) : undefined,
    skills: new Set(conceptsOf(reading)),
    certificates: certificates === undefined ? undefined : new Set(certificates),
    limits: new Set([...(profile.healthLimits ?? []), ...reading.limits]),
  }
}

/** Reads a posting. */
export function jobRow(posting: Posting, at: Point | undefined, text: TextEngine, shelf: TextShelf): JobRow {
  const { terms, title } = posting
  const skills = (terms.skills ?? []).flatMap((skill) =>
    conceptsOf(text.read(skill.text))
      .slice(0, 1)
      .map((concept) => ({ concept, text: skill.text, required: skill.required })),
  )
  const certificates = (terms.certificates ?? []).map((one) => ({
    concept: text.read(one).certificates[0]?.concept,
    text: one,
  }))
  return {
    id: posting._id,
    posting,
    at,
    shifts: terms.shifts === undefined ? undefined : shiftBits(terms.shifts),
    title: textId(shelf, text, title),
    whole: textId(shelf, text, `${title} ${posting.text}`.slice(0, 400)),
    skills,
    certificates,
  }
}
