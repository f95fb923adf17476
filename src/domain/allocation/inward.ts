import type { Network } from './network.ts'

/** The arcs that lead to each posting: `inArcs[inStart[p]]` … `inStart[p + 1]`. */
export interface Inward {
  readonly inStart: Int32Array
  readonly inArcs: Int32Array
}

/** The arcs of a network by posting. */
export function inwardOf({ postingCount, arcCount, arcPosting }: Network): Inward {
  const inStart = new Int32Array(postingCount + 1)
  for (let a = 0; a < arcCount; a += 1) inStart[arcPosting[a]! + 1]! += 1
  for (let p = 0; p < postingCount; p += 1) inStart[p + 1]! += inStart[p]!
  const next = inStart.slice()
  const inArcs = new Int32Array(arcCount)
  for (let a = 0; a < arcCount; a += 1) {
    const posting = arcPosting[a]!
    inArcs[next[posting]!] = a
    next[posting]! += 1
  }
  return { inStart, inArcs }
}
