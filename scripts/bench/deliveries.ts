// Deliveries over HTTP: messages through lease and receipt, in bulk and one by one; throughput and p99 of each call.
// node scripts/run.mjs scripts/bench/deliveries.ts --messages 10000 --clients 4
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { clockFrom, layMessages, openStage } from '../notifier/stage.ts'

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '10000' },
    clients: { type: 'string', default: '4' },
    lease: { type: 'string', default: '100' },
  },
})
const messages = Number(values.messages)
const clients = Number(values.clients)
const leaseMax = Number(values.lease)

interface Leased {
  readonly id: string
  readonly lease: string
  readonly attempt: number
}
type Way = 'in bulk' | 'one by one'

const quantile = (times: readonly number[], share: number): number =>
  [...times].sort((a, b) => a - b)[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0
const row = (name: string, value: string): void => console.log(`  ${name.padEnd(28)} ${value}`)

/** Every message leased, accepted and reported delivered; each call is timed apart. */
async function run(way: Way): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'yisanyi-bench-deliveries-'))
  const clock = clockFrom('2026-03-02T01:00:00.000Z')
  const laid = await openStage({ folder, clock, durable: false })
  const ids = await layMessages(laid, messages)
  await laid.close()
  // Laid quickly; measured as `npm start` runs, with every write on the disk before its answer.
  const stage = await openStage({ folder, clock })
  const times = new Map<string, number[]>()
  const post = async (name: string, path: string, body: unknown): Promise<{ readonly rows?: readonly Leased[] }> => {
    const began = performance.now()
    const answer = await fetch(`${stage.url}/v1/deliveries${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { authorization: `Bearer ${stage.key}`, 'content-type': 'application/json' },
    })
    const found = (await answer.json()) as { readonly rows?: readonly Leased[] }
    times.set(name, [...(times.get(name) ?? []), performance.now() - began])
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`)
    return found
  }
  const at = clock.now()
  const report = async (rows: readonly Leased[]): Promise<void> => {
    if (way === 'in bulk') {
      const all = rows.map(({ id, attempt }) => ({ delivery: id, attempt, at }))
      await post('receipts sent', '/receipts', { rows: all.map((one) => ({ ...one, status: 'sent' })) })
      await post('receipts delivered', '/receipts', { rows: all.map((one) => ({ ...one, status: 'delivered' })) })
      return
    }
    for (const { id, lease, attempt } of rows) {
      await post('acknowledge', `/${id}/acknowledge`, { lease })
      await post('receipt', `/${id}/receipts`, { attempt, status: 'delivered', at, code: 'DELIVRD' })
    }
  }
  const client = async (): Promise<void> => {
    for (;;) {
      const wish = { max: leaseMax, channels: ['sms', 'wechat'], seconds: 300 }
      const { rows = [] } = await post('lease', '/lease', wish)
      if (rows.length === 0) return
      await report(rows)
    }
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: clients }, client))
  const seconds = (performance.now() - began) / 1000
  const states = await Promise.all(ids.map(async (id) => (await stage.services.store.deliveries.get(id))?.state))
  const delivered = states.filter((state) => state === 'delivered').length
  console.log(`\n${messages} messages, ${clients} clients, ${way} (Node ${process.versions.node})`)
  row('delivered', `${delivered} of ${messages}`)
  row('throughput', `${Math.round(messages / seconds)} messages/s · ${seconds.toFixed(1)} s`)
  for (const [name, took] of times) {
    const ms = (share: number): string => `${quantile(took, share).toFixed(1)} ms`
    row(name, `${took.length} calls · p50 ${ms(0.5)} · p99 ${ms(0.99)} · max ${ms(1)}`)
  }
  await stage.close()
  rmSync(folder, { recursive: true, force: true })
  if (delivered !== messages) process.exitCode = 1
}

await run('in bulk')
await run('one by one')
