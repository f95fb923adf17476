import type { Claims } from './claims.ts'
import { gramsOf } from './grams.ts'
import type { OccupationEvidence } from './occupations.ts'
import { sparseOf, type Sparse } from './sparse.ts'
import { rarityOf, type Statistics } from './statistics.ts'

/** The comparable side of a reading; kept apart from what callers see. */
export interface Features {
  readonly grams: Sparse
  readonly fields: Sparse
  /** Headings of job boards under which the text would be filed; asked for only where one of two texts is a heading. */
  readonly filed: () => Sparse
  /** True for a text that is itself the name of a heading. */
  readonly isHeading: boolean
  readonly evidence: OccupationEvidence
  readonly claims: Claims
  /** True for a category of all that is left ("其他…"). */
  readonly catchAll: boolean
}

/** Hashed n-grams weighted by how rare they are in the body of texts. */
export function gramProfileOf(text: string, language: 'zh' | 'en', statistics: Statistics): Sparse {
  const weights = new Map<number, number>()
  for (const [gram, count] of gramsOf(text, language)) {
    const rarity = rarityOf(statistics.gramCounts.get(gram) ?? 0, statistics.documents)
    if (rarity > 0) weights.set(gram, (1 + Math.log(count)) * rarity)
  }
  return sparseOf(weights)
}
