// Moves a whole store: npm run backup -- FOLDER · npm run restore -- FOLDER · npm run migrate-store -- --from embedded --to mongodb
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { systemClock } from '../../src/clock.ts'
import { readConfig, type Config } from '../../src/config.ts'
import { StartError } from '../../src/start-error.ts'
import type { Store } from '../../src/store/store.ts'
import { storeOf } from '../../src/wire.ts'
import { backUp, migrate, progressIn, restore } from './run.ts'

const help = `npm run backup -- FOLDER          write everything into a folder; run again to go on after an interruption
npm run restore -- FOLDER         put a backup into an empty store
npm run migrate-store -- --from embedded --to mongodb   (or back) copy between the stores of YISANYI_DATA and MONGODB_URI

The store is the one that the settings name (MONGODB_URI, else YISANYI_DATA). Stop what writes to it first; an embedded
store is locked while the service runs. ID numbers, phones and addresses stay sealed: keep YISANYI_KEYS apart from backups.`

const usage = (zh: string, en: string): StartError => new StartError('usage', zh, en)

type Kind = 'embedded' | 'mongodb'

const isKind = (text: string | undefined): text is Kind => text === 'embedded' || text === 'mongodb'

/** The settings with one of the two stores chosen. */
function storeAt(config: Config, kind: Kind): Promise<Store> {
  const { mongodbUri, ...embedded } = config
  if (kind === 'embedded') return storeOf(embedded, {})
  if (mongodbUri === undefined)
    throw usage('请设置 MONGODB_URI。', 'Set MONGODB_URI to the address of the server and its database.')
  return storeOf(config, {})
}

const told = (label: string, tallies: Readonly<Record<string, { readonly count: number }>>): void => {
  const counts = Object.entries(tallies).filter(([, { count }]) => count > 0)
  const total = counts.reduce((sum, [, { count }]) => sum + count, 0)
  process.stdout.write(`\n${label}: ${total}\n${counts.map(([name, { count }]) => `  ${name} ${count}\n`).join('')}`)
}

async function within<T>(stores: readonly Store[], task: () => Promise<T>): Promise<T> {
  try {
    return await task()
  } finally {
    for (const store of stores) await store.close()
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { from: { type: 'string' }, to: { type: 'string' }, help: { type: 'boolean' } },
  })
  const [command, folder] = positionals
  if (values.help === true) {
    process.stdout.write(`${help}\n`)
    return
  }
  const config = readConfig()
  const own: Kind = config.mongodbUri === undefined ? 'embedded' : 'mongodb'
  const progress = progressIn(join(config.folder, `${command ?? ''}.progress.json`))
  if (command === 'migrate') {
    const { from, to } = values
    if (!isKind(from) || !isKind(to) || from === to)
      throw usage(
        '请写明 --from 与 --to,各为 embedded 或 mongodb。',
        'Say --from and --to: embedded and mongodb, or back.',
      )
    const source = await storeAt(config, from)
    const target = await storeAt(config, to)
    told('已复制并比对 / copied and compared', await within([source, target], () => migrate(source, target, progress)))
    return
  }
  if (folder === undefined) throw usage('请给出备份文件夹。', `Give the folder of the backup.\n${help}`)
  const store = await storeAt(config, own)
  if (command === 'backup')
    told('已备份 / backed up', await within([store], () => backUp(store, folder, () => systemClock.now())))
  else told('已恢复并比对 / restored and compared', await within([store], () => restore(folder, store, progress)))
}

try {
  await main()
} catch (error) {
  if (!(error instanceof StartError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
