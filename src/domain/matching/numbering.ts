/** Numbers for values that are the same by their key. */
export function numbering<T>() {
  const numbers = new Map<string, number>()
  const values: T[] = []
  return {
    values,
    numberOf: (key: string, value: () => T): number => {
      const known = numbers.get(key)
      if (known !== undefined) return known
      numbers.set(key, values.length)
      return values.push(value()) - 1
    },
  }
}
