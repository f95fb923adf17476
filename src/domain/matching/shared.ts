/** The typed arrays of an image. */
interface ArrayKind<T> {
  readonly BYTES_PER_ELEMENT: number
  new (buffer: SharedArrayBuffer): T
}

/** Zeros in memory that several threads may read without a copy. */
export const shared = <T>(kind: ArrayKind<T>, length: number): T =>
  new kind(new SharedArrayBuffer(length * kind.BYTES_PER_ELEMENT))

/** The same values in such memory. */
export function sharedCopy<T extends { set(values: ArrayLike<number>): void }>(
  kind: ArrayKind<T>,
  values: ArrayLike<number>,
): T {
  const copy = shared(kind, values.length)
  copy.set(values)
  return copy
}
