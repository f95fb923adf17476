/** A priority queue: the least item by `isBefore` comes first. */
export interface Heap<T> {
  readonly size: number
  peek(): T | undefined
  push(item: T): void
  pop(): T | undefined
  clear(): void
}

/** An empty binary heap. */
export function heapOf<T>(isBefore: (one: T, other: T) => boolean): Heap<T> {
  let items: T[] = []

  const rise = (item: T, from: number): void => {
    let place = from
    while (place > 0) {
      const above = (place - 1) >> 1
      const parent = items[above]
      if (parent === undefined || !isBefore(item, parent)) break
      items[place] = parent
      place = above
    }
    items[place] = item
  }

  const sink = (item: T): void => {
    let place = 0
    for (;;) {
      const left = 2 * place + 1
      const [one, other] = [items[left], items[left + 1]]
      const isRight = one !== undefined && other !== undefined && isBefore(other, one)
      const child = isRight ? other : one
      if (child === undefined || !isBefore(child, item)) break
      items[place] = child
      place = isRight ? left + 1 : left
    }
    items[place] = item
  }

  return {
    get size() {
      return items.length
    },
    peek: () => items[0],
    push: (item) => rise(item, items.length),
    pop: () => {
      const first = items[0]
      const last = items.pop()
      if (items.length > 0 && last !== undefined) sink(last)
      return first
    },
    clear: () => (items = []),
  }
}
