// Says whether this machine and the servers are ready: settings, connections, versions, indexes, clock, disk. npm run doctor
import { linesOf, type Finding } from './doctor/finding.ts'
import { checkCalendar, checkDisk, checkNode } from './doctor/machine.ts'
import { checkMongo, checkRedis } from './doctor/servers.ts'
import { checkSettings } from './doctor/settings.ts'

/** Looks at everything; what hangs on a setting that is wrong is left out. */
async function examine(): Promise<readonly Finding[]> {
  const { values, findings } = checkSettings()
  const { folder, mongodbUri = '', redisUrl = '' } = values
  return [
    checkNode(),
    ...findings,
    checkCalendar(),
    ...(folder === undefined ? [] : [await checkDisk(folder)]),
    ...(mongodbUri === '' ? [] : await checkMongo(mongodbUri)),
    ...(redisUrl === '' ? [] : await checkRedis(redisUrl)),
  ]
}

const findings = await examine()
for (const finding of findings) process.stdout.write(`${linesOf(finding)}\n`)
const bad = findings.filter(({ state }) => state === 'bad').length
process.stdout.write(bad === 0 ? '\n一切就绪 / ready\n' : `\n${bad} 项需要处理 / to be put right: ${bad}\n`)
process.exitCode = bad === 0 ? 0 : 1
