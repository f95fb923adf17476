import PQueue from 'p-queue'
import type { Clock } from '../clock.ts'
import { epochMsOf, plusMs, type Instant } from '../domain/time.ts'
import type { DeadJob, JobHandler, JobRequest, Queue } from './queue.ts'

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

interface Waiting extends JobRequest {
  readonly attempt: number
  readonly dueAt: Instant
}

interface Schedule {
  readonly everyMs: number
  readonly job: Omit<JobRequest, 'key' | 'runAt'>
  nextAt: Instant
}

const deadMax = 1_000
const backoffFirstMs = 1_000
const backoffMax = 300_000
/** Longest sleep of the timer; a clock that jumps is noticed after it. */
const tickMaxMs = 1_000

/** How long to wait before the next attempt: doubling from one second to five minutes, less up to half by chance. */
export const backoffMs = (attempt: number, random: number): number =>
  Math.min(backoffMax, backoffFirstMs * 2 ** (attempt - 1)) * (1 - random / 2)

/** What a dead job keeps of an error: its code or its class, never its text. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error && typeof error.code === 'string'
    ? error.code
    : /^job\.\w+$/.test(error.message)
      ? error.message
      : error.name
}

/** A queue in this process: disposable like every queue here, and gone with the process. */
export function embeddedQueue({ clock, random, timers = true }: EmbeddedQueueOptions): EmbeddedQueue {
  const waiting = new Map<string, Waiting>()
  const schedules = new Map<string, Schedule>()
  let dead: DeadJob[] = []
  let runner: { handler: JobHandler; attemptsMax: number; pool: PQueue } | undefined
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let isWaking = false
  let ran = 0

  const keyOf = (job: Pick<JobRequest, 'kind' | 'key'>): string => `${job.kind} ${job.key}`

  const put = (job: Waiting): void => {
    const key = keyOf(job)
    const twin = waiting.get(key)
    // The earlier of two due times wins, so that a request to act at once is not held back by a delayed twin.
    if (twin === undefined || job.dueAt < twin.dueAt) waiting.set(key, job)
  }

  const run = async (job: Waiting): Promise<void> => {
    if (runner === undefined) return
    ran += 1
    try {
      await runner.handler({ kind: job.kind, data: job.data, attempt: job.attempt })
    } catch (error) {
      const { kind, key, data, attempt } = job
      if (attempt < runner.attemptsMax)
        put({ ...job, attempt: attempt + 1, dueAt: plusMs(clock.now(), backoffMs(attempt, random())) })
      else {
        dead.push({ kind, key, data, attempts: attempt, reason: reasonOf(error), failedAt: clock.now() })
        dead = dead.slice(-deadMax)
      }
    }
  }

  /** Moves what is due into the pool; returns how many it moved. */
  const dispatch = (): number => {
    if (runner === undefined || isStopped) return 0
    const now = clock.now()
    for (const [name, schedule] of schedules) {
      if (schedule.nextAt > now) continue
      schedule.nextAt = plusMs(now, schedule.everyMs)
      put({ ...schedule.job, key: name, attempt: 1, dueAt: now })
    }
    const due = [...waiting.values()]
      .filter((job) => job.dueAt <= now)
      .sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : 0))
    for (const job of due) {
      waiting.delete(keyOf(job))
      // `run` never rejects: a failed job becomes a retry or a dead letter.
      void runner.pool.add(() => run(job)).then(wake)
    }
    return due.length
  }

  /** Looks for due work soon; many calls in one turn of the loop are one look. */
  const wake = (): void => {
    if (!timers || isStopped || runner === undefined || isWaking) return
    isWaking = true
    setImmediate(look)
  }

  const look = (): void => {
    isWaking = false
    clearTimeout(timer)
    dispatch()
    const now = epochMsOf(clock.now())
    const next = Math.min(
      tickMaxMs,
      ...[...waiting.values()].map((job) => epochMsOf(job.dueAt) - now),
      ...[...schedules.values()].map((schedule) => epochMsOf(schedule.nextAt) - now),
    )
    timer = setTimeout(wake, Math.max(1, next))
    timer.unref()
  }

  return {
    add: (job) => {
      put({ ...job, attempt: 1, dueAt: job.runAt ?? clock.now() })
      wake()
      return Promise.resolve()
    },
    start: (handler, { concurrency, attemptsMax }) => {
      runner = { handler, attemptsMax, pool: new PQueue({ concurrency }) }
      isStopped = false
      wake()
    },
    schedule: (name, everyMs, job) => {
      schedules.set(name, { everyMs, job, nextAt: plusMs(clock.now(), everyMs) })
      wake()
      return Promise.resolve()
    },
    figures: () => {
      const now = clock.now()
      const delayed = [...waiting.values()].filter((job) => job.dueAt > now).length
      const inPool = runner === undefined ? 0 : runner.pool.size
      const active = runner?.pool.pending ?? 0
      return Promise.resolve({ waiting: waiting.size - delayed + inPool, delayed, active, dead: dead.length })
    },
    dead: (max) => Promise.resolve(dead.slice(-max)),
    retryDead: (max) => {
      const again = dead.slice(0, max)
      dead = dead.slice(again.length)
      for (const { kind, key, data } of again) put({ kind, key, data, attempt: 1, dueAt: clock.now() })
      wake()
      return Promise.resolve(again.length)
    },
    wipe: () => {
      waiting.clear()
      runner?.pool.clear()
      return Promise.resolve()
    },
    stop: async (timeoutMs) => {
      isStopped = true
      clearTimeout(timer)
      if (runner === undefined) return
      runner.pool.clear()
      const idle = runner.pool.onIdle()
      const patience = new Promise<void>((resolve) => setTimeout(resolve, timeoutMs).unref())
      await Promise.race([idle, patience])
    },
    settle: async () => {
      const before = ran
      while (dispatch() > 0) await runner?.pool.onIdle()
      return ran - before
    },
  }
}
