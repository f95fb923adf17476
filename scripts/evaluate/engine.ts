import { localityCloseness, type Locality } from '../../src/domain/text/locality.ts'
import type { Reading, TextEngine } from '../../src/domain/text/text.ts'
import type { Item } from './track.ts'

/** What the product compares of an item: its words and, where it names any, its places (most telling first). */
export interface Side {
  readonly reading: Reading
  readonly past: readonly Reading[]
  readonly places: readonly Locality[]
}

/** Share of former work beside what a person asks for, and of the place beside the words. */
export const shares = { past: 0.15, place: 0.6 }

/** Reads an item with the product's engine; titles of former work are a separate, weaker signal than wishes. */
export function sideOf(engine: TextEngine, item: Item): Side {
  const experience = item.experience ?? []
  const places = [{ town: item.city ?? '', region: item.state ?? '' }, ...experience.map(placeOf)]
  return {
    reading: engine.read(item.text),
    past: experience.slice(0, 3).map((job) => engine.read(job.title ?? '')),
    places: places.filter((place) => place.region !== '').slice(0, 2),
  }
}

function placeOf(job: { city?: string; state?: string }): Locality {
  return { town: job.city ?? '', region: job.state ?? '' }
}

/** Score of a document for a query: likeness of the words, of former work, and closeness of the places. */
export function scoreOf(engine: TextEngine, query: Side, document: Side): number {
  let score = engine.similarity(query.reading, document.reading)
  if (query.past.length > 0) {
    let best = 0
    for (const past of query.past) best = Math.max(best, engine.similarity(past, document.reading))
    score += shares.past * best
  }
  const place = document.places[0]
  if (place !== undefined) {
    let close = 0
    query.places.forEach((home, at) => {
      close = Math.max(close, localityCloseness(home, place) / (1 + 0.3 * at))
    })
    score += shares.place * close
  }
  return score
}
