import type { Point } from '../../src/domain/place.ts'
import type { Reading, TextEngine } from '../../src/domain/text/text.ts'
import { closenessOf, createPlaceFinder, type PlaceFinder } from './places.ts'
import type { Item } from './track.ts'

/** What the product compares of an item: its words and, where it names any, its places (most telling first). */
export interface Side {
  readonly reading: Reading
  readonly places: readonly Point[]
}

/** Share of the way beside the words. */
const placeShare = 1.3
/** What the latest but one of the places counts. */
const formerShare = 0.9

let finder: PlaceFinder | undefined

/** Reads an item with the product's engine; where former jobs name places, the latest two stand for the home. */
export function sideOf(engine: TextEngine, item: Item): Side {
  const named = [item, ...(item.experience ?? [])]
    .filter(({ state }) => state !== undefined && state !== '')
    .slice(0, 2)
  if (named.length > 0) finder ??= createPlaceFinder()
  return { reading: engine.read(item.text), places: named.flatMap((one) => finder?.(one) ?? []) }
}

/** Score of a document for a query: likeness of the words and closeness of the places. */
export function scoreOf(engine: TextEngine, query: Side, document: Side): number {
  const score = engine.similarity(query.reading, document.reading)
  const [place] = document.places
  if (place === undefined) return score
  return (
    score + placeShare * Math.max(0, ...query.places.map((home, at) => closenessOf(home, place) * formerShare ** at))
  )
}
