import { backgroundOf } from './background.ts'
import { readClaims, type Claim, type Claims } from './claims.ts'
import { closenessOf } from './closeness.ts'
import { createDutyReader } from './duties.ts'
import { gramProfileOf, type Features } from './features.ts'
import { createFieldReader } from './fields.ts'
import { createHeadings } from './headings.ts'
import { createLexicon } from './lexicon.ts'
import { createLimitReader } from './limits.ts'
import { createNormaliser, languageOf } from './normalise.ts'
import { createOccupationReader, type OccupationEvidence } from './occupations.ts'
import { signalsOf, similarityOf, type Signals } from './similarity.ts'
import { emptySparse } from './sparse.ts'
import { createStandingReader } from './standing.ts'
import { rarityOf, statisticsOf } from './statistics.ts'
import type { ConceptId, TextTables } from './tables.ts'
import { createTitleReader } from './titles.ts'
import { tokensOf } from './tokens.ts'
import { createVectorSpace } from './vectors.ts'

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
  /** Negated skills and certificates ("不会电脑"), at most 24. */
  readonly refused: readonly ConceptHit[]
  /** At most 12. */
  readonly certificates: readonly ConceptHit[]
  /** What the text says of somebody else ("我男人开大车"), at most 24. */
  readonly others: readonly ConceptHit[]
  /** Codes of work demands (`heavy_lifting` …) that the text rules out. */
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
  /** Similarity of two readings in [0, 1]: occupation tree, fields, vectors and characters mixed by measured weights. */
  similarity(a: Reading, b: Reading): number
  /** The signals behind a similarity, by name, each in [−1, 1]; for explaining and measuring. */
  signals(a: Reading, b: Reading): Signals
  /** Closeness of two occupation concepts in [0, 1] by the classification's tree and learned relations. */
  occupationCloseness(a: ConceptId, b: ConceptId): number
  /** True when holding `held` satisfies a requirement of `wanted` (same concept, narrower, or listed as substitute). */
  satisfies(held: ConceptId, wanted: ConceptId): boolean
}

/**
 * The engine over a set of tables. How much a word or n-gram says is counted over `corpus` (texts of the kind that will
 * be compared); without one, over the names of the classification and of our fields.
 */
export function createTextEngine(tables: TextTables, corpus?: readonly string[]): TextEngine {
  const normalise = createNormaliser(tables.traditional)
  const features = new WeakMap<Reading, Features>()
  const read = remembered(createReader(tables, normalise, corpus?.map(normalise), features))
  const official = corpus !== undefined && isClassification(corpus.map(normalise), tables, normalise)
  const names = namesOf(tables)
  const covers = new Map(tables.skills.map((skill) => [skill.id, new Set(skill.covers)]))
  const featuresOf = (reading: Reading): Features => {
    const known = features.get(reading)
    if (known !== undefined) return known
    return features.get(read(reading.tokens.join(reading.language === 'zh' ? '' : ' '))) ?? emptyFeatures
  }
  return {
    version: tables.version,
    read,
    nameOf: (concept) => names.get(concept),
    similarity: (a, b) => similarityOf(a, b, featuresOf(a), featuresOf(b), official),
    signals: (a, b) => signalsOf(a, b, featuresOf(a), featuresOf(b)),
    occupationCloseness: closenessOf,
    satisfies: (held, wanted) => held === wanted || covers.get(held)?.has(wanted) === true,
  }
}

/** Longest text that is taken for what a person says of themselves; longer ones are read by the rules alone. */
const saidLengthMax = 200

/** Readings kept, because offices write the same titles and skills again and again. */
const readingsKeptMax = 4_000
const keptLengthMax = 200

/** The same readings, the latest short ones from memory. */
function remembered(read: (text: string) => Reading): (text: string) => Reading {
  const kept = new Map<string, Reading>()
  return (text) => {
    const known = kept.get(text)
    if (known !== undefined) return known
    const reading = read(text)
    if (text.length > keptLengthMax) return reading
    const oldest = kept.size >= readingsKeptMax ? kept.keys().next().value : undefined
    if (oldest !== undefined) kept.delete(oldest)
    kept.set(text, reading)
    return reading
  }
}

function createReader(
  tables: TextTables,
  normalise: (text: string) => string,
  corpus: readonly string[] | undefined,
  features: WeakMap<Reading, Features>,
): (text: string) => Reading {
  const tokens = (text: string): string[] => tokensOf(text, tables)
  const lexicon = createLexicon(tables, normalise)
  const space = createVectorSpace(tables.vectors)
  const common = statisticsOf(backgroundOf(tables, normalise), tokens)
  const statistics = corpus === undefined ? common : statisticsOf(corpus, tokens)
  const weightIn = (counts: typeof common) => (token: string) =>
    Math.max(0, rarityOf(counts.tokenCounts.get(token) ?? 0, counts.documents))
  const weightOf = weightIn(statistics)
  const commonWeightOf = weightIn(common)
  const readFields = createFieldReader(tables.fields, normalise, tables.stem)
  const rowNumbers = new Map(tables.occupations.map((row, number) => [`occ/${row.code}`, number]))
  const readOccupations = createOccupationReader(
    tables.occupations,
    exactNamesOf(tables, normalise),
    tables.titles && createTitleReader(tables.titles),
    tables.duties && createDutyReader(tables.duties),
  )
  const headings = createHeadings(tables.headings)
  const said = tables.said && {
    standing: createStandingReader(tables.said.standing),
    limits: createLimitReader(tables.said.limits, (clause) => space.vectorOf(tokens(clause), () => 1)),
  }
  return (text) => {
    const plain = normalise(text)
    const language = languageOf(plain)
    const claims = readClaims(plain, lexicon, plain.length <= saidLengthMax ? said : undefined)
    const affirmed = claims.affirmed === '' ? plain : claims.affirmed
    const words = tokens(affirmed)
    const named = new Map<number, number>()
    for (const [concept, { weight }] of claims.named) named.set(rowNumbers.get(concept) ?? -1, weight)
    named.delete(-1)
    const fields = readFields(affirmed)
    const compared = { text: affirmed, vector: space.vectorOf(words, commonWeightOf), fields }
    const evidence = readOccupations(compared, named)
    const reading: Reading = {
      language,
      tokens: affirmed === plain ? words : tokens(plain),
      occupations: claimsNothing(claims) ? [] : hitsOf(evidence, claims, words, tables),
      skills: claims.skills.slice(0, 24).map((claim) => hitOf(claim)),
      refused: claims.refused.slice(0, 24).map((claim) => hitOf(claim)),
      others: claims.others.slice(0, 24).map((claim) => hitOf(claim)),
      certificates: claims.certificates.slice(0, 12).map((claim) => hitOf(claim)),
      limits: claims.limits,
      vector: space.vectorOf(words, weightOf),
    }
    features.set(reading, {
      grams: gramProfileOf(affirmed, language, statistics),
      fields,
      filed: later(() => headings.filedUnder(compared)),
      isHeading: headings.isHeading(plain),
      evidence,
      claims,
      catchAll: /^(?:其他|其它|other )/.test(plain),
    })
    return reading
  }
}

/** True for a text that only refuses or limits; it names no work, though its likeness to others still goes by its words. */
const claimsNothing = ({ affirmed, refused, others, limits }: Claims): boolean =>
  affirmed === '' && refused.length + others.length + limits.length > 0

const emptyFeatures: Features = {
  grams: emptySparse,
  fields: emptySparse,
  filed: () => emptySparse,
  isHeading: false,
  evidence: { ranked: [], profile: emptySparse },
  catchAll: false,
  claims: { skills: [], refused: [], certificates: [], others: [], limits: [], named: new Map(), affirmed: '' },
}

/** Computes once, when it is first asked for. */
function later<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined
  return () => (known ??= { value: compute() }).value
}

/** True when at least half of the texts are names of official occupations. */
function isClassification(texts: readonly string[], tables: TextTables, normalise: (text: string) => string): boolean {
  const exact = exactNamesOf(tables, normalise)
  return texts.length > 0 && texts.filter((text) => exact.has(text)).length * 2 >= texts.length
}

function exactNamesOf(tables: TextTables, normalise: (text: string) => string): Map<string, number[]> {
  const exact = new Map<string, number[]>()
  tables.occupations.forEach(({ zh, en }, row) => {
    for (const name of new Set([normalise(zh), normalise(en)])) exact.set(name, [...(exact.get(name) ?? []), row])
  })
  return exact
}

function hitOf(claim: Claim): ConceptHit {
  return { concept: claim.concept, confidence: Math.min(1, 0.8 + 0.1 * claim.words.length), words: claim.words }
}

function hitsOf(
  evidence: OccupationEvidence,
  claims: Claims,
  words: readonly string[],
  tables: TextTables,
): ConceptHit[] {
  return evidence.ranked.slice(0, 8).map(([row, score]) => {
    const concept = `occ/${tables.occupations[row]!.code}`
    const name = tables.occupations[row]!.zh
    const shared = words.filter((word) => word.length > 1 && name.includes(word))
    const led = claims.named.get(concept)?.words ?? (shared.length > 0 ? shared : words.slice(0, 4))
    return { concept, confidence: Math.min(1, score), words: led }
  })
}

function namesOf(tables: TextTables): Map<ConceptId, { zh: string; en: string }> {
  const names = new Map<ConceptId, { zh: string; en: string }>()
  for (const { code, zh, en } of tables.occupations) names.set(`occ/${code}`, { zh, en })
  for (const { id, zh, en } of tables.skills) names.set(id, { zh, en })
  return names
}
