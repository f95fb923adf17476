import type { Reading, TextEngine } from '../text/text.ts'
import { leadShare, levelMax, likenessLevel } from './features.ts'
import { isLead } from './posting-words.ts'
import { acquire, createPool, release, type Pool } from './pool.ts'

/** A text that was read once, however many rows use it. */
export interface ShelfText {
  readonly words: string
  readonly reading: Reading
  readonly leads: boolean
}

/** A cell of a row that was not asked for yet. */
export const unknownLevel = 0xffff

/** The nearness of texts, by numbers; all that comparing a person with a posting needs to know of their words. */
export interface Levels {
  /** No source, and no target, has a number from here on. */
  counts(): { readonly sources: number; readonly targets: number }
  /** Levels of one source by target, as long as there are targets; `unknownLevel` where `level` must be asked. */
  row(source: number): Uint16Array
  /** Nearness of a person's text and a posting's text as a level. */
  level(source: number, target: number): number
}

/**
 * Every distinct text of people (sources) and postings (targets), read once, and the nearness of each pair that was
 * asked for as a row of levels per source. Rows are dropped, the longest unused first, when they take more than allowed.
 */
export interface TextShelf extends Levels {
  readonly sources: Pool<ShelfText>
  readonly targets: Pool<ShelfText>
  source(words: string): number
  dropSource(number: number): void
  target(words: string): number
  dropTarget(number: number): void
  /** True when the rows of so many sources can be kept at the same time. */
  keepsRows(sources: number): boolean
  bytes(): number
}

const rowCellsMin = 256

const measured = (from: ShelfText, to: ShelfText, text: TextEngine): number => {
  const level = likenessLevel(text.similarity(from.reading, to.reading))
  return to.leads && !from.leads ? Math.round(level * leadShare) : level
}

/** Bytes of one reading with its vectors and words, about. */
const bytesOf = (one: ShelfText | undefined): number =>
  one === undefined ? 0 : 6_000 + one.reading.vector.byteLength + one.words.length * 2

/** A shelf whose rows take at most `rowBytesMax`. */
export function createShelf(text: TextEngine, rowBytesMax: number): TextShelf {
  const sources = createPool<ShelfText>()
  const targets = createPool<ShelfText>()
  const rows: (Uint16Array<ArrayBuffer> | undefined)[] = []
  const usedAt: number[] = []
  let uses = 0
  let rowBytes = 0

  const read = (words: string) => (): ShelfText => ({ words, reading: text.read(words), leads: isLead(words) })

  const dropRow = (source: number): void => {
    rowBytes -= rows[source]?.byteLength ?? 0
    rows[source] = undefined
  }

  const dropLongestUnused = (except: number): void => {
    let oldest = -1
    for (let source = 0; source < rows.length; source += 1)
      if (rows[source] !== undefined && source !== except && (oldest < 0 || usedAt[source]! < usedAt[oldest]!))
        oldest = source
    if (oldest >= 0) dropRow(oldest)
  }

  const cellsNow = (): number => Math.max(rowCellsMin, 2 ** Math.ceil(Math.log2(targets.values.length + 1)))

  const row = (source: number): Uint16Array => {
    const found = rows[source]
    usedAt[source] = uses += 1
    if (found !== undefined && found.length >= targets.values.length) return found
    const longer = new Uint16Array(cellsNow()).fill(unknownLevel)
    if (found !== undefined) longer.set(found)
    dropRow(source)
    rows[source] = longer
    rowBytes += longer.byteLength
    while (rowBytes > rowBytesMax && rowBytes > longer.byteLength) dropLongestUnused(source)
    return longer
  }

  return {
    sources,
    targets,
    row,
    counts: () => ({ sources: sources.values.length, targets: targets.values.length }),
    keepsRows: (count) => count * cellsNow() * Uint16Array.BYTES_PER_ELEMENT <= rowBytesMax,
    source: (words) => acquire(sources, words, read(words)),
    dropSource: (number) => {
      if (release(sources, number)) dropRow(number)
    },
    target: (words) => acquire(targets, words, read(words)),
    dropTarget: (number) => {
      if (release(targets, number)) for (const levels of rows) if (levels !== undefined) levels[number] = unknownLevel
    },
    level: (source, target) => {
      const levels = row(source)
      const known = levels[target]!
      if (known <= levelMax) return known
      const found = measured(sources.values[source]!, targets.values[target]!, text)
      levels[target] = found
      return found
    },
    bytes: () => {
      let bytes = rowBytes
      for (const one of sources.values) bytes += bytesOf(one)
      for (const one of targets.values) bytes += bytesOf(one)
      return bytes
    },
  }
}
