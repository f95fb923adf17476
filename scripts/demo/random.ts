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
