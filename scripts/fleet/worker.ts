// The worker process of jobs/main.ts in simulated time: worker.ts INSTANT, started and told of the time by same-ledgers.ts.
import { work } from '../../jobs/work.ts'
import { orSayWhy } from '../../src/start-error.ts'
import { simulatedProcess } from './simulated.ts'

await orSayWhy(async () => {
  const { options, obey } = simulatedProcess(process.argv[2] ?? '')
  obey(await work(options))
})
