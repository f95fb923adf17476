import type { Lexicon, Mention } from './lexicon.ts'
import { limitsOf } from './limits.ts'
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

const clauseEnds = /[,.;!?,。;!?…\n]|(?:但是|不过|可是|就是|但)/
const refusalBefore =
  /(?:不会|不懂|不擅长|没干过|没做过|没学过|没开过|没有|没|不能|不想|不愿意?|不做|不干|不要|不喜欢|做不了|干不了|不太会|不咋会|can(?:no|')?t|cannot|do not|don't|never|without|not able to|no)\s?(?!问题|关系|要求|毛病|得说|限制|怕|少|experience)/
const refusalAfter =
  /^[^,。]{0,3}(?:不会|不懂|不行|不太会|干不了|做不了|做不来|干不来|弄不了|学不会|没学过|没干过|没做过|还没考|没考|过期)/

/** Concepts of a normalised text sorted into claimed, refused and certificates; limits never count as skills. */
export function readClaims(text: string, lexicon: Lexicon): Claims {
  const skills = new Map<ConceptId, string[]>()
  const refused = new Map<ConceptId, string[]>()
  const certificates = new Map<ConceptId, string[]>()
  const named = new Map<ConceptId, { weight: number; words: string[] }>()
  const limits = new Set<string>()
  const affirmed: string[] = []
  for (const clause of clausesOf(text)) {
    const found = limitsOf(clause)
    for (const limit of found) limits.add(limit)
    const scope = refusedScopeOf(clause)
    if (scope === undefined && found.length === 0) affirmed.push(clause)
    else if (scope !== undefined && scope.start > 1) affirmed.push(clause.slice(0, scope.start))
    for (const mention of mentionsIn(clause, scope, lexicon)) {
      for (const concept of mention.concepts) {
        if (mention.refused) add(refused, concept, mention.words)
        else if (concept.startsWith('cert/')) add(certificates, concept, mention.words)
        else if (concept.startsWith('skill/') && found.length === 0) add(skills, concept, mention.words)
      }
      if (!mention.refused && found.length === 0) name(named, mention, lexicon)
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

/** Aspect and duration between verb and object, as in 绑过两年架子 or 开了八年大货车. */
const aspect =
  /(?<=\p{Script=Han})(?:过|了|着)(?!磅|程|滤|敏)(?:[一二两三四五六七八九十几好多半\d]+(?:来年|多年|年|个月|天|辈子|几年)多?的?)?/gu

/** The known names in a clause, read as it stands and once more without aspect and duration. */
function mentionsIn(
  clause: string,
  scope: { start: number; end: number } | undefined,
  lexicon: Lexicon,
): (Mention & { readonly refused: boolean })[] {
  const within = (found: Mention, range: typeof scope): boolean =>
    range !== undefined && found.start >= range.start && found.end <= range.end
  const plain = lexicon.mentionsOf(clause).map((found) => ({ ...found, refused: within(found, scope) }))
  const bare = clause.replace(aspect, '')
  if (bare === clause) return plain
  const seen = new Set(plain.flatMap((found) => found.concepts))
  // The negation is found in the clause as spoken: in the bare one, all or nothing of it is covered.
  const covered = scope !== undefined && scope.start <= 1
  const more = lexicon
    .mentionsOf(bare)
    .map((found) => ({ ...found, refused: covered }))
    .filter((found) => !found.concepts.every((concept) => seen.has(concept)))
  return scope === undefined || covered ? [...plain, ...more] : plain
}

function clausesOf(text: string): string[] {
  return text
    .split(clauseEnds)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '')
}

/** The part of a clause that a negation covers: all behind a word that refuses, or all before one that closes. */
function refusedScopeOf(clause: string): { start: number; end: number } | undefined {
  const before = refusalBefore.exec(clause)
  if (before !== null && before.index + before[0].length < clause.length)
    return { start: before.index, end: clause.length }
  for (let at = 1; at < Math.min(clause.length, 60); at++)
    if (refusalAfter.test(clause.slice(at))) return { start: 0, end: clause.length }
  return undefined
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
