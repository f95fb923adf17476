import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runImport, type ImportOptions } from '../../scripts/import/run.ts'
import { manualClock } from '../../src/clock.ts'
import { readConfig } from '../../src/config.ts'
import type { Caller } from '../../src/domain/access.ts'
import { idCheckDigit } from '../../src/domain/privacy.ts'
import { wire, type Services } from '../../src/wire.ts'

export const root = join(import.meta.dirname, '../..')
export const maps = join(root, 'scripts/import/maps')
const folders: string[] = []
export const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'yisanyi-import-'))
  folders.push(folder)
  return folder
}
/** Removes every folder that was made. */
export const removeFolders = (): void => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }))

/** Monday 2 March 2026. */
const clock = manualClock('2026-03-02T01:00:00.000Z')
export const keys = `t:${Buffer.alloc(32, 7).toString('base64')}`
export const configOf = (folder: string) => readConfig({ YISANYI_DATA: join(folder, 'store'), YISANYI_KEYS: keys })
export const admin: Caller = { key: 'test', district: '640302', role: 'admin', scope: {} }

const idNumber = (first17: string): string => first17 + idCheckDigit(first17)
export const ma = idNumber('64030219900101123')
export const li = idNumber('64030219850505124')

interface Load extends Partial<ImportOptions> {
  readonly folder: string
  readonly content: string | Buffer
  readonly name?: string
}

/** Writes the content to a file and imports it. */
export function load({ folder, content, name = 'list.csv', kind = 'seekers', ...rest }: Load) {
  const file = join(folder, name)
  writeFileSync(file, content)
  const map = join(maps, kind === 'seekers' ? 'grid-list.json' : 'postings-plain.json')
  const errors = join(folder, 'errors.csv')
  return runImport(configOf(folder), { kind, file, map, dryRun: false, errors, matches: 0, clock, ...rest })
}

export async function within<T>(folder: string, ask: (services: Services) => Promise<T>): Promise<T> {
  const services = await wire(configOf(folder), { clock, timers: false })
  try {
    return await ask(services)
  } finally {
    await services.close()
  }
}

export const people = (folder: string) =>
  within(folder, async ({ seekers }) => (await seekers.list(admin, { limit: 100 })).rows)
export const jobs = (folder: string) =>
  within(folder, async ({ postings }) => (await postings.list(admin, { limit: 100 })).rows)

export const header = '姓名,身份证号,手机,村,户号,与户主关系,技能,证书,意向岗位,期望工资,最远公里,是否愿意就业,采集日期'
export const personRow = (
  said: Partial<Record<'name' | 'id' | 'phone' | 'village' | 'skills' | 'wage' | 'on', string>>,
): string =>
  [
    ...[said.name ?? '马兰', said.id ?? ma, said.phone ?? '13800001234', said.village ?? '同利村', 'H1', '户主'],
    ...[said.skills ?? '缝纫、做饭', '健康证', '缝纫工', said.wage ?? '3000', '20公里', '是', said.on ?? '2026-02-01'],
  ].join(',')
export const sheetOf = (...rows: readonly string[]): string => [header, ...rows].join('\n')

const postingHeader = '岗位名称,岗位描述,单位名称,招聘人数,工资'
export const postingsOf = (...rows: readonly string[]): string => [postingHeader, ...rows].join('\n')
