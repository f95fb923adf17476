// One scenario lived twice: embedded in this process, and by 2 API and 3 worker processes on MongoDB and Redis. Both end in
// the same ledgers, or the differences are printed and the run fails. node scripts/run.mjs scripts/fleet/same-ledgers.ts
// --seed 1 --people 60 --postings 40 --days 20 --mongod 'COMMAND --port {port} --storage-path {folder}'
// In the fleet --hands people act at once. --ranks gives the fleet another rank table: the ledgers must then differ, which
// shows that the comparison sees what the rules decide.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { manualClock, systemClock } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import { instantAt } from '../../src/domain/time.ts'
import { bullmqQueue } from '../../src/queue/bullmq.ts'
import { storeOf, type Services } from '../../src/wire.ts'
import { live, liveThrough, loadingHour, type LifeOptions } from '../demo/run.ts'
import { officeCallers } from '../demo/simulate.ts'
import { differencesOf, factsOf, type Cause, type LedgerFacts } from './compare.ts'
import { startFleet, type Fleet } from './fleet.ts'
import { httpOffice, type LedgerTold } from './http-office.ts'
import { lead } from './lead.ts'
import { caller, type Call } from './office.ts'
import { redisCommand, testServer } from './servers.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    people: { type: 'string', default: '60' },
    postings: { type: 'string', default: '40' },
    days: { type: 'string', default: '20' },
    hands: { type: 'string', default: '8' },
    ranks: { type: 'string' },
    mongod: {
      type: 'string',
      default: process.env['TEST_MONGOD'] ?? 'mongod --replSet rs0 --port {port} --dbpath {folder}',
    },
  },
})
const began = performance.now()
const say = (what: string): void =>
  void process.stderr.write(`${((performance.now() - began) / 1000).toFixed(1)} s ${what}\n`)
const life: LifeOptions = {
  seed: Number(values.seed),
  people: Number(values.people),
  postings: Number(values.postings),
  days: Number(values.days),
  start: '2026-03-02',
}
const apis = 2
const workers = 3

/** A ledger of either run as it is told: the promises, and the items that they are made of. */
const factsFrom = (person: string, told: LedgerTold, names: ReadonlyMap<string, string>): LedgerFacts =>
  factsOf(person, told, told.facts, names)

/** The scenario in this process. */
async function liveEmbedded(folder: string): Promise<readonly LedgerFacts[]> {
  let names: ReadonlyMap<string, string> = new Map()
  const services: Services = await live(
    { ...readConfig({ ...process.env, ...environment, MONGODB_URI: '', REDIS_URL: '' }), folder },
    { ...life, loaded: (found) => (names = found.names) },
  )
  const { admin } = officeCallers(services.district)
  const facts: LedgerFacts[] = []
  for (const [seeker, person] of names) {
    if (!seeker.startsWith('skr-')) continue
    const { guarantee, view } = await services.guarantees.of(admin, seeker)
    facts.push(factsFrom(person, { ...view, facts: guarantee }, names))
  }
  await services.close()
  return facts
}

interface FleetLife {
  readonly facts: readonly LedgerFacts[]
  readonly deadJobs: number
  readonly jobsByWorker: readonly number[]
  /** The most jobs that were seen to run at the same time. */
  readonly activeMost: number
}

/** The scenario through the processes of a fleet. */
async function liveInFleet(
  fleet: Fleet,
  environment: Readonly<Record<string, string>>,
  redisPort: number,
): Promise<FleetLife> {
  const config = readConfig({ ...environment, REDIS_URL: '' })
  const clock = manualClock(instantAt(life.start, loadingHour))
  const store = await storeOf(config, { clock })
  const queue = bullmqQueue({ url: environment['REDIS_URL'] ?? '', clock: systemClock })
  const running = lead({ fleet, clock, district: config.district, store, queue, redisPort })
  try {
    const admin = caller(fleet.token)
    const calls = { admin, notifier: caller(await notifierKey(admin, fleet)) }
    const office = httpOffice({ apis: fleet.apis, calls, now: () => clock.now() })
    const { names, truths } = await liveThrough(
      {
        ...life,
        handsMax: Number(values.hands),
        loaded: () => say('the district is in'),
        living: (day) => say(`day ${day} of ${life.days} in the fleet`),
      },
      office,
      () => ({ office, running }),
    )
    const facts: LedgerFacts[] = []
    for (const seeker of truths.keys()) {
      const { body } = await admin(fleet.apis[0]?.url ?? '', 'GET', `/v1/seekers/${seeker}/guarantee`)
      facts.push(factsFrom(names.get(seeker) ?? seeker, body as LedgerTold, names))
    }
    const told = await Promise.all(fleet.workers.map((one) => one.command({})))
    const jobsByWorker = told.map(({ jobs }) => jobs)
    return { facts, deadJobs: (await queue.figures()).dead, jobsByWorker, activeMost: running.activeMost() }
  } finally {
    running.stop()
    await queue.stop(1_000)
    await store.close()
  }
}

/** The notifier acts by a key of its own role, as an installation gives it. */
async function notifierKey(admin: Call, fleet: Fleet): Promise<string> {
  const said = { role: 'notifier', label: 'simulated notifier', scope: {}, expiresAt: instantAt('2026-12-31') }
  const { status, body } = await admin(fleet.apis[0]?.url ?? '', 'POST', '/v1/keys', said)
  const { token } = (body ?? {}) as { token?: string }
  if (token === undefined) throw new Error(`no key for the notifier: ${status} ${JSON.stringify(body)}`)
  return token
}

const folder = mkdtempSync(join(tmpdir(), 'yisanyi-same-'))
const mongo = await testServer(values.mongod, join(folder, 'mongo'))
const redis = await testServer(redisCommand, join(folder, 'redis'))
const environment = {
  MONGODB_URI: `mongodb://127.0.0.1:${mongo.port}/fleet`,
  REDIS_URL: `redis://127.0.0.1:${redis.port}`,
  YISANYI_KEYS: `f:${randomBytes(32).toString('base64')}`,
  RATE_PER_MINUTE: '1000000',
  LOG_LEVEL: 'warn',
}
const ranks = values.ranks === undefined ? {} : { YISANYI_RANKS: values.ranks }
let fleet: Fleet | undefined
try {
  const embedded = await liveEmbedded(join(folder, 'embedded'))
  const embeddedSeconds = (performance.now() - began) / 1000
  say('lived embedded')
  await Promise.all([mongo.start(), redis.start()])
  fleet = await startFleet({
    environment: { ...environment, ...ranks },
    apis,
    workers,
    simulatedFrom: instantAt(life.start, loadingHour),
  })
  say('the fleet runs')
  const { facts, ...told } = await liveInFleet(fleet, environment, redis.port)
  const differences = differencesOf(embedded, facts)
  for (const one of differences) process.stdout.write(`${JSON.stringify(one)}\n`)
  const causes: Partial<Record<Cause, number>> = {}
  for (const { cause } of differences) causes[cause] = (causes[cause] ?? 0) + 1
  const different = new Set(differences.map(({ person }) => person)).size
  const sum = (of: (one: LedgerFacts) => LedgerFacts['offers']): number =>
    embedded.reduce((total, one) => total + of(one).counted, 0)
  process.stdout.write(
    `${JSON.stringify({
      ...{ seed: life.seed, people: life.people, postings: life.postings, days: life.days, apis, workers },
      equal: embedded.length - different,
      different,
      causes,
      ...told,
      offers: sum((one) => one.offers),
      sessions: sum((one) => one.guidance),
      seats: sum((one) => one.training),
      embeddedSeconds: Math.round(embeddedSeconds * 10) / 10,
      seconds: Math.round((performance.now() - began) / 100) / 10,
    })}\n`,
  )
  process.exitCode = different === 0 && told.deadJobs === 0 && embedded.length === life.people ? 0 : 1
} finally {
  for (const one of [...(fleet?.apis ?? []), ...(fleet?.workers ?? [])])
    if (process.exitCode !== 0)
      process.stderr.write(
        one
          .said()
          .replace(/ysy_\S+/g, 'ysy_…')
          .slice(-2_000),
      )
  await fleet?.stop()
  await mongo.kill('SIGTERM')
  await redis.kill('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
}
