import { manualClock } from '../../src/clock.ts'
import type { Config } from '../../src/config.ts'
import { instantAt, type Day } from '../../src/domain/time.ts'
import { countingIds } from '../../src/ids.ts'
import { wire, type Services, type WireOptions } from '../../src/wire.ts'
import { generateDistrict } from './district.ts'
import { loadDistrict, type Loaded } from './load.ts'
import type { Office } from './office.ts'
import { drawsOf } from './random.ts'
import { servicesOffice } from './services-office.ts'
import {
  officeCallers,
  ownRunning,
  simulate,
  startQuietly,
  type Running,
  type SimulationClock,
  type SimulationOptions,
} from './simulate.ts'

/** The hour of the first day at which the district is brought in. */
export const loadingHour = 7

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
  /** How many people act at the same time; one unless told. */
  readonly handsMax?: number
  /** Told of what was brought in. */
  readonly loaded?: (loaded: Loaded) => void
  /** Gets the clock of this life. */
  readonly clocked?: (clock: SimulationClock) => void
  /** Stands around each arrival of a day, such as a new posting. */
  readonly arriving?: (come: () => Promise<void>) => Promise<void>
  readonly disturb?: (services: Services) => NonNullable<SimulationOptions['disturb']>
}

/** Loads a generated district into an empty store and lives through the days; the same options end in the same ledgers. */
export async function live(config: Config, options: LifeOptions): Promise<Services> {
  const clock = manualClock(instantAt(options.start, loadingHour))
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
  await liveThrough(options, servicesOffice(services, callers), () => {
    const acting = through(services)
    const disturb = options.disturb?.(services)
    return {
      office: servicesOffice(acting, callers),
      running: ownRunning(acting, clock),
      ...(disturb === undefined ? {} : { disturb }),
    }
  })
  return services
}

/** What people act through once the district is loaded. */
export interface Begun {
  readonly office: Office
  readonly running: Running
  readonly disturb?: NonNullable<SimulationOptions['disturb']>
}

/** Brings a generated district in through one office and lives through the days, whatever stands behind. */
export async function liveThrough(
  lived: Omit<LifeOptions, 'disturb'>,
  loadedBy: Office,
  begin: () => Begun,
): Promise<Loaded> {
  const { seed, start, days } = lived
  const counts = new Map<string, number>()
  const loaded = await loadDistrict({
    office: loadedBy,
    district: generateDistrict(lived),
    start,
    progress: (what, done) => {
      counts.set(what, done)
      lived.loading?.([...counts.values()].reduce((sum, count) => sum + count, 0))
    },
  })
  lived.loaded?.(loaded)
  const { office, running, disturb } = begin()
  const handed = lived.handsMax === undefined ? {} : { handsMax: lived.handsMax }
  await running.settle()
  await simulate({
    stage: { office, draw: drawsOf(seed, loaded.names), truths: loaded.truths, ...handed },
    running,
    start,
    days,
    arrive: async (day) => {
      for (const come of loaded.later.get(day) ?? []) await (lived.arriving?.(come) ?? come())
    },
    progress: (day) => lived.living?.(day),
    ...(disturb === undefined ? {} : { disturb }),
  })
  return loaded
}
