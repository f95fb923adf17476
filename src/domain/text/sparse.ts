/** A sparse vector of unit length: ascending keys with their values. */
export interface Sparse {
  readonly keys: Uint32Array
  readonly values: Float32Array
}

export const emptySparse: Sparse = { keys: new Uint32Array(0), values: new Float32Array(0) }

/** The weights as a sparse vector of unit length; entries that are not above zero are left out. */
export function sparseOf(weights: ReadonlyMap<number, number>): Sparse {
  const entries = [...weights].filter(([, value]) => value > 0).sort((a, b) => a[0] - b[0])
  let square = 0
  for (const [, value] of entries) square += value * value
  if (square === 0) return emptySparse
  const factor = 1 / Math.sqrt(square)
  const keys = new Uint32Array(entries.length)
  const values = new Float32Array(entries.length)
  entries.forEach(([key, value], at) => {
    keys[at] = key
    values[at] = value * factor
  })
  return { keys, values }
}

/** Dot product of two sparse vectors. */
export function overlapOf(a: Sparse, b: Sparse): number {
  let sum = 0
  for (let i = 0, j = 0; i < a.keys.length && j < b.keys.length;) {
    const left = a.keys[i]!
    const right = b.keys[j]!
    if (left === right) sum += a.values[i++]! * b.values[j++]!
    else if (left < right) i++
    else j++
  }
  return sum
}

/** FNV-1a of a string's UTF-16 units: 32 bits, the same on every machine. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i)
    hash = Math.imul(hash, 0x01000193)
  }
  return hash >>> 0
}
