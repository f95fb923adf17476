import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock, type Clock } from './clock.ts'
import type { Config } from './config.ts'
import { places, placesVersion } from './data/places.ts'
import { policies } from './data/policies.ts'
import { loadTextTables } from './data/text/tables.ts'
import { createMatchingIndex } from './domain/matching/index.ts'
import { defaultWeights } from './domain/matching/score.ts'
import { gazetteerOf } from './domain/place.ts'
import { keyRingOf } from './domain/privacy.ts'
import { remembering } from './domain/text/memory.ts'
import { createTextEngine } from './domain/text/text.ts'
import { randomIds, type Ids } from './ids.ts'
import { embeddedQueue } from './queue/embedded.ts'
import { allocation } from './services/allocation.ts'
import { audits } from './services/audits.ts'
import { deliveries } from './services/deliveries.ts'
import { employers } from './services/employers.ts'
import { guarantees } from './services/guarantees.ts'
import { guidance } from './services/guidance.ts'
import { households } from './services/households.ts'
import { keys } from './services/keys.ts'
import { ledgers } from './services/ledgers.ts'
import { isIndexedCollection, matches } from './services/matches.ts'
import { messages } from './services/messages.ts'
import { offers } from './services/offers.ts'
import { postings } from './services/postings.ts'
import { proposals } from './services/proposals.ts'
import { reconcile } from './services/reconcile.ts'
import { relay } from './services/relay.ts'
import { reports } from './services/reports.ts'
import { reviews } from './services/reviews.ts'
import { seekers } from './services/seekers.ts'
import { sending } from './services/sending.ts'
import { shortage } from './services/shortage.ts'
import { summaries } from './services/summaries.ts'
import { training } from './services/training.ts'
import { pointOf, type Wiring } from './services/wiring.ts'
import { openEmbeddedStore } from './store/embedded.ts'

/** What differs between a real run, a test and the simulation. */
export interface WireOptions {
  readonly clock?: Clock
  readonly ids?: Ids
  readonly randomBytes?: (count: number) => Buffer
  /** 0 ≤ x < 1; jitter of retries. */
  readonly random?: () => number
  /** False only for data that can be made again, such as the demo's. */
  readonly durable?: boolean
  /** False: jobs run only when the queue is told to settle. */
  readonly timers?: boolean
  /** Told in one line what an operator should know. */
  readonly warn?: (zh: string, en: string) => void
}

/** The master keys: those given, or one that is generated beside the data. */
function masterKeysOf(config: Config, options: WireOptions): Config['masterKeys'] {
  if (config.masterKeys.length > 0) return config.masterKeys
  mkdirSync(config.folder, { recursive: true })
  const path = join(config.folder, 'master.key')
  const read = (): Config['masterKeys'] => [
    { id: 'local', secret: Buffer.from(readFileSync(path, 'utf8').trim(), 'base64') },
  ]
  try {
    return read()
  } catch {
    writeFileSync(path, (options.randomBytes ?? randomBytes)(32).toString('base64'), { mode: 0o600, flag: 'wx' })
    options.warn?.(
      `未设置 YISANYI_KEYS:已在数据目录生成密钥 ${path},请另行备份并改由环境变量提供。`,
      `YISANYI_KEYS is not set: a key was generated at ${path}; back it up apart from the data and give it by the environment.`,
    )
    return read()
  }
}

/** Picks the adapters and builds every service as plain objects. */
export async function wire(config: Config, options: WireOptions = {}) {
  const clock = options.clock ?? systemClock
  const ring = keyRingOf(masterKeysOf(config, options))
  const store = await openEmbeddedStore({ folder: config.folder, clock, durable: options.durable ?? true })
  const queue = embeddedQueue({ clock, random: options.random ?? Math.random, timers: options.timers ?? true })
  const gazetteer = gazetteerOf(placesVersion, places)
  const text = remembering(createTextEngine(loadTextTables()))
  const index = createMatchingIndex({ text, weights: defaultWeights, place: (code) => pointOf(gazetteer, code) })
  const wiring: Wiring = {
    store: store.collections,
    queue,
    clock,
    ids: options.ids ?? randomIds,
    index,
    text,
    places: gazetteer,
    policies,
    ring,
    randomBytes: options.randomBytes ?? randomBytes,
  }
  const services = servicesOf(wiring, store.pending.bind(store))
  await services.matches.load(config.district)
  const unwatch = store.watch(({ collection, id }) => {
    if (isIndexedCollection(collection)) void services.matches.refresh({ collection, id }).catch(() => undefined)
  })
  return {
    ...services,
    ...wiring,
    district: config.district,
    embeddedQueue: queue,
    watch: store.watch.bind(store),
    health: store.health.bind(store),
    close: async () => {
      unwatch()
      await store.close()
    },
  }
}

/** Every service over one wiring. */
function servicesOf(wiring: Wiring, pending: Parameters<typeof relay>[0]['pending']) {
  const books = ledgers(wiring)
  const homes = households(wiring)
  const shares = allocation(wiring, books, homes)
  const counsel = guidance(wiring, books)
  const school = training(wiring, books)
  const wording = messages(wiring, books)
  const figures = summaries(wiring)
  return {
    ledgers: books,
    households: homes,
    allocation: shares,
    guidance: counsel,
    training: school,
    messages: wording,
    seekers: seekers(wiring),
    employers: employers(wiring),
    postings: postings(wiring),
    matches: matches(wiring),
    offers: offers(wiring, books),
    proposals: proposals(wiring, books, shares, counsel, school),
    guarantees: guarantees(wiring, books),
    reviews: reviews(wiring, books),
    deliveries: { ...deliveries(wiring, books, wording), ...sending(wiring) },
    reports: reports(wiring, books, figures),
    shortage: shortage(wiring, shares, figures),
    keys: keys(wiring),
    audit: audits(wiring),
    reconcile: reconcile(wiring),
    summaries: figures,
    relay: relay({ ...wiring, pending }),
  }
}

/** Everything that http and jobs may call. */
export type Services = Awaited<ReturnType<typeof wire>>
