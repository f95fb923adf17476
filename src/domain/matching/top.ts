/** The best of many rows: highest score first, ties by id. */
export interface Top<Id extends string | number = string> {
  /** Scores below this cannot come in any more. */
  floor: number
  add(id: Id, score: number): void
  /** Best first, without the first `offset`; nothing is kept afterwards. */
  drain(offset: number): { readonly id: Id; readonly score: number }[]
}

/** Keeps the best `countMax` rows of at least `scoreMin`; a heap with the worst on top. */
export const createTop = <Id extends string | number = string>(countMax: number, scoreMin: number): Top<Id> =>
  new Heap<Id>(countMax, scoreMin)

/** One for every question asked, so its steps are the class's and not made anew. */
class Heap<Id extends string | number> implements Top<Id> {
  floor: number
  readonly #ids: Id[] = []
  readonly #scores: number[] = []
  readonly #countMax: number

  constructor(countMax: number, scoreMin: number) {
    this.#countMax = countMax
    this.floor = scoreMin
  }

  add(id: Id, score: number): void {
    const ids = this.#ids
    const scores = this.#scores
    if (score < this.floor || this.#countMax < 1) return
    if (ids.length < this.#countMax) {
      ids.push(id)
      scores.push(score)
      rise(ids, scores)
    } else {
      if (score === scores[0] && id > ids[0]!) return
      ids[0] = id
      scores[0] = score
      sink(ids, scores)
    }
    if (ids.length === this.#countMax) this.floor = Math.max(this.floor, scores[0]!)
  }

  drain(offset: number): { readonly id: Id; readonly score: number }[] {
    const ids = this.#ids
    const scores = this.#scores
    const rows = new Array<{ readonly id: Id; readonly score: number }>(Math.max(0, ids.length - offset))
    // The worst comes off the heap first, so the rows fill from their end.
    for (let at = ids.length - 1; at >= 0; at -= 1) {
      if (at >= offset) rows[at - offset] = { id: ids[0]!, score: scores[0]! }
      const id = ids.pop()!
      const score = scores.pop()!
      if (at === 0) break
      ids[0] = id
      scores[0] = score
      sink(ids, scores)
    }
    return rows
  }
}

type Ids = readonly (string | number)[]

const isWorse = (ids: Ids, scores: readonly number[], a: number, b: number): boolean =>
  scores[a]! < scores[b]! || (scores[a] === scores[b] && ids[a]! > ids[b]!)

function swap(ids: (string | number)[], scores: number[], a: number, b: number): void {
  const id = ids[a]!
  const score = scores[a]!
  ids[a] = ids[b]!
  scores[a] = scores[b]!
  ids[b] = id
  scores[b] = score
}

/** Moves the first row down to its place. */
function sink(ids: (string | number)[], scores: number[]): void {
  for (let at = 0; ;) {
    const left = 2 * at + 1
    if (left >= ids.length) return
    const worse = left + 1 < ids.length && isWorse(ids, scores, left + 1, left) ? left + 1 : left
    if (!isWorse(ids, scores, worse, at)) return
    swap(ids, scores, worse, at)
    at = worse
  }
}

/** Moves the last row up to its place. */
function rise(ids: (string | number)[], scores: number[]): void {
  for (let at = ids.length - 1; at > 0;) {
    const parent = (at - 1) >> 1
    if (!isWorse(ids, scores, at, parent)) return
    swap(ids, scores, at, parent)
    at = parent
  }
}
