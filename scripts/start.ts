// The whole product in one process: API, pages and jobs, on the embedded store unless the settings say otherwise. `npm start`
import closeWithGrace from 'close-with-grace'
import { notesOf, readConfig } from '../src/config.ts'
import { settings } from '../src/settings.ts'
import { ensureAdminKey } from '../src/first-key.ts'
import { listen } from '../src/server.ts'
import { StartError } from '../src/start-error.ts'
import { wire } from '../src/wire.ts'
import { runDefaults, startJobs } from '../jobs/run.ts'

if (process.argv.includes('--help')) {
  console.log('npm start: serve the API, the pages and the jobs from one process.\n\nSettings (environment):')
  for (const { name, fallback, help } of Object.values(settings))
    console.log(`  ${name.padEnd(18)} ${help} [${fallback}]`)
  process.exit(0)
}

try {
  const config = readConfig()
  const services = await wire(config, { warn: (zh, en) => console.error(`注意 / note: ${zh} / ${en}`) })
  const stopJobs = await startJobs(services, {
    ...runDefaults,
    concurrency: config.jobConcurrency,
    onError: (code, where) => console.error(`${where}: ${code}`),
  })
  const { app, url } = await listen(services, config, { demo: false })
  closeWithGrace({ delay: config.stopTimeoutMs }, async () => {
    await app.close()
    await stopJobs(config.stopTimeoutMs)
    await services.close()
  })
  if (config.mongodbUri !== undefined && config.redisUrl === undefined)
    console.log(
      '单进程运行：数据在 MongoDB,任务队列在本进程内(未设置 REDIS_URL) / one process: MongoDB, queue in this process',
    )
  for (const { zh, en } of notesOf(config)) console.error(`注意 / note: ${zh} / ${en}`)
  await ensureAdminKey(services)
  const { seekers, postings } = services.index.figures()
  console.log(
    `一三一 listening on ${url} · API docs ${url}/docs · ${seekers} seekers, ${postings} open postings in the index`,
  )
} catch (error) {
  if (!(error instanceof StartError)) throw error
  console.error(error.message)
  process.exit(1)
}
