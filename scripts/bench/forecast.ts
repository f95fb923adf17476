// Back-test of the forecast on what a store has lived through: at several days of the past it forecasts from what was
// known then and compares with what came, beside two plainer guesses. npm run bench:forecast [-- --folder DIR | --people 300
// --postings 140 --days 60 --seeds 3]. With --folder it reads an existing embedded store (not a running one).
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { execFileSync } from 'node:child_process'
import { systemClock } from '../../src/clock.ts'
import { policies } from '../../src/data/policies.ts'
import { forecastOf, lifeOf } from '../../src/domain/forecast/forecast.ts'
import {
  guaranteeItems,
  guaranteeOf,
  type Guarantee,
  type GuaranteeItem,
} from '../../src/domain/guarantee/guarantee.ts'
import { historyOf, ledgerAt } from '../../src/domain/guarantee/past.ts'
import type { Policy } from '../../src/domain/policy.ts'
import { plusDays, type Instant } from '../../src/domain/time.ts'
import { openEmbeddedStore } from '../../src/store/embedded.ts'

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    people: { type: 'string', default: '300' },
    postings: { type: 'string', default: '140' },
    days: { type: 'string', default: '60' },
    seeds: { type: 'string', default: '3' },
  },
})

/** A ledger with the policy that it is judged by. */
interface Ruled {
  readonly guarantee: Guarantee
  readonly policy: Policy
}

/** Every ledger of the store of a folder. */
async function ledgersIn(folder: string): Promise<readonly Ruled[]> {
  const store = await openEmbeddedStore({ folder, clock: systemClock })
  const found: Ruled[] = []
  for await (const guarantee of store.collections.guarantees.each({ index: 'byPeriod' })) {
    const policy = policies.find((one) => one.version === guarantee.policyVersion)
    if (policy === undefined) throw new Error(`no policy ${guarantee.policyVersion}`)
    found.push({ guarantee, policy })
  }
  await store.close()
  return found
}

/** The store of a demo that was lived through with a seed. */
async function lived(seed: number): Promise<readonly Ruled[]> {
  const folder = mkdtempSync(join(tmpdir(), 'yisanyi-forecast-'))
  try {
    const demo = fileURLToPath(new URL('../demo.ts', import.meta.url))
    const run = fileURLToPath(new URL('../run.mjs', import.meta.url))
    const { people, postings, days } = values
    const options = ['--people', people, '--postings', postings, '--days', days, '--seed', String(seed)]
    execFileSync(process.execPath, [run, demo, ...options, '--folder', folder, '--once'], { stdio: 'ignore' })
    return await ledgersIn(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** One forecast of one promise beside what came. */
interface Outcome {
  readonly item: GuaranteeItem
  readonly people: number
  readonly expected: number
  readonly low: number
  readonly high: number
  readonly came: number
}
/** One person's chance of being short beside what came, ours and those of the plainer guesses. */
interface Guess {
  readonly item: GuaranteeItem
  readonly risk: number
  readonly same: number
  readonly rate: number
  readonly came: number
}

/** What was left of a promise at a moment, from facts of then. */
const leftAt = ({ guarantee, policy }: Ruled, item: GuaranteeItem, at: Instant): number => {
  const view = guaranteeOf(ledgerAt(guarantee, at), policy, at)[item]
  return view.status === 'waived' ? 0 : view.owed - view.counted
}

/** The share of open promises that were fulfilled within a day, over the last weeks: one rate for everybody. */
function dailyRate(ledgers: readonly Ruled[], item: GuaranteeItem, now: Instant): number {
  let days = 0
  let done = 0
  for (const { guarantee, policy } of ledgers) {
    const history = historyOf(guarantee, policy, now)[item]
    for (let ago = 28; ago > 0; ago -= 1) {
      const from = plusDays(now, -ago)
      const then = history.findLast((one) => one.at <= from)
      if (then === undefined || then.left === 0) continue
      days += 1
      if ((history.findLast((one) => one.at <= plusDays(from, 1))?.left ?? 0) === 0) done += 1
    }
  }
  return days === 0 ? 0 : done / days
}

const outcomes: Outcome[] = []
const guesses: Guess[] = []
const horizons = [7, 14, 21]
function compare(ledgers: readonly Ruled[]): void {
  const starts = ledgers.map((one) => one.guarantee.clockStartedAt).sort()
  const first = starts[Math.floor(starts.length / 10)]
  if (first === undefined) throw new Error('the store holds no ledger')
  const days = Number(values.days)
  for (let day = 10; day + 7 < days; day += 7)
    for (const ahead of horizons.filter((one) => day + one <= days)) {
      const now = plusDays(first, day)
      const until = plusDays(now, ahead)
      const lives = ledgers.flatMap(({ guarantee, policy }) => lifeOf(guarantee, policy, now) ?? [])
      const told = forecastOf(lives, now, { until })
      const known = new Map(ledgers.map((one) => [one.guarantee.seeker, one]))
      for (const item of guaranteeItems) {
        const office = told.items.find((one) => one.item === item)
        if (office?.known !== true) continue
        const wanted = ledgers.filter((one) => one.guarantee.state === 'active' && one.guarantee.clockStartedAt <= now)
        outcomes.push({
          item,
          people: office.people,
          expected: office.short ?? 0,
          low: office.low ?? 0,
          high: office.high ?? 0,
          came: wanted.filter((one) => leftAt(one, item, until) > 0).length,
        })
        const rate = dailyRate(ledgers, item, now)
        for (const person of told.people.filter((one) => one.item === item)) {
          const ledger = known.get(person.seeker)
          if (ledger === undefined) continue
          const came = Number(leftAt(ledger, item, until) > 0)
          guesses.push({ item, risk: person.risk, same: 1, rate: (1 - rate) ** ahead, came })
        }
      }
    }
}

const seeds = Number(values.seeds)
if (values.folder === undefined) for (let seed = 1; seed <= seeds; seed += 1) compare(await lived(seed))
else compare(await ledgersIn(values.folder))

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, one) => sum + one, 0) / Math.max(1, numbers.length)
const brier = (own: readonly Guess[], of: 'risk' | 'same' | 'rate'): string =>
  mean(own.map((one) => (one[of] - one.came) ** 2)).toFixed(4)
for (const item of guaranteeItems) {
  const own = outcomes.filter((one) => one.item === item)
  const people = guesses.filter((one) => one.item === item)
  if (own.length === 0) continue
  console.log(
    JSON.stringify({
      item,
      forecasts: own.length,
      expected: Number(mean(own.map((one) => one.expected)).toFixed(1)),
      came: Number(mean(own.map((one) => one.came)).toFixed(1)),
      meanError: Number(mean(own.map((one) => Math.abs(one.expected - one.came))).toFixed(1)),
      withinInterval: Number(mean(own.map((one) => Number(one.came >= one.low && one.came <= one.high))).toFixed(2)),
      intervalWidth: Number(mean(own.map((one) => one.high - one.low)).toFixed(1)),
      people: people.length,
      brier: { forecast: brier(people, 'risk'), oneRate: brier(people, 'rate'), nothingChanges: brier(people, 'same') },
    }),
  )
}
console.log('\nrisk said    people    came')
for (let band = 0; band < 10; band += 1) {
  const own = guesses.filter(({ risk }) => Math.min(9, Math.floor(risk * 10)) === band)
  if (own.length > 0)
    console.log(
      `${band * 10}–${band * 10 + 10} %`.padEnd(13) +
        String(own.length).padStart(6) +
        `${(100 * mean(own.map((one) => one.came))).toFixed(0)} %`.padStart(9),
    )
}
