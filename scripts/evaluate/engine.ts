import { localityCloseness, type Locality } from '../../src/domain/text/locality.ts'
import type { Reading, TextEngine } from '../../src/domain/text/text.ts'
import type { Item } from './track.ts'

/** What the product compares of an item: its words and, where it names any, its places (most telling first). */
export interface Side {
  readonly reading: Reading
  readonly places: readonly Locality[]
}

/** Share of the place beside the words; former work beside the wishes proved to add nothing. */
export const placeShare = 0.9

/** Reads an item with the product's engine; where former jobs name places, the latest two stand for the home. */
export function sideOf(engine: TextEngine, item: Item): Side {
  const places = [{ town: item.city ?? '', region: item.state ?? '' }, ...(item.experience ?? []).map(placeOf)]
  return { reading: engine.read(item.text), places: places.filter((place) => place.region !== '').slice(0, 2) }
}

function placeOf(job: { city?: string; state?: string }): Locality {
  return { town: job.city ?? '', region: job.state ?? '' }
}

/** Score of a document for a query: likeness of the words and closeness of the places. */
export function scoreOf(engine: TextEngine, query: Side, document: Side): number {
  let score = engine.similarity(query.reading, document.reading)
  const place = document.places[0]
  if (place !== undefined) {
    let close = 0
    query.places.forEach((home, at) => {
      close = Math.max(close, localityCloseness(home, place) / (1 + 0.3 * at))
    })
    score += placeShare * close
  }
  return score
}
