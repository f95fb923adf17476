/** Things that several rows share, each kept once under its key and given a small number until nobody uses it. */
export interface Pool<T> {
  readonly numbers: Map<string, number>
  readonly keys: (string | undefined)[]
  readonly values: (T | undefined)[]
  readonly uses: number[]
  readonly free: number[]
}

/** A pool without entries. */
export const createPool = <T>(): Pool<T> => ({ numbers: new Map(), keys: [], values: [], uses: [], free: [] })

/** The number of a key, used once more; `make` is called when the key is new. */
export function acquire<T>(pool: Pool<T>, key: string, make: () => T): number {
  const known = pool.numbers.get(key)
  if (known !== undefined) {
    pool.uses[known]! += 1
    return known
  }
  const value = make()
  const number = pool.free.pop() ?? pool.values.length
  pool.numbers.set(key, number)
  pool.keys[number] = key
  pool.values[number] = value
  pool.uses[number] = 1
  return number
}

/** Gives one use back; true when it was the last, so that the number may soon mean something else. */
export function release(pool: Pool<unknown>, number: number): boolean {
  const left = (pool.uses[number] ?? 0) - 1
  pool.uses[number] = left
  if (left > 0) return false
  const key = pool.keys[number]
  if (key !== undefined) pool.numbers.delete(key)
  pool.keys[number] = undefined
  pool.values[number] = undefined
  pool.free.push(number)
  return true
}
