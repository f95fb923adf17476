import type { Services } from '../src/wire.ts'
import { jobFor } from '../src/services/follow-ups.ts'
import { relayJob, wakeRelay } from '../src/services/relay.ts'
import { runJob } from './registry.ts'

export interface RunOptions {
  readonly concurrency: number
  readonly attemptsMax: number
  /** How often documents with events are looked for that no notification told of. */
  readonly pollMs: number
  readonly onError: (code: string, where: string) => void
}

/** Messages to other systems that are under way at the same time; they mostly wait. */
const outboundConcurrency = 16

export const runDefaults = { concurrency: 4, attemptsMax: 8, pollMs: 1_000 } as const

/** An error's code without anything about people: the problem's code, or the class of the error. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : error instanceof Error
      ? error.name
      : 'unknown'

/** Runs jobs, carries events on as they are written, and follows the schedules; returns the way to stop. */
export async function startJobs(
  services: Services,
  options: RunOptions,
): Promise<(timeoutMs: number) => Promise<void>> {
  const { queue, outbound, district } = services
  queue.start((job) => runJob(services, job), options)
  outbound.start((job) => runJob(services, job), { ...options, concurrency: outboundConcurrency })
  await queue.schedule('relay', options.pollMs, relayJob(district))
  await queue.schedule('due', 60_000, { kind: 'reconcile', data: { district, scope: 'due' } })
  await queue.schedule('all', 3_600_000, { kind: 'reconcile', data: { district, scope: 'all' } })
  await queue.schedule('shortage', 86_400_000, { kind: 'measure-shortage', data: { district } })
  await queue.schedule('forecast', 86_400_000, { kind: 'measure-forecast', data: { district } })
  await queue.schedule('deliveries', 600_000, { kind: 'measure-deliveries', data: { district } })
  // What waits a day would never come where a process is started anew each morning. A queue that is away now gets its
  // work by the schedules, as soon as it is back.
  const atStart = [
    { kind: 'reconcile', data: { district, scope: 'all' }, key: 'reconcile.start' },
    jobFor('measure-shortage', { district }),
    jobFor('measure-forecast', { district }),
    jobFor('measure-deliveries', { district }),
  ]
  for (const job of atStart) await queue.add(job).catch((error: unknown) => options.onError(codeOf(error), 'queue'))

  const unwake = wakeRelay(services)

  return async (timeoutMs) => {
    unwake()
    await Promise.all([queue.stop(timeoutMs), outbound.stop(timeoutMs)])
  }
}
