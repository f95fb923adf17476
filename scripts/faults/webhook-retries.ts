// A receiver that fails by seed: every event arrives at least once or is a dead letter, over real HTTP on this machine.
// Time is the clock of the run, so that the schedule of 75 hours passes in seconds.
// node scripts/run.mjs scripts/faults/webhook-retries.ts --events 1000 --seed 1
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Webhook } from 'standardwebhooks'
import { runJob } from '../../jobs/registry.ts'
import { webhookSender } from '../../src/channels/webhook.ts'
import { manualClock } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import type { Caller } from '../../src/domain/access.ts'
import { plusMs, plusMinutes } from '../../src/domain/time.ts'
import { messageLeaseMs } from '../../src/domain/webhook-message.ts'
import { countingIds } from '../../src/ids.ts'
import { wire, type Services } from '../../src/wire.ts'
import { createRandom } from '../demo/random.ts'

const { values } = parseArgs({
  options: { events: { type: 'string', default: '1000' }, seed: { type: 'string', default: '1' } },
})
const events = Number(values.events)
const seed = Number(values.seed)
const random = createRandom(seed)
const clock = manualClock('2026-03-02T01:00:00.000Z')
const start = clock.now()
/** One event in so many is never taken by the receiver. */
const poisonEvery = 50

/** What the receiver took, by message: how often, and which event it told of. */
const taken = new Map<string, number>()
const told = new Map<string, string>()
const counts = { requests: 0, wrongSignatures: 0, lostAnswers: 0, workersKilled: 0, killedAfterTaken: 0, queuesLost: 0 }
let secret = ''

interface Told {
  readonly data: { readonly posting?: string }
}

/** Taken first, then by chance: answered, answered with a failure before, cut off after, or throttled. */
function answer(request: IncomingMessage, body: string, response: ServerResponse): void {
  counts.requests += 1
  const id = String(request.headers['webhook-id'])
  try {
    // The library compares with the machine's clock; the run's clock is its own, so the signature is made anew.
    const at = new Date(Number(request.headers['webhook-timestamp']) * 1_000)
    if (new Webhook(secret).sign(id, at, body) !== request.headers['webhook-signature']) throw new Error('differs')
  } catch {
    counts.wrongSignatures += 1
  }
  const { posting = '' } = (JSON.parse(body) as Told).data
  const chance = random.next()
  if (Number(posting.split('-')[1]) % poisonEvery === 0 || chance < 0.2) response.writeHead(500).end()
  else if (chance < 0.25) response.writeHead(429, { 'retry-after': '900' }).end()
  else if (chance < 0.3) response.writeHead(302, { location: '/elsewhere' }).end()
  else if (chance < 0.35) request.socket.destroy()
  else {
    taken.set(id, (taken.get(id) ?? 0) + 1)
    told.set(id, posting)
    if (chance > 0.4) response.writeHead(204).end()
    else {
      counts.lostAnswers += 1
      request.socket.destroy()
    }
  }
}

const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    answer(request, Buffer.concat(parts).toString(), response)
  })
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`

const folder = mkdtempSync(join(tmpdir(), 'yisanyi-webhooks-'))
const real = webhookSender({ loopback: true })
const services = await wire(
  { ...readConfig(), folder },
  {
    clock,
    ids: countingIds(),
    durable: false,
    timers: false,
    random: () => random.next(),
    webhookSender: {
      ...real,
      send: async (request) => {
        const found = await real.send(request)
        // A worker that dies after it sent: it writes nothing, and its lease runs out.
        if (random.next() >= 0.02) return found
        counts.workersKilled += 1
        if (found.status === 204) counts.killedAfterTaken += 1
        throw new Error('killed')
      },
    },
  },
)

async function run(found: Services): Promise<readonly string[]> {
  const admin: Caller = { key: 'fault', district: found.district, role: 'admin', scope: {} }
  const made = await found.webhooks.create(admin, { url, label: 'fault', types: ['posting.created'] })
  secret = made.secret
  found.outbound.start((job) => runJob(found, job), { concurrency: 16, attemptsMax: 1 })
  const employer = await found.employers.create(admin, { name: '甲', kind: 'enterprise', township: '640302100' })
  const caused: string[] = []
  for (let count = 0; count < events; count += 1) {
    const posting = await found.postings.create(admin, {
      employer: employer._id,
      title: '缝纫工',
      text: `缝制工作服，月薪3500-4500元，包吃住。第${count}号`,
      openings: 1,
      closesAt: plusMinutes(start, 60 * 24 * 60),
    })
    caused.push(posting._id)
  }
  await found.relay.drain()
  await found.embeddedOutbound?.settle()
  // From one due time to the next, as the schedule of every minute would find them; now and then the queue is lost.
  for (;;) {
    const next = await nextDueAt(found)
    if (next === undefined) return caused
    clock.set(plusMs(next > clock.now() ? next : clock.now(), messageLeaseMs))
    if (random.next() < 0.2) {
      await found.outbound.wipe()
      counts.queuesLost += 1
    }
    await found.reconcile.due(found.district)
    await found.embeddedOutbound?.settle()
  }
}

async function nextDueAt({ store, district }: Services): Promise<string | undefined> {
  const found = await Promise.all(
    ['queued', 'sending'].map((state) =>
      store.webhookMessages.find({ index: 'byDue', equals: { district, state } }, { limit: 1 }),
    ),
  )
  return found.flatMap(({ rows }) => rows.map(({ dueAt }) => dueAt)).sort()[0]
}

async function deadOf({ store, district }: Services): Promise<ReadonlyMap<string, string>> {
  const dead = new Map<string, string>()
  for await (const one of store.webhookMessages.each({ index: 'byDue', equals: { district, state: 'dead' } }))
    dead.set((JSON.parse(one.payload) as Told).data.posting ?? '', one.deadReason ?? '')
  return dead
}

const caused = await run(services)
const dead = await deadOf(services)
const arrived = new Set(told.values())
const lost = caused.filter((posting) => !arrived.has(posting) && !dead.has(posting))
const duplicates = [...taken.values()].reduce((sum, count) => sum + count - 1, 0)
const deadThoughTaken = [...dead.keys()].filter((posting) => arrived.has(posting)).length
// The only way to a second copy: the receiver took the first, and the answer was lost or its worker killed.
const explained = counts.lostAnswers + counts.killedAfterTaken - deadThoughTaken
console.log(
  JSON.stringify({
    fault: 'webhook-retries',
    seed,
    events: caused.length,
    arrived: arrived.size,
    deadLetters: dead.size,
    deadThoughTaken,
    lost: lost.length,
    duplicates,
    duplicatesUnexplained: duplicates - explained,
    eventsWithTwoIds: told.size - arrived.size,
    ...counts,
    hours: Math.round((Date.parse(clock.now()) - Date.parse(start)) / 3_600_000),
  }),
)
await services.outbound.stop(1_000)
await services.close()
server.closeAllConnections()
server.close()
rmSync(folder, { recursive: true, force: true })
const isRight =
  lost.length === 0 && counts.wrongSignatures === 0 && told.size === arrived.size && duplicates === explained
process.exitCode = isRight ? 0 : 1
