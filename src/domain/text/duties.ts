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

/** Adds to `scores`, for each occupation, the share of a text that its duties cover, in [0, 1]. */
export type DutyReader = (text: string, scores: Float32Array) => void

/** A reader over the table of duties. */
export function createDutyReader(table: HashedWeights): DutyReader {
  const rows = new Map<number, number>()
  table.hashes.forEach((hash, row) => rows.set(hash, row))
  const most = Array.from(table.hashes, (_, row) =>
    table.values.subarray(table.starts[row], table.starts[row + 1]).reduce((max, value) => Math.max(max, value), 0),
  )
  return (text, scores) => {
    const grams = dutyGramsOf(text)
    let total = 0
    for (const gram of grams) total += most[rows.get(gram) ?? -1] ?? unknownWeight
    if (total === 0) return
    for (const gram of grams) {
      const row = rows.get(gram)
      if (row === undefined) continue
      for (let at = table.starts[row]!; at < table.starts[row + 1]!; at++)
        scores[table.labels[at]!]! += table.values[at]! / total
    }
  }
}

/** Entries are BM25 weights times this number. */
export const dutyScale = 16

/** What a pair of characters weighs that stands in no duty. */
const unknownWeight = 80
