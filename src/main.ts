import closeWithGrace from 'close-with-grace'
import { notesOf, readConfig } from './config.ts'
import { listen } from './server.ts'
import { StartError } from './start-error.ts'
import { wire } from './wire.ts'

// The API process; jobs run in jobs/main.ts. On the embedded store both belong into one process: scripts/start.ts.
try {
  const config = readConfig()
  const services = await wire(config)
  const { app } = await listen(services, config, { demo: false })
  for (const { zh, en } of notesOf(config)) process.stderr.write(`${zh} / ${en}\n`)
  closeWithGrace({ delay: config.stopTimeoutMs }, async () => {
    await app.close()
    await services.close()
  })
} catch (error) {
  if (!(error instanceof StartError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
