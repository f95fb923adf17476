// A clock that jumps an hour ahead and back, and back an hour and ahead, while jobs run two at a time: nothing happens
// early, nothing twice, nothing is lost. node scripts/run.mjs scripts/faults/clock.ts --jumps 40
import { rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { runJob } from '../../jobs/registry.ts'
import { readConfig } from '../../src/config.ts'
import { plusHours, plusMinutes, type Instant } from '../../src/domain/time.ts'
import { violations } from '../../test/support/invariants.ts'
import { live } from '../demo/run.ts'
import { createRandom } from '../demo/random.ts'
import { quiesce } from '../demo/simulate.ts'

const { values } = parseArgs({
  options: { jumps: { type: 'string', default: '40' }, folder: { type: 'string', default: 'var/clock' } },
})
const days = 25
const random = createRandom(17)
const steps = Array.from({ length: days * 4 }, (_, at) => at)
const chosen = new Set(random.sample(steps, Math.min(Number(values.jumps), steps.length)))

rmSync(values.folder, { recursive: true, force: true })
let step = 0
let jumps = 0
let set: (to: Instant) => void = () => undefined
const services = await live(
  { ...readConfig({}), folder: values.folder },
  {
    seed: 3,
    people: 60,
    postings: 40,
    days,
    start: '2026-03-02',
    clocked: (clock) => (set = (to) => clock.set(to)),
    disturb: (found) => {
      found.queue.start((job) => runJob(found, job), { concurrency: 2, attemptsMax: 8 })
      return async (at) => {
        step += 1
        if (!chosen.has(step - 1)) return
        jumps += 1
        const isAhead = random.chance(0.5)
        for (const hours of isAhead ? [1, -1] : [-1, 1]) {
          set(plusHours(at, hours))
          await found.reconcile.due(found.district)
          await quiesce(found)
        }
        set(at)
      }
    },
  },
)
await services.reconcile.all(services.district)
await quiesce(services)

const undoMinutes = services.policies[0]?.review.undoMinutes ?? 0
const wrong = [...(await violations(services))]
const seen = new Set<string>()
for await (const ledger of services.store.guarantees.each({
  index: 'byPeriod',
  equals: { district: services.district },
}))
  for (const offer of ledger.offers) {
    if (seen.has(offer.id)) wrong.push(`twice: ${offer.id}`)
    seen.add(offer.id)
    const last = (event: string) => offer.steps.findLast((one) => one.event === event)
    const [approved, sent] = [last('approve'), last('send')]
    if (offer.steps.filter((one) => one.event === 'send').length > 1) wrong.push(`sent twice: ${offer.id}`)
    const isByPerson = approved !== undefined && offer.steps[0]?.to === 'proposed'
    if (isByPerson && sent !== undefined && sent.at < plusMinutes(approved.at, undoMinutes))
      wrong.push(`early: ${offer.id}`)
  }
const { firstBroken } = await services.audit.verify({ key: 'k', district: services.district, role: 'admin', scope: {} })
console.log(
  JSON.stringify({
    fault: 'clock',
    jumps,
    offers: seen.size,
    violations: wrong.length,
    first: wrong.slice(0, 5),
    deadJobs: (await services.queue.dead(10)).length,
    auditHolds: firstBroken === undefined,
  }),
)
await services.close()
rmSync(values.folder, { recursive: true, force: true })
process.exitCode = wrong.length === 0 && firstBroken === undefined ? 0 : 1
