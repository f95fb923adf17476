import { limitsOf } from '../text/limits.ts'
import { isAnything, isNoWish } from './non-wishes.ts'
import { ownWords } from './own-words.ts'
import { turnedDown } from './refusing.ts'

/** Phrases of one field of a person that are weighed, at most: as many as the field may hold entries. */
const phrasesMax = 50
const phraseLengthMax = 80

/** A phrase that only says what the person cannot do, has not done or does not have. */
const isInability = (phrase: string): boolean =>
  !/[,。]/.test(phrase) &&
  (/^(?:不(?!怕|锈|动产|间断)|没|无(?![人线损机纺尘菌障])|别(?!墅)|cannot|can't|no |not |never )/i.test(phrase) ||
    /(?:不会|不懂|没有|没考|没学过|没干过|没做过|没开过|[干做弄学]不[了来会])了?$/.test(phrase))

/** What a field of a person says; all lists without repeats, sorted, bounded. */
export interface Said {
  readonly claimed: readonly string[]
  /** What they cannot do, have not done or do not have. */
  readonly refused: readonly string[]
  /** Work that they do not want. */
  readonly unwanted: readonly string[]
  /** True where any work will do. */
  readonly anything: boolean
}

/** The clauses of a phrase that speak of work and not of what the body cannot do; the phrase itself where all do. */
function telling(phrase: string): { words: string; anything: boolean } {
  const clauses = phrase.split(/[,。]/).flatMap((one) => one.trim() || [])
  const anything = clauses.some(isAnything)
  const kept = clauses.filter((one) => !isAnything(one) && !isNoWish(one) && limitsOf(one).length === 0)
  return { words: kept.length === clauses.length ? phrase : kept.join(','), anything }
}

/** The first of them in the order said, so that none is lost for its spelling; then in one order, however they were said. */
export const bounded = (phrases: readonly string[]): readonly string[] =>
  [...new Set(phrases.map((one) => one.slice(0, phraseLengthMax)))].slice(0, phrasesMax).sort()

/** Texts of a person as phrases: what they claim or wish, what they cannot, what they do not want. */
export function phrasesOf(texts: readonly string[]): Said {
  const turned = texts.map((one) => turnedDown(ownWords(one)))
  const left = turned.flatMap((one) => one.left)
  const told = left.filter((one) => isAnything(one) || !isInability(one)).map(telling)
  return {
    claimed: bounded(told.flatMap(({ words }) => words || [])),
    refused: bounded(left.filter((one) => !isAnything(one) && isInability(one))),
    unwanted: bounded(turned.flatMap((one) => one.unwanted)),
    anything: turned.some((one) => one.takesRest) || told.some((one) => one.anything),
  }
}
