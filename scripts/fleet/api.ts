// The API process of src/main.ts in simulated time: api.ts INSTANT, started and told of the time by same-ledgers.ts.
import { serve } from '../../src/serve.ts'
import { orSayWhy } from '../../src/start-error.ts'
import { simulatedProcess } from './simulated.ts'

await orSayWhy(async () => {
  const { options, obey } = simulatedProcess(process.argv[2] ?? '')
  obey(await serve(options))
})
