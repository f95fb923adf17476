// The notifier killed while messages go through: nothing may be lost, and a message may reach a provider twice only when the
// kill fell between the provider's acceptance and the notifier's record of it. Process kills only.
// node scripts/run.mjs scripts/faults/notifier-kills.ts --kills 5 --messages 1000
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Delivery } from '../../src/domain/delivery-types.ts'
import { channelNow } from '../../src/domain/delivery.ts'
import { isPersonal } from '../../src/domain/seeker.ts'
import { createRandom } from '../demo/random.ts'
import { freePort } from '../fleet/servers.ts'
import { startSimulator } from '../notifier/simulator.ts'
import { badDay } from '../notifier/simulator/faults.ts'
import { clockFrom, layMessages, notifierEnvironment, openStage } from '../notifier/stage.ts'
import { noteRecorded, twicePerMessage, type Recorded } from '../notifier/twice.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '5' },
    messages: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '7' },
    minutes: { type: 'string', default: '20' },
  },
})
const messages = Number(values.messages)
const killsWanted = Number(values.kills)
const random = createRandom(Number(values.seed))
const secret = 'notifier-kills-secret'
const main = fileURLToPath(new URL('../notifier/main.ts', import.meta.url))

const folder = mkdtempSync(join(tmpdir(), 'yisanyi-notifier-kills-'))
const port = await freePort()
const stage = await openStage({
  folder: join(folder, 'data'),
  clock: clockFrom('2026-03-02T01:00:00.000Z'),
  durable: false,
})
const simulator = await startSimulator({
  port: 0,
  faults: { ...badDay, seed: Number(values.seed) },
  reportsUrl: `http://127.0.0.1:${port}/reports/${secret}`,
})
const ids = await layMessages(stage, messages)
const own = { folder: join(folder, 'notifier'), port, secret }
const environment = { ...process.env, ...notifierEnvironment(stage, simulator.url, own) }
const journalPath = join(own.folder, 'journal.jsonl')
const recorded: Recorded = new Map()
let said = ''

function startChild(): ChildProcess {
  const loader = process.execArgv.length > 0 ? process.execArgv : ['--import', 'tsx']
  const child = spawn(process.execPath, [...loader, main], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (said += text.toString()))
  return child
}

const read = async (): Promise<readonly Delivery[]> => {
  const found = await Promise.all(ids.map((id) => stage.services.store.deliveries.get(id)))
  return found.filter((one) => one !== undefined)
}
const isDone = (one: Delivery): boolean =>
  one.state === 'delivered' || (one.state === 'queued' && isPersonal(channelNow(one)))
/** Messages that some provider has taken so far. */
const reached = (): number => simulator.acceptances().length

async function killSome(): Promise<ChildProcess> {
  let child = startChild()
  for (let kill = 1; kill <= killsWanted; kill += 1) {
    // Kills are spread over the work, each at a moment that depends on nothing but the seed.
    const mark =
      Math.floor((messages * (kill - 0.5)) / killsWanted) + random.integer(0, Math.ceil(messages / killsWanted / 4))
    const untilMs = performance.now() + 15_000
    while (reached() < mark && performance.now() < untilMs) await after(2)
    await after(random.integer(0, 40))
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
    // Read now: the next start keeps only the last word on each message.
    noteRecorded(recorded, journalPath)
    child = startChild()
    if (process.stderr.isTTY) process.stderr.write(`\rkills ${kill}/${killsWanted}`)
  }
  return child
}

const began = performance.now()
const child = await killSome()
const limitMs = performance.now() + Number(values.minutes) * 60_000
let all = await read()
while (performance.now() < limitMs && !(all.every(isDone) && simulator.openReports() === 0)) {
  await after(500)
  all = await read()
}
// One more look at what came last.
await after(1000)
all = await read()
const seconds = Math.round((performance.now() - began) / 1000)
const gone = new Promise((resolve) => child.once('exit', resolve))
child.kill('SIGTERM')
await gone

noteRecorded(recorded, journalPath)
const twice = twicePerMessage(simulator.acceptances(), recorded)
const unfinished = all.filter((one) => !isDone(one)).length
const doubted = all.filter((one) =>
  one.attempts.some(({ receipts }) => receipts.some(({ status }) => status === 'unknown')),
)
const numbers = said.match(/1[3-9]\d{9}/g) ?? []
console.log(
  JSON.stringify({
    fault: 'notifier-kills',
    kills: killsWanted,
    messages,
    seconds,
    accepted: reached(),
    delivered: all.filter((one) => one.state === 'delivered').length,
    withAPerson: all.filter((one) => one.state === 'queued').length,
    doubted: doubted.length,
    lost: messages - all.length + unfinished,
    duplicates: twice.duplicates,
    duplicatesInTheWindow: twice.inTheWindow,
    duplicatesOutsideTheWindow: twice.duplicates - twice.inTheWindow,
    phonesInTheLog: numbers.length,
    unfinished: all
      .filter((one) => !isDone(one))
      .slice(0, 3)
      .map(({ _id, state, step, plan, attempts }) => ({ _id, state, step, plan, attempts })),
  }),
)
await simulator.close()
await stage.close()
rmSync(folder, { recursive: true, force: true })
process.exitCode =
  unfinished === 0 && all.length === messages && twice.duplicates === twice.inTheWindow && numbers.length === 0 ? 0 : 1
