import { orSayWhy } from '../src/start-error.ts'
import { work } from './work.ts'

// A worker process: jobs, relay and schedules, no API. Without Redis use scripts/start.ts.
await orSayWhy(work)
