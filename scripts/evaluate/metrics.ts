/** Means over all queries; each in [0, 1]. */
export interface Metrics {
  readonly map: number
  readonly mrr: number
  readonly acc1: number
  readonly hit5: number
  readonly hit10: number
  readonly p5: number
  readonly ndcg10: number
}

/** Document numbers from best to worst; ties keep the order of the corpus. */
export function rankOf(scores: Float64Array): Uint32Array {
  return Uint32Array.from(scores, (_, at) => at).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b)
}

/** The measures of one ranked list against its judged gains. */
export function metricsOf(ranked: Uint32Array, gains: ReadonlyMap<number, number>): Metrics {
  let found = 0
  let precision = 0
  let first = 0
  let within5 = 0
  let dcg = 0
  ranked.forEach((document, at) => {
    const gain = gains.get(document)
    if (gain === undefined) return
    found++
    precision += found / (at + 1)
    if (first === 0) first = at + 1
    if (at < 5) within5++
    if (at < 10) dcg += gain / Math.log2(at + 2)
  })
  const ideal = [...gains.values()]
    .sort((a, b) => b - a)
    .slice(0, 10)
    .reduce((sum, gain, at) => sum + gain / Math.log2(at + 2), 0)
  return {
    map: precision / gains.size,
    mrr: first === 0 ? 0 : 1 / first,
    acc1: first === 1 ? 1 : 0,
    hit5: first > 0 && first <= 5 ? 1 : 0,
    hit10: first > 0 && first <= 10 ? 1 : 0,
    p5: within5 / 5,
    ndcg10: ideal === 0 ? 0 : dcg / ideal,
  }
}

/** The mean of each measure, rounded to four places. */
export function meanOf(all: readonly Metrics[]): Metrics {
  const mean = (key: keyof Metrics): number =>
    Math.round((all.reduce((sum, one) => sum + one[key], 0) / Math.max(1, all.length)) * 10_000) / 10_000
  return {
    map: mean('map'),
    mrr: mean('mrr'),
    acc1: mean('acc1'),
    hit5: mean('hit5'),
    hit10: mean('hit10'),
    p5: mean('p5'),
    ndcg10: mean('ndcg10'),
  }
}
