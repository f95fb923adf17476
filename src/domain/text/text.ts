import { createLexicon } from './lexicon.ts'
import { createNormaliser, languageOf } from './normalise.ts'
import { closenessOf } from './closeness.ts'
import { readClaims } from './claims.ts'
import type { ConceptId, TextTables } from './tables.ts'
import { createVectorSpace, cosineOf } from './vectors.ts'
import { tokensOf } from './tokens.ts'

export type { ConceptId, TextTables } from './tables.ts'

export interface ConceptHit {
  readonly concept: ConceptId
  /** In [0, 1]. */
  readonly confidence: number
  /** The words that led to it. */
  readonly words: readonly string[]
}

/** What one free text says; every list is best first and bounded. */
export interface Reading {
  readonly language: 'zh' | 'en'
  readonly tokens: readonly string[]
  /** At most 8. */
  readonly occupations: readonly ConceptHit[]
  /** Claimed skills, at most 24. */
  readonly skills: readonly ConceptHit[]
  /** Negated skills ("不会电脑"), at most 24. */
  readonly refused: readonly ConceptHit[]
  /** At most 12. */
  readonly certificates: readonly ConceptHit[]
  /** Codes such as 'heavy_lifting' that the person cannot or will not do. */
  readonly limits: readonly string[]
  /** Unit length or all zero; Chinese and English share the space. */
  readonly vector: Float32Array
}

/** Texts into concepts and their likeness; pure, with bounded time for any input. */
export interface TextEngine {
  readonly version: string
  /** What the text says; reads at most the first 8,000 characters and never throws. */
  read(text: string): Reading
  nameOf(concept: ConceptId): { readonly zh: string; readonly en: string } | undefined
  /** Similarity of two readings in [0, 1]: occupation tree, concepts, vectors and characters mixed by measured weights. */
  similarity(a: Reading, b: Reading): number
  /** Closeness of two occupation concepts in [0, 1] by the classification's tree and learned relations. */
  occupationCloseness(a: ConceptId, b: ConceptId): number
  /** True when holding `held` satisfies a requirement of `wanted` (same concept, narrower, or listed as substitute). */
  satisfies(held: ConceptId, wanted: ConceptId): boolean
}

/** The engine over a set of tables. */
export function createTextEngine(tables: TextTables): TextEngine {
  const normalise = createNormaliser(tables.traditional)
  const lexicon = createLexicon(tables, normalise)
  const space = createVectorSpace(tables.vectors)
  const names = namesOf(tables)
  const covers = new Map(tables.skills.map((skill) => [skill.id, new Set(skill.covers)]))
  const read = (text: string): Reading => {
    const plain = normalise(text)
    const tokens = tokensOf(plain, tables)
    return {
      language: languageOf(plain),
      tokens,
      ...readClaims(plain, lexicon),
      vector: space.vectorOf(tokens),
    }
  }
  return {
    version: tables.version,
    read,
    nameOf: (concept) => names.get(concept),
    similarity: (a, b) => Math.max(0, Math.min(1, cosineOf(a.vector, b.vector))),
    occupationCloseness: closenessOf,
    satisfies: (held, wanted) => held === wanted || covers.get(held)?.has(wanted) === true,
  }
}

function namesOf(tables: TextTables): Map<ConceptId, { zh: string; en: string }> {
  const names = new Map<ConceptId, { zh: string; en: string }>()
  for (const { code, zh, en } of tables.occupations) names.set(`occ/${code}`, { zh, en })
  for (const { id, zh, en } of tables.skills) names.set(id, { zh, en })
  return names
}
