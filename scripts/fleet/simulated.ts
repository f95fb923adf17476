import { manualClock } from '../../src/clock.ts'
import { plusMs, type Instant } from '../../src/domain/time.ts'
import { countingIds, randomIds, type Ids } from '../../src/ids.ts'
import type { Queue } from '../../src/queue/queue.ts'
import type { Services, WireOptions } from '../../src/wire.ts'
import { delayOf } from './simulated-time.ts'

/** How many ids of each prefix have been given. */
export type Counts = readonly (readonly [prefix: string, count: number])[]

/** What the simulation tells one of its processes; it answers with the same number when it has done so. */
export interface Order {
  readonly number: number
  /** The time is this from now on. */
  readonly at?: Instant
  /** The next ids go on from these counts, until they are asked back. */
  readonly lent?: Counts
  readonly back?: true
}

export interface OrderAnswer {
  readonly number: number
  readonly counts?: Counts
  /** How many jobs this process has run. */
  readonly jobs: number
  /** Why the order could not be done. */
  readonly failed?: string
}

/** A process of the product whose time, and some of whose ids, come from the simulation that started it. */
export function simulatedProcess(start: Instant) {
  const clock = manualClock(start)
  const ids = lentIds()
  let jobs = 0
  const ran = (): void => void (jobs += 1)
  const options: WireOptions = {
    clock,
    ids,
    between: { store: (store) => store, queue: (queue) => simulatedQueue(queue, clock, ran) },
  }
  /** Takes orders from here on. */
  const obey = (services: Services): void => {
    const catchUp = catcherUp(services)
    const doIt = async ({ number, at, lent, back }: Order): Promise<OrderAnswer> => {
      if (lent !== undefined) ids.lend(lent)
      if (at !== undefined) {
        clock.set(at)
        await catchUp()
      }
      return { number, jobs, ...(back === true ? { counts: ids.takeBack() } : {}) }
    }
    process.on('message', (order: Order) => {
      void doIt(order)
        .catch((error: unknown): OrderAnswer => ({ number: order.number, jobs, failed: String(error) }))
        .then((answer) => process.send?.(answer))
    })
  }
  return { options, obey }
}

/** Ids of the counts that were lent to this process; chance makes them while none are. */
function lentIds(): Ids & { lend(counts: Counts): void; takeBack(): Counts } {
  let counts: Map<string, number> | undefined
  let ids = randomIds
  return {
    next: (prefix) => ids.next(prefix),
    lend: (lent) => {
      counts = new Map(lent)
      ids = countingIds(counts)
    },
    takeBack: () => {
      const given = [...(counts ?? [])]
      counts = undefined
      ids = randomIds
      return given
    },
  }
}

/** The same queue, where a job that waits does so for the simulated clock; tells of each that ran. */
function simulatedQueue(queue: Queue, clock: { now(): Instant }, ran: () => void): Queue {
  return {
    ...queue,
    start: (handler, options) => queue.start((job) => handler(job).finally(ran), options),
    add: ({ runAt, ...job }) => {
      const now = clock.now()
      return queue.add(runAt === undefined || runAt <= now ? job : { ...job, runAt: plusMs(now, delayOf(runAt)) })
    },
    // What comes again by the clock is asked for by the simulation. The relay's schedule stands in for lost notices, which
    // are lost in real time.
    schedule: (name, everyMs, job) => (name === 'relay' ? queue.schedule(name, everyMs, job) : Promise.resolve()),
  }
}

/** Brings every changed document into the matching index: the hours that passed are more than the second it takes else. */
function catcherUp({ store, district, matches }: Services): () => Promise<void> {
  const known = new Map<string, number>()
  const look = async (collection: 'seekers' | 'postings'): Promise<void> => {
    const changed: string[] = []
    const seen = ({ _id, version }: { readonly _id: string; readonly version: number }): void => {
      if (known.get(_id) !== version) changed.push(_id)
      known.set(_id, version)
    }
    if (collection === 'seekers')
      for await (const one of store.seekers.each({ index: 'byDistrict', equals: { district } })) seen(one)
    else
      for (const state of ['open', 'paused', 'closed'])
        for await (const one of store.postings.each({ index: 'byState', equals: { district, state } })) seen(one)
    for (const id of changed) await matches.refresh({ collection, id })
  }
  return async () => {
    await look('seekers')
    await look('postings')
  }
}
