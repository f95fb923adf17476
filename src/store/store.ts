import type { Aggregate, Decision, DomainEvent, Draft } from '../domain/aggregate.ts'
import type { AuditEntry } from '../domain/audit.ts'
import type { TrainingClass } from '../domain/class.ts'
import type { Delivery } from '../domain/delivery-types.ts'
import type { Employer } from '../domain/employer.ts'
import type { Guarantee } from '../domain/guarantee/guarantee.ts'
import type { Household } from '../domain/household.ts'
import type { ApiKey } from '../domain/access.ts'
import type { SeekerLink } from '../domain/link.ts'
import type { Posting } from '../domain/posting.ts'
import type { Reply } from '../domain/reply.ts'
import type { Review } from '../domain/review.ts'
import type { Seeker } from '../domain/seeker.ts'
import type { Slot } from '../domain/slot.ts'
import type { Instant } from '../domain/time.ts'
import type { Webhook } from '../domain/webhook.ts'
import type { WebhookMessage } from '../domain/webhook-message.ts'
import type { IndexName, indexes } from './indexes.ts'

/** A stored answer to a POST with an Idempotency-Key. */
export interface StoredAnswer extends Aggregate {
  readonly fingerprint: string
  readonly state: 'in_flight' | 'done'
  readonly status?: number
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly expiresAt: Instant
}

/** The newest published summary of one run or report, by name. */
export interface Summary extends Aggregate {
  readonly name: string
  readonly at: Instant
  readonly figures: Readonly<Record<string, unknown>>
}

/** Every collection and what it holds. */
export interface Documents {
  seekers: Seeker
  households: Household
  employers: Employer
  postings: Posting
  guarantees: Guarantee
  slots: Slot
  classes: TrainingClass
  deliveries: Delivery
  reviews: Review
  links: SeekerLink
  replies: Reply
  keys: ApiKey
  audit: AuditEntry
  webhooks: Webhook
  webhookMessages: WebhookMessage
  answers: StoredAnswer
  summaries: Summary
}

export type CollectionName = keyof Documents

export type Scalar = string | number | boolean | null

/**
 * A question that an index of indexes.ts answers: equal values for its first fields, at most one range on the next.
 * `and` narrows what the index found; it is for small results. Rows come in the order of the index's fields, then `_id`.
 */
export interface IndexedQuery<N extends CollectionName> {
  readonly index: IndexName<N>
  readonly equals?: Readonly<Record<string, Scalar>>
  readonly range?: { readonly field: string; readonly from?: Scalar; readonly before?: Scalar }
  readonly and?: Readonly<Record<string, Scalar | { readonly in: readonly Scalar[] }>>
  readonly descending?: boolean
}

export interface PageRequest {
  /** 1 … 10,000. */
  readonly limit: number
  /** Opaque; from the page before. */
  readonly after?: string
}

export interface Page<D> {
  readonly rows: readonly D[]
  /** Where the next page begins; missing on the last. */
  readonly next?: string
}

/** How a change ended; `missing` when there is no such document. */
export type Outcome<D> = Decision<D> | { readonly kind: 'missing' }

/** One collection of aggregates; every write is one atomic write of one document. */
export interface Collection<N extends CollectionName> {
  get(id: string): Promise<Documents[N] | undefined>
  getMany(ids: readonly string[]): Promise<readonly Documents[N][]>
  find(query: IndexedQuery<N>, page: PageRequest): Promise<Page<Documents[N]>>
  count(query: IndexedQuery<N>): Promise<number>
  /** Every row of a query, page by page; a document that changes meanwhile may be seen in either state. */
  each(query: IndexedQuery<N>): AsyncIterable<Documents[N]>
  /** Writes a new document with its events; `exists` when the id or a unique index is taken. Acknowledged means durable. */
  insert(draft: Draft<Documents[N]>, events: readonly DomainEvent[], actor: string): Promise<'inserted' | 'exists'>
  /**
   * Loads, decides, replaces under the version with the events appended to `pending`; a lost race is decided again, at
   * most 20 times, then refused as `version.busy`. `decide` may run several times and must be pure.
   */
  change(
    id: string,
    actor: string,
    decide: (found: Documents[N]) => Decision<Documents[N]>,
    ifVersion?: number,
  ): Promise<Outcome<Documents[N]>>
  /** Takes events off `pending` once the relay has carried them on; unknown ids are ignored. No event, no new version. */
  settle(id: string, eventIds: readonly string[]): Promise<void>
  remove(id: string): Promise<boolean>
  /** Documents in the order of their ids, those after `after` alone, as they are stored; for copying a whole store. */
  stretch(after: string | undefined, limit: number): Promise<readonly Documents[N][]>
  /**
   * Writes documents as they are, with version, times and pending events, in place of those with the same ids; for
   * copying into a store that nobody uses. A unique value that another document has is an error.
   */
  putBack(docs: readonly Documents[N][]): Promise<void>
}

/** What changed, for whoever keeps something in memory up to date. */
export interface Change {
  readonly collection: CollectionName
  readonly id: string
  /** Set where it came by the server: of another process, or the echo of an own one. */
  readonly foreign?: true
}

/** A place that holds all collections. */
export interface Store {
  readonly collections: { readonly [N in CollectionName]: Collection<N> }
  /** Ids of documents with pending events, oldest first; a store opened for one district gives that district's. */
  pending(collection: CollectionName, max: number): Promise<readonly string[]>
  /**
   * Tells of every committed write once it can be read, at once of this process's own and soon of any other's, at times
   * more than once; returns the way to stop listening.
   */
  watch(listener: (change: Change) => void): () => void
  /** `ok`, or why it cannot be used now. */
  health(): Promise<{ readonly ok: boolean; readonly detail: string }>
  close(): Promise<void>
}

/** The shape of the index table, so that a query can only name what is declared. */
export type IndexTable = typeof indexes
