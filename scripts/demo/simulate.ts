import type { manualClock } from '../../src/clock.ts'
import type { Caller } from '../../src/domain/access.ts'
import { hourOf, instantAt, dayPlus, type Day, type Instant } from '../../src/domain/time.ts'
import { runJob } from '../../jobs/registry.ts'
import type { Services } from '../../src/wire.ts'
import { answer, closeSome, counsel, gateway, review, teach, visit, type Stage } from './actors.ts'

export type SimulationClock = ReturnType<typeof manualClock>

/** A way to bring in what appears on a day, such as a new posting. */
export type Arrival = (day: number) => Promise<void>

export interface SimulationOptions {
  readonly stage: Stage
  readonly clock: SimulationClock
  readonly start: Day
  readonly days: number
  readonly arrive: Arrival
  readonly progress: (day: number) => void
  /** Called between any two steps; a test drops the queue here. */
  readonly disturb?: (at: Instant) => Promise<void>
}

/** A caller of the simulated office: one key for everybody is enough, because access has its own tests. */
export const officeCallers = (district: string): Stage['callers'] => {
  const admin: Caller = { key: 'demo-office', district, role: 'admin', scope: {} }
  return { admin, notifier: { ...admin, key: 'demo-notifier', role: 'notifier' } }
}

/** Carries events on and runs jobs until nothing is left to do at this moment. */
export async function quiesce({ relay, embeddedQueue, embeddedOutbound }: Services): Promise<number> {
  if (embeddedQueue === undefined || embeddedOutbound === undefined)
    throw new TypeError('a simulation drives the queue of its own process')
  let done = 0
  for (;;) {
    const carried = await relay.drain()
    const ran = (await embeddedQueue.settle()) + (await embeddedOutbound.settle())
    done += carried + ran
    if (carried + ran === 0) return done
  }
}

/** Jobs run only when the simulation says so, one at a time, so that a run can be repeated to the letter. */
export function startQuietly(services: Services): void {
  services.queue.start((job) => runJob(services, job), { concurrency: 1, attemptsMax: 8 })
  services.outbound.start((job) => runJob(services, job), { concurrency: 1, attemptsMax: 8 })
}

/** Lives through the days: morning (messages go out), noon (people answer), evening (caseworkers and visits). */
export async function simulate(options: SimulationOptions): Promise<void> {
  const { stage, clock, start, days, arrive, progress } = options
  const { services } = stage
  const { district } = services
  const notifier = gateway(stage)
  const disturb = options.disturb ?? (() => Promise.resolve())
  const step = async (at: Instant, act: () => Promise<unknown>): Promise<void> => {
    clock.set(at)
    await services.reconcile.due(district)
    await quiesce(services)
    await act()
    await disturb(at)
    await quiesce(services)
  }
  for (let day = 0; day < days; day += 1) {
    const date = dayPlus(start, day)
    await step(instantAt(date, 8.5), async () => {
      await arrive(day)
      await quiesce(services)
      await services.reconcile.all(district)
      await quiesce(services)
      await notifier.round(clock.now())
    })
    await step(instantAt(date, 12), async () => {
      await notifier.round(clock.now())
      await answer(stage, clock.now())
    })
    await step(instantAt(date, 17), async () => {
      await counsel(stage, clock.now())
      await teach(stage, clock.now())
      await review(stage)
      await visit(stage)
      await closeSome(stage)
    })
    await step(instantAt(date, 18), () => notifier.round(clock.now()))
    progress(day + 1)
  }
}

/** `2026-05-01 18:00` in Asia/Shanghai, for people to read. */
export const momentText = (at: Instant): string => {
  const hour = hourOf(at)
  return `${at.slice(0, 10)} ${String(Math.floor(hour)).padStart(2, '0')}:${String(Math.round((hour % 1) * 60)).padStart(2, '0')}`
}
