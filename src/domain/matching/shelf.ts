import type { Reading, TextEngine } from '../text/text.ts'

/** Every distinct text, read once, and the similarities that were asked for. */
export interface TextShelf {
  readonly ids: Map<string, number>
  readonly readings: Reading[]
  /** Similarity rows by the first text's id, in ten-thousandths; NaN where it was not asked for yet. */
  readonly rows: Map<number, Float32Array>
}

/** An empty shelf. */
export const createShelf = (): TextShelf => ({ ids: new Map(), readings: [], rows: new Map() })

/** The id of a text; reads it when it is new. */
export function textId(shelf: TextShelf, text: TextEngine, words: string): number {
  const known = shelf.ids.get(words)
  if (known !== undefined) return known
  const id = shelf.readings.length
  shelf.ids.set(words, id)
  shelf.readings.push(text.read(words))
  return id
}

/** Similarity of two texts on the shelf, computed once, rounded to four digits so that a rank does not hang on noise. */
export function likeness(shelf: TextShelf, text: TextEngine, a: number, b: number): number {
  let row = shelf.rows.get(a)
  if (row === undefined || row.length <= b) {
    const longer = new Float32Array(Math.max(256, 2 ** Math.ceil(Math.log2(b + 1)))).fill(NaN)
    if (row !== undefined) longer.set(row)
    row = longer
    shelf.rows.set(a, row)
  }
  const known = row[b]!
  if (!Number.isNaN(known)) return known / 10_000
  const found = Math.round(text.similarity(shelf.readings[a]!, shelf.readings[b]!) * 10_000)
  row[b] = found
  return found / 10_000
}
