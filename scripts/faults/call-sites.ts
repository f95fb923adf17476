// One call of the store or the queue fails, before or after its effect, at each place in the code that makes one: the
// office lives on, and nothing is lost or doubled. Runs every place twice, or a sample of them.
// node scripts/run.mjs scripts/faults/call-sites.ts [--count 40] [--seed 1]
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../../src/config.ts'
import { Problem } from '../../src/problem.ts'
import type { Queue } from '../../src/queue/queue.ts'
import type { CollectionName, Store } from '../../src/store/store.ts'
import type { Services } from '../../src/wire.ts'
import { violations } from '../../test/support/invariants.ts'
import { createRandom } from '../demo/random.ts'
import { live, type LifeOptions } from '../demo/run.ts'
import { quiesce } from '../demo/simulate.ts'
import { progressBar } from '../progress.ts'

const { values } = parseArgs({
  options: {
    count: { type: 'string' },
    seed: { type: 'string', default: '1' },
    folder: { type: 'string', default: 'var/call-sites' },
  },
})

/** A store or queue that did not answer: before the call had its effect, or after. */
class Outage extends Error {
  readonly code = 'store.unavailable'
  constructor() {
    super('injected')
    this.name = 'Outage'
  }
}

interface Target {
  readonly site: string
  readonly when: 'before' | 'after'
  readonly hit: number
}

Error.stackTraceLimit = 14

/** The place in our code that made this call: file, function and line. */
function placeOf(): string {
  const frames = (new Error().stack ?? '').split('\n').slice(2)
  const own = frames.find((one) => /\/(src|jobs)\//.test(one) && !/\/(store|queue)\/|wiring\.ts/.test(one))
  return /\/((?:src|jobs)\/[\w./-]+\.ts:\d+)/.exec(own ?? '')?.[1] ?? ''
}

/** Counts the calls of each place, and lets one of them fail. */
function saboteur(target?: Target) {
  const hits = new Map<string, number>()
  let isArmed = false
  let fired = false
  const call = async <T>(what: string, act: () => Promise<T>): Promise<T> => {
    const place = isArmed ? placeOf() : ''
    if (place === '') return act()
    const site = `${place} ${what}`
    const hit = (hits.get(site) ?? 0) + 1
    hits.set(site, hit)
    if (fired || target?.site !== site || target.hit !== hit) return act()
    fired = true
    if (target.when === 'after') await act()
    throw new Outage()
  }
  const wrap = <O extends object>(own: O, name: string, methods: readonly string[]): O =>
    new Proxy(own, {
      get: (inner, key) => {
        const found: unknown = Reflect.get(inner, key)
        if (typeof found !== 'function') return found
        const method = found as (...args: readonly unknown[]) => Promise<unknown>
        if (!methods.includes(String(key))) return method.bind(inner)
        return (...args: readonly unknown[]) => call(`${name}.${String(key)}`, () => method.apply(inner, [...args]))
      },
    })
  const ofStore = ['get', 'getMany', 'find', 'count', 'insert', 'change', 'settle', 'remove']
  return {
    hits,
    hasFired: () => fired,
    arm: () => (isArmed = true),
    disarm: () => (isArmed = false),
    between: {
      store: (store: Store): Store => {
        const names = Object.keys(store.collections) as CollectionName[]
        const collections = Object.fromEntries(
          names.map((name) => [name, wrap(store.collections[name], name, ofStore)]),
        )
        return { ...wrap(store, 'store', ['pending']), collections: collections as unknown as Store['collections'] }
      },
      queue: (queue: Queue): Queue => wrap(queue, 'queue', ['add']),
    },
  }
}

/** Services whose callers try again, once, what met an outage; that it is done already is a good answer then. */
function persistent(services: Services): Services {
  const again = <O extends object>(own: O): O =>
    new Proxy(own, {
      get: (inner, key) => {
        const found: unknown = Reflect.get(inner, key)
        if (typeof found === 'object' && found !== null && String(key) === 'messages') return found
        if (typeof found !== 'function') return found
        const method = found as (...args: readonly unknown[]) => unknown
        return (...args: readonly unknown[]) => {
          const first = method.apply(inner, [...args])
          if (!(first instanceof Promise)) return first
          return first.catch((error: unknown) => {
            if (!(error instanceof Outage)) throw error
            return (method.apply(inner, [...args]) as Promise<unknown>).catch((second: unknown) => {
              if (second instanceof Problem) return undefined
              throw second
            })
          })
        }
      },
    })
  const used = [
    'relay',
    'reconcile',
    'reviews',
    'deliveries',
    'guidance',
    'training',
    'offers',
    'postings',
    'guarantees',
  ]
  const kept: (readonly [string, unknown])[] = Object.entries(services).map(
    ([name, own]: readonly [string, unknown]) =>
      used.includes(name) && typeof own === 'object' && own !== null ? [name, again(own)] : [name, own],
  )
  return Object.fromEntries(kept) as unknown as Services
}

const life: LifeOptions = { seed: 9, people: 12, postings: 20, days: 16, start: '2026-03-02' }

interface Told {
  readonly violations: readonly string[]
  readonly dead: readonly string[]
  readonly isStill: boolean
  readonly hasFired: boolean
  readonly complete: number
}

const versions = async ({ store, district }: Services): Promise<string> => {
  const all: unknown[] = []
  for await (const one of store.guarantees.each({ index: 'byPeriod', equals: { district, period: '2026' } }))
    all.push([one._id, one.version])
  return JSON.stringify(all)
}

let runs = 0
/** One life of the office with one fault, judged at its end. */
async function run(target?: Target): Promise<Told & { readonly hits: ReadonlyMap<string, number> }> {
  const folder = join(values.folder, String((runs += 1)))
  const faults = saboteur(target)
  const services = await live(
    { ...readConfig({}), folder },
    {
      ...life,
      between: faults.between,
      // What comes in by HTTP carries an Idempotency-Key, whose faults have a test of their own.
      arriving: async (come) => {
        faults.disarm()
        await come()
        faults.arm()
      },
      through: (own) => {
        faults.arm()
        return persistent(own)
      },
    },
  )
  faults.disarm()
  await services.reconcile.all(services.district)
  await quiesce(services)
  const found = await violations(services)
  const before = await versions(services)
  await services.reconcile.all(services.district)
  await quiesce(services)
  const isStill = (await versions(services)) === before
  const dead = (await services.queue.dead(10)).map((job) => `${job.kind} ${job.reason}`)
  const admin = { key: 'k', district: services.district, role: 'admin', scope: {} } as const
  const { total } = await services.reports.summary(admin)
  await services.close()
  rmSync(folder, { recursive: true, force: true })
  return { violations: found, dead, isStill, hasFired: faults.hasFired(), complete: total.complete, hits: faults.hits }
}

const plain = await run()
const random = createRandom(Number(values.seed))
const all = [...plain.hits].flatMap(([site, hits]): readonly Target[] => [
  { site, when: 'before', hit: 1 },
  { site, when: 'after', hit: 1 },
  // The first call of a place is often of an empty office: a later one as well.
  ...(hits > 1 ? [{ site, when: random.pick(['before', 'after'] as const), hit: random.integer(2, hits) }] : []),
])
const chosen = values.count === undefined ? all : random.sample(all, Math.min(Number(values.count), all.length))
process.stderr.write(`${plain.hits.size} places make calls; ${chosen.length} of ${all.length} faults are tried\n`)
const bar = progressBar(chosen.length)
const wrong: string[] = []
let fired = 0
let leastComplete = plain.complete
for (const [at, target] of chosen.entries()) {
  const name = `${target.when} ${target.site} #${target.hit}`
  try {
    const told = await run(target)
    fired += Number(told.hasFired)
    leastComplete = Math.min(leastComplete, told.complete)
    const what = [...told.violations, ...told.dead.map((one) => `dead: ${one}`), ...(told.isStill ? [] : ['not still'])]
    if (what.length > 0) wrong.push(`${name}: ${what.slice(0, 2).join('; ')}`)
  } catch (error) {
    wrong.push(`${name}: ended with ${error instanceof Error ? `${error.name} ${error.message}` : 'a fault'}`)
  }
  bar('故障 faults', at + 1)
}
rmSync(values.folder, { recursive: true, force: true })
console.log(
  JSON.stringify({
    fault: 'call-sites',
    places: plain.hits.size,
    faults: chosen.length,
    fired,
    wrong: wrong.length,
    first: wrong.slice(0, 30),
    complete: { undisturbed: plain.complete, least: leastComplete },
  }),
)
process.exitCode = wrong.length === 0 ? 0 : 1
