/** The element at a place that must exist; otherwise an error that names the place. */
export function nth<T>(list: ArrayLike<T>, place: number): T {
  const found = list[place]
  if (found === undefined) throw new Error(`nothing at ${place} of ${list.length}`)
  return found
}
