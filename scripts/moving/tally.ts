import { createHash } from 'node:crypto'
import { indexes } from '../../src/store/indexes.ts'
import type { CollectionName } from '../../src/store/store.ts'

/** Every collection, in the order in which they are copied. */
export const collectionNames = Object.keys(indexes) as readonly CollectionName[]

/** How many documents, and a digest that is the same for the same documents in whatever order they come. */
export interface Tally {
  readonly count: number
  /** 64 hex digits. */
  readonly digest: string
}

export const emptyTally: Tally = { count: 0, digest: '0'.repeat(64) }

/** JSON with the keys in order, so that the same document is the same text from every store. */
export function plainText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((one) => plainText(one ?? null)).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value)
    .filter(([, found]) => found !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([name, found]) => `${JSON.stringify(name)}:${plainText(found)}`).join(',')}}`
}

/** The tally with these documents added; documents are told apart by their whole content. */
export function tallied(tally: Tally, docs: readonly object[]): Tally {
  const sum = Buffer.from(tally.digest, 'hex')
  for (const doc of docs) {
    const one = createHash('sha256').update(plainText(doc)).digest()
    // Addition without carry between bytes keeps the order out and, unlike XOR, two equal documents in.
    for (let at = 0; at < sum.length; at += 1) sum[at] = ((sum[at] ?? 0) + (one[at] ?? 0)) & 0xff
  }
  return { count: tally.count + docs.length, digest: sum.toString('hex') }
}
