import closeWithGrace from 'close-with-grace'
import { readConfig, refuseAlone } from '../src/config.ts'
import { StartError } from '../src/start-error.ts'
import { wire } from '../src/wire.ts'
import { runDefaults, startJobs } from './run.ts'

// A worker process: jobs, relay and schedules, no API. Without Redis use scripts/start.ts.
try {
  const config = refuseAlone(readConfig())
  const services = await wire(config)
  const stopJobs = await startJobs(services, {
    ...runDefaults,
    concurrency: config.jobConcurrency,
    onError: (code, where) => process.stderr.write(`${where}: ${code}\n`),
  })
  closeWithGrace({ delay: config.stopTimeoutMs }, async () => {
    await stopJobs(config.stopTimeoutMs)
    await services.close()
  })
} catch (error) {
  if (!(error instanceof StartError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
