import type { manualClock } from '../../src/clock.ts'
import type { Caller } from '../../src/domain/access.ts'
import { hourOf, instantAt, dayPlus, type Day, type Instant } from '../../src/domain/time.ts'
import { runJob } from '../../jobs/registry.ts'
import type { Services } from '../../src/wire.ts'
import type { Callers } from './services-office.ts'
import { answer, closeSome, counsel, gateway, review, teach, visit, type Stage } from './actors.ts'

export type SimulationClock = ReturnType<typeof manualClock>

/** A way to bring in what appears on a day, such as a new posting. */
export type Arrival = (day: number) => Promise<void>

/** The product as the simulation runs it, in one process or in many. */
export interface Running {
  /** Lets time pass until this moment: what waited for its time is done, in the order of its times. */
  until(at: Instant): Promise<unknown>
  /** Waits until nothing is left to do at this moment. */
  settle(): Promise<unknown>
  /** What the schedules of the product do each minute (`due`) and each hour (`all`). */
  reconcile(scope: 'due' | 'all'): Promise<unknown>
}

export interface SimulationOptions {
  readonly stage: Stage
  readonly running: Running
  readonly start: Day
  readonly days: number
  readonly arrive: Arrival
  readonly progress: (day: number) => void
  /** Called between any two steps; a test drops the queue here. */
  readonly disturb?: (at: Instant) => Promise<void>
}

/** A caller of the simulated office: one key for everybody is enough, because access has its own tests. */
export const officeCallers = (district: string): Callers => {
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

/** A product that runs in this process and waits for nobody: time passes when it is set. */
export function ownRunning(services: Services, clock: SimulationClock): Running {
  return {
    until: (at) => {
      clock.set(at)
      return quiesce(services)
    },
    settle: () => quiesce(services),
    reconcile: (scope) => services.reconcile[scope](services.district),
  }
}

interface Act {
  readonly hour: number
  readonly acts: readonly (() => Promise<unknown>)[]
}

/** Lives through the days: morning (messages go out), noon (people answer), evening (caseworkers and visits). */
export async function simulate(options: SimulationOptions): Promise<void> {
  const { stage, running, start, days, arrive, progress } = options
  const notifier = gateway(stage)
  const disturb = options.disturb ?? (() => Promise.resolve())
  const round = () => notifier.round(stage.office.now())
  const evening = async (): Promise<void> => {
    for (const act of [counsel, teach, review, visit]) await act(stage)
  }
  const planOf = (day: number): readonly Act[] => [
    { hour: 8.5, acts: [() => arrive(day), () => running.reconcile('all'), round] },
    { hour: 12, acts: [round, () => answer(stage)] },
    // Closing is an act of its own: whether an offer was handed over before its posting closed rightly makes a difference.
    { hour: 17, acts: [evening, () => closeSome(stage)] },
    { hour: 18, acts: [round] },
  ]
  for (let day = 0; day < days; day += 1) {
    for (const { hour, acts } of planOf(day)) {
      const at = instantAt(dayPlus(start, day), hour)
      await running.until(at)
      await running.reconcile('due')
      for (const act of acts) {
        // What follows from one act is done before the next begins: hours lie between the two.
        await running.settle()
        await act()
      }
      await disturb(at)
      await running.settle()
    }
    progress(day + 1)
  }
}

/** `2026-05-01 18:00` in Asia/Shanghai, for people to read. */
export const momentText = (at: Instant): string => {
  const hour = hourOf(at)
  return `${at.slice(0, 10)} ${String(Math.floor(hour)).padStart(2, '0')}:${String(Math.round((hour % 1) * 60)).padStart(2, '0')}`
}
