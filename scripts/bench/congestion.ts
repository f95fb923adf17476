// Congestion and service of one run on the demo district: this solver with both rank tables beside simpler ways to give
// offers. npm run bench:congestion [-- --people 10000 --postings 5000 --per-opening 3]
import { parseArgs } from 'node:util'
import { places, placesVersion } from '../../src/data/places.ts'
import { policies } from '../../src/data/policies.ts'
import { loadTextTables } from '../../src/data/text/tables.ts'
import { allocate, type AllocationInput } from '../../src/domain/allocation/allocation.ts'
import { completionOf } from '../../src/domain/allocation/complete.ts'
import { fairnessOf, type GivenOffer } from '../../src/domain/allocation/fairness.ts'
import type { AllocationCandidate, AllocationSeeker } from '../../src/domain/allocation/input.ts'
import { nearestToDoneFirst, overdueFirst, rankTable, type RankTableData } from '../../src/domain/allocation/ranks.ts'
import { createMatchingIndex } from '../../src/domain/matching/index.ts'
import { defaultWeights } from '../../src/domain/matching/score.ts'
import { gazetteerOf } from '../../src/domain/place.ts'
import { remembering } from '../../src/domain/text/memory.ts'
import { createTextEngine } from '../../src/domain/text/text.ts'
import { createRandom } from '../demo/random.ts'
import { inputs, now } from './inputs.ts'

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '10000' },
    postings: { type: 'string', default: '5000' },
    'per-opening': { type: 'string' },
  },
})

const [policy] = policies
if (policy === undefined) throw new Error('no policy')
const { scoreMin, candidatesPerSeekerMax } = policy.offers
const perOpening = Number(values['per-opening'] ?? policy.offers.perOpening)
const perEmployerMax = policy.guarantee.offersPerEmployerMax

/** Everybody's candidates, and demands drawn with a fixed seed: three in five are owed all three. */
function runOf(people: number, postings: number) {
  const gazetteer = gazetteerOf(placesVersion, places)
  const text = remembering(createTextEngine(loadTextTables()))
  const index = createMatchingIndex({ text, weights: defaultWeights, place: (code) => gazetteer.get(code) })
  const found = inputs(people, postings)
  for (const one of found.postings) index.putPosting(one, one.point)
  for (const one of found.people) index.putSeeker(one, one.point)
  const random = createRandom(5)
  const seekers: AllocationSeeker[] = found.people.map((one) => ({
    id: one._id,
    owed: random.weighted([
      [3, 3],
      [2, 1],
      [1, 1],
    ]),
    classIndex: random.weighted([
      [0, 1],
      [1, 2],
      [2, 1],
      [3, 6],
    ]),
    urgencyIndex: random.weighted([
      [0, 1],
      [1, 2],
      [2, 4],
    ]),
  }))
  const request = { now, limit: candidatesPerSeekerMax, offset: 0, scoreMin: Math.round(scoreMin * 1_000_000) }
  const candidates = found.people.flatMap((one) =>
    index.postingsOf(one._id, request).map((row) => ({ seeker: one._id, posting: row.id, score: row.score })),
  )
  return {
    openings: found.postings.map((one) => ({ id: one._id, openings: one.openings })),
    input: {
      seekers,
      postings: found.postings.map((one) => ({
        id: one._id,
        employer: one.employer,
        free: one.openings * perOpening,
      })),
      candidates,
    },
  }
}

type Run = ReturnType<typeof runOf>

/** People one after the other, each their best by some order of postings, while places last (or as if they always did). */
function oneByOne(
  { input }: Run,
  of: {
    readonly people: readonly AllocationSeeker[]
    readonly isLimited: boolean
    readonly order: (a: AllocationCandidate, b: AllocationCandidate) => number
  },
): readonly GivenOffer[] {
  const free = new Map(input.postings.map((one) => [one.id, one.free]))
  const employerOf = new Map(input.postings.map((one) => [one.id, one.employer]))
  const own = new Map<string, AllocationCandidate[]>()
  for (const one of input.candidates) {
    const known = own.get(one.seeker)
    if (known === undefined) own.set(one.seeker, [one])
    else known.push(one)
  }
  return of.people.flatMap(({ id, owed }) => {
    const given: AllocationCandidate[] = []
    const used = new Map<string, number>()
    for (const one of [...(own.get(id) ?? [])].sort(of.order)) {
      const employer = employerOf.get(one.posting) ?? ''
      const left = free.get(one.posting) ?? 0
      if (given.length === owed || (used.get(employer) ?? 0) >= perEmployerMax || (of.isLimited && left === 0)) continue
      given.push(one)
      used.set(employer, (used.get(employer) ?? 0) + 1)
      free.set(one.posting, left - 1)
    }
    return given
  })
}

/** What of blindly sent offers stands when a posting takes no more than its places: the best by score. */
function withinPlaces({ input }: Run, sent: readonly GivenOffer[]): readonly GivenOffer[] {
  const free = new Map(input.postings.map((one) => [one.id, one.free]))
  return [...sent]
    .sort((a, b) => b.score - a.score || (a.seeker < b.seeker ? -1 : 1))
    .filter(({ posting }) => {
      const left = free.get(posting) ?? 0
      free.set(posting, left - 1)
      return left > 0
    })
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

function rowOf(name: string, { input, openings }: Run, sent: readonly GivenOffer[], standing = sent): string {
  const counts = new Map<string, number>()
  for (const { seeker } of standing) counts.set(seeker, (counts.get(seeker) ?? 0) + 1)
  const complete = input.seekers.filter((one) => counts.get(one.id) === one.owed).length
  const base = { postings: openings, people: input.seekers, candidates: input.candidates }
  const { congestion, coverage, perOpening: each } = fairnessOf({ ...base, offers: sent })
  const { regret } = fairnessOf({ ...base, offers: standing })
  const cells = [
    name,
    standing.length,
    complete,
    counts.size - complete,
    input.seekers.length - counts.size,
    percent(congestion.share),
    each.max.toFixed(1),
    percent(coverage),
    percent(regret.lost),
    Math.round(regret.perOffer),
  ]
  return `| ${cells.join(' | ')} |`
}

const run = runOf(Number(values.people), Number(values.postings))
const { seekers } = run.input
const owed = seekers.reduce((sum, one) => sum + one.owed, 0)
const suited = new Set(run.input.candidates.map((one) => one.seeker)).size
process.stdout.write(
  `${seekers.length} people owed ${owed} offers, ${run.input.postings.length} postings with ` +
    `${run.input.postings.reduce((sum, one) => sum + one.free, 0)} places (${perOpening} an opening), ` +
    `${run.input.candidates.length} suitable pairs; ${suited} people have at least one\n\n`,
)
const head = [
  'way',
  'offers',
  'complete',
  'partly',
  'none',
  'Congestion@10',
  'most per opening',
  'coverage',
  'regret',
  'per offer (millionths)',
]
const { most } = completionOf({ ...run.input, policy: { ranks: rankTable(overdueFirst), perEmployerMax } }, [])
process.stdout.write(`no way of giving makes more than ${most} people complete (linear relaxation)\n\n`)
process.stdout.write(`| ${head.join(' | ')} |\n|---|${'---:|'.repeat(head.length - 1)}\n`)

const solved = (data: RankTableData): readonly GivenOffer[] => {
  const input: AllocationInput = { ...run.input, policy: { ranks: rankTable(data), perEmployerMax } }
  return allocate(input).offers
}
const byScore = (a: AllocationCandidate, b: AllocationCandidate): number =>
  b.score - a.score || (a.posting < b.posting ? -1 : 1)
const inOrder = [...seekers].sort((a, b) => a.urgencyIndex - b.urgencyIndex || a.classIndex - b.classIndex)
const random = createRandom(9)
const dice = new Map(run.input.candidates.map((one) => [one, random.next()]))
const shuffled = [...seekers]
  .map((one) => [one, random.next()] as const)
  .sort((a, b) => a[1] - b[1])
  .map(([one]) => one)
const numberOf = (id: string): number => Number(/\d+$/.exec(id)?.[0] ?? 0)

const blind = oneByOne(run, { people: seekers, isLimited: false, order: byScore })
const rows: readonly (readonly [string, readonly GivenOffer[], (readonly GivenOffer[])?])[] = [
  ['this solver, `overdue-first`', solved(overdueFirst)],
  ['this solver, `nearest-to-done-first`', solved(nearestToDoneFirst)],
  ['greedy top-3, places ignored when sending', blind, withinPlaces(run, blind)],
  [
    'greedy top-3, most urgent first, full postings passed over',
    oneByOne(run, { people: inOrder, isLimited: true, order: byScore }),
  ],
  [
    'random suitable postings, full ones passed over',
    oneByOne(run, { people: shuffled, isLimited: true, order: (a, b) => (dice.get(a) ?? 0) - (dice.get(b) ?? 0) }),
  ],
  [
    'newest suitable postings first, full ones passed over',
    oneByOne(run, {
      people: seekers,
      isLimited: true,
      order: (a, b) => numberOf(b.posting) - numberOf(a.posting),
    }),
  ],
]
for (const [name, sent, standing] of rows) process.stdout.write(`${rowOf(name, run, sent, standing)}\n`)
