/**
 * Writes what the title model learns from as JSON lines: {label, kind, fold text, grams, fields, vector}, computed by the
 * product's own reading code so that training and serving see the same features.
 * Usage: node --import tsx scripts/learn/examples.ts CORPUS.jsonl QUERIES.jsonl QRELS.tsv > EXAMPLES.jsonl
 */
import { readFileSync, writeSync } from 'node:fs'
import { createFieldReader } from '../../src/domain/text/fields.ts'
import { cleanTitle } from '../../src/domain/text/noise.ts'
import { titleGramsOf } from '../../src/domain/text/likeness.ts'
import { createReading } from './reading.ts'

const [corpusFile, queriesFile, qrelsFile] = process.argv.slice(2)
if (corpusFile === undefined || queriesFile === undefined || qrelsFile === undefined)
  throw new Error('usage: examples.ts CORPUS.jsonl QUERIES.jsonl QRELS.tsv')
const { tables, normalise, directionOf } = createReading()
const numbers = new Map(tables.occupations.map((row, number) => [row.code, number]))
const readFields = createFieldReader(tables.fields, normalise, tables.stem)

function emit(raw: string, code: string, kind: 'title' | 'name' | 'alias'): void {
  const label = numbers.get(code)
  const text = normalise(raw)
  if (label === undefined || text === '') return
  const vector = directionOf(text)
  const grams = [...titleGramsOf(text)]
  const { keys, values } = readFields(text)
  const line = {
    label,
    kind,
    raw,
    clean: cleanTitle(text),
    grams,
    fields: [...keys].map((key, at) => [key, values[at]]),
    vector: [...vector].map((x) => Math.round(x * 1e4) / 1e4),
  }
  writeSync(1, `${JSON.stringify(line)}\n`)
}

const linesOf = (file: string): string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
const codes = new Map(linesOf(qrelsFile).map((line) => [line.split('\t')[0], line.split('\t')[2] ?? '']))
for (const line of linesOf(queriesFile)) {
  const { id, text } = JSON.parse(line) as { id: string; text: string }
  emit(text, codes.get(id) ?? '', 'title')
}
for (const row of tables.occupations) emit(row.zh, row.code, 'name')
for (const line of linesOf(corpusFile)) {
  const { id, alias } = JSON.parse(line) as { id: string; alias: string[] }
  for (const name of alias) emit(name, id, 'alias')
}
