/** Which of a seeker's offers of one run comes before which of another's, as dated data. */
export interface RankTableData {
  readonly version: string
  /** Whether overdue people are served to the full before anybody else gets anything. */
  readonly overdueFirst: boolean
  /** Which offer of a person's three is given first across people: everybody's first, or the one that completes somebody. */
  readonly order: 'everybody_first' | 'nearest_to_done_first'
}

/** Classes of people, worst off first: zero-employment household, long out of work, disability or care duty, the rest. */
export const classCount = 4
/** Urgencies: overdue, due soon, later. */
export const urgencyCount = 3
/** Offers that a person may be owed at once. */
export const owedMax = 3

/** The rank (0 is served first) of the j-th offer (from 1) of this run for a person of this class and urgency, owed so many. */
export interface RankTable {
  readonly version: string
  readonly rankCount: number
  rankOf(classIndex: number, urgencyIndex: number, owed: number, j: number): number
}

/** Overdue people are completed first, then everybody's first offer, second, third; worst-off class first inside each. */
export const overdueFirst: RankTableData = { version: 'overdue-first', overdueFirst: true, order: 'everybody_first' }

/** Those who are owed least come first, so that more people are complete; overdue people still before others. */
export const nearestToDoneFirst: RankTableData = {
  version: 'nearest-to-done-first',
  overdueFirst: true,
  order: 'nearest_to_done_first',
}

/**
 * The rank table of its data. Ranks never improve with j within one person: the tier rises with the offers that the
 * person will have had, and urgency and class do not change within a run.
 */
export function rankTable(data: RankTableData): RankTable {
  const tiers = owedMax + 1
  const perTier = (urgencyCount - 1) * classCount
  const tierOf = (owed: number, j: number): number =>
    data.order === 'everybody_first' ? owedMax - owed + j : owed === 1 ? 1 : owed - 1 + (j - 1)
  return {
    version: data.version,
    rankCount: classCount + tiers * perTier,
    rankOf: (classIndex, urgencyIndex, owed, j) => {
      if (urgencyIndex === 0 && data.overdueFirst) return classIndex
      const urgency = Math.max(0, urgencyIndex - 1)
      return classCount + Math.min(tiers - 1, tierOf(owed, j)) * perTier + urgency * classCount + classIndex
    },
  }
}
