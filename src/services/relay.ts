import type { Aggregate, PendingEvent } from '../domain/aggregate.ts'
import { genesisHash, hashOf } from '../domain/audit.ts'
import type { CollectionName } from '../store/store.ts'
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
  'keys',
  'webhooks',
] as const satisfies readonly CollectionName[]
export type Eventful = (typeof eventful)[number]

/** True for a collection whose documents carry events. */
export const isEventful = (name: CollectionName): name is Eventful => eventful.some((one) => one === name)

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

  const tryAppend = async (event: PendingEvent, subject: Aggregate): Promise<boolean> => {
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
    return (await store.audit.count({ index: 'byEvent', equals: { district, event: event.id } })) > 0
  }

  /** Appends an event to the chain once; another writer's entry in between only means to try again. */
  const append = (event: PendingEvent, subject: Aggregate): Promise<void> => {
    const mine = appending.then(async () => {
      for (let attempt = 0; attempt < 50; attempt += 1) if (await tryAppend(event, subject)) return
      throw new Error('the audit log could not be appended to')
    })
    appending = mine.catch(() => undefined)
    return mine
  }

  /** Carries the events of one document on. */
  const carry = async (name: Eventful, id: string): Promise<number> => {
    const subject: Aggregate | undefined = await store[name].get(id)
    if (subject === undefined || subject.pending.length === 0) return 0
    for (const event of subject.pending) {
      await append(event, subject)
      for (const job of followUpsOf(event, subject.district)) await enqueue(queue, clock.now(), job)
    }
    await post(name, subject)
    await store[name].settle(
      id,
      subject.pending.map((event) => event.id),
    )
    return subject.pending.length
  }

  return {
    carry,

    /** Carries everything that waits; resolves with how many events it carried. */
    drain: async (): Promise<number> => {
      let carried = 0
      for (const name of eventful) for (const id of await pending(name, 1000)) carried += await carry(name, id)
      return carried
    },
  }
}

export type Relay = ReturnType<typeof relay>
