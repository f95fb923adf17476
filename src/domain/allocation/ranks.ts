import type { RankTableData } from './allocation.ts'

/** Shipped table: overdue people are completed first, then everybody's first offer, second, third; worst-off first inside each. */
export const overdueFirst: RankTableData = { version: 'overdue-first', rows: [] }
export const rankTable = (data: RankTableData) => ({
  version: data.version,
  rankCount: 64,
  rankOf: (classIndex: number, urgencyIndex: number, owed: number, j: number) =>
    (urgencyIndex === 0 ? 0 : 3 - owed + j) * 4 + classIndex,
})
