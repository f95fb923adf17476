import closeWithGrace from 'close-with-grace'
import { notesOf, readConfig, refuseAlone } from './config.ts'
import { ensureAdminKey } from './first-key.ts'
import { listen } from './server.ts'
import { wakeRelay } from './services/relay.ts'
import { StartError } from './start-error.ts'
import { wire } from './wire.ts'

// The API process; jobs run in jobs/main.ts. Without Redis both belong into one process: scripts/start.ts.
try {
  const config = refuseAlone(readConfig())
  const services = await wire(config)
  const unwake = wakeRelay(services)
  const { app } = await listen(services, config, { demo: false })
  for (const { zh, en } of notesOf(config)) process.stderr.write(`${zh} / ${en}\n`)
  closeWithGrace({ delay: config.stopTimeoutMs }, async () => {
    await app.close()
    unwake()
    await services.close()
  })
  await ensureAdminKey(services)
} catch (error) {
  if (!(error instanceof StartError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
