import type { Network } from './network.ts'

/** The connected parts of a network: the part of every seeker (-1 without a candidate), numbered by their first seeker. */
export interface Components {
  readonly count: number
  readonly bySeeker: Int32Array
}

/** The parts that have at least one arc. */
export function componentsOf({ postingCount, seekerCount, arcStart, arcPosting }: Network): Components {
  const parent = Int32Array.from({ length: postingCount + seekerCount }, (_, at) => at)
  const rootOf = (node: number): number => {
    let root = node
    while (parent[root] !== root) root = parent[root]!
    for (let at = node; at !== root;) {
      const up = parent[at]!
      parent[at] = root
      at = up
    }
    return root
  }
  for (let s = 0; s < seekerCount; s += 1)
    for (let a = arcStart[s]!; a < arcStart[s + 1]!; a += 1) {
      const one = rootOf(arcPosting[a]!)
      const other = rootOf(postingCount + s)
      if (one !== other) parent[other] = one
    }
  const numbers = new Int32Array(postingCount + seekerCount).fill(-1)
  const bySeeker = new Int32Array(seekerCount).fill(-1)
  let count = 0
  for (let s = 0; s < seekerCount; s += 1) {
    if (arcStart[s] === arcStart[s + 1]) continue
    const root = rootOf(postingCount + s)
    if (numbers[root] === -1) {
      numbers[root] = count
      count += 1
    }
    bySeeker[s] = numbers[root]!
  }
  return { count, bySeeker }
}

/** Every unit as its seeker, in the order of component, rank and seeker: each part is finished before the next begins. */
export function servingOrder(net: Network, { count, bySeeker }: Components): Int32Array {
  const { seekerCount, unitStart, unitRank, rankCount } = net
  const next = new Int32Array(count * rankCount + 1)
  const keyOf = (s: number, unit: number): number => bySeeker[s]! * rankCount + unitRank[unit]!
  const eachUnit = (visit: (s: number, unit: number) => void): void => {
    for (let s = 0; s < seekerCount; s += 1)
      if (bySeeker[s] !== -1) for (let unit = unitStart[s]!; unit < unitStart[s + 1]!; unit += 1) visit(s, unit)
  }
  eachUnit((s, unit) => {
    next[keyOf(s, unit) + 1]! += 1
  })
  for (let key = 1; key < next.length; key += 1) next[key]! += next[key - 1]!
  const order = new Int32Array(next[next.length - 1]!)
  eachUnit((s, unit) => {
    const key = keyOf(s, unit)
    order[next[key]!] = s
    next[key]! += 1
  })
  return order
}
