import { hashOf } from './sparse.ts'
import type { HashedWeights } from './tables.ts'

/** The hashed single characters and pairs of a normalised Chinese text; each counts once. */
export function dutyGramsOf(text: string): Set<number> {
  const grams = new Set<number>()
  for (const [run] of text.slice(0, 2_000).matchAll(/\p{Script=Han}+/gu))
    for (let at = 0; at < run.length; at++) {
      grams.add(hashOf(run.slice(at, at + 1)))
      if (at + 2 <= run.length) grams.add(hashOf(run.slice(at, at + 2)))
    }
  return grams
}

/** Adds to `scores` how much of a text each occupation's duties cover, about 0 … 1 times `share`. */
export type DutyReader = (text: string, share: number, scores: Float32Array) => void

/** A reader over the table of duties. */
export function createDutyReader(table: HashedWeights): DutyReader {
  const rows = new Map<number, number>()
  table.hashes.forEach((hash, row) => rows.set(hash, row))
  return (text, share, scores) => {
    const grams = dutyGramsOf(text)
    if (grams.size === 0) return
    const factor = share / (dutyScale * Math.sqrt(grams.size))
    for (const gram of grams) {
      const row = rows.get(gram)
      if (row === undefined) continue
      for (let at = table.starts[row]!; at < table.starts[row + 1]!; at++)
        scores[table.labels[at]!]! += factor * table.values[at]!
    }
  }
}

/** Entries are BM25 weights times this number. */
export const dutyScale = 16
