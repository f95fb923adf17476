import { readFileSync } from 'node:fs'
import { loadTextTables } from '../../src/data/text/tables.ts'
import { backgroundOf } from '../../src/domain/text/background.ts'
import { createNormaliser, type Normaliser } from '../../src/domain/text/normalise.ts'
import { rarityOf, statisticsOf } from '../../src/domain/text/statistics.ts'
import type { TextTables } from '../../src/domain/text/tables.ts'
import { tokensOf } from '../../src/domain/text/tokens.ts'
import { createVectorSpace } from '../../src/domain/text/vectors.ts'

/** What the scripts here read texts with: the product's own tables and code. */
export interface Reading {
  readonly tables: TextTables
  readonly normalise: Normaliser
  /** Where a normalised text points, words weighted by how rare they are among the names of the classification. */
  readonly directionOf: (text: string) => Float32Array
}

/** Loads the tables as they are now. */
export function createReading(): Reading {
  const tables = loadTextTables()
  const normalise = createNormaliser(tables.traditional)
  const space = createVectorSpace(tables.vectors)
  const tokens = (text: string): string[] => tokensOf(text, tables)
  const common = statisticsOf(backgroundOf(tables, normalise), tokens)
  const weightOf = (token: string): number =>
    Math.max(0, rarityOf(common.tokenCounts.get(token) ?? 0, common.documents))
  return { tables, normalise, directionOf: (text) => space.vectorOf(tokens(text), weightOf) }
}

/** The lines of a table of this folder, without empty ones and comments. */
export const linesOf = (name: string): string[] =>
  readFileSync(new URL(name, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))

/** The cells of its lines. */
export const rowsOf = (name: string): string[][] => linesOf(name).map((line) => line.split('\t'))
