import type { DutyReader } from './duties.ts'
import type { TitleFeatures } from './likeness.ts'
import { isSpoken } from './noise.ts'
import { sparseOf, type Sparse } from './sparse.ts'
import type { OccupationRow } from './tables.ts'
import type { TitleReader } from './titles.ts'

/** How strongly a text points to occupations. */
export interface OccupationEvidence {
  /** Row numbers of the classification with a score above zero, best first, at most `evidenceMax`. */
  readonly ranked: readonly (readonly [row: number, score: number])[]
  /** The same with the groups above, for comparing two texts. */
  readonly profile: Sparse
}

const evidenceMax = 48
/** Shares of the signals, found by measurement (README). */
export const evidenceShares = {
  /** What an occupation does; raised to `dutyPower`, so that a faint likeness says nothing. */
  duties: 0.7,
  dutyPower: 2,
  /** A title as sure as this leaves no doubt for the duties to fill. */
  sure: 0.5,
  /** Claimed skills: in a title, and in speech about oneself. */
  named: 0.05,
  spoken: 1,
  /** The very name of an occupation. */
  exact: 30,
  /** Of the groups above, from the major group down. */
  group: [0.05, 0.1, 0.2],
  /** Evidence at which a text is half trusted. */
  doubt: 0.2,
}

/** Reads the occupations out of one text. */
export type OccupationReader = (features: TitleFeatures, named: ReadonlyMap<number, number>) => OccupationEvidence

/** A reader over the classification and the two learned models. */
export function createOccupationReader(
  rows: readonly OccupationRow[],
  exact: ReadonlyMap<string, readonly number[]>,
  readTitle: TitleReader | undefined,
  readDuties: DutyReader | undefined,
): OccupationReader {
  const groups = groupsOf(rows)
  const scores = new Float32Array(rows.length)
  const duties = new Float32Array(rows.length)
  return (features, named) => {
    const { text } = features
    scores.fill(0)
    if (/\p{Script=Han}/u.test(text)) {
      readTitle?.(features, scores)
      if (readDuties !== undefined) addDuties(text, readDuties, scores, duties)
    }
    const share = isSpoken(text) ? evidenceShares.spoken : evidenceShares.named
    for (const [row, weight] of named) scores[row]! += weight * share
    for (const row of exact.get(text) ?? []) scores[row]! += evidenceShares.exact
    const ranked = topOf(scores, evidenceMax)
    return { ranked, profile: profileOf(ranked, groups) }
  }
}

/** Adds the duties as far as the titles leave doubt: titles are surer where they know the words. */
function addDuties(text: string, readDuties: DutyReader, scores: Float32Array, duties: Float32Array): void {
  let best = 0
  for (const score of scores) best = Math.max(best, score)
  duties.fill(0)
  readDuties(text, duties)
  const share = evidenceShares.duties * Math.max(0, 1 - best / evidenceShares.sure)
  for (let row = 0; row < scores.length; row++) scores[row]! += share * duties[row]! ** evidenceShares.dutyPower
}

/** Numbers of the groups above each row, from the major group down; a row is its own lowest node. */
function groupsOf(rows: readonly OccupationRow[]): readonly (readonly [number, number, number])[] {
  const numbers = new Map<string, number>()
  const numberOf = (prefix: string): number => {
    const known = numbers.get(prefix)
    if (known !== undefined) return known
    numbers.set(prefix, rows.length + numbers.size)
    return rows.length + numbers.size - 1
  }
  return rows.map(({ code }) => [numberOf(code.slice(0, 1)), numberOf(code.slice(0, 4)), numberOf(code.slice(0, 7))])
}

function topOf(scores: Float32Array, max: number): [number, number][] {
  const floor = 0.02
  const found: [number, number][] = []
  scores.forEach((score, row) => {
    if (score > floor) found.push([row, score])
  })
  return found.sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, max)
}

function profileOf(
  ranked: readonly (readonly [number, number])[],
  groups: readonly (readonly [number, number, number])[],
): Sparse {
  const weights = new Map<number, number>()
  for (const [row, score] of ranked) {
    weights.set(row, score)
    groups[row]!.forEach((group, depth) => {
      weights.set(group, (weights.get(group) ?? 0) + score * evidenceShares.group[depth]!)
    })
  }
  const profile = sparseOf(weights)
  const best = ranked[0]?.[1] ?? 0
  const trust = best / (best + evidenceShares.doubt)
  return { keys: profile.keys, values: profile.values.map((value) => value * trust) }
}
