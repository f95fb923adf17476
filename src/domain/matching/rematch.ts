import { valuesOf } from './columns.ts'
import { levelMax } from './features.ts'
import { peopleIn } from './image-people.ts'
import type { ImageWords, RematchImage } from './image.ts'
import type { ScanTools, ScannedColumns } from './lens.ts'
import type { Ranked } from './matching.ts'
import { createScanner } from './scan.ts'
import { neutralOf } from './score.ts'
import type { Levels } from './shelf.ts'
import { createTop } from './top.ts'

/** The best postings of some people in their order: `counts` of each, then all ranks and scores one after another. */
export interface RematchRows {
  readonly counts: Int32Array
  readonly ranks: Int32Array
  readonly scores: Int32Array
}

function columnsIn({ postings }: RematchImage): ScannedColumns<number> {
  const { titles, slotsFrom, slots, rank, ...columns } = postings
  const slotsOf: number[][] = []
  for (const [at, title] of titles.entries()) slotsOf[title] = [...slots.subarray(slotsFrom[at], slotsFrom[at + 1])]
  return { ...columns, titles: [...titles], slotsOf, ids: [...rank] }
}

function levelsIn({ levels, sources, targets }: RematchImage): Levels {
  const rows = Array.from({ length: sources }, (_, at) => levels.subarray(at * targets, (at + 1) * targets))
  return {
    counts: () => ({ sources, targets }),
    row: (source) => rows[source]!,
    level: (source, target) => {
      const level = rows[source]![target]!
      if (level > levelMax) throw new Error(`the image does not hold the nearness of source ${source} to ${target}`)
      return level
    },
  }
}

function toolsIn(image: RematchImage, words: ImageWords): ScanTools<number> {
  const satisfies = new Map(words.satisfies.map(([held, wanted]) => [held, new Set(wanted)]))
  const unlisted = <T>(list: readonly (T | null)[]): { readonly values: readonly (T | undefined)[] } => ({
    values: list.map((one) => one ?? undefined),
  })
  return {
    columns: columnsIn(image),
    lists: {
      asks: unlisted(words.asks),
      certificates: unlisted(words.certificates),
      places: unlisted(words.places.map((one) => one && { township: one.township, village: one.village })),
    },
    judge: {
      text: { satisfies: (held, wanted) => held === wanted || satisfies.get(held)?.has(wanted) === true },
      shelf: levelsIn(image),
      neutral: neutralOf(words.weights),
    },
    values: valuesOf(words.weights),
  }
}

/** The same rows as the index itself would give to people `from` … `to − 1` of an image. */
export function rematch(image: RematchImage, from: number, to: number): RematchRows {
  const { now, limit, scoreMin, exceptFrom, except } = image
  // A decoder takes no shared memory.
  const words = JSON.parse(new TextDecoder().decode(image.words.slice())) as ImageWords
  const personAt = peopleIn(image.people, words.people)
  const scanner = createScanner(toolsIn(image, words))
  const counts = new Int32Array(to - from)
  const ranks: number[] = []
  const scores: number[] = []
  for (let at = from; at < to; at += 1) {
    const person = personAt(at)
    if (person === undefined) continue
    const own = except.subarray(exceptFrom[at], exceptFrom[at + 1])
    const top = createTop<number>(limit, scoreMin)
    scanner.postings(person, { now, except: own.length === 0 ? undefined : new Set(own), isGated: true }, top)
    const rows = top.drain(0)
    counts[at - from] = rows.length
    for (const { id, score } of rows) {
      ranks.push(id)
      scores.push(score)
    }
  }
  return { counts, ranks: Int32Array.from(ranks), scores: Int32Array.from(scores) }
}

/** Rows of a rematch with the postings behind the ranks, person by person. */
export function rankedRows({ counts, ranks, scores }: RematchRows, ids: readonly string[]): readonly Ranked[][] {
  let next = 0
  return Array.from(counts, (count) =>
    Array.from({ length: count }, () => {
      const row = { id: ids[ranks[next]!]!, score: scores[next]! }
      next += 1
      return row
    }),
  )
}
