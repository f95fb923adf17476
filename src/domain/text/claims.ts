import type { ReadClause } from './context.ts'
import type { Lexicon, Mention } from './lexicon.ts'
import { limitRulesOf, limitsOf, type LimitReader } from './limits.ts'
import { statementsOf, turnsOf, withoutDoubled, type Scope } from './negation.ts'
import { mayQualify, type StandingReader, type Stands } from './standing.ts'
import type { ConceptId } from './tables.ts'

/** A concept with the words that named it. */
export interface Claim {
  readonly concept: ConceptId
  readonly words: readonly string[]
}

/** What a text claims, refuses and cannot do. */
export interface Claims {
  readonly skills: readonly Claim[]
  readonly refused: readonly Claim[]
  readonly certificates: readonly Claim[]
  /** What somebody else can do or holds. */
  readonly others: readonly Claim[]
  readonly limits: readonly string[]
  /** Occupations named outright or through a skill, with their weights and words. */
  readonly named: ReadonlyMap<ConceptId, { readonly weight: number; readonly words: readonly string[] }>
  /** The text without what it refuses or rules out. */
  readonly affirmed: string
}

/** Reads what a clause or a name in it means to say, beyond the rules; learned. */
export interface SaidReader {
  readonly standing: StandingReader
  readonly limits: LimitReader
}

/** Concepts of a normalised text sorted into claimed, refused and certificates; limits never count as skills. */
export function readClaims(text: string, lexicon: Lexicon, reader: SaidReader | undefined): Claims {
  const skills = new Map<ConceptId, string[]>()
  const refused = new Map<ConceptId, string[]>()
  const certificates = new Map<ConceptId, string[]>()
  const others = new Map<ConceptId, string[]>()
  const named = new Map<ConceptId, { weight: number; words: string[] }>()
  const limits = new Set<string>()
  const affirmed: string[] = []
  const clauses = readClauses(text, lexicon)
  const standing = mayQualify(text) ? reader?.standing : undefined
  for (const [at, read] of clauses.entries()) {
    const found = limitsAt(clauses, at, reader)
    for (const limit of found) limits.add(limit)
    const mentions = mentionsIn(clauses, at, lexicon, standing)
    if (found.length === 0 || read.scopes.some(isRefused))
      affirmed.push(...affirmedOf(read, mentions, found.length > 0))
    for (const mention of mentions) {
      for (const concept of mention.concepts) {
        const isCertificate = concept.startsWith('cert/')
        if (mention.stands === 'refused') add(refused, concept, mention.words)
        else if (mention.stands === 'other') add(others, concept, mention.words)
        else if (mention.stands !== 'held') continue
        else if (isCertificate) add(certificates, concept, mention.words)
        else if (concept.startsWith('skill/') && found.length === 0) add(skills, concept, mention.words)
      }
      if ((mention.stands === 'held' || mention.stands === 'planned') && found.length === 0)
        name(named, mention, lexicon)
    }
  }
  return {
    skills: claimsOf(skills, refused),
    refused: claimsOf(refused, new Map()),
    certificates: claimsOf(certificates, refused),
    others: claimsOf(others, new Map()),
    limits: [...limits].sort(),
    named,
    affirmed: affirmed.join('。'),
  }
}

/** The limits of a clause, by the rules alone where nothing was learned. */
function limitsAt(clauses: readonly ReadClause[], at: number, reader: SaidReader | undefined): readonly string[] {
  const rules = limitRulesOf(clauses, at)
  return reader === undefined || !isChinese(clauses[at]!.clause)
    ? rules.filter((rule) => !rule.startsWith('not:'))
    : reader.limits(clauses, at, rules)
}

const isChinese = (text: string): boolean => /\p{Script=Han}/u.test(text)

/** The clauses of a normalised text with the names in them, a limit parted from what is claimed behind it. */
export const readClauses = (text: string, lexicon: Lexicon): readonly ReadClause[] =>
  statementsOf(text, limitApart).map((one) => ({ ...one, mentions: lexicon.mentionsOf(one.clause) }))

/** A clause as a limit and what is claimed behind it, as in 腰不好会做饭. */
function limitApart(clause: string): readonly string[] {
  if (limitsOf(clause).length === 0) return [clause]
  const at = turnsOf(clause).find(
    (turn) => limitsOf(clause.slice(0, turn)).length > 0 && limitsOf(clause.slice(turn)).length === 0,
  )
  return at === undefined ? [clause] : [clause.slice(0, at), clause.slice(at)]
}

/** Aspect and duration between verb and object, as in 绑过两年架子 or 开了八年大货车. */
const aspect =
  /(?<=\p{Script=Han})(?:过|了|着)(?!磅|程|滤|敏)(?:[一二两三四五六七八九十几好多半\d]+(?:来年|多年|年|个月|天|辈子|几年)多?的?)?/gu

type Stood = Mention & { readonly stands: Stands }

/** How a name stands by the rules: a document once good is refused, a thing once good is not. */
function byRule({ clause, scopes }: ReadClause, mention: Mention, isCertificate: boolean): Stands {
  const { start, end } = mention
  const standing = scopes.find((scope) => start >= scope.start && end <= scope.end)?.standing
  if (standing === 'planned') return 'planned'
  if (standing === 'refused' || (standing === 'lost' && isCertificate)) return 'refused'
  return /(?<!要)[不别]$/.test(withoutDoubled(clause).slice(Math.max(0, start - 2), start)) ? 'refused' : 'held'
}

/** The known names in a clause and how they stand, read as it is and once more without aspect and duration. */
function mentionsIn(
  clauses: readonly ReadClause[],
  at: number,
  lexicon: Lexicon,
  standing: StandingReader | undefined,
): readonly Stood[] {
  const read = clauses[at]!
  const judged = (where: ReadClause, mention: Mention): Stood => {
    const isCertificate = mention.concepts.some((concept) => concept.startsWith('cert/'))
    if (standing === undefined || !isChinese(where.clause))
      return { ...mention, stands: byRule(where, mention, isCertificate) }
    const around = where === read ? clauses : clauses.with(at, where)
    return {
      ...mention,
      stands: standing(around, { at, start: mention.start, end: mention.end, isCertificate }),
    }
  }
  const plain = read.mentions.map((mention) => judged(read, mention))
  const bare = read.clause.replace(aspect, '')
  if (bare === read.clause) return plain
  const seen = new Set(plain.flatMap((found) => found.concepts))
  // The scopes are found in the clause as spoken: in the bare one, all or nothing of it is covered.
  const covering = read.scopes.find((scope) => scope.start <= 1 && scope.end === read.clause.length)
  if (read.scopes.length > 0 && covering === undefined) return plain
  const scopes = covering === undefined ? [] : [{ ...covering, end: bare.length }]
  const again: ReadClause = { ...read, clause: bare, scopes, mentions: lexicon.mentionsOf(bare) }
  const more = again.mentions
    .filter((found) => !found.concepts.every((concept) => seen.has(concept)))
    .map((mention) => judged(again, mention))
  return [...plain, ...more]
}

const isRefused = (scope: Scope): boolean => scope.standing === 'refused'

/** The parts of a clause that nothing refused covers; of one that names a limit only what stands before the refusal. */
function affirmedOf({ clause, scopes }: ReadClause, mentions: readonly Stood[], isLimit: boolean): string[] {
  const isTheirs = ({ stands }: Stood): boolean => stands === 'held' || stands === 'planned'
  if (mentions.length > 0 && !mentions.some(isTheirs)) return []
  const parts: string[] = []
  let from = 0
  const without = scopes
    .filter(isRefused)
    .filter(({ start, end }) => !mentions.some((one) => isTheirs(one) && one.start >= start && one.end <= end))
  const spans = [...without, ...mentions.filter((one) => !isTheirs(one) && one.end <= clause.length)]
  for (const { start, end } of spans.sort((a, b) => a.start - b.start)) {
    if (start > from) parts.push(clause.slice(from, start))
    from = Math.max(from, end)
  }
  if (!isLimit) parts.push(clause.slice(from))
  return parts.filter((part) => part.length > 1)
}

function add(map: Map<ConceptId, string[]>, concept: ConceptId, words: string): void {
  const known = map.get(concept)
  if (known === undefined) map.set(concept, [words])
  else if (!known.includes(words)) known.push(words)
}

function name(named: Map<ConceptId, { weight: number; words: string[] }>, mention: Mention, lexicon: Lexicon): void {
  const vote = (concept: ConceptId, weight: number): void => {
    const known = named.get(concept)
    if (known === undefined) named.set(concept, { weight, words: [mention.words] })
    else if (!known.words.includes(mention.words)) {
      known.words.push(mention.words)
      known.weight += weight
    }
  }
  for (const concept of mention.concepts) {
    if (concept.startsWith('occ/')) vote(concept, 1)
    lexicon.occupationsOf(concept).forEach((occupation, rank) => vote(occupation, 1 / (1 + 0.5 * rank)))
  }
}

/** In the order of the text, without those that the text refuses elsewhere. */
function claimsOf(map: ReadonlyMap<ConceptId, string[]>, refused: ReadonlyMap<ConceptId, string[]>): Claim[] {
  return [...map].filter(([concept]) => !refused.has(concept)).map(([concept, words]) => ({ concept, words }))
}
