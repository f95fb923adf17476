/** The best of many rows: highest score first, ties by id. */
export interface Top<Id extends string | number = string> {
  /** Scores below this cannot come in any more. */
  floor: number
  add(id: Id, score: number): void
  /** Best first, without the first `offset`; nothing is kept afterwards. */
  drain(offset: number): { readonly id: Id; readonly score: number }[]
}

/** Keeps the best `countMax` rows of at least `scoreMin`; a heap with the worst on top. */
export function createTop<Id extends string | number = string>(countMax: number, scoreMin: number): Top<Id> {
  const ids: Id[] = []
  const scores: number[] = []

  const isWorse = (a: number, b: number): boolean =>
    scores[a]! < scores[b]! || (scores[a] === scores[b] && ids[a]! > ids[b]!)

  const swap = (a: number, b: number): void => {
    const id = ids[a]!
    const score = scores[a]!
    ids[a] = ids[b]!
    scores[a] = scores[b]!
    ids[b] = id
    scores[b] = score
  }

  const sink = (): void => {
    for (let at = 0; ;) {
      const left = 2 * at + 1
      if (left >= ids.length) return
      const worse = left + 1 < ids.length && isWorse(left + 1, left) ? left + 1 : left
      if (!isWorse(worse, at)) return
      swap(worse, at)
      at = worse
    }
  }

  const rise = (): void => {
    for (let at = ids.length - 1; at > 0;) {
      const parent = (at - 1) >> 1
      if (!isWorse(at, parent)) return
      swap(at, parent)
      at = parent
    }
  }

  const top: Top<Id> = {
    floor: scoreMin,
    add: (id, score) => {
      if (score < top.floor || countMax < 1) return
      if (ids.length < countMax) {
        ids.push(id)
        scores.push(score)
        rise()
      } else {
        if (score === scores[0] && id > ids[0]!) return
        ids[0] = id
        scores[0] = score
        sink()
      }
      if (ids.length === countMax) top.floor = Math.max(scoreMin, scores[0]!)
    },
    drain: (offset) => {
      const rows = new Array<{ readonly id: Id; readonly score: number }>(Math.max(0, ids.length - offset))
      // The worst comes off the heap first, so the rows fill from their end.
      for (let at = ids.length - 1; at >= 0; at -= 1) {
        if (at >= offset) rows[at - offset] = { id: ids[0]!, score: scores[0]! }
        const id = ids.pop()!
        const score = scores.pop()!
        if (at === 0) break
        ids[0] = id
        scores[0] = score
        sink()
      }
      return rows
    },
  }
  return top
}
