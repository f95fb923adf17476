import { readFileSync, readdirSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loadTextTables } from '../../../src/data/text/tables.ts'
import { limitCodes } from '../../../src/domain/text/limits.ts'
import { standings } from '../../../src/domain/text/standing.ts'

const folder = new URL('../../../src/data/text/', import.meta.url)
const tables = loadTextTables()

describe('the shipped tables', () => {
  it('stay within 25 MB', () => {
    const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(new URL(name, folder)).size, 0)
    expect(bytes).toBeLessThan(25_000_000)
  })

  it('name at least 250 skills and certificates, each once, with both names', () => {
    const ids = tables.skills.map((row) => row.id)
    expect(ids.length).toBeGreaterThanOrEqual(250)
    expect(new Set(ids).size).toBe(ids.length)
    for (const row of tables.skills) {
      expect(row.id).toMatch(/^(skill|cert)\/[a-z0-9-]+$/)
      expect(row.zh).not.toBe('')
      expect(row.en).not.toBe('')
    }
  })

  it('point every skill to occupations and concepts that exist', () => {
    const names = new Set(tables.occupations.map((row) => row.zh))
    const ids = new Set(tables.skills.map((row) => row.id))
    const lines = readFileSync(new URL('skills.tsv', folder), 'utf8').split('\n')
    for (const line of lines.filter((text) => text !== '' && !text.startsWith('#'))) {
      const [id, , , , occupations = '', covers = ''] = line.split('\t')
      for (const name of occupations.split('、').filter((text) => text !== ''))
        expect([id, names.has(name)]).toEqual([id, true])
      for (const cover of covers.split('、').filter((text) => text !== ''))
        expect([id, ids.has(cover)]).toEqual([id, true])
    }
  })

  it('hold the models that the readme promises', () => {
    expect(tables.titles?.support).toBeGreaterThan(5_000)
    expect(tables.said?.standing.hashes.length).toBeGreaterThan(10_000)
    expect(tables.said?.limits.labels).toBe(limitCodes.length)
    expect(tables.said?.standing.labels).toBe(standings.length)
    expect(tables.duties?.hashes.length).toBeGreaterThan(10_000)
    expect(tables.vectors.words.length).toBeGreaterThan(100_000)
  })
})
