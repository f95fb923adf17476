import type { Normaliser } from './normalise.ts'
import type { ConceptId, TextTables } from './tables.ts'

/** One place of a text where a known name stands. */
export interface Mention {
  readonly start: number
  readonly end: number
  readonly words: string
  readonly concepts: readonly ConceptId[]
}

/** Finds known names in a normalised text. */
export interface Lexicon {
  /** Mentions from left to right, longest first at each place, never overlapping; at most 200. */
  mentionsOf(text: string): Mention[]
  /** The occupations that a skill belongs to, most typical first. */
  occupationsOf(concept: ConceptId): readonly ConceptId[]
  /** Stems an English word. */
  readonly stem: (word: string) => string
}

const mentionsMax = 200

/** The lexicon of all names and synonyms of the tables. */
export function createLexicon(tables: TextTables, normalise: Normaliser): Lexicon {
  const surfaces = new Map<string, ConceptId[]>()
  const lengths = new Map<string, Set<number>>()
  const add = (word: string, concept: ConceptId): void => {
    const surface = normalise(word)
    if (surface.length < 2) return
    const known = surfaces.get(surface)
    if (known === undefined) surfaces.set(surface, [concept])
    else if (!known.includes(concept)) known.push(concept)
    const first = surface.slice(0, 2)
    const sizes = lengths.get(first) ?? new Set<number>()
    lengths.set(first, sizes.add(surface.length))
  }
  for (const row of tables.occupations) for (const word of [row.zh, row.en, ...row.words]) add(word, `occ/${row.code}`)
  for (const row of tables.skills) for (const word of [row.zh, row.en, ...row.words]) add(word, row.id)
  const sorted = new Map([...lengths].map(([first, sizes]) => [first, [...sizes].sort((a, b) => b - a)]))
  const belongs = new Map(tables.skills.map((row) => [row.id, row.occupations.map((code) => `occ/${code}`)]))
  return {
    stem: tables.stem,
    occupationsOf: (concept) => belongs.get(concept) ?? [],
    mentionsOf(text) {
      const mentions: Mention[] = []
      for (let at = 0; at < text.length && mentions.length < mentionsMax; at++) {
        const found = longestAt(text, at, sorted, surfaces)
        if (found === undefined) continue
        mentions.push(found)
        at = found.end - 1
      }
      return mentions
    },
  }
}

/** The longest name at a place; 会 is the verb where the name behind it reaches further, as in 会务果树 and 会务过. */
function longestAt(
  text: string,
  at: number,
  lengths: ReadonlyMap<string, readonly number[]>,
  surfaces: ReadonlyMap<string, readonly ConceptId[]>,
): Mention | undefined {
  for (const length of lengths.get(text.slice(at, at + 2)) ?? []) {
    const words = text.slice(at, at + length)
    const concepts = words.length === length ? surfaces.get(words) : undefined
    if (concepts === undefined || cutsWord(text, at, at + length)) continue
    if (words === '会务' && text[at + length] === '过') continue
    if (words.startsWith('会') && (longestAt(text, at + 1, lengths, surfaces)?.end ?? 0) > at + length) continue
    return { start: at, end: at + length, words, concepts }
  }
  return undefined
}

/** True when a Latin name would begin or end inside a longer Latin word. */
function cutsWord(text: string, start: number, end: number): boolean {
  const latin = /[a-z0-9]/
  const joins = (left: string | undefined, right: string | undefined): boolean =>
    left !== undefined && right !== undefined && latin.test(left) && latin.test(right)
  return joins(text[start - 1], text[start]) || joins(text[end - 1], text[end])
}
