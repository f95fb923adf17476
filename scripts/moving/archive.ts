import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { schemaVersion } from '../../src/store/schema.ts'
import type { CollectionName } from '../../src/store/store.ts'
import { StartError } from '../../src/start-error.ts'
import type { Sink, Source, State } from './copy.ts'
import { plainText, type Tally } from './tally.ts'

/** A backup: a folder of gzipped JSON lines, a part for each stretch, and a manifest that comes last. */
const manifestName = 'manifest.json'
const stateName = 'state.json'
export const archiveFormat = 1

export interface Manifest {
  readonly format: number
  readonly schema: number
  readonly at: string
  readonly collections: Readonly<Record<string, Tally>>
}

const partName = (name: CollectionName, number: number): string =>
  `${name}.${String(number).padStart(6, '0')}.ndjson.gz`

/** Writes whole or not at all: a reader never finds half a file. */
function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

/** A new or interrupted backup in this folder, ready to take documents. */
export function openArchiveSink(folder: string) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (existsSync(join(folder, manifestName)))
    throw new StartError(
      'backup.complete',
      `${folder} 里已有一份完整的备份，未作改动：请换一个文件夹。`,
      `${folder} holds a complete backup, which was left as it is: give another folder.`,
    )
  const statePath = join(folder, stateName)
  const from = existsSync(statePath) ? (JSON.parse(readFileSync(statePath, 'utf8')) as State) : {}
  const sink: Sink = {
    take: async (name, docs, stretch) => {
      const path = join(folder, partName(name, stretch))
      const lines = docs.map((doc) => plainText(doc)).join('\n')
      await writeFile(`${path}.new`, await promisify(gzip)(lines), { mode: 0o600 })
      await rename(`${path}.new`, path)
    },
  }
  return {
    sink,
    from,
    reached: (state: State): void => {
      writeWhole(statePath, JSON.stringify(state))
    },
    finish: (at: string, state: State): Manifest => {
      const collections = Object.fromEntries(Object.entries(state).map(([name, { tally }]) => [name, tally]))
      const manifest: Manifest = { format: archiveFormat, schema: schemaVersion, at, collections }
      writeWhole(join(folder, manifestName), `${JSON.stringify(manifest, null, 2)}\n`)
      return manifest
    },
  }
}

/** A complete backup; one that is not, or of a newer version, is refused. */
export function openArchiveSource(folder: string): { source: Source; manifest: Manifest } {
  const path = join(folder, manifestName)
  if (!existsSync(path))
    throw new StartError(
      'backup.incomplete',
      `${folder} 里没有完整的备份(缺 ${manifestName}):请检查路径，或重新运行 npm run backup 使其完成。`,
      `${folder} holds no complete backup (no ${manifestName}): check the path, or run npm run backup again to finish it.`,
    )
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest
  if (manifest.format > archiveFormat || manifest.schema > schemaVersion)
    throw new StartError(
      'backup.newer',
      '备份由更新的版本写成：请安装更新的版本后再恢复。',
      'The backup was written by a newer version: install that version to restore it.',
    )
  const read = async (name: CollectionName, number: number): Promise<readonly { readonly _id: string }[]> => {
    const file = join(folder, partName(name, number))
    if (!existsSync(file)) return []
    const text = (await promisify(gunzip)(await readFile(file))).toString('utf8')
    return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as { readonly _id: string })
  }
  const places = new Map<CollectionName, { readonly next: number }>()
  return {
    manifest,
    source: {
      // A part is a stretch, however long it was written; the last id tells which part comes next.
      stretch: async (name, after) => {
        for (let number = places.get(name)?.next ?? 0; ; number += 1) {
          const docs = await read(name, number)
          const fresh = after === undefined ? docs : docs.filter((doc) => doc._id > after)
          if (docs.length > 0 && fresh.length === 0) continue
          places.set(name, { next: number + 1 })
          return fresh
        }
      },
    },
  }
}
