import type { ErrorCode } from '../errors.ts'
import type { Instant } from './time.ts'

/** Something that happened to one aggregate; ids and codes only, never personal data. */
export interface DomainEvent {
  readonly kind: EventKind
  /** Ids and short codes that a follow-up needs; bounded, no names, numbers or addresses of people. */
  readonly data: Readonly<Record<string, string | number | boolean>>
}

/** `noun.verb` in the past tense: `slot.booked`. */
export type EventKind = `${string}.${string}`

/** An event as it was written with its document; `id` is derived from document, version and place, so it is stable. */
export interface PendingEvent extends DomainEvent {
  readonly id: string
  readonly at: Instant
  /** Who caused it: the id of an API key, or `system`. */
  readonly actor: string
}

/** A document that is read and replaced as a whole. */
export interface Aggregate {
  readonly _id: string
  readonly district: string
  /** Counts replacements from 1; a replacement names the version that it replaces. */
  readonly version: number
  /** The shape of the document, see store/schema.ts. */
  readonly schema: number
  readonly createdAt: Instant
  readonly updatedAt: Instant
  /** Events that the relay has not carried on yet: the transactional outbox of this one document. */
  readonly pending: readonly PendingEvent[]
}

/** What a caller makes of a new aggregate; the store adds the rest. */
export type Draft<D extends Aggregate> = Omit<D, 'version' | 'schema' | 'createdAt' | 'updatedAt' | 'pending'>

/** Why something was not done: a code of errors.ts and the values that explain it (never personal data). */
export interface Refusal {
  readonly kind: 'refused'
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>
}

export interface Changed<D> {
  readonly kind: 'changed'
  readonly doc: D
  readonly events: readonly DomainEvent[]
}

export interface Unchanged<D> {
  readonly kind: 'unchanged'
  readonly doc: D
}

/** What the pure domain answers to a wish: the new document with its events, nothing to do, or a refusal. */
export type Decision<D> = Changed<D> | Unchanged<D> | Refusal

/** A new document with the events that tell of it. */
export const change = <D>(doc: D, ...events: readonly DomainEvent[]): Changed<D> => ({ kind: 'changed', doc, events })

/** The wish was fulfilled already. */
export const unchanged = <D>(doc: D): Unchanged<D> => ({ kind: 'unchanged', doc })

/** The wish cannot be fulfilled, and why. */
export const refuse = (code: ErrorCode, details: Readonly<Record<string, unknown>> = {}): Refusal => ({
  kind: 'refused',
  code,
  details,
})

/** One allowed step of a state machine. */
export interface TransitionRule<S extends string, E extends string> {
  readonly event: E
  readonly from: readonly S[]
  readonly to: S
}

/** The state that the event leads to, or undefined where the table does not allow it. */
export function stateAfter<S extends string, E extends string>(
  rules: readonly TransitionRule<S, E>[],
  from: S,
  event: E,
): S | undefined {
  return rules.find((rule) => rule.event === event && rule.from.includes(from))?.to
}
