// Process kills during writes: what was acknowledged must be found again. Process kills only; a power cut is not simulated.
// node scripts/run.mjs scripts/faults/kills.ts --count 20 --store embedded
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { systemClock } from '../../src/clock.ts'
import { openEmbeddedStore } from '../../src/store/embedded.ts'
import { createRandom } from '../demo/random.ts'

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '20' },
    store: { type: 'string', default: 'embedded' },
    writer: { type: 'string' },
  },
})
if (values.store !== 'embedded') throw new Error('--store embedded is the only store of this version')

const district = '640302'
const writers = 8

/** The child: inserts and changes without end, and says what was acknowledged. */
async function write(folder: string): Promise<void> {
  const store = await openEmbeddedStore({ folder, clock: systemClock })
  const { employers } = store.collections
  const run = `${process.pid}`
  const one = async (writer: number): Promise<void> => {
    for (let at = 0; ; at += 1) {
      const _id = `emp-${run}-${writer}-${at}`
      const draft = {
        _id,
        district,
        name: `甲${at}`,
        kind: 'enterprise' as const,
        township: district,
        state: 'active' as const,
      }
      await employers.insert(draft, [{ kind: 'employer.created', data: { employer: _id } }], 'writer')
      process.stdout.write(`${_id} 1\n`)
      const changed = await employers.change(_id, 'writer', (found) => ({
        kind: 'changed',
        doc: { ...found, name: `乙${at}` },
        events: [{ kind: 'employer.changed', data: { employer: _id } }],
      }))
      if (changed.kind === 'changed') process.stdout.write(`${_id} 2\n`)
    }
  }
  await Promise.all(Array.from({ length: writers }, (_, writer) => one(writer)))
}

/** Starts a writer, kills it after so long, and returns what it had acknowledged: the newest version of each id. */
function killOne(folder: string, afterMs: number): Promise<ReadonlyMap<string, number>> {
  const loader = process.execArgv.length > 0 ? process.execArgv : ['--import', 'tsx']
  const child = spawn(process.execPath, [...loader, fileURLToPath(import.meta.url), '--writer', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const acknowledged = new Map<string, number>()
  let rest = ''
  let isArmed = false
  child.stdout.on('data', (text: Buffer) => {
    if (!isArmed) {
      isArmed = true
      setTimeout(() => child.kill('SIGKILL'), afterMs)
    }
    const lines = (rest + text.toString()).split('\n')
    // The last line may be cut by the kill: what is not whole was not heard.
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const [id = '', version = '0'] = line.split(' ')
      acknowledged.set(id, Number(version))
    }
  })
  return new Promise((resolve) => child.on('close', () => resolve(acknowledged)))
}

async function compare(
  folder: string,
  acknowledged: ReadonlyMap<string, number>,
): Promise<{ lost: number; broken: number; found: number }> {
  const store = await openEmbeddedStore({ folder, clock: systemClock })
  const { employers } = store.collections
  let lost = 0
  let broken = 0
  for (const [id, version] of acknowledged) {
    const doc = await employers.get(id)
    if (doc === undefined || doc.version < version) lost += 1
    // A document, its events and its index rows are one write: each version has brought exactly one event.
    else if (doc.pending.length !== doc.version) broken += 1
  }
  const found = await employers.count({ index: 'byDistrict', equals: { district } })
  let listed = 0
  for await (const _doc of employers.each({ index: 'byDistrict', equals: { district } })) listed += 1
  if (listed !== found) broken += 1
  await store.close()
  return { lost, broken, found }
}

if (values.writer !== undefined) await write(values.writer)
else {
  const folder = mkdtempSync(join(tmpdir(), 'yisanyi-kills-'))
  const random = createRandom(7)
  const acknowledged = new Map<string, number>()
  const kills = Number(values.count)
  for (let kill = 0; kill < kills; kill += 1)
    for (const [id, version] of await killOne(folder, random.integer(20, 400))) acknowledged.set(id, version)
  const { lost, broken, found } = await compare(folder, acknowledged)
  console.log(
    JSON.stringify({
      fault: 'kills',
      store: values.store,
      kills,
      acknowledged: acknowledged.size,
      found,
      lost,
      broken,
    }),
  )
  rmSync(folder, { recursive: true, force: true })
  process.exitCode = lost + broken === 0 && acknowledged.size > 0 ? 0 : 1
}
