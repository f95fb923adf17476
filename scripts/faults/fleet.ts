// What really happens to many processes, over real servers: workers killed, Redis emptied, Redis away, the database stopped
// and started, two APIs booking the last seats, processes told to stop under load. Prints counts; fails if anything is lost.
// node scripts/run.mjs scripts/faults/fleet.ts --fault workers --count 20 --mongod 'COMMAND --port {port} --storage-path {folder}'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { systemClock } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { dayOf } from '../../src/domain/time.ts'
import { bullmqQueue } from '../../src/queue/bullmq.ts'
import { wire, type Services } from '../../src/wire.ts'
import { violations } from '../../test/support/invariants.ts'
import { startFleet, type Fleet } from '../fleet/fleet.ts'
import { caller, loadOffice, type Call } from '../fleet/office.ts'
import { redisCommand, testServer, type TestServer } from '../fleet/servers.ts'
import { bookLastPlaces, keepRunningWhileStopping, type Scene } from './fleet-scenes.ts'

const { values } = parseArgs({
  options: {
    fault: { type: 'string', default: 'workers' },
    count: { type: 'string', default: '20' },
    people: { type: 'string', default: '60' },
    postings: { type: 'string', default: '40' },
    mongod: {
      type: 'string',
      default: process.env['TEST_MONGOD'] ?? 'mongod --replSet rs0 --port {port} --dbpath {folder}',
    },
  },
})
const count = Number(values.count)

/** Collections whose documents carry events that call for work. */
const holdersOfEvents = ['seekers', 'postings', 'guarantees', 'reviews', 'slots', 'classes', 'deliveries'] as const

/** Waits until nothing is left to do: no pending events, no waiting or running job, twice in a row. */
async function settled(services: Services, queue: ReturnType<typeof bullmqQueue>): Promise<number> {
  const start = performance.now()
  let quiet = 0
  while (quiet < 3) {
    const isQuiet = await isIdle(services, queue).catch(() => false)
    if (performance.now() - start > 180_000)
      throw new Error(`the fleet did not settle within 180 s: ${JSON.stringify(await leftToDo(services, queue))}`)
    quiet = isQuiet ? quiet + 1 : 0
    await pause(400)
  }
  return performance.now() - start
}

/** What keeps a fleet from being done: jobs by kind with the seconds they have run or still wait, and pending events. */
async function leftToDo(services: Services, queue: ReturnType<typeof bullmqQueue>): Promise<Told> {
  const now = Date.now()
  const seconds = (ms: number): number => Math.round(ms / 1000)
  const [active, waiting, delayed] = await Promise.all([
    queue.bull.getActive(0, 20),
    queue.bull.getWaiting(0, 20),
    queue.bull.getDelayed(0, 20),
  ])
  const pending: Record<string, number> = {}
  for (const name of holdersOfEvents) pending[name] = (await services.pendingOf(name, 100)).length
  return {
    figures: await queue.figures(),
    active: active.map((job) => [
      job.name,
      job.attemptsMade,
      job.stalledCounter,
      seconds(now - (job.processedOn ?? now)),
    ]),
    waiting: waiting.map((job) => [job.name, job.attemptsMade, seconds(now - job.timestamp)]),
    delayed: delayed.map((job) => [job.name, job.attemptsMade, seconds(job.timestamp + job.delay - now)]),
    pending,
  }
}

/** Work that was put off for a few seconds so that many causes make one run, such as an allocation, is work left to do. */
const putOffMsMax = 30_000

async function isIdle(services: Services, queue: ReturnType<typeof bullmqQueue>): Promise<boolean> {
  const { waiting, active } = await queue.figures()
  if (waiting + active > 0) return false
  // A queue that was emptied has lost its schedules too; with the first of them comes all that was lost.
  if ((await queue.bull.getJobScheduler('all')) === undefined) return false
  const soon = Date.now() + putOffMsMax
  const delayed = await queue.bull.getDelayed(0, 10_000)
  if (delayed.some((job) => job.repeatJobKey === undefined && job.timestamp + job.delay < soon)) return false
  for (const name of holdersOfEvents) if ((await services.pendingOf(name, 1)).length > 0) return false
  return true
}

/** What every ledger holds, apart from versions and times. */
async function ledgersOf(services: Services): Promise<string> {
  const all: unknown[] = []
  const equals = { district: services.district, period: systemClock.now().slice(0, 4) }
  for await (const one of services.store.guarantees.each({ index: 'byPeriod', equals }))
    all.push([one.seeker, ...[...one.offers, ...one.guidance, ...one.training].map(({ id, state }) => [id, state])])
  return JSON.stringify(all)
}

/** The people who have a ledger, the offers that stand, and what is broken. */
async function judged(services: Services) {
  const wrong = await violations(services)
  const equals = { district: services.district, period: systemClock.now().slice(0, 4) }
  let [ledgers, offers, sessions, seats] = [0, 0, 0, 0]
  for await (const one of services.store.guarantees.each({ index: 'byPeriod', equals })) {
    ledgers += 1
    offers += one.offers.length
    sessions += one.guidance.length
    seats += one.training.length
  }
  return { ledgers, offers, sessions, seats, violations: wrong.length, first: wrong.slice(0, 3) }
}

/** Approves what waits for a person, so that work goes on through the whole chain. */
async function approve(call: Call, base: string): Promise<void> {
  const { body } = await call(base, 'GET', '/v1/reviews?state=open&limit=50')
  const { rows = [] } = (body ?? {}) as { rows?: { id: string }[] }
  for (const { id } of rows) {
    await call(base, 'POST', `/v1/reviews/${id}/claim`)
    await call(base, 'POST', `/v1/reviews/${id}/approve`, {})
  }
}

/** What a disturbance works with. */
interface Disturbed {
  readonly fleet: Fleet
  readonly redis: TestServer
  readonly mongo: TestServer
  readonly call: Call
  readonly base: string
}

type Told = Readonly<Record<string, unknown>>

async function killWorkers({ fleet, call, base }: Disturbed): Promise<Told> {
  for (let at = 0; at < count; at += 1) {
    const worker = fleet.workers[at % fleet.workers.length]
    await worker?.kill('SIGKILL')
    await worker?.restart()
    await approve(call, base)
    await pause(300 + (at % 5) * 200)
  }
  return { kills: count }
}

async function emptyRedis({ redis, call, base }: Disturbed): Promise<Told> {
  const client = new Redis(redis.port)
  let lost = 0
  for (let at = 0; at < count; at += 1) {
    lost += await client.dbsize()
    await client.flushall()
    await approve(call, base)
    await pause(500)
  }
  client.disconnect()
  return { flushes: count, keysLost: lost }
}

/** Posts an employer and notes what came of it. */
function posts({ call, base }: Disturbed) {
  const answers = new Map<string, number>()
  const acknowledged: string[] = []
  let slowestMs = 0
  return {
    post: async (name: string): Promise<void> => {
      const begin = performance.now()
      const answer = await call(base, 'POST', '/v1/employers', { name, kind: 'enterprise', township: '640302100' })
      slowestMs = Math.max(slowestMs, performance.now() - begin)
      const key = `${answer.status}${answer.retryAfter === null ? '' : ' with Retry-After'}`
      answers.set(key, (answers.get(key) ?? 0) + 1)
      if (answer.status === 201) acknowledged.push((answer.body as { id: string }).id)
    },
    told: async (): Promise<Told> => {
      let missing = 0
      for (const id of acknowledged) if ((await call(base, 'GET', `/v1/employers/${id}`)).status !== 200) missing += 1
      const all = Object.fromEntries(answers)
      return { answers: all, slowestMs: Math.round(slowestMs), acknowledged: acknowledged.length, missing }
    },
  }
}

async function takeRedisAway(disturbed: Disturbed): Promise<Told> {
  const { redis, call, base } = disturbed
  const { post, told } = posts(disturbed)
  await redis.kill()
  const awayUntil = performance.now() + count * 1000
  for (let at = 0; performance.now() < awayUntil; at += 1) {
    await post(`停机期间登记${at}`)
    await approve(call, base)
    await pause(100)
  }
  await redis.start()
  return { awaySeconds: count, ...(await told()) }
}

async function restartDatabase(disturbed: Disturbed): Promise<Told> {
  const { mongo, call, base } = disturbed
  const { post, told } = posts(disturbed)
  for (let at = 0; at < count; at += 1) {
    await mongo.kill()
    await post(`重启期间登记${at}`)
    await mongo.start()
    await post(`重启之后登记${at}`)
    await approve(call, base)
  }
  await pause(3_000)
  return { restarts: count, ...(await told()) }
}

const disturbances: Readonly<Record<string, (disturbed: Disturbed) => Promise<Told>>> = {
  workers: killWorkers,
  'redis-emptied': emptyRedis,
  'redis-away': takeRedisAway,
  database: restartDatabase,
}
const scenes: Readonly<Record<string, (scene: Scene) => Promise<Told & { readonly wrong: number }>>> = {
  bookings: bookLastPlaces,
  sigterm: keepRunningWhileStopping,
}
const disturb = disturbances[values.fault]
const play = scenes[values.fault]
if (disturb === undefined && play === undefined)
  throw new Error(`--fault is one of ${[...Object.keys(disturbances), ...Object.keys(scenes)].join(', ')}`)

const folder = mkdtempSync(join(tmpdir(), 'yisanyi-fleet-'))
const mongo = await testServer(values.mongod, join(folder, 'mongo'))
const redis = await testServer(redisCommand, join(folder, 'redis'))
await Promise.all([mongo.start(), redis.start()])
const environment = {
  MONGODB_URI: `mongodb://127.0.0.1:${mongo.port}/fleet`,
  REDIS_URL: `redis://127.0.0.1:${redis.port}`,
  YISANYI_KEYS: `f:${randomBytes(32).toString('base64')}`,
  RATE_PER_MINUTE: '1000000',
}
const fleet = await startFleet({ environment, apis: 2, workers: 3 })
const services = await wire(readConfig({ ...environment, REDIS_URL: '' }))
const queue = bullmqQueue({ url: environment.REDIS_URL, clock: systemClock })
const say = (what: string): void => void process.stderr.write(`${Math.round(performance.now() / 1000)} s ${what}\n`)
say('the fleet runs')
let wrong: number
try {
  const call = caller(fleet.token)
  let turn = 0
  const base = (): string => fleet.apis[turn++ % fleet.apis.length]?.url ?? ''
  const today = dayOf(systemClock.now())
  const ids = await loadOffice({
    call,
    base,
    seed: 5,
    people: Number(values.people),
    postings: Number(values.postings),
    today,
  })
  say(`${ids.seekers.length} people are in`)
  const scene: Scene = { fleet, call, ids, count }
  if (play !== undefined) {
    const told = await play(scene)
    wrong = told.wrong
    process.stdout.write(`${JSON.stringify({ fault: values.fault, ...told })}\n`)
  } else {
    const told = (await disturb?.({ fleet, redis, mongo, call, base: fleet.apis[0]?.url ?? '' })) ?? {}
    say('the fault is over')
    const backMs = await settled(services, queue)
    await approve(call, base())
    await settled(services, queue)
    say('nothing is left to do')
    const before = await ledgersOf(services)
    const found = await judged(services)
    await queue.add({ kind: 'reconcile', data: { district: services.district, scope: 'all' }, key: 'reconcile.fault' })
    await settled(services, queue)
    const secondReconcileChangesNothing = (await ledgersOf(services)) === before
    const { dead } = await queue.figures()
    // A district that nobody was offered anything in would keep every rule and prove nothing.
    const provesNothing = found.offers === 0 || found.sessions === 0
    wrong =
      found.violations +
      Math.abs(found.ledgers - ids.seekers.length) +
      Number(told['missing'] ?? 0) +
      Number(provesNothing)
    process.stdout.write(
      `${JSON.stringify({ fault: values.fault, ...told, people: ids.seekers.length, backSeconds: Math.round(backMs / 100) / 10, ...found, deadJobs: dead, secondReconcileChangesNothing })}\n`,
    )
  }
} finally {
  await fleet.stop()
  await queue.stop(1_000)
  await services.close()
  await mongo.kill('SIGTERM')
  await redis.kill('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = wrong === 0 ? 0 : 1
