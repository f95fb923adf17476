import { Queue as BullQueue, UnrecoverableError, Worker, type Job } from 'bullmq'
import { Redis } from 'ioredis'
import type { Clock } from '../clock.ts'
import { epochMsOf, instantOf } from '../domain/time.ts'
import { Problem } from '../problem.ts'
import { backoffMs, checkName, reasonOf } from './attempts.ts'
import type { JobRequest, Queue } from './queue.ts'

export interface BullmqQueueOptions {
  readonly url: string
  readonly clock: Clock
  /** 0 ≤ x < 1; jitter of retries. */
  readonly random?: () => number
  /** Another name keeps another queue apart on the same server. */
  readonly name?: string
}

type Data = JobRequest['data']

interface Schedule {
  readonly everyMs: number
  readonly job: Omit<JobRequest, 'key' | 'runAt'>
}

export const queueName = 'yisanyi'
/** Dead jobs that are kept to look at. */
const deadMax = 1_000
/** A worker that is silent for so long has died; its job runs again elsewhere. */
const lockMs = 10_000
const stalledCheckMs = 5_000
/** A job that ends its worker so often is kept as dead. */
const stallsMax = 10
/** How often schedules are looked after: an emptied Redis has lost them. */
const schedulesCheckMs = 15_000
const commandTimeoutMs = 3_000

/** A producer's connection: a caller is told at once that Redis is away, and comes again by the store's events. */
const producerOf = (url: string): Redis =>
  new Redis(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    connectTimeout: commandTimeoutMs,
    commandTimeout: commandTimeoutMs,
    retryStrategy: (times) => Math.min(times * 100, 2_000),
    lazyConnect: true,
  })

/** A worker's connection: it waits for Redis to come back, for ever. */
const workerConnectionOf = (url: string): Redis =>
  new Redis(url, { maxRetriesPerRequest: null, retryStrategy: (times) => Math.min(times * 100, 2_000) })

/** What is known of a dead connection is in the answers that callers get; the driver's events repeat it. */
const ignored = (): void => undefined

/** A queue on Redis that many processes share; what Redis loses, `reconcile` rebuilds from the store. */
export function bullmqQueue(options: BullmqQueueOptions): Queue & { readonly bull: BullQueue } {
  const { url, clock, random = Math.random, name = queueName } = options
  const connection = producerOf(url)
  connection.on('error', ignored)
  const ready = connection.connect().catch(ignored)
  const queue = new BullQueue<Data>(name, {
    connection,
    skipVersionCheck: true,
    defaultJobOptions: {
      // The worker says when it is enough: a producer does not know.
      attempts: 1_000,
      backoff: { type: 'custom' },
      removeOnComplete: true,
      removeOnFail: { count: deadMax },
    },
  })
  queue.on('error', ignored)
  const reached = async <T>(action: () => Promise<T>): Promise<T> => {
    await ready
    try {
      return await action()
    } catch (error) {
      if (error instanceof Problem || error instanceof TypeError) throw error
      const problem = new Problem('queue.unavailable')
      problem.cause = error
      throw problem
    }
  }
  const schedules = scheduler(queue)
  const runner = runnerOf(name, url, random)

  return {
    bull: queue,
    add: async ({ kind, key, data, runAt }) => {
      checkName('kind', kind)
      checkName('key', key)
      const delay = runAt === undefined ? 0 : Math.max(0, epochMsOf(runAt) - epochMsOf(clock.now()))
      const id = `${kind} ${key}`
      await reached(async () => {
        if (delay > 0 && (await isDueBefore(queue, id, Date.now() + delay))) return
        await queue.add(kind, { ...data }, { delay, deduplication: { id, replace: true, keepLastIfActive: true } })
      })
    },
    start: (handler, { concurrency, attemptsMax }) => {
      runner.start(async (job) => {
        const attempt = job.attemptsMade + 1
        try {
          await handler({ kind: job.name, data: job.data, attempt })
        } catch (error) {
          throw failureOf(error, attempt >= attemptsMax)
        }
      }, concurrency)
      schedules.keep()
    },
    schedule: async (scheduleName, everyMs, job) => {
      checkName('schedule', scheduleName)
      checkName('kind', job.kind)
      schedules.set(scheduleName, { everyMs, job })
      // A Redis that is away now gets its schedules as soon as it is back.
      await schedules.look().catch(ignored)
    },
    figures: () =>
      reached(async () => {
        const counts = await queue.getJobCounts('waiting', 'prioritized', 'delayed', 'active', 'failed')
        const count = (state: string): number => counts[state] ?? 0
        const waiting = count('waiting') + count('prioritized')
        return { waiting, delayed: count('delayed'), active: count('active'), dead: count('failed') }
      }),
    dead: (max) => reached(async () => (max < 1 ? [] : (await queue.getFailed(0, max - 1)).map(deadOf))),
    retryDead: (max) =>
      reached(async () => {
        const dead = max < 1 ? [] : await queue.getFailed(0, max - 1)
        for (const job of dead) await job.retry('failed', { resetAttemptsMade: true })
        return dead.length
      }),
    wipe: () => reached(() => wipe(connection, name)),
    stop: async (timeoutMs) => {
      schedules.stop()
      await runner.stop(timeoutMs)
      await queue.close().catch(ignored)
      connection.disconnect()
    },
  }
}

/** Whether the twin of a job waits already and is due no later. */
async function isDueBefore(queue: BullQueue<Data>, id: string, dueMs: number): Promise<boolean> {
  const twinId = await queue.getDeduplicationJobId(id)
  const twin = twinId === null ? undefined : await queue.getJob(twinId)
  return twin !== undefined && twin.processedOn === undefined && twin.timestamp + twin.delay <= dueMs
}

function deadOf(job: Job<Data>) {
  const [, key = job.id ?? ''] = (job.deduplicationId ?? '').split(' ')
  return {
    kind: job.name,
    key,
    data: job.data,
    attempts: job.attemptsMade,
    reason: job.failedReason,
    failedAt: instantOf(job.finishedOn ?? job.timestamp),
  }
}

/** Removes everything that the queue keeps on the server. */
async function wipe(connection: Redis, name: string): Promise<void> {
  for (let cursor = '0'; ;) {
    const [next, keys] = await connection.scan(cursor, 'MATCH', `bull:${name}:*`, 'COUNT', 1_000)
    if (keys.length > 0) await connection.unlink(...keys)
    if (next === '0') return
    cursor = next
  }
}

/** Puts schedules on the server, and back when the server has lost them: whoever comes first does, once for all. */
function scheduler(queue: BullQueue<Data>) {
  const schedules = new Map<string, Schedule>()
  let timer: NodeJS.Timeout | undefined
  const look = async (): Promise<void> => {
    for (const [name, { everyMs, job }] of schedules) {
      const found = await queue.getJobScheduler(name)
      if (found?.every === everyMs) continue
      await queue.upsertJobScheduler(name, { every: everyMs }, { name: job.kind, data: { ...job.data } })
    }
  }
  return {
    set: (name: string, schedule: Schedule): void => {
      schedules.set(name, schedule)
    },
    look,
    keep: (): void => {
      timer ??= setInterval(() => void look().catch(ignored), schedulesCheckMs).unref()
    },
    stop: (): void => {
      clearInterval(timer)
      timer = undefined
    },
  }
}

/** Redis keeps an error's text and stack: what it gets is a code that says nothing of anybody. */
function failureOf(error: unknown, isLast: boolean): Error {
  const told = isLast ? new UnrecoverableError(reasonOf(error)) : new Error(reasonOf(error))
  told.stack = ''
  return told
}

/** The worker of this process. */
function runnerOf(name: string, url: string, random: () => number) {
  let worker: Worker<Data> | undefined
  let connection: Redis | undefined
  return {
    start: (run: (job: Job<Data>) => Promise<void>, concurrency: number): void => {
      connection = workerConnectionOf(url)
      connection.on('error', ignored)
      worker = new Worker<Data>(name, run, {
        connection,
        concurrency,
        lockDuration: lockMs,
        stalledInterval: stalledCheckMs,
        maxStalledCount: stallsMax,
        skipVersionCheck: true,
        settings: { backoffStrategy: (attemptsMade) => backoffMs(attemptsMade, random()) },
      })
      worker.on('error', ignored)
    },
    stop: async (timeoutMs: number): Promise<void> => {
      if (worker === undefined) return
      let patience: NodeJS.Timeout | undefined
      const enough = new Promise<'late'>((resolve) => (patience = setTimeout(() => resolve('late'), timeoutMs)))
      const ended = await Promise.race([worker.close().catch(ignored), enough])
      clearTimeout(patience)
      if (ended === 'late') await worker.close(true).catch(ignored)
      connection?.disconnect()
    },
  }
}
