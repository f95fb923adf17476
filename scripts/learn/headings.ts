/**
 * Builds src/data/text/headings.bin from headings.tsv: the titles that job boards file under each heading, ready to be
 * compared with (src/domain/text/likeness.ts). Only hashed n-grams and directions are kept, no text.
 * Usage: node --import tsx scripts/learn/headings.ts
 */
import { writeFileSync } from 'node:fs'
import { headOf, titleGramsOf } from '../../src/domain/text/likeness.ts'
import { hashOf } from '../../src/domain/text/sparse.ts'
import { hashedArraysOf, packOf } from './pack.ts'
import { createReading, rowsOf } from './reading.ts'

const dims = 128
const { normalise, directionOf } = createReading()
const rows = rowsOf('headings.tsv')
const titles = rows.flatMap(([heading = '', list = ''], number) =>
  [...new Set([heading, ...list.split('、')].map(normalise))].map((text) => ({
    number,
    text,
    grams: titleGramsOf(text),
  })),
)
const frequencies = new Map<number, number>()
for (const { grams } of titles) for (const gram of grams.keys()) frequencies.set(gram, (frequencies.get(gram) ?? 0) + 1)
/** Inverse document frequency times 16, in one byte. */
const rarity = (gram: number): number =>
  Math.min(255, Math.max(1, Math.round((Math.log((1 + titles.length) / (1 + (frequencies.get(gram) ?? 0))) + 1) * 16)))

const entries = new Map<number, [title: number, value: number][]>()
titles.forEach(({ grams }, title) => {
  const weights = [...grams].map(([gram, count]): [number, number] => [
    gram,
    ((1 + Math.log(count)) * rarity(gram)) / 16,
  ])
  const length = Math.sqrt(weights.reduce((sum, [, weight]) => sum + weight * weight, 0))
  for (const [gram, weight] of weights) {
    const list = entries.get(gram) ?? []
    list.push([title, Math.round((weight / length) * 255)])
    entries.set(gram, list)
  }
})
const { hashes, arrays } = hashedArraysOf('gram_', entries)
const vectors = new Int8Array(titles.length * dims)
titles.forEach(({ text }, title) => {
  const head = headOf(directionOf(text), dims)
  vectors.set(
    Array.from(head, (value) => Math.round(value * 127)),
    title * dims,
  )
})
writeFileSync(
  new URL('../../src/data/text/headings.bin', import.meta.url),
  packOf({ support: titles.length, dims }, [
    ...arrays,
    ['gram_weights', 'u8', Uint8Array.from(hashes, rarity)],
    ['vectors', 'i8', vectors],
    ['heading', 'u16', Uint16Array.from(titles, ({ number }) => number)],
    ['names', 'u32', Uint32Array.from(rows, ([name = '']) => hashOf(normalise(name)))],
  ]),
)
console.error(`${rows.length} headings, ${titles.length} titles, ${hashes.length} features`)
