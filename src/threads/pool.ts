import { availableParallelism } from 'node:os'
import type { Piscina } from 'piscina'
import type { SolvedArrays } from '../domain/allocation/solver.ts'
import type { RematchRows } from '../domain/matching/rematch.ts'
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
/** Young objects of a thread, megabytes: measured, more takes 25 MB of memory each and saves no time. */
const youngMb = 4
/** Both measured: "Threads" in the README of `domain/matching`. */
const pairsMin = 200_000_000
const candidatesMin = 50_000

/** Flags of a thread: Node strips types by itself from 22.18; before that tsx does it, as in `scripts/run.mjs`. */
function flags(): string[] {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const stripsTypes = major > 22 || (major === 22 && minor >= 18)
  return [
    '--disable-warning=ExperimentalWarning',
    ...(stripsTypes ? [] : ['--import', new URL('./loader.mjs', import.meta.url).href]),
  ]
}

/** Resolves with the work, or after a time that keeps no process alive. */
async function within(waitMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, waitMs).unref()))
  await Promise.race([work, late])
  clearTimeout(timer)
}

/** Threads that start with the first work and end when there was none for a while. */
export function threadPool(options: PoolOptions): Threads {
  const count = Math.max(1, Math.min(availableParallelism() - 1, options.threadsMax))
  const filename = (options.worker ?? new URL('./worker.ts', import.meta.url)).href
  const inHand = new Map<Promise<unknown>, (error: Error) => void>()
  let pool: Piscina | undefined
  let isClosed = false

  /** Ends all threads; what they had in hand fails. Piscina would leave queued work waiting for a thread that is gone. */
  const giveUp = async (found: Piscina, error: Error): Promise<void> => {
    if (pool === found) pool = undefined
    for (const fail of inHand.values()) fail(error)
    await found.destroy()
  }

  const opened = async (): Promise<Piscina> => {
    const { Piscina: Pool } = await import('piscina')
    if (isClosed) throw new Error('the threads are closed')
    if (pool !== undefined) return pool
    const made = new Pool({
      filename,
      minThreads: 0,
      maxThreads: count,
      idleTimeout: options.idleMs ?? idleMs,
      execArgv: flags(),
      resourceLimits: { maxYoungGenerationSizeMb: youngMb },
    })
    // A thread that dies without work in hand, such as one that cannot load its module.
    made.on('error', (error: Error) => void giveUp(made, error))
    pool = made
    return made
  }

  const run = async (name: 'rematch' | 'solve', task: object): Promise<unknown> => {
    const found = await opened()
    const work = new Promise((resolve, reject) => {
      const done: Promise<unknown> = found.run(task, { name }).then(resolve, async (reason: unknown) => {
        const error = reason instanceof Error ? reason : new Error(String(reason))
        reject(error)
        await giveUp(found, error)
      })
      inHand.set(done, reject)
      void done.finally(() => inHand.delete(done))
    })
    return work
  }

  return {
    count,
    pairsMin: options.pairsMin ?? pairsMin,
    candidatesMin: options.candidatesMin ?? candidatesMin,
    running: () => pool?.threads.length ?? 0,
    rematch: async (part) => (await run('rematch', part)) as RematchRows,
    solve: async (task) => (await run('solve', task)) as SolvedArrays,
    close: async (waitMs) => {
      isClosed = true
      await within(waitMs, Promise.allSettled([...inHand.keys()]))
      if (pool !== undefined) await giveUp(pool, new Error('the threads are closed'))
    },
  }
}
