/**
 * Builds src/data/text/duties.bin: which characters and pairs of characters stand out in what an occupation does. Learned
 * from the definitions and tasks of the occupation-zh corpus (MIT) and from our own words (occupation-words.tsv); only hashed,
 * pruned weights are kept, no text.
 * Usage: node --import tsx scripts/learn/duties.ts CORPUS.jsonl
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { dutyGramsOf, dutyScale } from '../../src/domain/text/duties.ts'
import { createNormaliser } from '../../src/domain/text/normalise.ts'
import { hashOf } from '../../src/domain/text/sparse.ts'
import { loadTextTables } from '../../src/data/text/tables.ts'
import { hashedArraysOf, packOf } from './pack.ts'

const saturation = 1.2
const lengthShare = 0.75
/** Features kept for one occupation, the heaviest first. */
const featuresPerOccupationMax = 320

interface Row {
  readonly id: string
  readonly text: string
  readonly definition: string
  readonly tasks: string
}

const file = process.argv[2]
if (file === undefined) throw new Error('usage: duties.ts CORPUS.jsonl')
const tables = loadTextTables()
const normalise = createNormaliser(tables.traditional)
const numbers = new Map(tables.occupations.map((row, number) => [row.code, number]))
const own = new Map(
  readFileSync(new URL('occupation-words.tsv', import.meta.url), 'utf8')
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([code = '', titles = '', signs = '']) => [code, `${titles} ${signs}`]),
)
const documents = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Row)
  .filter((row) => row.definition !== '' && numbers.has(row.id))
  .map((row) => ({
    label: numbers.get(row.id) ?? 0,
    counts: countsOf(normalise(`${row.text} ${row.text} ${row.definition} ${row.tasks} ${own.get(row.id) ?? ''}`)),
  }))

function countsOf(text: string): Map<number, number> {
  const counts = new Map<number, number>()
  const known = dutyGramsOf(text)
  for (const [run] of text.matchAll(/\p{Script=Han}+/gu))
    for (let at = 0; at < run.length; at++)
      for (const length of [1, 2]) {
        const hash = hashOf(run.slice(at, at + length))
        if (at + length <= run.length && known.has(hash)) counts.set(hash, (counts.get(hash) ?? 0) + 1)
      }
  return counts
}

const sizes = documents.map(({ counts }) => [...counts.values()].reduce((sum, count) => sum + count, 0))
const sizeMean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length
const frequencies = new Map<number, number>()
for (const { counts } of documents)
  for (const gram of counts.keys()) frequencies.set(gram, (frequencies.get(gram) ?? 0) + 1)
const entries = new Map<number, [number, number][]>()
documents.forEach(({ label, counts }, at) => {
  const scale = saturation * (1 - lengthShare + (lengthShare * (sizes[at] ?? 0)) / sizeMean)
  const weights = [...counts].map(([gram, count]): [number, number] => {
    const frequency = frequencies.get(gram) ?? 0
    const rarity = Math.log(1 + (documents.length - frequency + 0.5) / (frequency + 0.5))
    return [gram, (rarity * count * (saturation + 1)) / (count + scale)]
  })
  for (const [gram, weight] of weights.sort((a, b) => b[1] - a[1]).slice(0, featuresPerOccupationMax)) {
    const list = entries.get(gram) ?? []
    list.push([label, Math.min(255, Math.round(weight * dutyScale))])
    entries.set(gram, list)
  }
})
const { hashes, arrays } = hashedArraysOf('', entries)
writeFileSync(new URL('../../src/data/text/duties.bin', import.meta.url), packOf({}, arrays))
console.error(`${documents.length} occupations, ${hashes.length} features, ${arrays[2]?.[2].length ?? 0} weights`)
