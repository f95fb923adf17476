// What people's sentences come out as, with the learned reader and by the rules alone: node scripts/run.mjs scripts/evaluate/said.ts
import { readFileSync } from 'node:fs'
import { loadTextTables } from '../../src/data/text/tables.ts'
import { createTextEngine, type TextEngine } from '../../src/domain/text/text.ts'

const fields = ['claimed', 'refused', 'limits'] as const
type Field = (typeof fields)[number]

/** What a sentence should come out as: names of which any one will do, field by field; what is only planned is neither. */
export interface SaidRow extends Readonly<Record<Field, readonly (readonly string[])[]>> {
  readonly text: string
  readonly planned: readonly string[]
}

/** The sentences of said.tsv or said-unseen.tsv. */
export function saidRows(file: 'said.tsv' | 'said-unseen.tsv'): readonly SaidRow[] {
  const listOf = (cell = ''): string[][] => cell.split('、').flatMap((one) => (one === '' ? [] : [one.split('|')]))
  return readFileSync(new URL(file, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'))
    .map(([text = '', claimed, refused, planned, limits]) => ({
      text,
      claimed: listOf(claimed),
      refused: listOf(refused),
      planned: listOf(planned).flat(),
      limits: listOf(limits),
    }))
}

interface Count {
  readonly wanted: number
  readonly found: number
  readonly said: number
  readonly right: number
}

/** Shares of a field: of what was said how much is found, and of what is found how much was said. */
export interface Shares {
  readonly found: number
  readonly right: number
}

/** How the sentences come out; a sentence is right where nothing is missing and nothing stands in a field that its words deny. */
export interface SaidFigures extends Readonly<Record<Field, Shares>> {
  readonly sentences: number
  readonly right: number
}

/** Measures an engine on sentences. */
export function measureSaid(engine: TextEngine, rows: readonly SaidRow[]): SaidFigures {
  const counts: Record<Field, Count> = { claimed: none, refused: none, limits: none }
  let right = 0
  for (const row of rows) {
    const { skills, certificates, refused, limits } = engine.read(row.text)
    const got: Record<Field, readonly string[]> = {
      claimed: [...skills, ...certificates].map((hit) => hit.concept),
      refused: refused.map((hit) => hit.concept),
      limits,
    }
    const notTheirs = new Set([...row.refused.flat(), ...row.planned])
    let isRight = true
    for (const field of fields) {
      const found = row[field].filter((any) => any.some((one) => got[field].includes(one))).length
      const extra = got[field].filter((one) => !row[field].some((any) => any.includes(one)))
      // A further skill may be implied; a certificate, a refusal or a limit that nobody spoke of is wrong.
      const grave = extra.filter((one) => field !== 'claimed' || one.startsWith('cert/') || notTheirs.has(one))
      if (found < row[field].length || grave.length > 0) isRight = false
      const { wanted, said, ...before } = counts[field]
      counts[field] = {
        wanted: wanted + row[field].length,
        found: before.found + found,
        said: said + got[field].length,
        right: before.right + got[field].length - extra.length,
      }
    }
    if (isRight) right++
  }
  const shares = (field: Field): Shares => ({
    found: counts[field].found / counts[field].wanted,
    right: counts[field].right / counts[field].said,
  })
  return {
    sentences: rows.length,
    right: right / rows.length,
    claimed: shares('claimed'),
    refused: shares('refused'),
    limits: shares('limits'),
  }
}

const none: Count = { wanted: 0, found: 0, said: 0, right: 0 }

if (import.meta.filename === process.argv[1]) {
  const tables = loadTextTables()
  const engines = {
    'by the rules alone': createTextEngine({ ...tables, said: undefined }),
    learned: createTextEngine(tables),
  }
  const percent = (share: number): string => `${(share * 100).toFixed(0)} %`
  process.stdout.write(
    '| sentences | reader | right | claimed found / right | refused found / right | limits found / right |\n|---|---|---|---|---|---|\n',
  )
  for (const file of ['said.tsv', 'said-unseen.tsv'] as const)
    for (const [name, engine] of Object.entries(engines)) {
      const figures = measureSaid(engine, saidRows(file))
      const cells = fields.map((field) => `${percent(figures[field].found)} / ${percent(figures[field].right)}`)
      process.stdout.write(
        `| ${file} (${figures.sentences}) | ${name} | ${percent(figures.right)} | ${cells.join(' | ')} |\n`,
      )
    }
}
