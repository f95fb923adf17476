// The demo's messages sent for real, by three processes over HTTP: the service, the reference notifier, and a gateway that
// behaves as the providers do on a bad day. At the end every message is delivered or waits for a person with the reason,
// and the ledger says what the receipts say. npm run demo:notifier [-- --people 600 --seed 4]
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Delivery } from '../../src/domain/delivery-types.ts'
import { channelNow } from '../../src/domain/delivery.ts'
import { channels, isPersonal } from '../../src/domain/seeker.ts'
import { review } from '../demo/actors.ts'
import { generateDistrict } from '../demo/district.ts'
import { loadDistrict } from '../demo/load.ts'
import { drawsOf } from '../demo/random.ts'
import { servicesOffice } from '../demo/services-office.ts'
import { officeCallers, quiesce, startQuietly } from '../demo/simulate.ts'
import { freePort } from '../fleet/servers.ts'
import { clockFrom, notifierEnvironment, openStage, type Stage } from './stage.ts'

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '600' },
    postings: { type: 'string', default: '400' },
    seed: { type: 'string', default: '4' },
    minutes: { type: 'string', default: '15' },
  },
})
const start = '2026-03-02'
const secret = 'demo-notifier-secret'
const loader = process.execArgv.length > 0 ? process.execArgv : ['--import', 'tsx']
const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

/** Starts one of the other processes. */
function startProcess(
  name: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): ChildProcess {
  const options = { env: { ...process.env, ...environment }, stdio: ['ignore', 'ignore', 'inherit'] as const }
  return spawn(process.execPath, [...loader, script(name), ...args], { ...options, stdio: [...options.stdio] })
}

const stopped = (child: ChildProcess): Promise<void> => {
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  return gone
}

/** A district whose first messages wait to be sent. */
async function loadMessages({ services }: Stage, leap: (ms: number) => void): Promise<void> {
  startQuietly(services)
  const callers = officeCallers(services.district)
  const made = { people: Number(values.people), postings: Number(values.postings), days: 20, start }
  const district = generateDistrict({ ...made, seed: Number(values.seed) })
  const office = servicesOffice(services, callers)
  const { names } = await loadDistrict({ office, district, start, progress: () => undefined })
  // What is put together for a while before it runs has its time to come.
  for (let round = 0; round < 3; round += 1) {
    leap(600_000)
    await services.reconcile.all(services.district)
    await quiesce(services)
    await review({ office, draw: drawsOf(1, names) })
    await quiesce(services)
  }
}

async function allOf({ services }: Stage): Promise<readonly Delivery[]> {
  const found: Delivery[] = []
  const { store, district } = services
  for await (const one of store.deliveries.each({ index: 'byState', equals: { district } })) found.push(one)
  return found
}

const isWithAPerson = (one: Delivery): boolean => one.state === 'queued' && isPersonal(channelNow(one))
/** Nothing more is to be sent: it arrived, a person has it, every way failed, or its item is gone. */
const isSettled = (one: Delivery): boolean =>
  one.evidence !== undefined || isWithAPerson(one) || one.state === 'undelivered' || one.state === 'withdrawn'
const hasReason = ({ attempts }: Delivery): boolean =>
  attempts.length === 0 ||
  attempts.some(({ receipts }) => receipts.some((one) => /^(failed|unknown)$/.test(one.status)))

/** Items whose evidence in the ledger is not that of their delivery. */
async function outOfStep({ services }: Stage, all: readonly Delivery[]): Promise<number> {
  let count = 0
  for (const { guarantee, item, purpose, evidence } of all) {
    // Word that something is off counts for nothing.
    if (purpose === 'called_off') continue
    const ledger = await services.store.guarantees.get(guarantee)
    const offer = ledger?.offers.find((one) => one.id === item)
    const items = purpose === 'guidance' ? ledger?.guidance : ledger?.training
    const known = purpose === 'offer' ? offer?.evidence : items?.find((one) => one.id === item)?.invitation
    if (JSON.stringify(known) !== JSON.stringify(evidence)) count += 1
  }
  return count
}

const folder = mkdtempSync(join(tmpdir(), 'yisanyi-demo-notifier-'))
const clock = clockFrom('2026-03-02T01:00:00.000Z')
const stage = await openStage({ folder: join(folder, 'data'), clock, durable: false })
await loadMessages(stage, (ms) => clock.leap(ms))
const [gatewayPort, reportsPort] = [await freePort(), await freePort()]
const gatewayUrl = `http://127.0.0.1:${gatewayPort}`
const reports = `http://127.0.0.1:${reportsPort}/reports/${secret}`
const own = { folder: join(folder, 'notifier'), port: reportsPort, secret }
const gateway = startProcess(
  'simulator.ts',
  ['--port', String(gatewayPort), '--reports', reports, '--seed', values.seed],
  {},
)
const openReports = async (): Promise<number> =>
  fetch(`${gatewayUrl}/simulator/acceptances`)
    .then(async (answer) => ((await answer.json()) as { openReports: number }).openReports)
    .catch(() => -1)
while ((await openReports()) < 0) await after(100)
const notifier = startProcess('main.ts', [], notifierEnvironment(stage, gatewayUrl, own))

const began = performance.now()
const first = await allOf(stage)
process.stderr.write(`${first.length} items wait for ${new Set(first.map((one) => one.seeker)).size} people\n`)
let all = first
let morning = 0
const look = async (): Promise<void> => {
  await quiesce(stage.services)
  all = await allOf(stage)
}
const isOver = async (): Promise<boolean> => all.every(isSettled) && (await openReports()) === 0
/** Over, and still over once what was put off for a while, such as looking for other offers, has run. */
const isOverForGood = async (): Promise<boolean> => {
  if (!(await isOver())) return false
  clock.leap(60_000)
  await look()
  return isOver()
}
while (performance.now() - began < Number(values.minutes) * 60_000 && !(await isOverForGood())) {
  await after(1_000)
  await look()
  // What the daily limit put off waits for the next morning, which is not waited for.
  const late = all.filter((one) => one.state === 'queued' && !isPersonal(channelNow(one)))
  const isPutOff = late.length > 0 && late.every((one) => one.dueAt > clock.now())
  if (!isPutOff || all.some((one) => one.state === 'leased' || one.state === 'sent') || morning >= 10) continue
  morning += 1
  clock.leap(24 * 3_600_000)
}
await after(1_500)
await stopped(notifier)
await stopped(gateway)
await look()

const unfinished = all.filter((one) => !isSettled(one))
const wrong = await outOfStep(stage, all)
const withoutReason = all.filter((one) => isWithAPerson(one) && !hasReason(one)).length
const messages = all
  .flatMap((one) => one.attempts)
  .filter((one) => one.carriedBy === undefined && !isPersonal(one.channel))
console.log(
  JSON.stringify({
    people: new Set(all.map((one) => one.seeker)).size,
    items: all.length,
    messages: messages.length,
    carriedTogether: all.filter((one) => one.attempts.some((try_) => try_.carriedBy !== undefined)).length,
    delivered: all.filter((one) => one.state === 'delivered').length,
    deliveredBy: Object.fromEntries(
      channels.map((channel) => [channel, all.filter((one) => one.evidence?.channel === channel).length]),
    ),
    withAPerson: all.filter(isWithAPerson).length,
    withoutReason,
    unfinished: unfinished.length,
    ledgersOutOfStep: wrong,
    seconds: Math.round((performance.now() - began) / 1000),
  }),
)
await stage.close()
rmSync(folder, { recursive: true, force: true })
process.exitCode = unfinished.length === 0 && wrong === 0 && withoutReason === 0 ? 0 : 1
