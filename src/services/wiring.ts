import type { Clock } from '../clock.ts'
import type { Aggregate, Decision } from '../domain/aggregate.ts'
import type { Calendar } from '../domain/calendar.ts'
import { may, mayEver, type Belonging, type Caller, type Permission } from '../domain/access.ts'
import type { MatchingIndex } from '../domain/matching/matching.ts'
import type { TextEngine } from '../domain/text/text.ts'
import type { Gazetteer, Point } from '../domain/place.ts'
import type { Policy } from '../domain/policy.ts'
import type { KeyRing } from '../domain/privacy.ts'
import { Problem } from '../problem.ts'
import type { Ids } from '../ids.ts'
import type { Queue } from '../queue/queue.ts'
import type { Outcome, Store } from '../store/store.ts'
import type { Threads } from '../threads/threads.ts'

/** Everything that a service may use; each takes only what it names. */
export interface Wiring {
  readonly store: Store['collections']
  readonly queue: Queue
  /** Messages to other systems wait apart, so that a slow endpoint holds up no work of our own. */
  readonly outbound: Queue
  readonly clock: Clock
  readonly ids: Ids
  readonly index: MatchingIndex
  /** Where long pure work goes, so that this process answers meanwhile. */
  readonly threads: Threads
  readonly text: TextEngine
  readonly places: Gazetteer
  readonly policies: readonly Policy[]
  /** Which days offices work. */
  readonly calendar: Calendar
  readonly ring: KeyRing
  /** Where seekers reach this service; empty when messages are to carry no link. */
  readonly publicUrl: string
  /** Cryptographically random bytes. */
  readonly randomBytes: (count: number) => Buffer
}

/** Who acts when nobody asked: jobs and schedules. */
export const system = 'system'

/** Who acts when a person answers for themselves. */
export const self = 'seeker'

/** The document that a change ended with; throws a Problem for a refusal or a missing document. */
export function done<D>(outcome: Outcome<D>): D {
  if (outcome.kind === 'missing') throw new Problem('object.unknown')
  if (outcome.kind === 'refused') throw new Problem(outcome.code, outcome.details)
  return outcome.doc
}

/** The object, if the caller may do this to it; else the same 404 as for one that does not exist. */
export function seen<D extends Belonging>(caller: Caller, permission: Permission, object: D | undefined): D {
  allow(caller, permission)
  if (object === undefined || !may(caller, permission, object)) throw new Problem('object.unknown')
  return object
}

/** Throws 403 when the caller's role never has this permission. */
export function allow(caller: Caller, permission: Permission): void {
  if (!mayEver(caller, permission)) throw new Problem('key.forbidden', { role: caller.role })
}

/** A decision that first makes sure that the caller may do it to this very version of the object. */
export const ifMay =
  <D extends Aggregate & Belonging>(caller: Caller, permission: Permission, decide: (found: D) => Decision<D>) =>
  (found: D): Decision<D> => {
    seen(caller, permission, found)
    return decide(found)
  }

/** The point of a place, or undefined for an unknown code. */
export function pointOf(places: Gazetteer, code: string | undefined): Point | undefined {
  const place = code === undefined ? undefined : places.get(code)
  return place === undefined ? undefined : { latitude: place.latitude, longitude: place.longitude }
}
