// Allocation: the exact solver beside HiGHS on the same runs, growth, and the solve after one change beside a full one.
// npm run bench:allocation [-- --sizes 2000x15,10000x20,50000x20 --highs-max 10000]
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { solve, type AllocationInput, type Solved } from '../../src/domain/allocation/allocation.ts'
import { classCount, overdueFirst, owedMax, rankTable, urgencyCount } from '../../src/domain/allocation/ranks.ts'
import { reallocate } from '../../src/domain/allocation/reallocate.ts'
import { createRandom } from '../demo/random.ts'
import { loadOracle, oracleAnswer } from './oracle.ts'

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '2000x15,10000x20,50000x20' },
    'highs-max': { type: 'string', default: '2000' },
    repeats: { type: 'string', default: '3' },
  },
})

/** People in bands of settlements, each with candidates near theirs and a few everywhere; places for about three quarters. */
function runOf(people: number, each: number): AllocationInput {
  const random = createRandom(people * 31 + each)
  const below = (n: number): number => Math.floor(random.next() * n)
  const places = Math.ceil(people / 2)
  const postings = Array.from({ length: places }, (_, at) => ({
    id: `p${String(at).padStart(6, '0')}`,
    employer: `e${below(Math.ceil(places / 4))}`,
    free: below(7),
  }))
  const seekers = Array.from({ length: people }, (_, at) => ({
    id: `s${String(at).padStart(6, '0')}`,
    owed: 1 + below(owedMax),
    classIndex: below(classCount),
    urgencyIndex: below(urgencyCount),
  }))
  const candidates = seekers.flatMap(({ id }, at) => {
    const near = new Set<number>()
    const centre = Math.floor((at / people) * places)
    while (near.size < each)
      near.add(below(5) === 0 ? below(places) : (centre + Math.floor(random.next() ** 2 * each * 20)) % places)
    return [...near].map((place) => ({
      seeker: id,
      posting: postings[place]!.id,
      score: 450_000 + below(550_000),
    }))
  })
  return { seekers, postings, candidates, policy: { ranks: rankTable(overdueFirst), perEmployerMax: 2 } }
}

function timed<T>(task: () => T): readonly [T, number] {
  const start = performance.now()
  const result = task()
  return [result, performance.now() - start]
}

const median = (numbers: readonly number[]): number => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!
const seconds = (ms: number): string => `${(ms / 1000).toFixed(3)} s`

/** The median time of a solve after one closed posting, over 21 of those that are held, and whether it is worth the same. */
function afterClosures(input: AllocationInput, solved: Solved) {
  const held = [...new Set(solved.allocation.offers.map((one) => one.posting))]
  const closed = Array.from({ length: 21 }, (_, at) => held[Math.floor((at * held.length) / 21)]!)
  const times = closed.map((posting) => timed(() => reallocate(solved, { closed: [posting] }))[1])
  const [posting] = closed
  const postings = input.postings.map((one) => (one.id === posting ? { ...one, free: 0 } : one))
  const anew = solve({ ...input, postings }).allocation
  const after = reallocate(solved, { closed: [posting!] }).allocation
  const isSame = JSON.stringify(anew.givenByRank) === JSON.stringify(after.givenByRank)
  return { time: median(times), isSame }
}

const total = (solved: Solved): number => solved.allocation.offers.reduce((sum, one) => sum + one.score, 0)

process.stdout.write(`load ${loadavg()[0]!.toFixed(2)} · node ${process.version}\n`)
const solver = await loadOracle()
for (const size of values.sizes.split(',')) {
  const [people, each] = size.split('x').map(Number)
  const input = runOf(people!, each!)
  const runs = Array.from({ length: Number(values.repeats) }, () => timed(() => solve(input)))
  const own = median(runs.map(([, time]) => time))
  const solved = runs[0]![0]
  const { allocation } = solved
  process.stdout.write(
    `${size}: ${allocation.total} offers of ${input.seekers.reduce((sum, one) => sum + one.owed, 0)} owed, ` +
      `${allocation.components} parts: ${seconds(own)}\n`,
  )
  const { time, isSame } = afterClosures(input, solved)
  const share = ((time / own) * 100).toFixed(1)
  process.stdout.write(`  after one closure ${seconds(time)}, ${share} % of a full solve, equal ranks: ${isSame}\n`)
  if (people! > Number(values['highs-max'])) continue
  const [answer, theirs] = timed(() => oracleAnswer(solver, input))
  const isEqual =
    JSON.stringify(answer.givenByRank) === JSON.stringify(allocation.givenByRank) && answer.weight === total(solved)
  process.stdout.write(
    `  HiGHS ${seconds(theirs)}, ${(theirs / own).toFixed(1)} × ours, the same to the unit: ${isEqual}\n`,
  )
}
