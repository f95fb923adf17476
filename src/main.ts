import { serve } from './serve.ts'
import { orSayWhy } from './start-error.ts'

// The API process; jobs run in jobs/main.ts. Without Redis both belong into one process: scripts/start.ts.
await orSayWhy(serve)
