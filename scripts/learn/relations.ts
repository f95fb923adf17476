/**
 * Writes what the word vectors are tuned on as JSON lines: names that mean the same or nearly the same work, cut into words
 * by the product's own code, from our own tables alone: families of job titles, words for official occupations, skills.
 * First a line for each source, {source, near: [[label, label, share], …]}; then lines {source, label, tokens}.
 * Usage: node --import tsx scripts/learn/relations.ts > RELATIONS.jsonl
 */
import { writeSync } from 'node:fs'
import { loadTextTables } from '../../src/data/text/tables.ts'
import { createNormaliser } from '../../src/domain/text/normalise.ts'
import { tokensOf } from '../../src/domain/text/tokens.ts'
import { rowsOf } from './reading.ts'

const tables = loadTextTables()
const normalise = createNormaliser(tables.traditional)

interface Group {
  readonly id: string
  readonly names: readonly string[]
  /** Ids of groups of nearly the same work, with how near in (0, 1]. */
  readonly near: readonly (readonly [id: string, share: number])[]
}

const listOf = (cell = ''): string[] => cell.split('、').filter((word) => word !== '')

const families = rowsOf('families.tsv').map(([id = '', , near, zh, en]): Group => ({
  id,
  names: [...listOf(zh), ...listOf(en)],
  near: listOf(near).map((one) => [one, 1]),
}))

const skills = tables.skills.map(({ id, zh, en, words, covers }): Group => ({
  id,
  names: [zh, en, ...words],
  near: covers.map((one) => [one, 1]),
}))

/** Occupations with their neighbours of one small group, and a little of one middle group. */
const nameOf = new Map(tables.occupations.map(({ code, zh }) => [code, zh]))
const occupations = rowsOf('occupation-words.tsv').map(([code = '', titles, , english], _, all): Group => ({
  id: code,
  names: [nameOf.get(code) ?? '', ...listOf(titles), ...listOf(english)],
  near: all.flatMap(([other = '']) => {
    if (other === code || other.slice(0, 4) !== code.slice(0, 4)) return []
    return [[other, other.slice(0, 7) === code.slice(0, 7) ? 1 : 0.3] as const]
  }),
}))

const write = (line: unknown): void => void writeSync(1, `${JSON.stringify(line)}\n`)

for (const [source, groups] of Object.entries({ families, occupations, skills })) {
  const labels = new Map(groups.map(({ id }, label) => [id, label]))
  const near = groups.flatMap(({ near }, label) =>
    near.flatMap(([id, share]) => {
      const other = labels.get(id)
      return other === undefined ? [] : [[label, other, share]]
    }),
  )
  write({ source, near })
  groups.forEach(({ names }, label) => {
    for (const name of names) {
      const tokens = tokensOf(normalise(name), tables)
      if (tokens.length > 0) write({ source, label, tokens })
    }
  })
}
