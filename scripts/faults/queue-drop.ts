// The queue dropped in mid-run, as a lost Redis would: the demo lives on, and nothing is lost or doubled.
// node scripts/run.mjs scripts/faults/queue-drop.ts --drops 20
import { rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { readConfig } from '../../src/config.ts'
import { live } from '../demo/run.ts'
import { createRandom } from '../demo/random.ts'
import { quiesce } from '../demo/simulate.ts'
import { violations } from '../../test/support/invariants.ts'

const { values } = parseArgs({
  options: { drops: { type: 'string', default: '20' }, folder: { type: 'string', default: 'var/queue-drop' } },
})
const days = 25
const stepsPerDay = 4
const wanted = Number(values.drops)
const random = createRandom(11)
const steps = new Set(
  random.sample(
    Array.from({ length: days * stepsPerDay }, (_, at) => at),
    wanted,
  ),
)

rmSync(values.folder, { recursive: true, force: true })
let step = 0
let drops = 0
let dropped = 0
const services = await live(
  { ...readConfig(), folder: values.folder },
  {
    seed: 3,
    people: 60,
    postings: 40,
    days,
    start: '2026-03-02',
    disturb: (found) => async () => {
      step += 1
      if (!steps.has(step - 1)) return
      // Events go on into jobs, and the jobs are lost: what no relay will tell again.
      await found.relay.drain()
      dropped += (await found.queue.figures()).waiting
      await found.queue.wipe()
      drops += 1
      await found.reconcile.all(found.district)
    },
  },
)
await services.reconcile.all(services.district)
await quiesce(services)
const wrong = await violations(services)
const before = JSON.stringify(await ledgersOf())
await services.reconcile.all(services.district)
await quiesce(services)
const isStill = JSON.stringify(await ledgersOf()) === before

async function ledgersOf(): Promise<readonly unknown[]> {
  const all = []
  for await (const one of services.store.guarantees.each({
    index: 'byPeriod',
    equals: { district: services.district, period: '2026' },
  }))
    all.push([one._id, one.version])
  return all
}

console.log(
  JSON.stringify({
    fault: 'queue-drop',
    drops,
    jobsLost: dropped,
    violations: wrong.length,
    first: wrong.slice(0, 3),
    secondReconcileChangesNothing: isStill,
  }),
)
await services.close()
rmSync(values.folder, { recursive: true, force: true })
process.exitCode = wrong.length === 0 && isStill ? 0 : 1
