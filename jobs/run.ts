import type { Services } from '../src/wire.ts'
import { eventful, isEventful } from '../src/services/relay.ts'
import { runJob } from './registry.ts'

export interface RunOptions {
  readonly concurrency: number
  readonly attemptsMax: number
  /** How often documents with events are looked for that no notification told of. */
  readonly pollMs: number
  readonly onError: (code: string, where: string) => void
}

export const runDefaults = { concurrency: 4, attemptsMax: 8, pollMs: 2_000 } as const

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
  const { queue, relay, watch, district } = services
  queue.start((job) => runJob(services, job), options)
  await queue.schedule('due', 60_000, { kind: 'reconcile', data: { district, scope: 'due' } })
  await queue.schedule('all', 3_600_000, { kind: 'reconcile', data: { district, scope: 'all' } })
  await queue.schedule('shortage', 86_400_000, { kind: 'measure-shortage', data: { district } })
  await queue.add({ kind: 'reconcile', data: { district, scope: 'all' }, key: 'reconcile.start' })

  const waiting = new Set<string>()
  let carrying: Promise<void> | undefined
  const carryWaiting = async (): Promise<void> => {
    for (const entry of waiting) {
      waiting.delete(entry)
      const [name, id] = entry.split('/')
      const collection = eventful.find((one) => one === name)
      if (collection !== undefined && id !== undefined) await relay.carry(collection, id)
    }
  }
  const wake = (): void => {
    carrying ??= carryWaiting()
      .catch((error: unknown) => options.onError(codeOf(error), 'relay'))
      .finally(() => {
        carrying = undefined
        if (waiting.size > 0) setImmediate(wake)
      })
  }
  const unwatch = watch(({ collection, id }) => {
    if (!isEventful(collection)) return
    waiting.add(`${collection}/${id}`)
    setImmediate(wake)
  })
  const poll = setInterval(() => {
    relay.drain().catch((error: unknown) => options.onError(codeOf(error), 'relay'))
  }, options.pollMs)
  poll.unref()

  return async (timeoutMs) => {
    unwatch()
    clearInterval(poll)
    await queue.stop(timeoutMs)
    await carrying
  }
}
