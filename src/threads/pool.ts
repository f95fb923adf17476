import { availableParallelism } from 'node:os'
import type { Piscina } from 'piscina'
import type { RematchRows } from '../domain/matching/rematch.ts'
import type { SolvedArrays } from '../domain/allocation/solver.ts'
import type { Threads } from './threads.ts'

export interface PoolOptions {
  /** Threads at most; one core is left to the calling thread, and one thread is always allowed. */
  readonly threadsMax: number
  /** Threads without work end after this; they start again in a fraction of a second. */
  readonly idleMs?: number
  readonly pairsMin?: number
  readonly candidatesMin?: number
  /** The module that runs on the threads. */
  readonly worker?: URL
}

const idleMs = 30_000
/** Measured: README of `domain/matching` ("Threads"). */
const pairsMin = 200_000_000
const candidatesMin = 50_000

/** Resolves after a time that keeps no process alive, or at once when `work` is done. */
async function within(waitMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, waitMs)))
  await Promise.race([work, late])
  clearTimeout(timer)
}

/** A pool of threads that starts with the first work and has none while there is none. */
export function threadPool(options: PoolOptions): Threads {
  const count = Math.max(1, Math.min(availableParallelism() - 1, options.threadsMax))
  const worker = options.worker ?? new URL('./worker.ts', import.meta.url)
  const inHand = new Set<Promise<unknown>>()
  let pool: Promise<Piscina> | undefined
  let made: Piscina | undefined
  let isClosed = false

  const make = async (): Promise<Piscina> => {
    const { Piscina: Pool } = await import('piscina')
    const found = new Pool({
      filename: new URL('./entry.mjs', import.meta.url).href,
      workerData: { worker: worker.href },
      minThreads: 0,
      maxThreads: count,
      idleTimeout: options.idleMs ?? idleMs,
      execArgv: ['--disable-warning=ExperimentalWarning'],
    })
    // A thread that cannot even start says so here and nowhere else: its work fails instead of waiting for ever.
    found.on('error', () => {
      pool = undefined
      void found.destroy()
    })
    return (made = found)
  }

  const opened = (): Promise<Piscina> =>
    isClosed ? Promise.reject(new Error('the threads are closed')) : (pool ??= make())

  const run = async <T>(work: unknown, how: { readonly name: string; readonly signal?: AbortSignal }): Promise<T> => {
    const running = opened().then((found) => found.run(work, how) as Promise<T>)
    inHand.add(running)
    return running.finally(() => inHand.delete(running))
  }

  return {
    count,
    pairsMin: options.pairsMin ?? pairsMin,
    candidatesMin: options.candidatesMin ?? candidatesMin,
    running: () => made?.threads.length ?? 0,
    rematch: (part, signal) => run<RematchRows>(part, { name: 'rematch', signal }),
    solve: (task) => run<SolvedArrays>(task, { name: 'solve' }),
    close: async (waitMs) => {
      isClosed = true
      const found = await pool
      if (found === undefined) return
      await within(waitMs, Promise.allSettled(inHand))
      await found.destroy()
    },
  }
}
