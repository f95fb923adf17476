import type { Reading, TextEngine } from '../../src/domain/text/text.ts'
import { scoreOf, sideOf } from './engine.ts'
import { rankOf } from './metrics.ts'
import { nth } from './nth.ts'
import type { Track } from './track.ts'

/** Why one query came out as it did: what was read, the ten best documents, and where the judged ones stand. */
export function explanationOf(track: Track, query: number, engine: TextEngine) {
  const item = nth(track.queries, query)
  const side = sideOf(engine, item)
  const sides = track.corpus.map((document) => sideOf(engine, document))
  const scores = Float64Array.from(sides, (document) => scoreOf(engine, side, document))
  const ranked = rankOf(scores)
  const rowOf = (document: number) => ({
    rank: ranked.indexOf(document) + 1,
    id: nth(track.corpus, document).id,
    text: nth(track.corpus, document).text,
    score: Math.round(nth(scores, document) * 1000) / 1000,
    judged: nth(track.gains, query).get(document) ?? 0,
    signals: engine.signals(side.reading, nth(sides, document).reading),
  })
  return {
    query: { id: item.id, text: item.text, places: side.places, ...saidBy(engine, side.reading) },
    best: [...ranked.slice(0, 10)].map(rowOf),
    judged: [...nth(track.gains, query).keys()].slice(0, 20).map(rowOf),
  }
}

function saidBy(engine: TextEngine, reading: Reading) {
  const named = (hits: Reading['skills']) =>
    hits.map(({ concept, confidence, words }) => ({ concept, name: engine.nameOf(concept)?.zh, confidence, words }))
  return {
    tokens: reading.tokens,
    occupations: named(reading.occupations),
    skills: named(reading.skills),
    refused: named(reading.refused),
    certificates: named(reading.certificates),
    limits: reading.limits,
  }
}
