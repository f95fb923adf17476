/** A heap of (key, item) pairs of which the smallest key comes first, and among equal keys the smallest item. */
export interface Heap {
  /** How many pairs it holds. */
  size(): number
  clear(): void
  push(key: number, item: number): void
  /** The smallest key; Infinity when empty. */
  topKey(): number
  /** Removes and returns the item of the smallest key; -1 when empty. */
  pop(): number
}

const startLength = 1024

/** An empty binary heap on typed arrays that grow by doubling. */
export function emptyHeap(): Heap {
  let keys = new Float64Array(startLength)
  let items = new Int32Array(startLength)
  let size = 0
  const grow = (): void => {
    const wider = new Float64Array(size * 2)
    wider.set(keys)
    keys = wider
    const longer = new Int32Array(size * 2)
    longer.set(items)
    items = longer
  }
  return {
    size: () => size,
    clear: () => {
      size = 0
    },
    topKey: () => (size === 0 ? Infinity : keys[0]!),
    push: (key, item) => {
      if (size === keys.length) grow()
      let at = size
      size += 1
      while (at > 0) {
        const up = (at - 1) >> 1
        const above = keys[up]!
        if (above < key || (above === key && items[up]! <= item)) break
        keys[at] = above
        items[at] = items[up]!
        at = up
      }
      keys[at] = key
      items[at] = item
    },
    pop: () => {
      if (size === 0) return -1
      const first = items[0]!
      size -= 1
      const key = keys[size]!
      const item = items[size]!
      let at = 0
      for (;;) {
        let down = 2 * at + 1
        if (down >= size) break
        const right = down + 1
        if (
          right < size &&
          (keys[right]! < keys[down]! || (keys[right] === keys[down] && items[right]! < items[down]!))
        )
          down = right
        if (keys[down]! > key || (keys[down] === key && items[down]! >= item)) break
        keys[at] = keys[down]!
        items[at] = items[down]!
        at = down
      }
      keys[at] = key
      items[at] = item
      return first
    },
  }
}
