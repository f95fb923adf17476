import { manualClock } from '../../src/clock.ts'
import type { Config } from '../../src/config.ts'
import { instantAt, type Day } from '../../src/domain/time.ts'
import { countingIds } from '../../src/ids.ts'
import { wire, type Services, type WireOptions } from '../../src/wire.ts'
import { generateDistrict } from './district.ts'
import { loadDistrict } from './load.ts'
import { createRandom } from './random.ts'
import { officeCallers, simulate, startQuietly, type SimulationClock, type SimulationOptions } from './simulate.ts'

export interface LifeOptions {
  readonly seed: number
  readonly people: number
  readonly postings: number
  readonly days: number
  readonly start: Day
  readonly loading?: (done: number) => void
  readonly living?: (day: number) => void
  /** Lets single calls of the store and the queue fail. */
  readonly between?: NonNullable<WireOptions['between']>
  /** What the people of the office act through once the district is loaded; the services themselves unless told. */
  readonly through?: (services: Services) => Services
  /** Gets the clock of this life. */
  readonly clocked?: (clock: SimulationClock) => void
  /** Stands around each arrival of a day, such as a new posting. */
  readonly arriving?: (come: () => Promise<void>) => Promise<void>
  readonly disturb?: (services: Services) => NonNullable<SimulationOptions['disturb']>
}

/** Loads a generated district into an empty store and lives through the days; the same options end in the same ledgers. */
export async function live(config: Config, options: LifeOptions): Promise<Services> {
  const { seed, people, postings, days, start } = options
  const clock = manualClock(instantAt(start, 7))
  options.clocked?.(clock)
  const { between, through = (own: Services): Services => own } = options
  const services = await wire(config, {
    clock,
    ids: countingIds(),
    random: () => 0.5,
    durable: false,
    timers: false,
    ...(between === undefined ? {} : { between }),
  })
  startQuietly(services)
  const callers = officeCallers(config.district)
  const district = generateDistrict({ seed, people, postings, days, start })
  const counts = new Map<string, number>()
  const loaded = await loadDistrict({
    services,
    callers,
    district,
    start,
    progress: (what, done) => {
      counts.set(what, done)
      options.loading?.([...counts.values()].reduce((sum, count) => sum + count, 0))
    },
  })
  const disturb = options.disturb?.(services)
  await simulate({
    stage: { services: through(services), random: createRandom(seed + 1), truths: loaded.truths, callers },
    clock,
    start,
    days,
    arrive: async (day) => {
      for (const come of loaded.later.get(day) ?? []) await (options.arriving?.(come) ?? come())
    },
    progress: (day) => options.living?.(day),
    ...(disturb === undefined ? {} : { disturb }),
  })
  return services
}
