/** A seeded source of chance; the same seed gives the same sequence on every machine. */
export interface Random {
  /** 0 ≤ x < 1. */
  next(): number
  /** A whole number, both ends included. */
  integer(min: number, max: number): number
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
  /** One entry, as likely as its weight says. */
  weighted<T>(from: readonly (readonly [T, number])[]): T
  /** A new order of the same things. */
  shuffle<T>(from: readonly T[]): T[]
  /** So many different entries. */
  sample<T>(from: readonly T[], count: number): T[]
}

/**
 * Chance for one act at one moment about certain people and things. It hangs on their names and on nothing else, so that
 * whoever acts in another order, or lives in another process, has the same luck.
 */
export type Draw = (act: string, at: string, ...about: readonly string[]) => Random

/** Draws of a seed; ids are read by the names of what they stand for, because each run may give other ids. */
export function drawsOf(seed: number, names: ReadonlyMap<string, string>): Draw {
  return (act, at, ...about) =>
    createRandom(hashOf([seed, act, at, ...about.map((id) => namedIn(id, names))].join(' ')))
}

/** An id with every id in it replaced by the name of what it stands for; ids of items are made of other ids. */
export const namedIn = (id: string, names: ReadonlyMap<string, string>): string =>
  id.replace(/(?:skr|pst|slt|cls)-[0-9a-z]+/g, (part) => names.get(part) ?? part)

/** FNV-1a over the code units of a text, mixed so that texts that differ by one sign begin far apart. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Mulberry32 over a 32-bit seed. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const integer = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1))
  const pick = <T>(from: readonly T[]): T => {
    const found = from[integer(0, from.length - 1)]
    if (found === undefined) throw new Error('nothing to pick from')
    return found
  }
  const shuffle = <T>(from: readonly T[]): T[] => {
    const order = [...from]
    for (let at = order.length - 1; at > 0; at -= 1) {
      const other = integer(0, at)
      const held = order[at] as T
      order[at] = order[other] as T
      order[other] = held
    }
    return order
  }
  return {
    next,
    integer,
    pick,
    shuffle,
    chance: (probability) => next() < probability,
    sample: (from, count) => shuffle(from).slice(0, count),
    weighted: (from) => {
      let left = next() * from.reduce((sum, [, weight]) => sum + weight, 0)
      for (const [value, weight] of from) {
        left -= weight
        if (left < 0) return value
      }
      return pick(from)[0]
    },
  }
}
