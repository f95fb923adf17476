import { createHmac } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../../src/config.ts'
import type { Clock } from '../../src/clock.ts'
import type { Caller } from '../../src/domain/access.ts'
import { randomIds, type Ids } from '../../src/ids.ts'
import { wire, type Services } from '../../src/wire.ts'

/** Services and the caller that acts in them. */
export interface Side {
  readonly services: Services
  readonly caller: Caller
  /** Makes a household under an id that follows from its number, so that the same number is the same household again. */
  readonly withId: <T>(id: string, make: () => Promise<T>) => Promise<T>
}

/**
 * Where rows go. In a dry run `real` (missing when there is no store yet) is only asked, and every write goes into
 * `scratch`, an empty store in a temporary folder that is removed in the end.
 */
export interface Target {
  readonly dryRun: boolean
  readonly real: Side | undefined
  /** Where new things are written. */
  readonly into: Side
  close(): Promise<void>
}

/** Ids of which the next of a kind may be planned. */
function planningIds(): Ids & { plan(id: string | undefined): void } {
  let planned: string | undefined
  return {
    next: (prefix) => (planned?.startsWith(`${prefix}-`) === true ? planned : randomIds.next(prefix)),
    plan: (id) => {
      planned = id
    },
  }
}

async function sideOf(config: Config, options: { clock?: Clock; durable: boolean }): Promise<Side> {
  const ids = planningIds()
  const services = await wire(config, {
    ...options,
    ids,
    timers: false,
    warn: (zh, en) => console.error(`注意 / note: ${zh} / ${en}`),
  })
  return {
    services,
    caller: { key: 'import', district: config.district, role: 'admin', scope: {} },
    withId: async (id, make) => {
      ids.plan(id)
      try {
        return await make()
      } finally {
        ids.plan(undefined)
      }
    },
  }
}

/** Opens the store, and for a dry run a scratch store beside it; a missing folder is not made by a dry run. */
export async function openTarget(config: Config, options: { dryRun: boolean; clock?: Clock }): Promise<Target> {
  const clock = options.clock === undefined ? {} : { clock: options.clock }
  if (!options.dryRun) {
    const real = await sideOf(config, { ...clock, durable: true })
    return { dryRun: false, real, into: real, close: () => real.services.close() }
  }
  const hasStore = existsSync(join(config.folder, 'store'))
  const real = hasStore ? await sideOf(config, { ...clock, durable: true }) : undefined
  const folder = await mkdtemp(join(tmpdir(), 'yisanyi-dry-run-'))
  // The key dies with the folder; values sealed by it are never read again.
  const masterKeys = [{ id: 'scratch', secret: Buffer.alloc(32, 1) }]
  const into = await sideOf({ ...config, folder, masterKeys }, { ...clock, durable: false })
  return {
    dryRun: true,
    real,
    into,
    close: async () => {
      await into.services.close()
      await real?.services.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The id of the household of this number in this village; keyed, so that the id does not give the number away. */
export const householdId = ({ services }: Side, village: string, number: string): string =>
  `hsh-${createHmac('sha256', services.ring.indexKey).update(`household:${village}:${number}`).digest('hex').slice(0, 20)}`
