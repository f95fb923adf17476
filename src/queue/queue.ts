import type { Instant } from '../domain/time.ts'

/** What a job carries: its kind (a stable string) and ids, nothing else. */
export interface JobRequest {
  readonly kind: string
  /** Ids and short codes; never personal data. */
  readonly data: Readonly<Record<string, string | number | boolean>>
  /** Two requests of one kind and key that wait at the same time are one job. Letters, digits, `.`, `_`, `-`. */
  readonly key: string
  /** Not before this instant; at once when missing or past. */
  readonly runAt?: Instant
}

/** Runs one job; a thrown error is tried again with backoff, at most `attemptsMax` times, then kept as dead. */
export type JobHandler = (job: {
  readonly kind: string
  readonly data: JobRequest['data']
  readonly attempt: number
}) => Promise<void>

/** A job that failed for good, for an operator to look at and retry. */
export interface DeadJob {
  readonly kind: string
  readonly key: string
  readonly data: JobRequest['data']
  readonly attempts: number
  /** The last error's code or class, without personal data. */
  readonly reason: string
  readonly failedAt: Instant
}

export interface QueueFigures {
  readonly waiting: number
  readonly delayed: number
  readonly active: number
  readonly dead: number
}

/** A disposable queue: whatever it loses, `reconcile` rebuilds from the store. */
export interface Queue {
  /** Takes a job; resolves once it is in the queue. */
  add(job: JobRequest): Promise<void>
  /** Begins to run jobs, at most `concurrency` at a time. */
  start(handler: JobHandler, options: { concurrency: number; attemptsMax: number }): void
  /** Adds `job` every `everyMs`; the same name replaces its earlier schedule. */
  schedule(name: string, everyMs: number, job: Omit<JobRequest, 'key' | 'runAt'>): Promise<void>
  figures(): Promise<QueueFigures>
  dead(max: number): Promise<readonly DeadJob[]>
  /** Puts dead jobs back; resolves with how many. */
  retryDead(max: number): Promise<number>
  /** Drops everything that waits, as a lost Redis would. */
  wipe(): Promise<void>
  /** Takes no further job, waits for those running (at most `timeoutMs`), and ends. */
  stop(timeoutMs: number): Promise<void>
}
