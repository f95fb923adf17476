// The reference notifier: a process of its own that knows the service by its public API alone. `npm run notifier`
import closeWithGrace from 'close-with-grace'
import { StartError } from '../../src/start-error.ts'
import { consoleLog } from './log.ts'
import { startNotifier } from './notifier.ts'
import { readSettings } from './settings.ts'

try {
  const notifier = await startNotifier(readSettings(process.env), consoleLog)
  closeWithGrace({ delay: 10_000 }, () => notifier.close())
  consoleLog('listening', { count: notifier.port })
} catch (error) {
  const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
  if (!(error instanceof StartError) && !isTaken) throw error
  console.error(
    isTaken
      ? '端口已被占用：请用 NOTIFIER_PORT 指定其他端口。 / The port is taken: name another in NOTIFIER_PORT.'
      : error.message,
  )
  process.exit(1)
}
