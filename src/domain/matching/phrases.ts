import type { TextEngine } from '../text/text.ts'
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
  /** Work that they do not want. */
  readonly unwanted: readonly string[]
  /** True where any work will do. */
  readonly anything: boolean
}

/** True for words that name what the text refuses or tells of others, and nothing that it claims. */
type IsDenied = (words: string) => boolean

/** Judges the words of a text as the whole of it stands: 小区保洁我辞了 is denied where 说啥也不干这个了 follows. */
function deniedIn(own: string, text: TextEngine): IsDenied {
  const { refused, others, skills, certificates } = text.read(own)
  const [denied, claimed] = [
    [...refused, ...others],
    [...skills, ...certificates],
  ].map((hits) => hits.flatMap((hit) => hit.words))
  return (words) => {
    const plain = words.toLowerCase()
    return denied!.some((word) => plain.includes(word)) && !claimed!.some((word) => plain.includes(word))
  }
}

/** The clauses of a phrase that speak of work they can or want to do, and not of what the body cannot. */
function telling(phrase: string, isDenied: IsDenied, text: TextEngine): { words: string; anything: boolean } {
  const clauses = phrase.split(/[,。]/).flatMap((one) => one.trim() || [])
  const anything = clauses.some(isAnything)
  const kept = clauses.filter(
    (one) => !isAnything(one) && !isNoWish(one) && !isDenied(one) && text.read(one).limits.length === 0,
  )
  return { words: kept.length === clauses.length ? phrase : kept.join(','), anything }
}

/** The first of them in the order said, so that none is lost for its spelling; then in one order, however they were said. */
export const bounded = (phrases: readonly string[]): readonly string[] =>
  [...new Set(phrases.map((one) => one.slice(0, phraseLengthMax)))].slice(0, phrasesMax).sort()

/** Texts of a person as phrases: what they claim or wish, and what they do not want. */
export function phrasesOf(texts: readonly string[], text: TextEngine): Said {
  const turned = texts.map((one) => {
    const own = ownWords(one)
    return { ...turnedDown(own), isDenied: deniedIn(own, text) }
  })
  const told = turned.flatMap(({ left, isDenied }) =>
    left
      .filter((one) => isAnything(one) || !isInability(one) || text.read(one).skills.length > 0)
      .map((one) => telling(one, isDenied, text)),
  )
  return {
    claimed: bounded(told.flatMap(({ words }) => words || [])),
    unwanted: bounded(turned.flatMap((one) => one.unwanted)),
    anything: turned.some((one) => one.takesRest) || told.some((one) => one.anything),
  }
}
