import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { systemClock, type Clock } from './clock.ts'
import type { WebhookSender } from './channels/channels.ts'
import { webhookSender } from './channels/webhook.ts'
import type { Config } from './config.ts'
import { holidays } from './data/holidays.ts'
import { places, placesVersion } from './data/places.ts'
import { policies } from './data/policies.ts'
import { loadTextTables } from './data/text/tables.ts'
import { calendarOf } from './domain/calendar.ts'
import { createMatchingIndex } from './domain/matching/index.ts'
import { weightsOf } from './domain/matching/learning.ts'
import { defaultWeights, type Weights } from './domain/matching/score.ts'
import { gazetteerOf } from './domain/place.ts'
import type { Policy } from './domain/policy.ts'
import { keyRingOf } from './domain/privacy.ts'
import { remembering } from './domain/text/memory.ts'
import { createTextEngine } from './domain/text/text.ts'
import { randomIds, type Ids } from './ids.ts'
import { embeddedQueue, type EmbeddedQueue } from './queue/embedded.ts'
import type { Queue } from './queue/queue.ts'
import { allocation } from './services/allocation.ts'
import { answering } from './services/answering.ts'
import { audits } from './services/audits.ts'
import { deliveries } from './services/deliveries.ts'
import { deliveryReports } from './services/delivery-reports.ts'
import { employers } from './services/employers.ts'
import { keepFresh } from './services/freshness.ts'
import { forecast } from './services/forecast.ts'
import { guarantees } from './services/guarantees.ts'
import { guidance } from './services/guidance.ts'
import { households } from './services/households.ts'
import { keys } from './services/keys.ts'
import { leasing } from './services/leasing.ts'
import { ledgers } from './services/ledgers.ts'
import { links } from './services/links.ts'
import { matches } from './services/matches.ts'
import { messages } from './services/messages.ts'
import { offers } from './services/offers.ts'
import { postings } from './services/postings.ts'
import { proposals } from './services/proposals.ts'
import { reconcile } from './services/reconcile.ts'
import { relay } from './services/relay.ts'
import { replies } from './services/replies.ts'
import { replyTasks } from './services/reply-tasks.ts'
import { reports } from './services/reports.ts'
import { reviews } from './services/reviews.ts'
import { seekers } from './services/seekers.ts'
import { selfService } from './services/self.ts'
import { sending } from './services/sending.ts'
import { shortage } from './services/shortage.ts'
import { summaries } from './services/summaries.ts'
import { training } from './services/training.ts'
import { webhookMessages } from './services/webhook-messages.ts'
import { webhookSending } from './services/webhook-sending.ts'
import { webhooks } from './services/webhooks.ts'
import { pointOf, type Wiring } from './services/wiring.ts'
import { StartError } from './start-error.ts'
import { openEmbeddedStore } from './store/embedded.ts'
import type { Store } from './store/store.ts'
import { callingThread } from './threads/calling.ts'
import { threadPool } from './threads/pool.ts'
import type { Threads } from './threads/threads.ts'

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
  /** Threads for long work; as the settings say unless told. */
  readonly threads?: Threads
  /** Sends webhooks; the real one unless told. */
  readonly webhookSender?: WebhookSender
  /** Stands between the services and their store and queue; a fault test lets single calls fail there. */
  readonly between?: { readonly store: (store: Store) => Store; readonly queue: (queue: Queue) => Queue }
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
      `未设置 YISANYI_KEYS:已在数据目录生成密钥 ${path}，请另行备份并改由环境变量提供。`,
      `YISANYI_KEYS is not set: a key was generated at ${path}; back it up apart from the data and give it by the environment.`,
    )
    return read()
  }
}

/** The policies, with the rank table of the settings where they name one. */
const policiesOf = ({ rankTable }: Pick<Config, 'rankTable'>): readonly Policy[] =>
  rankTable === undefined ? policies : policies.map((one) => ({ ...one, offers: { ...one.offers, ranks: rankTable } }))

/** The weights of matching: those of the file that the settings name, or the shipped ones. */
export function weightsIn({ weightsFile }: Pick<Config, 'weightsFile'>): Weights {
  if (weightsFile === undefined) return defaultWeights
  const read = (): unknown => {
    try {
      return JSON.parse(readFileSync(weightsFile, 'utf8'))
    } catch {
      return undefined
    }
  }
  const found = weightsOf(read())
  if (found !== undefined) return found
  throw new StartError(
    'settings.weights',
    `YISANYI_WEIGHTS 指定的文件不能用：应为 npm run learn:weights 写出的文件，各项不小于 0、合计 1000000。`,
    `The file of YISANYI_WEIGHTS cannot be used: it must be one that npm run learn:weights wrote, no part below 0, 1,000,000 in sum.`,
  )
}

/** The store that the settings name; a driver that is not used is not loaded. */
export async function storeOf(
  config: Config,
  options: Pick<WireOptions, 'clock' | 'durable' | 'warn'>,
): Promise<Store> {
  const clock = options.clock ?? systemClock
  if (config.mongodbUri === undefined)
    return openEmbeddedStore({ folder: config.folder, clock, durable: options.durable ?? true })
  const { openMongoStore } = await import('./store/mongo.ts')
  return openMongoStore({
    uri: config.mongodbUri,
    clock,
    district: config.district,
    warnIndex: ({ collection, name, wanted }) =>
      wanted === ''
        ? options.warn?.(
            `数据库有未知索引 ${collection}.${name}。`,
            `The server has an unknown index ${collection}.${name}.`,
          )
        : options.warn?.(
            `索引 ${collection}.${name} 与索引表不同：请删除后重新启动，服务会按索引表重建。`,
            `The index ${collection}.${name} differs from the table: drop it and start again, and it is built anew.`,
          ),
  })
}

/** Adds the queue's dashboard to an app below a path. */
type AddBoard = (app: FastifyInstance, path: string) => Promise<void>

/** The queue of the office and the one to other systems, whose slowness may hold up nobody. */
interface Queues {
  readonly queue: Queue
  readonly outbound: Queue
  readonly embedded?: EmbeddedQueue
  readonly embeddedOutbound?: EmbeddedQueue
  readonly board?: AddBoard
}

/** The queues that the settings name. */
async function queueOf(config: Config, options: WireOptions): Promise<Queues> {
  const clock = options.clock ?? systemClock
  if (config.redisUrl === undefined) {
    const own = () => embeddedQueue({ clock, random: options.random ?? Math.random, timers: options.timers ?? true })
    const [embedded, embeddedOutbound] = [own(), own()]
    return { queue: embedded, outbound: embeddedOutbound, embedded, embeddedOutbound }
  }
  const { bullmqQueue, queueName } = await import('./queue/bullmq.ts')
  const queue = bullmqQueue({ url: config.redisUrl, clock })
  const outbound = bullmqQueue({ url: config.redisUrl, clock, name: `${queueName}-outbound` })
  const board: AddBoard = async (app, path) => {
    const { addBoard } = await import('./queue/board.ts')
    await addBoard(app, [queue.bull, outbound.bull], path)
  }
  return { queue, outbound, board }
}

/** The threads that the settings allow. */
const threadsOf = ({ rematchThreads }: Config): Threads =>
  rematchThreads === 0 ? callingThread : threadPool({ threadsMax: rematchThreads })

/** Picks the adapters and builds every service as plain objects. */
export async function wire(config: Config, options: WireOptions = {}) {
  const clock = options.clock ?? systemClock
  const ring = keyRingOf(masterKeysOf(config, options))
  const { between } = options
  const opened = await storeOf(config, options)
  const store = between?.store(opened) ?? opened
  const queues = await queueOf(config, options)
  const { outbound, embedded, embeddedOutbound, board } = queues
  const queue = between?.queue(queues.queue) ?? queues.queue
  const gazetteer = gazetteerOf(placesVersion, places)
  const text = remembering(createTextEngine(loadTextTables()))
  const index = createMatchingIndex({ text, weights: weightsIn(config), place: (code) => pointOf(gazetteer, code) })
  const wiring: Wiring = {
    store: store.collections,
    queue,
    outbound,
    clock,
    ids: options.ids ?? randomIds,
    index,
    threads: options.threads ?? threadsOf(config),
    text,
    places: gazetteer,
    policies: policiesOf(config),
    calendar: calendarOf(holidays),
    ring,
    publicUrl: config.publicUrl,
    randomBytes: options.randomBytes ?? randomBytes,
  }
  const sender = options.webhookSender ?? webhookSender({ loopback: config.webhookLoopback })
  const services = servicesOf(wiring, store.pending.bind(store), sender)
  await services.matches.load(config.district)
  const unwatch = keepFresh({ watch: store.watch.bind(store), refresh: services.matches.refresh, retryMs: 1_000 })
  return {
    ...services,
    ...wiring,
    district: config.district,
    /** The queue of this process, when it has one of its own: a simulation drives it by hand. */
    embeddedQueue: embedded,
    embeddedOutbound,
    ...(board === undefined ? {} : { board }),
    watch: store.watch.bind(store),
    pendingOf: store.pending.bind(store),
    health: store.health.bind(store),
    close: async () => {
      unwatch()
      if (embedded === undefined)
        await Promise.all([queue.stop(config.stopTimeoutMs), outbound.stop(config.stopTimeoutMs)])
      await wiring.threads.close(config.stopTimeoutMs)
      await store.close()
    },
  }
}

/** Every service over one wiring. */
function servicesOf(wiring: Wiring, pending: Parameters<typeof relay>[0]['pending'], sender: WebhookSender) {
  const books = ledgers(wiring)
  const homes = households(wiring)
  const shares = allocation(wiring, books, homes)
  const counsel = guidance(wiring, books)
  const school = training(wiring, books)
  const wording = messages(wiring, books)
  const doors = links(wiring)
  const promises = guarantees(wiring, books)
  const ways = deliveries(wiring, books, wording)
  const tasks = replyTasks(wiring)
  const voice = answering(wiring, books, ways, counsel, school, tasks.ask)
  const posts = webhookSending({ ...wiring, sender })
  const figures = summaries(wiring)
  return {
    ledgers: books,
    households: homes,
    allocation: shares,
    guidance: counsel,
    training: school,
    messages: wording,
    links: doors,
    answering: voice,
    replyTasks: tasks,
    replies: replies(wiring, books, voice),
    self: selfService(wiring, books, wording, promises),
    seekers: seekers(wiring),
    employers: employers(wiring),
    postings: postings(wiring),
    matches: matches(wiring),
    offers: offers(wiring, books),
    proposals: proposals(wiring, books, shares, counsel, school),
    guarantees: promises,
    reviews: reviews(wiring, books),
    deliveries: { ...ways, ...sending(wiring), lease: leasing(wiring, doors, wording) },
    reports: reports(wiring, books, figures),
    shortage: shortage(wiring, shares, figures),
    forecast: forecast(wiring, books, figures),
    deliveryReports: deliveryReports(wiring, figures),
    keys: keys(wiring),
    audit: audits(wiring),
    webhooks: { ...webhooks({ ...wiring, sender }), messages: webhookMessages(wiring), sending: posts },
    reconcile: reconcile({ ...wiring, messages: posts }),
    summaries: figures,
    relay: relay({ ...wiring, pending, post: posts.post }),
  }
}

/** Everything that http and jobs may call. */
export type Services = Awaited<ReturnType<typeof wire>>
