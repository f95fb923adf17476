import type { Clock } from '../../src/clock.ts'
import type { Config } from '../../src/config.ts'
import { progressBar } from '../progress.ts'
import { headersOf, readerOf, readMap } from './columns.ts'
import { matchReport } from './match-report.ts'
import { seekerFields } from './people.ts'
import { importPostings, postingFields } from './postings.ts'
import { readSheet } from './read.ts'
import { summaryOf, writeErrors, type RowOutcome } from './report.ts'
import { importSeekers } from './seekers.ts'
import { openTarget, type Target } from './target.ts'

export interface ImportOptions {
  readonly kind: 'postings' | 'seekers'
  readonly file: string
  readonly map: string
  readonly dryRun: boolean
  /** Where the error file goes when rows are refused. */
  readonly errors: string
  /** For how many people of the store the best imported postings are shown. */
  readonly matches: number
  readonly folder?: string
  readonly clock?: Clock
}

/** What an import ended with; `summary` is what a person reads. */
export interface ImportResult {
  readonly outcomes: readonly RowOutcome[]
  readonly refused: number
  readonly summary: string
}

async function matchesOf(target: Target, outcomes: readonly RowOutcome[], people: number): Promise<string[]> {
  if (people === 0) return []
  const imported = outcomes.flatMap((one) => (one.result === 'imported' && one.id !== undefined ? [one.id] : []))
  return [await matchReport(target.into, new Set(imported), people)]
}

/**
 * Reads the map and the file before the store is opened, brings every row in or refuses it, and writes the refused ones to
 * the error file (in a dry run too). Throws a StartError for anything that concerns the file or the store as a whole.
 */
export async function runImport(config: Config, options: ImportOptions): Promise<ImportResult> {
  const { kind, file, dryRun, errors, matches, clock } = options
  const map = await readMap(options.map, kind === 'postings' ? postingFields : seekerFields)
  const sheet = await readSheet(file, headersOf(map))
  const reader = readerOf(map, sheet, file)
  const target = await openTarget(config, { dryRun, ...(clock === undefined ? {} : { clock }) })
  try {
    const bar = progressBar(sheet.rows.length)
    const load = kind === 'postings' ? importPostings : importSeekers
    const outcomes = await load(target, sheet, reader, (done) => bar('导入 importing', done))
    const refused = outcomes.filter(({ result }) => result === 'refused').length
    const lines = [summaryOf(sheet, outcomes, dryRun)]
    if (refused > 0) {
      await writeErrors(errors, sheet, outcomes)
      lines.push(`退回的行 / refused rows: ${errors}(含个人信息，用后请删 / holds personal data, delete it after use)`)
    }
    lines.push(...(await matchesOf(target, outcomes, matches)))
    return { outcomes, refused, summary: lines.join('\n') }
  } finally {
    await target.close()
  }
}
