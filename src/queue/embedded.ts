import PQueue from 'p-queue'
import type { Clock } from '../clock.ts'
import { Problem } from '../problem.ts'
import { epochMsOf, plusMs, type Instant } from '../domain/time.ts'
import { backoffMs, checkName, reasonOf } from './attempts.ts'
import type { DeadJob, JobHandler, JobRequest, Queue } from './queue.ts'
import { idOf, waitingJobs, type WaitingJob } from './waiting.ts'

export interface EmbeddedQueueOptions {
  readonly clock: Clock
  /** 0 ≤ x < 1; jitter of retries. */
  readonly random: () => number
  /** False: nothing runs by itself, only when `settle` is called (a simulation). */
  readonly timers?: boolean
}

export interface EmbeddedQueue extends Queue {
  /** Runs everything that is due by the clock, and what those jobs add; resolves with how many ran. */
  settle(): Promise<number>
}

interface Schedule {
  readonly everyMs: number
  readonly job: Omit<JobRequest, 'key' | 'runAt'>
  nextAt: Instant
}

interface Runner {
  readonly handler: JobHandler
  readonly attemptsMax: number
  readonly concurrency: number
  readonly pool: PQueue
}

/** More waiting jobs are refused: whoever adds them keeps the cause in the store and comes again. */
const waitingMax = 1_000_000
/** Dead jobs that are kept to look at; older ones are only counted. */
const deadMax = 1_000
/** Longest sleep of the timer; a clock that jumps is noticed after it. */
const tickMaxMs = 1_000
/** More runs than this in one settling are jobs that call for each other without end. */
const settleRunsMax = 10_000_000

/** Jobs that failed for good: the newest are kept, all are counted. */
function deadLetters() {
  let kept: DeadJob[] = []
  let dropped = 0
  return {
    add: (job: DeadJob): void => {
      kept.push(job)
      if (kept.length <= deadMax) return
      kept.shift()
      dropped += 1
    },
    oldest: (max: number): readonly DeadJob[] => kept.slice(0, Math.max(0, max)),
    takeOldest: (max: number): readonly DeadJob[] => {
      const taken = kept.slice(0, Math.max(0, max))
      kept = kept.slice(taken.length)
      return taken
    },
    count: (): number => kept.length + dropped,
  }
}

/** Jobs that come again and again; a gap in time is made up for by one job. */
function timetable(clock: Clock) {
  const schedules = new Map<string, Schedule>()
  return {
    set: (name: string, everyMs: number, job: Schedule['job']): void => {
      schedules.set(name, { everyMs, job, nextAt: plusMs(clock.now(), everyMs) })
    },
    due: (now: Instant): WaitingJob[] =>
      [...schedules].flatMap(([name, schedule]) => {
        const { everyMs, job } = schedule
        const latestAt = plusMs(now, everyMs)
        // After a clock went back the next time lies further away than one period: begin anew from here.
        if (schedule.nextAt > latestAt) schedule.nextAt = latestAt
        if (schedule.nextAt > now) return []
        schedule.nextAt = latestAt
        return [{ ...job, key: name, attempt: 1, dueAt: now }]
      }),
    nextAt: (): Instant | undefined => [...schedules.values()].map(({ nextAt }) => nextAt).sort()[0],
  }
}

/** A queue in this process: disposable like every queue here, and gone with the process. */
export function embeddedQueue({ clock, random, timers = true }: EmbeddedQueueOptions): EmbeddedQueue {
  const waiting = waitingJobs()
  const schedules = timetable(clock)
  const dead = deadLetters()
  const running = new Set<Promise<void>>()
  let runner: Runner | undefined
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let isWaking = false
  let ran = 0

  const run = async (job: WaitingJob, { handler, attemptsMax }: Runner): Promise<void> => {
    ran += 1
    const { kind, key, data, attempt } = job
    try {
      await handler({ kind, data, attempt })
    } catch (error) {
      // A twin that was added meanwhile is the next try.
      if (waiting.has(idOf(job))) return
      if (attempt < attemptsMax)
        waiting.put({ ...job, attempt: attempt + 1, dueAt: plusMs(clock.now(), backoffMs(attempt, random())) })
      else dead.add({ kind, key, data, attempts: attempt, reason: reasonOf(error), failedAt: clock.now() })
    }
  }

  const begin = (job: WaitingJob, by: Runner): void => {
    const id = idOf(job)
    waiting.hold(id)
    // `run` never rejects: a failed job becomes a retry or a dead letter.
    const ended = by.pool
      .add(() => run(job, by))
      .then(() => {
        waiting.free(id)
        running.delete(ended)
        // A free place: filled at once in a simulation, in the next turn of the loop where others share the process.
        if (timers) wake()
        else dispatch()
      })
    running.add(ended)
  }

  /** Gives the pool as many due jobs as it has free places; of twins one runs at a time. */
  const dispatch = (): void => {
    if (runner === undefined || isStopped) return
    const now = clock.now()
    for (const job of schedules.due(now)) waiting.put(job)
    while (running.size < runner.concurrency) {
      const job = waiting.take(now)
      if (job === undefined) return
      begin(job, runner)
    }
  }

  /** Looks for due work soon; many calls in one turn of the loop are one look. */
  const wake = (): void => {
    if (!timers || isStopped || runner === undefined || isWaking) return
    isWaking = true
    setImmediate(look)
  }

  const look = (): void => {
    isWaking = false
    if (isStopped) return
    clearTimeout(timer)
    dispatch()
    const now = epochMsOf(clock.now())
    const nexts = [waiting.nextAt(), schedules.nextAt()].flatMap((at) => (at === undefined ? [] : epochMsOf(at) - now))
    timer = setTimeout(wake, Math.max(1, Math.min(tickMaxMs, ...nexts)))
    timer.unref()
  }

  return {
    // An invalid name is the caller's to see as a rejected promise.
    add: async ({ kind, key, data, runAt }) => {
      checkName('kind', kind)
      checkName('key', key)
      if (waiting.size() >= waitingMax) throw new Problem('server.busy')
      waiting.put({ kind, key, data: { ...data }, attempt: 1, dueAt: runAt ?? clock.now() })
      wake()
      return Promise.resolve()
    },
    start: (handler, { concurrency, attemptsMax }) => {
      runner = { handler, attemptsMax, concurrency, pool: new PQueue({ concurrency }) }
      isStopped = false
      wake()
    },
    schedule: async (name, everyMs, job) => {
      checkName('schedule', name)
      checkName('kind', job.kind)
      schedules.set(name, everyMs, job)
      wake()
      return Promise.resolve()
    },
    figures: () => {
      const { due, delayed } = waiting.counts(clock.now())
      return Promise.resolve({ waiting: due, delayed, active: running.size, dead: dead.count() })
    },
    dead: (max) => Promise.resolve(dead.oldest(max)),
    retryDead: (max) => {
      const again = dead.takeOldest(max)
      for (const { kind, key, data } of again) waiting.put({ kind, key, data, attempt: 1, dueAt: clock.now() })
      wake()
      return Promise.resolve(again.length)
    },
    wipe: () => {
      waiting.clear()
      return Promise.resolve()
    },
    stop: async (timeoutMs) => {
      isStopped = true
      clearTimeout(timer)
      let patience: NodeJS.Timeout | undefined
      const enough = new Promise<void>((resolve) => (patience = setTimeout(resolve, timeoutMs)))
      await Promise.race([Promise.all(running), enough])
      clearTimeout(patience)
    },
    settle: async () => {
      const before = ran
      dispatch()
      while (running.size > 0) {
        await Promise.race(running)
        dispatch()
        if (ran - before > settleRunsMax) throw new Error('the jobs call for each other without end')
      }
      return ran - before
    },
  }
}
