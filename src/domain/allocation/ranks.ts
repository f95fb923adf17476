import { AllocationInputError } from './input-error.ts'

/** Classes of people, worst off first: zero-employment household, long out of work, disability or care duty, the rest. */
export const classCount = 4
/** Urgencies: overdue, due within 14 days, later. */
export const urgencyCount = 3
/** Offers that a person may be owed at once. */
export const owedMax = 3

/** The ranks of one class and urgency: `ranks[owed - 1][j - 1]` is that of the j-th offer of a person who is owed so many. */
export interface RankRow {
  readonly classIndex: number
  readonly urgencyIndex: number
  readonly ranks: readonly (readonly number[])[]
}

/** Which of a seeker's offers of one run comes before which of another's, as dated data; rank 0 is served first. */
export interface RankTableData {
  readonly version: string
  /** The day from which the table may be used, as YYYY-MM-DD. */
  readonly from: string
  readonly rows: readonly RankRow[]
}

/**
 * The rank (0 is served first) of the j-th offer (from 1) of this run for a person of this class and urgency who is still
 * owed so many; within one person ranks never improve with j.
 */
export interface RankTable {
  readonly version: string
  readonly rankCount: number
  rankOf(classIndex: number, urgencyIndex: number, owed: number, j: number): number
}

const row = (classIndex: number, urgencyIndex: number, ranks: readonly (readonly number[])[]): RankRow => ({
  classIndex,
  urgencyIndex,
  ranks,
})

/**
 * Overdue people are completed first; then everybody's first offer of the three, then the second, then the third; inside
 * each, those due within 14 days before the others, and the worst-off class first.
 */
export const overdueFirst: RankTableData = {
  version: 'overdue-first',
  from: '2021-09-01',
  rows: [
    row(0, 0, [[0], [0, 0], [0, 0, 0]]),
    row(1, 0, [[1], [1, 1], [1, 1, 1]]),
    row(2, 0, [[2], [2, 2], [2, 2, 2]]),
    row(3, 0, [[3], [3, 3], [3, 3, 3]]),
    row(0, 1, [[20], [12, 20], [4, 12, 20]]),
    row(1, 1, [[21], [13, 21], [5, 13, 21]]),
    row(2, 1, [[22], [14, 22], [6, 14, 22]]),
    row(3, 1, [[23], [15, 23], [7, 15, 23]]),
    row(0, 2, [[24], [16, 24], [8, 16, 24]]),
    row(1, 2, [[25], [17, 25], [9, 17, 25]]),
    row(2, 2, [[26], [18, 26], [10, 18, 26]]),
    row(3, 2, [[27], [19, 27], [11, 19, 27]]),
  ],
}

/**
 * Those who are owed least come first, so that more people are complete: the overdue before the others, inside each those
 * owed one, then two, then three; inside these, those due within 14 days before the others, and the worst-off class first.
 */
export const nearestToDoneFirst: RankTableData = {
  version: 'nearest-to-done-first',
  from: '2021-09-01',
  rows: [
    row(0, 0, [[0], [4, 4], [8, 8, 8]]),
    row(1, 0, [[1], [5, 5], [9, 9, 9]]),
    row(2, 0, [[2], [6, 6], [10, 10, 10]]),
    row(3, 0, [[3], [7, 7], [11, 11, 11]]),
    row(0, 1, [[12], [20, 20], [28, 28, 28]]),
    row(1, 1, [[13], [21, 21], [29, 29, 29]]),
    row(2, 1, [[14], [22, 22], [30, 30, 30]]),
    row(3, 1, [[15], [23, 23], [31, 31, 31]]),
    row(0, 2, [[16], [24, 24], [32, 32, 32]]),
    row(1, 2, [[17], [25, 25], [33, 33, 33]]),
    row(2, 2, [[18], [26, 26], [34, 34, 34]]),
    row(3, 2, [[19], [27, 27], [35, 35, 35]]),
  ],
}

/** The tables that ship, by version. */
export const rankTables: readonly RankTableData[] = [overdueFirst, nearestToDoneFirst]

const keyOf = (classIndex: number, urgencyIndex: number, owed: number): string =>
  `${classIndex} ${urgencyIndex} ${owed}`

/**
 * The rank table of its data. A combination that the data does not name has the rank NaN, which no allocation takes.
 *
 * @throws {AllocationInputError} for a row given twice, of the wrong length, with a rank that is no whole number, or with
 * ranks that improve with j.
 */
export function rankTable(data: RankTableData): RankTable {
  const known = new Map<string, readonly number[]>()
  let rankCount = 0
  for (const { classIndex, urgencyIndex, ranks } of data.rows)
    for (const [at, own] of ranks.entries()) {
      const owed = at + 1
      const key = keyOf(classIndex, urgencyIndex, owed)
      const refuse = (en: string, zh: string): never => {
        throw new AllocationInputError(`ranks.rows[class ${classIndex}, urgency ${urgencyIndex}]`, own.join(), {
          en,
          zh,
        })
      }
      if (known.has(key)) refuse('given once', '只出现一次')
      if (own.length !== owed) refuse(`a list of ${owed}`, `${owed} 个数`)
      if (!own.every((rank) => Number.isSafeInteger(rank) && rank >= 0))
        refuse('whole numbers from 0', '不小于 0 的整数')
      if (own.some((rank, j) => rank < (own[j - 1] ?? 0)))
        refuse('ranks that never improve with j', '不随次序提前的名次')
      known.set(key, own)
      rankCount = Math.max(rankCount, ...own.map((rank) => rank + 1))
    }
  return {
    version: data.version,
    rankCount,
    rankOf: (classIndex, urgencyIndex, owed, j) => known.get(keyOf(classIndex, urgencyIndex, owed))?.[j - 1] ?? NaN,
  }
}
