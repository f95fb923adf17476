/**
 * Writes what the reader of people's sentences learns from as JSON lines, computed by the product's own code from said.txt:
 * {kind: 'standing', line, label, features} for every marked name, {kind: 'limits', line, labels, features, vector} for every
 * clause. Names and titles of the other tables, each alone, are claims as well.
 * Usage: node --import tsx scripts/learn/said.ts > SAID.jsonl
 */
import { writeSync } from 'node:fs'
import { loadTextTables } from '../../src/data/text/tables.ts'
import { readClauses } from '../../src/domain/text/claims.ts'
import { clauseFeaturesOf, surroundingsOf } from '../../src/domain/text/context.ts'
import { createLexicon } from '../../src/domain/text/lexicon.ts'
import { limitCodes, limitRulesOf } from '../../src/domain/text/limits.ts'
import { createNormaliser } from '../../src/domain/text/normalise.ts'
import { standings } from '../../src/domain/text/standing.ts'
import { tokensOf } from '../../src/domain/text/tokens.ts'
import { createVectorSpace } from '../../src/domain/text/vectors.ts'
import { nth } from '../evaluate/nth.ts'
import { linesOf } from './reading.ts'

const tables = loadTextTables()
const normalise = createNormaliser(tables.traditional)
const lexicon = createLexicon(tables, normalise)
const space = createVectorSpace(tables.vectors)

interface Mark {
  readonly start: number
  readonly end: number
  /** `+`, `-`, `~` or `0` of a name; the code of a limit, or nothing where it is none. */
  readonly sign: string
  readonly isLimit: boolean
}

/** A line of said.txt without its marks, and the marks. */
function unmarked(line: string): { text: string; marks: readonly Mark[] } {
  const marks: Mark[] = []
  const open: number[] = []
  let text = ''
  let at = 0
  while (at < line.length) {
    const sign = line.charAt(at)
    if (sign === '[' || sign === '{') open.push(text.length)
    else if (sign === ']' || sign === '}') {
      const isLimit = sign === '}'
      const label = (isLimit ? /^(?:0|[a-z_]+)/ : /^[-+~0]/).exec(line.slice(at + 1))?.[0]
      const start = open.pop()
      if (label === undefined || start === undefined) throw new Error(`said.txt: marks do not close: ${line}`)
      marks.push({ start, end: text.length, sign: label, isLimit })
      at += label.length
    } else text += sign
    at++
  }
  return { text, marks }
}

const write = (line: unknown): void => void writeSync(1, `${JSON.stringify(line)}\n`)
const rounded = (vector: Float32Array): number[] => Array.from(vector, (value) => Math.round(value * 1e4) / 1e4)

function emit(text: string, marks: readonly Mark[], line: number): void {
  const clauses = readClauses(text, lexicon)
  let from = 0
  const starts = clauses.map(({ clause }) => {
    const start = text.indexOf(clause, from)
    if (start >= 0) from = start + clause.length
    return start
  })
  const names = marks.filter((mark) => !mark.isLimit)
  clauses.forEach(({ clause, mentions }, at) => {
    const start = starts[at] ?? -1
    if (start < 0) return
    const within = names.filter((mark) => mark.start >= start && mark.end <= start + clause.length)
    for (const mark of within) {
      const [left, right] = [mark.start - start, mark.end - start]
      const over = mentions.filter((one) => one.start < right && one.end > left)
      const spans = [{ start: left, end: right }, ...over.filter((one) => one.start !== left || one.end !== right)]
      for (const span of spans) {
        const isCertificate =
          over.some(({ concepts }) => concepts.some((concept) => concept.startsWith('cert/'))) ||
          /[证照本]$/.test(clause.slice(span.start, span.end))
        const spot = { at, start: span.start, end: span.end, isCertificate }
        write({
          kind: 'standing',
          line,
          label: standings.findIndex((one) => one.mark === mark.sign),
          features: surroundingsOf(clauses, spot),
        })
      }
    }
    const end = start + clause.length
    const said = marks.filter((mark) => mark.isLimit && mark.start < end && mark.end > start).map((mark) => mark.sign)
    write({
      kind: 'limits',
      line,
      labels: limitCodes.flatMap((code, number) => (said.includes(code) ? number : [])),
      features: clauseFeaturesOf(clauses, at, limitRulesOf(clauses, at)),
      vector: rounded(space.vectorOf(tokensOf(clause, tables), () => 1)),
    })
  })
}

const lines = linesOf('said.txt')

/** Names that stand for X, Y (skills) and Z (certificates) in a line, some at a time. */
const surfaces = (kind: string): readonly string[] =>
  tables.skills
    .filter(({ id }) => id.startsWith(kind))
    .flatMap(({ zh, words }) => [zh, ...words])
    .filter((name) => /^\p{Script=Han}{2,5}$/u.test(name))
const [skills, certificates] = [surfaces('skill/'), surfaces('cert/')]
const namesPerLine = 10
function filled(line: string, number: number): readonly string[] {
  if (!/\[[XYZ]\]/.test(line)) return [line]
  return Array.from({ length: namesPerLine }, (_, at) => {
    const pick = (names: readonly string[], step: number): string =>
      nth(names, (number * 37 + at * 101 + step) % names.length)
    return line
      .replace(/\[X\]/g, `[${pick(skills, 0)}]`)
      .replace(/\[Y\]/g, `[${pick(skills, 57)}]`)
      .replace(/\[Z\]/g, `[${pick(certificates, 0)}]`)
  })
}

lines.forEach((line, number) => {
  for (const one of filled(line, number)) {
    const { text, marks } = unmarked(one)
    const normal = normalise(text)
    // Where normalising moves characters the marks no longer fit.
    if (normal.length === text.length) emit(normal, marks, number)
  }
})
const alone = [...tables.skills.flatMap(({ zh, words }) => [zh, ...words]), ...tables.occupations.map(({ zh }) => zh)]
  .map(normalise)
  .filter((text) => /\p{Script=Han}/u.test(text))
const openings = ['', '会', '干过', '做', '有', '在家']
alone.forEach((text, at) => {
  if (at % 4 !== 0) return
  const before = openings[(at / 4) % openings.length] ?? ''
  const end = before.length + text.length
  emit(before + text, [{ start: before.length, end, sign: '+', isLimit: false }], lines.length + at)
})
