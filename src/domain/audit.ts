import { createHash } from 'node:crypto'
import type { Aggregate, PendingEvent } from './aggregate.ts'
import type { Instant } from './time.ts'

/** One entry of the audit log; each holds the hash of the one before, so a change or a gap shows. */
export interface AuditEntry extends Aggregate {
  /** 1, 2, 3 … within the district. */
  readonly sequence: number
  readonly event: string
  readonly kind: string
  readonly at: Instant
  readonly actor: string
  /** The document that it is about. */
  readonly subject: string
  readonly data: PendingEvent['data']
  readonly previousHash: string
  readonly hash: string
}

/** What stands before the first entry. */
export const genesisHash = '0'.repeat(64)

/** The hash of an entry over its sequence, what it says, and the hash before it (SHA-256, hex). */
export function hashOf(
  entry: Omit<AuditEntry, 'hash' | '_id' | 'version' | 'schema' | 'createdAt' | 'updatedAt' | 'pending'>,
): string {
  const { district, sequence, event, kind, at, actor, subject, data, previousHash } = entry
  const sorted = Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([district, sequence, event, kind, at, actor, subject, sorted, previousHash]))
    .digest('hex')
}

/** The sequence of the first entry that does not follow from the one before it, or undefined when the chain holds. */
export function firstBroken(
  entries: readonly AuditEntry[],
  previousHash = genesisHash,
  sequence = 1,
): number | undefined {
  let expectedHash = previousHash
  let expectedSequence = sequence
  for (const entry of entries) {
    if (entry.sequence !== expectedSequence || entry.previousHash !== expectedHash || entry.hash !== hashOf(entry))
      return expectedSequence
    expectedHash = entry.hash
    expectedSequence += 1
  }
  return undefined
}
