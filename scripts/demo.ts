// The demo district: loaded into an empty embedded store, lived through for some days, printed, then served. `npm run demo`
import { rmSync } from 'node:fs'
import { parseArgs } from 'node:util'
import closeWithGrace from 'close-with-grace'
import { runDefaults, startJobs } from '../jobs/run.ts'
import { systemClock } from '../src/clock.ts'
import { readConfig, type Config } from '../src/config.ts'
import { dayOf, dayPlus, type Day } from '../src/domain/time.ts'
import { listen } from '../src/server.ts'
import { StartError } from '../src/start-error.ts'
import { wire } from '../src/wire.ts'
import { printKeys } from './demo/keys.ts'
import { progressBar } from './progress.ts'
import { live } from './demo/run.ts'
import { officeCallers } from './demo/simulate.ts'
import { summaryTable } from './demo/table.ts'

const help = `npm run demo -- [options]
  --seed N       seed of everything that happens by chance (default 1)
  --people N     job-seekers (default 600)
  --postings N   postings (default 240)
  --days N       days to live through (default 60)
  --folder DIR   where the demo's store goes; emptied first (default var/demo)
  --once         print and end instead of serving`

interface DemoOptions {
  readonly seed: number
  readonly people: number
  readonly postings: number
  readonly days: number
  readonly folder: string
  readonly once: boolean
}

function readOptions(): DemoOptions {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      people: { type: 'string', default: '600' },
      postings: { type: 'string', default: '240' },
      days: { type: 'string', default: '60' },
      folder: { type: 'string', default: 'var/demo' },
      once: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(help)
    process.exit(0)
  }
  const whole = (name: string, text: string, max: number): number => {
    const count = Number(text)
    if (!/^\d+$/.test(text) || count < 1 || count > max)
      throw new StartError(
        'option.malformed',
        `--${name} 应为 1 到 ${max} 的整数。`,
        `--${name} is a whole number from 1 to ${max}.`,
      )
    return count
  }
  return {
    seed: whole('seed', values.seed, 2 ** 31),
    people: whole('people', values.people, 200_000),
    postings: whole('postings', values.postings, 100_000),
    days: whole('days', values.days, 300),
    folder: values.folder,
    once: values.once,
  }
}

/** So many days ending today, but never reaching over the turn of a plan year, so that the ledgers shown are this year's. */
function firstDay(days: number): Day {
  const today = dayOf(systemClock.now())
  const start = dayPlus(today, -days)
  return start.slice(0, 4) === today.slice(0, 4) ? start : dayPlus(`${Number(today.slice(0, 4)) - 1}-12-31`, -days)
}

async function tell(config: Config, options: DemoOptions): Promise<void> {
  const { people, postings, days } = options
  const start = firstDay(days)
  const began = Date.now()
  const loadingBar = progressBar(people + postings)
  const livingBar = progressBar(days)
  const services = await live(config, {
    ...options,
    start,
    loading: (done) => loadingBar('载入 loading', done),
    living: (day) => livingBar('模拟 living', day),
  })
  const report = await services.reports.summary(officeCallers(config.district).admin)
  console.log(
    `\n${start} 至 ${dayPlus(start, days)} · 求职者 ${people} 人 · 岗位 ${postings} 个 · ${report.period} 年度\n`,
  )
  console.log(summaryTable(report))
  console.log(`\n完成 complete: ${report.total.complete}/${report.total.people}`)
  console.log(`用时 ${((Date.now() - began) / 1000).toFixed(1)} 秒`)
  await services.queue.stop(1000)
  await services.close()
}

async function serve(config: Config): Promise<void> {
  const services = await wire(config, { durable: true })
  const stopJobs = await startJobs(services, {
    ...runDefaults,
    onError: (code, where) => console.error(`${where}: ${code}`),
  })
  const { app, url } = await listen(services, config, { demo: true })
  closeWithGrace({ delay: config.stopTimeoutMs }, async () => {
    await app.close()
    await stopJobs(config.stopTimeoutMs)
    await services.close()
  })
  await printKeys(services, url)
}

try {
  const options = readOptions()
  rmSync(options.folder, { recursive: true, force: true })
  const settings = readConfig()
  const publicUrl = settings.publicUrl || `http://127.0.0.1:${settings.port}`
  const config: Config = { ...settings, publicUrl, folder: options.folder, webhookLoopback: true }
  await tell(config, options)
  if (!options.once) await serve(config)
} catch (error) {
  if (!(error instanceof StartError)) throw error
  console.error(error.message)
  process.exit(1)
}
