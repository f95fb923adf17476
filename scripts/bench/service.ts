// The service over HTTP on the embedded store and on MongoDB, beside a bare Fastify route; start-up and memory on an existing
// store; jobs a second; the time until a change reaches another process.
// npm run bench:service [-- --people 600 --postings 240 --seconds 5 --mongod 'COMMAND --port {port} --storage-path {folder}']
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import Fastify from 'fastify'
import { systemClock } from '../../src/clock.ts'
import { readConfig, type Config } from '../../src/config.ts'
import { dayOf } from '../../src/domain/time.ts'
import { makeKey } from '../../src/first-key.ts'
import { bullmqQueue } from '../../src/queue/bullmq.ts'
import { embeddedQueue } from '../../src/queue/embedded.ts'
import type { Queue } from '../../src/queue/queue.ts'
import { listen } from '../../src/server.ts'
import { wire, type Services } from '../../src/wire.ts'
import { generateDistrict } from '../demo/district.ts'
import { loadDistrict } from '../demo/load.ts'
import { servicesOffice } from '../demo/services-office.ts'
import { officeCallers } from '../demo/simulate.ts'
import { redisCommand, testServer } from '../fleet/servers.ts'

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '600' },
    postings: { type: 'string', default: '240' },
    seconds: { type: 'string', default: '5' },
    connections: { type: 'string', default: '16' },
    jobs: { type: 'string', default: '5000' },
    mongod: { type: 'string', default: process.env['TEST_MONGOD'] ?? '' },
  },
})
const people = Number(values.people)
const seconds = Number(values.seconds)
const print = (line: string): void => void process.stdout.write(`${line}\n`)

const agent = new Agent({ keepAlive: true, maxSockets: Number(values.connections) })

function ask(url: string, method: string, token: string, body: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    }
    const sent = request(url, { method, agent, headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0))
    })
    sent.on('error', reject).end(body)
  })
}

interface Asked {
  readonly label: string
  readonly method?: string
  /** The address and body of the n-th request. */
  readonly url: (n: number) => string
  readonly body?: (n: number) => unknown
}

/** Asks over so many connections for so many seconds: requests a second, and how long they took. */
async function load({ label, method = 'GET', url, body }: Asked, token: string): Promise<void> {
  const times: number[] = []
  const statuses = new Map<number, number>()
  let n = 0
  const end = performance.now() + seconds * 1000
  const one = async (): Promise<void> => {
    while (performance.now() < end) {
      const own = n++
      const start = performance.now()
      const text = body === undefined ? undefined : JSON.stringify(body(own))
      const status = await ask(url(own), method, token, text)
      times.push(performance.now() - start)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: Number(values.connections) }, one))
  times.sort((a, b) => a - b)
  const at = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(1)
  const what = [...statuses].map(([status, count]) => `${status}: ${count}`).join(', ')
  const rate = Math.round(times.length / seconds)
  print(`  ${label.padEnd(38)} ${String(rate).padStart(6)} /s · p50 ${at(0.5)} · p99 ${at(0.99)} ms · ${what}`)
}

async function bare(): Promise<void> {
  const app = Fastify()
  app.get('/', () => ({ status: 'ok' }))
  const url = await app.listen({ port: 0 })
  print('\nbare Fastify')
  await load({ label: 'GET /', url: () => url }, 'x')
  await app.close()
}

async function fill(services: Services): Promise<void> {
  const start = dayOf(systemClock.now())
  const district = generateDistrict({ seed: 1, people, postings: Number(values.postings), days: 60, start })
  const callers = officeCallers(services.district)
  await loadDistrict({ office: servicesOffice(services, callers), district, start, progress: () => undefined })
  for await (const { _id } of services.store.seekers.each({
    index: 'byDistrict',
    equals: { district: services.district },
  }))
    await services.ledgers.followSeeker(_id)
}

async function measure(label: string, config: Config): Promise<void> {
  const first = await wire(config)
  const fillStart = performance.now()
  await fill(first)
  const fillMs = performance.now() - fillStart
  await first.close()
  const begin = performance.now()
  const services = await wire(config)
  const startMs = performance.now() - begin
  const { token } = await makeKey(services, 'admin', {}, 'bench')
  const { app, url } = await listen(
    services,
    { ...config, port: 0, ratePerMinuteMax: 1_000_000_000, logLevel: 'silent' },
    { demo: false },
  )
  print(`\n${label}: ${people} people × ${values.postings} postings, load ${loadavg()[0]!.toFixed(1)}`)
  print(
    `  filled in ${(fillMs / 1000).toFixed(1)} s · start-up on the existing store ${Math.round(startMs)} ms · memory ${Math.round(process.memoryUsage().rss / 2 ** 20)} MB`,
  )
  const ids: string[] = []
  for await (const { _id } of services.store.seekers.each({
    index: 'byDistrict',
    equals: { district: services.district },
  }))
    ids.push(_id)
  const seeker = (n: number): string => ids[(n * 7) % ids.length] ?? ''
  const asks: readonly Asked[] = [
    { label: 'GET /healthz', url: () => `${url}/healthz` },
    { label: 'GET a seeker', url: (n) => `${url}/v1/seekers/${seeker(n)}` },
    { label: 'GET a ledger', url: (n) => `${url}/v1/seekers/${seeker(n)}/guarantee` },
    { label: 'GET top 20 with reasons', url: (n) => `${url}/v1/seekers/${seeker(n)}/matches?limit=20` },
    { label: 'GET 50 postings', url: () => `${url}/v1/postings?limit=50` },
    {
      label: 'POST an employer (one durable write)',
      method: 'POST',
      url: () => `${url}/v1/employers`,
      body: (n) => ({ name: `测速单位${n}`, kind: 'enterprise', township: '640302100' }),
    },
  ]
  for (const one of asks) await load(one, token)
  await app.close()
  await services.close()
}

async function jobsPerSecond(label: string, queue: Queue): Promise<void> {
  const count = Number(values.jobs)
  let ran = 0
  const begin = performance.now()
  for (let from = 0; from < count; from += 100)
    await Promise.all(
      Array.from({ length: 100 }, (_, n) => queue.add({ kind: 'match', key: `k-${from + n}`, data: { n: from + n } })),
    )
  const added = performance.now() - begin
  const start = performance.now()
  queue.start(() => Promise.resolve(void (ran += 1)), { concurrency: 16, attemptsMax: 1 })
  while (ran < count) await pause(5)
  const ranMs = performance.now() - start
  print(
    `  ${label.padEnd(38)} ${Math.round((count / added) * 1000)} added /s · ${Math.round((count / ranMs) * 1000)} run /s`,
  )
  await queue.stop(1_000)
}

/** How long until a write of one process can be seen in the results of another. */
async function freshness(uri: string, config: Config): Promise<void> {
  const { openMongoStore } = await import('../../src/store/mongo.ts')
  const open = () => openMongoStore({ uri, clock: systemClock, district: config.district })
  const [writer, reader] = [await open(), await open()]
  const heard = new Map<string, number>()
  reader.watch(({ id }) => void heard.set(id, performance.now()))
  await pause(2_500)
  const times: number[] = []
  for (let n = 0; n < 50; n += 1) {
    const _id = `slt-fresh-${n}`
    const at = systemClock.now()
    const slot = {
      _id,
      district: config.district,
      counsellor: 'c',
      counsellorName: '甲',
      mode: 'phone',
      startsAt: at,
      lengthMinutes: 30,
      capacity: 1,
      state: 'open',
      bookings: [],
    }
    // The store does not look into documents: a slot of the least shape serves.
    await writer.collections.slots.insert(slot as never, [], 'bench')
    const written = performance.now()
    while (!heard.has(_id)) await pause(2)
    times.push(Math.max(0, (heard.get(_id) ?? 0) - written))
  }
  times.sort((a, b) => a - b)
  print(`  a change reaches another process after     p50 ${times[25]!.toFixed(0)} · max ${times[49]!.toFixed(0)} ms`)
  await writer.close()
  await reader.close()
}

const folder = mkdtempSync(join(tmpdir(), 'yisanyi-bench-'))
const keys = `b:${randomBytes(32).toString('base64')}`
print(`Node ${process.version} · ${values.connections} connections · ${seconds} s each`)
await bare()
await measure('embedded store', readConfig({ YISANYI_DATA: join(folder, 'data'), YISANYI_KEYS: keys }))
print('\nqueues')
await jobsPerSecond('embedded', embeddedQueue({ clock: systemClock, random: () => 0.5 }))
const redis = await testServer(redisCommand, join(folder, 'redis'))
await redis.start()
await jobsPerSecond('BullMQ', bullmqQueue({ url: `redis://127.0.0.1:${redis.port}`, clock: systemClock }))
await redis.kill('SIGTERM')
if (values.mongod !== '') {
  const mongo = await testServer(values.mongod, join(folder, 'mongo'))
  await mongo.start()
  const uri = `mongodb://127.0.0.1:${mongo.port}/bench`
  const config = readConfig({ MONGODB_URI: uri, YISANYI_KEYS: keys })
  await measure('MongoDB', config)
  await freshness(uri, config)
  await mongo.kill('SIGTERM')
}
agent.destroy()
rmSync(folder, { recursive: true, force: true })
