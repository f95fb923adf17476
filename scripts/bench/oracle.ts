import highs, { type Highs } from 'highs'
import type { AllocationInput } from '../../src/domain/allocation/allocation.ts'

/** What an independent solver finds for one input. */
export interface OracleAnswer {
  readonly givenByRank: readonly number[]
  /** Largest total score with the bonus of standing proposals, given the ranks. */
  readonly weight: number
  /** The maximum flow, ranks aside. */
  readonly flowMax: number
}

/** The package's types say that the function is the default's default; at run time it is the default. */
export const loadOracle = (): Promise<Highs> => (highs as unknown as typeof highs.default)()

interface Row {
  readonly lower: number
  readonly upper: number
  readonly indices: readonly number[]
  readonly values: readonly number[]
}

/** Groups positions by key, in the order of first appearance. */
function groups(keys: readonly string[]): ReadonlyMap<string, number[]> {
  const found = new Map<string, number[]>()
  for (const [at, key] of keys.entries()) {
    const own = found.get(key)
    if (own === undefined) found.set(key, [at])
    else own.push(at)
  }
  return found
}

/** The linear programme: a column per candidate and one per owed unit; what a seeker is given is the sum of their units. */
export function programmeOf({ seekers, postings, candidates, policy }: AllocationInput) {
  const units = seekers.flatMap((seeker) =>
    Array.from({ length: seeker.owed }, (_, at) => ({
      seeker: seeker.id,
      rank: policy.ranks.rankOf(seeker.classIndex, seeker.urgencyIndex, seeker.owed, at + 1),
    })),
  )
  const employerOf = new Map(postings.map((one) => [one.id, one.employer]))
  const unitsOf = groups(units.map((one) => one.seeker))
  const bySeeker = groups(candidates.map((one) => one.seeker))
  const byPosting = groups(candidates.map((one) => one.posting))
  const ones = (indices: readonly number[]): readonly number[] => indices.map(() => 1)
  const rows: Row[] = []
  for (const { id, employersUsed } of seekers) {
    const own = bySeeker.get(id) ?? []
    const its = (unitsOf.get(id) ?? []).map((at) => candidates.length + at)
    rows.push({ lower: 0, upper: 0, indices: [...own, ...its], values: [...ones(own), ...its.map(() => -1)] })
    for (const [employer, some] of groups(own.map((at) => employerOf.get(candidates[at]!.posting)!))) {
      const indices = some.map((at) => own[at]!)
      const upper = Math.max(0, policy.perEmployerMax - (employersUsed?.[employer] ?? 0))
      if (upper < indices.length) rows.push({ lower: -Infinity, upper, indices, values: ones(indices) })
    }
  }
  for (const { id, free } of postings) {
    const indices = byPosting.get(id) ?? []
    rows.push({ lower: -Infinity, upper: free, indices, values: ones(indices) })
  }
  const weights = candidates.map((one) => one.score + (one.standing === true ? (policy.stabilityBonus ?? 0) : 0))
  return { units, rows, weights, numCols: candidates.length + units.length }
}

/** Solves rank by rank, fixing each count before the next, then the total; refuses an answer that is not whole. */
export function oracleAnswer(solver: Highs, input: AllocationInput): OracleAnswer {
  const { units, rows, weights, numCols } = programmeOf(input)
  const givenByRank = Array.from({ length: input.policy.ranks.rankCount }, () => 0)
  if (weights.length === 0) return { givenByRank, weight: 0, flowMax: 0 }
  const starts = [0]
  for (const { indices } of rows) starts.push(starts[starts.length - 1]! + indices.length)
  const costOf = (unitCost: (rank: number) => number, own: (at: number) => number): Float64Array =>
    Float64Array.from({ length: numCols }, (_, at) =>
      at < weights.length ? own(at) : unitCost(units[at - weights.length]!.rank),
    )
  const data = {
    numCols,
    numRows: rows.length,
    sense: solver.constants.objectiveSense.maximize,
    colCost: costOf(
      () => 1,
      () => 0,
    ),
    colLower: new Float64Array(numCols),
    colUpper: new Float64Array(numCols).fill(1),
    rowLower: rows.map((one) => one.lower),
    rowUpper: rows.map((one) => one.upper),
    matrix: {
      format: 'csr' as const,
      numRows: rows.length,
      numCols,
      starts,
      indices: rows.flatMap((one) => one.indices),
      values: rows.flatMap((one) => one.values),
    },
  }
  return solver.withModel(data, (model): OracleAnswer => {
    model.options.set({ output_flag: false })
    const all = { kind: 'range', from: 0, to: numCols - 1 } as const
    const best = (cost: Float64Array): number => {
      model.changeColsCost(all, cost)
      model.run()
      let total = 0
      for (const [at, value] of model.getSolution().colValue.entries()) {
        if (Math.abs(value - Math.round(value)) > 1e-6) throw new Error(`column ${at} is ${value}: not whole`)
        total += Math.round(value) * cost[at]!
      }
      return total
    }
    const flowMax = best(data.colCost)
    for (const rank of [...new Set(units.map((one) => one.rank))].sort((a, b) => a - b)) {
      const cost = costOf(
        (its) => (its === rank ? 1 : 0),
        () => 0,
      )
      const count = best(cost)
      givenByRank[rank] = count
      const indices = [...cost.keys()].filter((at) => cost[at] === 1)
      model.addRow(count, count, { indices, values: indices.map(() => 1) })
    }
    const weight = best(
      costOf(
        () => 0,
        (at) => weights[at]!,
      ),
    )
    return { givenByRank, weight, flowMax }
  })
}
