import closeWithGrace from 'close-with-grace'
import { notesOf, readConfig, refuseAlone } from './config.ts'
import { ensureAdminKey } from './first-key.ts'
import { listen } from './server.ts'
import { wakeRelay } from './services/relay.ts'
import { wire, type Services, type WireOptions } from './wire.ts'

/** Runs the API of this process by its settings, until a signal ends it; jobs run in other processes. */
export async function serve(options: WireOptions = {}): Promise<Services> {
  const config = refuseAlone(readConfig())
  const services = await wire(config, options)
  const unwake = wakeRelay(services)
  const { app } = await listen(services, config, { demo: false })
  for (const { zh, en } of notesOf(config)) process.stderr.write(`${zh} / ${en}\n`)
  closeWithGrace({ delay: config.stopTimeoutMs }, async () => {
    await app.close()
    unwake()
    await services.close()
  })
  await ensureAdminKey(services)
  return services
}
