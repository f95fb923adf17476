import type { Lexicon, Mention } from './lexicon.ts'
import { isRecovery, limitsOf } from './limits.ts'
import { statementsOf, turnsOf, withoutDoubled, type Scope, type Standing } from './negation.ts'
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
  readonly limits: readonly string[]
  /** Occupations named outright or through a skill, with their weights and words. */
  readonly named: ReadonlyMap<ConceptId, { readonly weight: number; readonly words: readonly string[] }>
  /** The text without what it refuses or rules out. */
  readonly affirmed: string
}

/** Concepts of a normalised text sorted into claimed, refused and certificates; limits never count as skills. */
export function readClaims(text: string, lexicon: Lexicon): Claims {
  const skills = new Map<ConceptId, string[]>()
  const refused = new Map<ConceptId, string[]>()
  const certificates = new Map<ConceptId, string[]>()
  const named = new Map<ConceptId, { weight: number; words: string[] }>()
  const limits = new Set<string>()
  const affirmed: string[] = []
  const statements = statementsOf(text, limitApart)
  for (const [at, { clause, scopes }] of statements.entries()) {
    const found = isRecovery(statements[at + 1]?.clause ?? '') ? [] : limitsOf(clause)
    for (const limit of found) limits.add(limit)
    if (found.length === 0 || scopes.some(isRefused)) affirmed.push(...affirmedOf(clause, scopes, found.length > 0))
    for (const mention of mentionsIn(clause, scopes, lexicon)) {
      for (const concept of mention.concepts) {
        const isCertificate = concept.startsWith('cert/')
        if (mention.standing === 'refused' || (mention.standing === 'lost' && isCertificate))
          add(refused, concept, mention.words)
        else if (mention.standing === 'planned') continue
        else if (isCertificate) add(certificates, concept, mention.words)
        else if (concept.startsWith('skill/') && found.length === 0) add(skills, concept, mention.words)
      }
      if (mention.standing !== 'refused' && found.length === 0) name(named, mention, lexicon)
    }
  }
  return {
    skills: claimsOf(skills, refused),
    refused: claimsOf(refused, new Map()),
    certificates: claimsOf(certificates, refused),
    limits: [...limits].sort(),
    named,
    affirmed: affirmed.join('。'),
  }
}

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

type Stood = Mention & { readonly standing: Standing | undefined }

/** The known names in a clause, read as it stands and once more without aspect and duration. */
function mentionsIn(clause: string, scopes: readonly Scope[], lexicon: Lexicon): Stood[] {
  const spoken = withoutDoubled(clause)
  const standingOf = ({ start, end }: Mention): Standing | undefined =>
    scopes.find((scope) => start >= scope.start && end <= scope.end)?.standing ??
    (/(?<!要)[不别]$/.test(spoken.slice(Math.max(0, start - 2), start)) ? 'refused' : undefined)
  const plain = lexicon.mentionsOf(clause).map((found) => ({ ...found, standing: standingOf(found) }))
  const bare = clause.replace(aspect, '')
  if (bare === clause) return plain
  const seen = new Set(plain.flatMap((found) => found.concepts))
  // The scopes are found in the clause as spoken: in the bare one, all or nothing of it is covered.
  const covering = scopes.find((scope) => scope.start <= 1 && scope.end === clause.length)
  if (scopes.length > 0 && covering === undefined) return plain
  const more = lexicon
    .mentionsOf(bare)
    .map((found) => ({ ...found, standing: covering?.standing }))
    .filter((found) => !found.concepts.every((concept) => seen.has(concept)))
  return [...plain, ...more]
}

const isRefused = (scope: Scope): boolean => scope.standing === 'refused'

/** The parts of a clause that no refusal covers; of one that names a limit only what stands before the refusal. */
function affirmedOf(clause: string, scopes: readonly Scope[], isLimit: boolean): string[] {
  const parts: string[] = []
  let from = 0
  for (const scope of scopes.filter(isRefused)) {
    parts.push(clause.slice(from, scope.start))
    from = scope.end
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
