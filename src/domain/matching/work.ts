import { claimedLevel, farBelow, refusedFrom } from './features.ts'
import type { AsksJudged, Judge } from './judge.ts'
import type { JobRow, PersonRow } from './rows.ts'
import type { TextShelf } from './shelf.ts'
import type { TextEngine } from '../text/text.ts'

/** A judge who knows the words as well. */
export interface WordJudge extends Judge {
  readonly text: TextEngine
  readonly shelf: TextShelf
}

interface Nearest {
  readonly level: number
  readonly words: string
}

/** The nearest of a person's texts to a posting's text, with its words. */
export function nearest(sources: readonly number[], target: number, { shelf }: WordJudge): Nearest {
  let level = 0
  let words = ''
  for (const source of sources) {
    const found = shelf.level(source, target)
    if (words !== '' && found <= level) continue
    level = found
    words = shelf.sources.values[source]!.words
  }
  return { level, words }
}

/** How near a posting's work is to a person; no words where none of theirs says it. */
export interface WorkFound extends Nearest {
  /** True where a wish says it, and not what the person can do. */
  readonly isWish: boolean
  /** True where the work is known to be far from all that they want or can do. */
  readonly isFar: boolean
}

/** The best of the wanted occupations, or, less loud, what the person says they can do; undefined where they say neither. */
export function workOf(person: PersonRow, job: JobRow, judge: WordJudge, asks: AsksJudged): WorkFound | undefined {
  const { neutral } = judge
  const hasWish = person.wants.length > 0
  if (!hasWish && person.able.length === 0) return undefined
  const wish = nearest(person.wants, job.title, judge)
  const claim = nearest(hasWish ? person.claimSources : person.able, job.title, judge)
  const claimed = claimedLevel(claim.level, neutral, hasWish)
  // Somebody who has not said what they want, and has most of the asked skills, is not known to be far from the work.
  const isOpen = person.takesAnything || (!hasWish && asks.isMostHeld)
  const level = Math.max(wish.level, claimed)
  if (isOpen && level < neutral) return { level: neutral, words: '', isWish: person.takesAnything, isFar: false }
  const isWish = hasWish && (wish.level >= claimed || claim.words === '')
  return {
    level,
    words: isWish ? wish.words : claim.words,
    isWish,
    isFar: !isOpen && level < farBelow,
  }
}

/** True for a title as near to refused work as to be it, and nearer than to any wish. */
export const isRefused = (refused: number, wished: number): boolean => refused >= refusedFrom && refused > wished

/** The words of refused work that a posting's title is; undefined where it is none. */
export function refusedIn(person: PersonRow, job: JobRow, judge: WordJudge): string | undefined {
  if (person.unwanted.length === 0) return undefined
  const { level, words } = nearest(person.unwanted, job.title, judge)
  return isRefused(level, nearest(person.wants, job.title, judge).level) ? words : undefined
}
