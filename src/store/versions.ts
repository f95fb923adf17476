import type { Aggregate, DomainEvent, Draft, PendingEvent } from '../domain/aggregate.ts'
import type { Instant } from '../domain/time.ts'
import { schemaVersion } from './schema.ts'

/** The events of one version as they are written with it: `${_id}.${version}.${place}`, place from 0. */
function pendingOf(
  id: string,
  version: number,
  events: readonly DomainEvent[],
  actor: string,
  at: Instant,
): PendingEvent[] {
  return events.map((event, place) => ({ ...event, id: `${id}.${version}.${place}`, at, actor }))
}

/** The first version of a new document. */
export function firstVersion<D extends Aggregate>(
  draft: Draft<D>,
  events: readonly DomainEvent[],
  actor: string,
  now: Instant,
): D {
  const own: Pick<Aggregate, 'version' | 'schema' | 'createdAt' | 'updatedAt' | 'pending'> = {
    version: 1,
    schema: schemaVersion,
    createdAt: now,
    updatedAt: now,
    // The compiler cannot see that a draft of D has an `_id`.
    pending: pendingOf((draft as unknown as Aggregate)._id, 1, events, actor, now),
  }
  return plain({ ...draft, ...own } as unknown as D)
}

/**
 * The version after `found`, as `wanted` says, with its events behind those still pending. What the store keeps
 * (version, creation, pending events) is taken from `found`; a clock that goes back never takes `updatedAt` back.
 */
export function nextVersion<D extends Aggregate>(
  found: D,
  wanted: D,
  events: readonly DomainEvent[],
  actor: string,
  now: Instant,
): D {
  if (wanted._id !== found._id || wanted.district !== found.district)
    throw new TypeError(`a change may not move ${found._id} to another id or district`)
  const version = found.version + 1
  const at = now > found.updatedAt ? now : found.updatedAt
  return plain({
    ...wanted,
    version,
    schema: schemaVersion,
    createdAt: found.createdAt,
    updatedAt: at,
    pending: [...found.pending, ...pendingOf(found._id, version, events, actor, at)],
  })
}

/**
 * The same value without properties that are undefined; the very same object when there are none. Throws a TypeError
 * that names the place for what a store cannot give back as it was: NaN, dates, maps, functions.
 */
export function plain<T>(value: T, path = ''): T {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (Array.isArray(value)) return plainItems(value, path) as T
  if (typeof value === 'object') {
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype === Object.prototype || prototype === null) return plainFields(value, path)
  }
  throw new TypeError(`a document cannot hold what is at ${path === '' ? '/' : path}`)
}

function plainItems(items: readonly unknown[], path: string): readonly unknown[] {
  const kept = items.map((item, place) => plain(item, `${path}/${place}`))
  return kept.every((item, place) => item === items[place]) ? items : kept
}

function plainFields<T extends object>(value: T, path: string): T {
  let isSame = true
  const kept: Record<string, unknown> = {}
  for (const [key, field] of Object.entries(value) as [string, unknown][]) {
    if (field === undefined) {
      isSame = false
      continue
    }
    const clean = plain(field, `${path}/${key}`)
    if (clean !== field) isSame = false
    kept[key] = clean
  }
  return isSame ? value : (kept as T)
}
