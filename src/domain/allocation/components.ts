import type { NetworkArrays } from './network.ts'

/** The connected parts of a network that have an arc, numbered by their first seeker. */
export interface Components {
  readonly count: number
  /** Every unit as its seeker; those of part c and rank r: `units[unitStart[c * rankCount + r]]` … the next start. */
  readonly unitStart: Int32Array
  readonly units: Int32Array
}

/** The part of each posting and seeker, -1 without an arc. */
function partOfEach({ postingCount, seekerCount, arcStart, arcPosting }: NetworkArrays) {
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
    for (let a = arcStart[s]!; a < arcStart[s + 1]!; a += 1) parent[rootOf(arcPosting[a]!)] = rootOf(postingCount + s)
  const number = new Int32Array(postingCount + seekerCount).fill(-1)
  let count = 0
  for (let s = 0; s < seekerCount; s += 1) {
    if (arcStart[s] === arcStart[s + 1]) continue
    const root = rootOf(postingCount + s)
    if (number[root] === -1) number[root] = count++
  }
  const part = Int32Array.from(number, (_, node) => number[rootOf(node)]!)
  return { count, part }
}

/** Items in the order of their keys (0 … keyCount, less than 0 left out), with the start of each key. */
function sortByKey(keys: Int32Array, keyCount: number): { readonly start: Int32Array; readonly order: Int32Array } {
  const start = new Int32Array(keyCount + 1)
  for (const key of keys) if (key >= 0) start[key + 1]! += 1
  for (let key = 0; key < keyCount; key += 1) start[key + 1]! += start[key]!
  const next = start.slice()
  const order = new Int32Array(start[keyCount]!)
  for (const [item, key] of keys.entries()) if (key >= 0) order[next[key]!++] = item
  return { start, order }
}

/** How many parts a network has. */
export const componentCountOf = (net: NetworkArrays): number => partOfEach(net).count

/** The parts, and their units rank by rank. */
export function componentsOf(net: NetworkArrays): Components {
  const { postingCount, seekerCount, unitStart, unitRank, rankCount } = net
  const { count, part } = partOfEach(net)
  const seekerOfUnit = new Int32Array(unitRank.length)
  const keys = new Int32Array(unitRank.length)
  for (let s = 0; s < seekerCount; s += 1)
    for (let unit = unitStart[s]!; unit < unitStart[s + 1]!; unit += 1) {
      const own = part[postingCount + s]!
      seekerOfUnit[unit] = s
      keys[unit] = own === -1 ? -1 : own * rankCount + unitRank[unit]!
    }
  const units = sortByKey(keys, count * rankCount)
  return { count, unitStart: units.start, units: units.order.map((unit) => seekerOfUnit[unit]!) }
}
