import { setTimeout as pause } from 'node:timers/promises'
import type { Job } from 'bullmq'
import { Redis } from 'ioredis'
import type { Instant } from '../../src/domain/time.ts'
import type { bullmqQueue } from '../../src/queue/bullmq.ts'
import { eventful } from '../../src/services/relay.ts'
import type { Store } from '../../src/store/store.ts'
import type { Running, SimulationClock } from '../demo/simulate.ts'
import type { Fleet } from './fleet.ts'
import { momentOf } from './simulated-time.ts'

export interface Led {
  readonly fleet: Fleet
  readonly clock: SimulationClock
  readonly district: string
  readonly store: Pick<Store, 'pending'>
  readonly queue: ReturnType<typeof bullmqQueue>
  readonly redisPort: number
}

const settleMsMax = 300_000

export interface Lead extends Running {
  /** The most jobs that were seen to run at the same time. */
  activeMost(): number
  stop(): void
}

/** Why a fleet is not at rest, or undefined when it is. */
interface Rest {
  /** Undefined while it rests. */
  readonly busy?: string
  /** Grows with every job that is added. */
  readonly jobsAdded: number
}

/** Runs processes of the product in simulated time: sets their clocks, promotes what became due, waits until they rest. */
export function lead({ fleet, clock, district, store, queue, redisPort }: Led): Lead {
  const { bull } = queue
  const redis = new Redis(redisPort)
  let activeMost = 0
  const isOfSchedule = ({ id = '' }: Pick<Job, 'id'>): boolean => id.startsWith('repeat:')

  const restOf = async (): Promise<Rest> => {
    const jobsAdded = Number(await redis.get(bull.toKey('id')))
    const counts = await bull.getJobCounts('waiting', 'prioritized', 'active')
    activeMost = Math.max(activeMost, counts['active'] ?? 0)
    const working = Object.values(counts).reduce((sum, count) => sum + count, 0)
    if (working > 0) return { jobsAdded, busy: `${working} jobs` }
    const again = (await bull.getDelayed()).filter((job) => !isOfSchedule(job) && momentOf(job.delay) === undefined)
    return again.length === 0 ? { jobsAdded } : { jobsAdded, busy: `${again.length} jobs try again` }
  }

  const pendingOf = async (): Promise<string | undefined> => {
    const found = await Promise.all(eventful.map(async (name) => ((await store.pending(name, 1))[0] ? [name] : [])))
    const names = found.flat()
    return names.length === 0 ? undefined : `events of ${names.join(', ')}`
  }

  /** At rest: no job ran between two looks, and no event waited in between; so nothing wrote, and nothing will. */
  const settle = async (): Promise<void> => {
    const until = performance.now() + settleMsMax
    for (;;) {
      const before = await restOf()
      const busy = before.busy ?? (await pendingOf())
      const after = busy === undefined ? await restOf() : before
      if (busy === undefined && after.busy === undefined && after.jobsAdded === before.jobsAdded) return
      if (performance.now() > until) throw new Error(`the fleet did not come to rest: ${busy ?? after.busy ?? 'jobs'}`)
      await pause(20)
    }
  }

  /** Everybody's clock, and what a process knows by following the others, comes to this moment. */
  const tell = async (at: Instant): Promise<void> => {
    clock.set(at)
    await Promise.all([...fleet.apis, ...fleet.workers].map((one) => one.command({ at })))
  }

  /** Lets the jobs run that wait for the earliest moment of those that are past; answers whether there were any. */
  const promoteEarliest = async (now: Instant): Promise<boolean> => {
    const waiting = (await bull.getDelayed()).flatMap((job) => {
      const due = isOfSchedule(job) ? undefined : momentOf(job.delay)
      return due === undefined || due > now ? [] : [{ job, due }]
    })
    const first = waiting.map(({ due }) => due).sort()[0]
    for (const { job, due } of waiting) if (due === first) await job.promote()
    return first !== undefined
  }

  return {
    settle,
    until: async (at) => {
      do {
        await tell(at)
        await settle()
      } while (await promoteEarliest(at))
    },
    reconcile: (scope) => queue.add({ kind: 'reconcile', data: { district, scope }, key: `reconcile.${scope}` }),
    activeMost: () => activeMost,
    stop: () => {
      redis.disconnect()
    },
  }
}
