import closeWithGrace from 'close-with-grace'
import { readConfig, refuseAlone } from '../src/config.ts'
import { wire, type Services, type WireOptions } from '../src/wire.ts'
import { runDefaults, startJobs } from './run.ts'

/** Runs jobs, relay and schedules of this process by its settings, until a signal ends it. */
export async function work(options: WireOptions = {}): Promise<Services> {
  const config = refuseAlone(readConfig())
  const services = await wire(config, options)
  const stopJobs = await startJobs(services, {
    ...runDefaults,
    concurrency: config.jobConcurrency,
    onError: (code, where) => process.stderr.write(`${where}: ${code}\n`),
  })
  closeWithGrace({ delay: config.stopTimeoutMs }, async () => {
    await stopJobs(config.stopTimeoutMs)
    await services.close()
  })
  return services
}
