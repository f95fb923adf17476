// Receipts repeated, late, shuffled and at the same time: each message makes one transition, and what arrived stays so.
// node scripts/run.mjs scripts/faults/receipts.ts --receipts 10000
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Delivery } from '../../src/domain/delivery-types.ts'
import type { ReceiptNews } from '../../src/services/sending.ts'
import { createRandom } from '../demo/random.ts'
import { startQuietly } from '../demo/simulate.ts'
import { clockFrom, layMessages, openStage } from '../notifier/stage.ts'

const { values } = parseArgs({
  options: { receipts: { type: 'string', default: '10000' }, seed: { type: 'string', default: '5' } },
})
const random = createRandom(Number(values.seed))
/** Each message has a receipt of sending and one of its end. */
const messages = Math.floor(Number(values.receipts) / 2)
const bulkSize = 100
const concurrentShare = 0.3

const folder = mkdtempSync(join(tmpdir(), 'yisanyi-receipts-'))
const stage = await openStage({ folder, clock: clockFrom('2026-03-02T01:00:00.000Z'), durable: false })
const { services, admin } = stage
startQuietly(services)
const ids = await layMessages(stage, messages)
for (let taken = 0; taken < messages;) {
  const rows = await services.deliveries.lease(admin, { max: 500, channels: ['sms', 'wechat'], seconds: 600 })
  if (rows.length === 0) throw new Error('the messages cannot be leased')
  for (const row of rows) await services.deliveries.acknowledge(admin, row.id, row.lease)
  taken += rows.length
}

const at = services.clock.now()
const arrived = new Set(ids.filter(() => random.chance(0.8)))
const told = ids.flatMap((delivery): readonly ReceiptNews[] => [
  { delivery, attempt: 1, status: 'sent', at },
  arrived.has(delivery)
    ? { delivery, attempt: 1, status: 'delivered', at, code: 'DELIVRD' }
    : { delivery, attempt: 1, status: 'failed', at, code: 'UNDELIV' },
])
const posted = random.shuffle(told.flatMap((one) => Array.from({ length: random.integer(1, 5) }, () => one)))

let taken = 0
let known = 0
let refused = 0
let together: Promise<void>[] = []
const post = async (rows: readonly ReceiptNews[]): Promise<void> => {
  for (const { result } of await services.deliveries.receipts(admin, rows)) {
    if (result === 'taken') taken += 1
    else if (result === 'known') known += 1
    else refused += 1
  }
}
for (let from = 0; from < posted.length; from += bulkSize) {
  const rows = posted.slice(from, from + bulkSize)
  if (random.chance(concurrentShare)) together.push(post(rows))
  else await post(rows)
  if (together.length < 4) continue
  await Promise.all(together)
  together = []
}
await Promise.all(together)

while ((await services.relay.drain()) > 0);
const ends = new Map<string, number>()
for await (const entry of services.store.audit.each({ index: 'bySequence', equals: { district: services.district } }))
  if (entry.kind === 'delivery.delivered') ends.set(entry.subject, (ends.get(entry.subject) ?? 0) + 1)
const all = await services.store.deliveries.getMany(ids)
const isRight = (one: Delivery): boolean => {
  const [attempt] = one.attempts
  const said = attempt?.receipts.map((receipt) => receipt.status) ?? []
  const isEnd = arrived.has(one._id)
  return (
    said.length === 2 &&
    new Set(said).size === 2 &&
    (one.state === 'delivered') === isEnd &&
    (ends.get(one._id) ?? 0) === (isEnd ? 1 : 0) &&
    (isEnd || (one.step === 1 && one.attempts.length === 1))
  )
}
const wrong = all.filter((one) => !isRight(one))
console.log(
  JSON.stringify({
    fault: 'receipts',
    receipts: told.length,
    posted: posted.length,
    taken,
    known,
    refused,
    messages,
    delivered: all.filter((one) => one.state === 'delivered').length,
    arrived: arrived.size,
    wrong: wrong.length,
    first: wrong.slice(0, 2).map(({ _id, state, attempts }) => ({ _id, state, attempts })),
  }),
)
await stage.close()
rmSync(folder, { recursive: true, force: true })
process.exitCode = wrong.length === 0 && taken === told.length && refused === 0 ? 0 : 1
