import { createHash } from 'node:crypto'

/** A number 0 ≤ x < 1 that depends on nothing but the words. */
export function lotOf(...words: readonly (string | number)[]): number {
  return createHash('sha256').update(words.join('\n')).digest().readUInt32BE(0) / 4_294_967_296
}
