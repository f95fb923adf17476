import type { Aggregate, PendingEvent } from '../domain/aggregate.ts'
import { genesisHash, hashOf } from '../domain/audit.ts'
import type { Queue } from '../queue/queue.ts'
import type { Change, CollectionName } from '../store/store.ts'
import { enqueue, followUpsOf } from './follow-ups.ts'
import { system, type Wiring } from './wiring.ts'

/** The collections whose documents carry events. */
export const eventful = [
  'seekers',
  'households',
  'employers',
  'postings',
  'guarantees',
  'slots',
  'classes',
  'deliveries',
  'reviews',
  'links',
  'replies',
  'keys',
  'webhooks',
] as const satisfies readonly CollectionName[]
export type Eventful = (typeof eventful)[number]

/** True for a collection whose documents carry events. */
export const isEventful = (name: CollectionName): name is Eventful => eventful.some((one) => one === name)

/**
 * Places in the chain that a pass may lose to another process before it leaves the rest to that one: two that carry the
 * same events only keep each other waiting.
 */
const lostMax = 3

interface Tail {
  readonly sequence: number
  readonly hash: string
}

/** Carries events onward: into the audit log and into the queue, each at least once, recorded once. */
export const relay = (
  wiring: Pick<Wiring, 'store' | 'queue' | 'clock'> & {
    pending: (name: CollectionName, max: number) => Promise<readonly string[]>
    /** Writes the messages that tell other systems of a document's events. */
    post: (name: CollectionName, subject: Aggregate) => Promise<void>
  },
) => {
  const { store, queue, clock, pending, post } = wiring
  const tails = new Map<string, Tail>()
  /** Appends go one after the other, because each needs the hash of the one before. */
  let appending: Promise<void> = Promise.resolve()

  const tailOf = async (district: string): Promise<Tail> => {
    const { rows } = await store.audit.find(
      { index: 'bySequence', equals: { district }, descending: true },
      { limit: 1 },
    )
    return rows[0] ?? { sequence: 0, hash: genesisHash }
  }

  const tryAppend = async (event: PendingEvent, subject: Aggregate, lost: () => void): Promise<boolean> => {
    const { district } = subject
    const tail = tails.get(district) ?? (await tailOf(district))
    const said = {
      district,
      sequence: tail.sequence + 1,
      event: event.id,
      kind: event.kind,
      at: event.at,
      actor: event.actor,
      subject: subject._id,
      data: event.data,
      previousHash: tail.hash,
    }
    const hash = hashOf(said)
    const _id = `aud-${district}-${String(said.sequence).padStart(12, '0')}`
    if ((await store.audit.insert({ ...said, _id, hash }, [], system)) === 'inserted') {
      tails.set(district, { sequence: said.sequence, hash })
      return true
    }
    tails.delete(district)
    lost()
    return (await store.audit.count({ index: 'byEvent', equals: { district, event: event.id } })) > 0
  }

  /** Appends an event to the chain once; another writer's entry in between only means to try again. */
  const append = (event: PendingEvent, subject: Aggregate, lost: () => void): Promise<void> => {
    const mine = appending.then(async () => {
      for (let attempt = 0; attempt < 50; attempt += 1) if (await tryAppend(event, subject, lost)) return
      throw new Error('the audit log could not be appended to')
    })
    appending = mine.catch(() => undefined)
    return mine
  }

  /** Carries the events of one document on. */
  const carry = async (name: Eventful, id: string, lost: () => void): Promise<number> => {
    const subject: Aggregate | undefined = await store[name].get(id)
    if (subject === undefined || subject.pending.length === 0) return 0
    for (const event of subject.pending) {
      await append(event, subject, lost)
      for (const job of followUpsOf(event, subject.district)) await enqueue(queue, clock.now(), job)
    }
    await post(name, subject)
    await store[name].settle(
      id,
      subject.pending.map((event) => event.id),
    )
    return subject.pending.length
  }

  /** Once over everything that waits, until another process proves to be at it; one that fails holds up no other. */
  const pass = async (): Promise<number> => {
    let carried = 0
    let lost = 0
    const failures: unknown[] = []
    for (const name of eventful)
      for (const id of await pending(name, 1000))
        try {
          carried += await carry(name, id, () => (lost += 1))
          if (lost > lostMax) return carried
        } catch (error) {
          failures.push(error)
        }
    if (failures.length > 0) throw failures[0]
    return carried
  }

  let running: Promise<number> | undefined
  let again = false

  /** Carries everything that waits, also what was written meanwhile; resolves with how many events it carried. */
  const drain = (): Promise<number> => {
    again = true
    running ??= (async () => {
      let carried = 0
      try {
        while (again) {
          again = false
          carried += await pass()
        }
      } finally {
        running = undefined
      }
      return carried
    })()
    return running
  }

  return {
    drain,
    /** As drain; but where one runs in this process already, it is told to look again, and nobody waits for it. */
    wake: async (): Promise<void> => {
      if (running === undefined) await drain()
      else again = true
    },
  }
}

/** Writes of one moment that wake the relay once. */
const wakeMs = 20

/**
 * Wakes the relay when this process writes an event: one job for all of them, and of all processes one at a time carries,
 * because the audit log is one chain. A queue that is away is no matter: a schedule looks for what waits. Returns the way
 * to stop.
 */
export function wakeRelay({ watch, queue, district }: WakeOptions): () => void {
  let timer: NodeJS.Timeout | undefined
  const wake = (): void => {
    timer = undefined
    queue.add(relayJob(district)).catch(() => undefined)
  }
  const unwatch = watch(({ collection, foreign }) => {
    if (foreign !== true && isEventful(collection)) timer ??= setTimeout(wake, wakeMs).unref()
  })
  return () => {
    unwatch()
    clearTimeout(timer)
  }
}

export interface WakeOptions {
  readonly watch: (listener: (change: Change) => void) => () => void
  readonly queue: Pick<Queue, 'add'>
  readonly district: string
}

/** The job that carries events on. */
export const relayJob = (district: string) => ({ kind: 'relay', key: 'relay', data: { district } }) as const

export type Relay = ReturnType<typeof relay>
