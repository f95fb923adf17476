// Matching: build, full rematch, one seeker's top 20, one update, memory; against minisearch and natural's TfIdf on the same
// texts in the same run, with gates and features on for ours. npm run bench -- --people 10000 --postings 5000
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import MiniSearch from 'minisearch'
import { TfIdf } from 'natural/lib/natural/tfidf/index.js'
import { places, placesVersion } from '../../src/data/places.ts'
import { policies } from '../../src/data/policies.ts'
import { loadTextTables } from '../../src/data/text/tables.ts'
import { imageBytes } from '../../src/domain/matching/image.ts'
import { createMatchingIndex } from '../../src/domain/matching/index.ts'
import type { MatchingIndex, RematchRequest } from '../../src/domain/matching/matching.ts'
import { defaultWeights } from '../../src/domain/matching/score.ts'
import { gazetteerOf } from '../../src/domain/place.ts'
import { plusMs } from '../../src/domain/time.ts'
import { remembering } from '../../src/domain/text/memory.ts'
import { createTextEngine } from '../../src/domain/text/text.ts'
import type { Seeker } from '../../src/domain/seeker.ts'
import { rematching } from '../../src/services/rematch.ts'
import { inTurns } from '../../src/services/turns.ts'
import { callingThread } from '../../src/threads/calling.ts'
import { threadPool } from '../../src/threads/pool.ts'
import type { Threads } from '../../src/threads/threads.ts'
import { inputs, now, type Inputs } from './inputs.ts'

const { values } = parseArgs({ options: { people: { type: 'string' }, postings: { type: 'string' } } })
const sizes =
  values.people === undefined
    ? [
        [600, 240],
        [10_000, 5_000],
      ]
    : [[Number(values.people), Number(values.postings ?? 240)]]

const time = <T>(act: () => T): { readonly ms: number; readonly result: T } => {
  const began = performance.now()
  const result = act()
  return { ms: performance.now() - began, result }
}
const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
const row = (name: string, value: string): void => console.log(`  ${name.padEnd(44)} ${value}`)
const megabytes = (): string => `${Math.round(process.memoryUsage().rss / 1_048_576)} MB`

/** A full rematch as the service does it, how long it held the calling thread at most, and what its image takes. */
async function asServed(index: MatchingIndex, { people, postings }: Inputs, scoreMin: number): Promise<void> {
  const asked = people.map((one) => ({ seeker: one._id }))
  const request: RematchRequest = { now, limit: 50, scoreMin, asked }
  const measured = async (name: string, threads: Threads): Promise<void> => {
    const held = monitorEventLoopDelay({ resolution: 1 })
    const began = performance.now()
    held.enable()
    await rematching({ index, threads }).everybody(request, () => undefined)
    held.disable()
    const ms = performance.now() - began
    const pairs = ((people.length * postings.length) / ms / 1000).toFixed(1)
    row(name, `${ms.toFixed(0)} ms · ${pairs} M pairs/s · others wait ${(held.max / 1e6).toFixed(0)} ms at most`)
  }
  await measured('as served, on the calling thread in turns', callingThread)
  const began = performance.now()
  const made = await inTurns(index.image(request))
  if (made !== undefined)
    row(
      'an image of the index',
      `${(performance.now() - began).toFixed(0)} ms · ${(imageBytes(made.image) / 1_048_576).toFixed(1)} MB`,
    )
  const threads = threadPool({ threadsMax: 4, pairsMin: 0 })
  await measured('as served, on threads that start first', threads)
  await measured(`as served, on ${threads.count} thread(s)`, threads)
  row('memory of the process with its threads', megabytes())
  await threads.close(1_000)
}

async function own({ people, postings }: Inputs): Promise<number> {
  const engine = time(() => remembering(createTextEngine(loadTextTables())))
  const gazetteer = gazetteerOf(placesVersion, places)
  const index = createMatchingIndex({
    text: engine.result,
    weights: defaultWeights,
    place: (code) => gazetteer.get(code),
  })
  const scoreMin = Math.round((policies[0]?.offers.scoreMin ?? 0.5) * 1_000_000)
  const build = time(() => {
    for (const one of people) index.putSeeker(one, one.point)
    for (const one of postings) index.putPosting(one, one.point)
  })
  const request = { now, offset: 0, scoreMin }
  const rematch = () =>
    time(() => people.reduce((sum, one) => sum + index.postingsOf(one._id, { ...request, limit: 50 }).length, 0))
  const first = rematch()
  const [, full = first] = [rematch(), rematch(), rematch()].sort((a, b) => a.ms - b.ms)
  // Each question has a moment of its own, as in life.
  const asked = (at: number) => ({ ...request, now: plusMs(now, at), limit: 20 })
  const single = people.map((one, at) => time(() => index.postingsOf(one._id, asked(at))).ms).sort((a, b) => a - b)
  const reverse = postings
    .slice(0, 500)
    .map((one, at) => time(() => index.seekersOf(one._id, asked(people.length + at))).ms)
    .sort((a, b) => a - b)
  const update = time(() => {
    for (const one of postings.slice(0, 100)) index.putPosting({ ...one, title: `${one.title}急` }, one.point)
  })
  row('text engine', `${engine.ms.toFixed(0)} ms`)
  row('build (start-up)', `${build.ms.toFixed(0)} ms`)
  const rate = ({ ms }: { readonly ms: number }): string =>
    `${ms.toFixed(0)} ms · ${((people.length * postings.length) / ms / 1000).toFixed(1)} M pairs/s`
  row('first full rematch, top 50 each', rate(first))
  row('full rematch, top 50 each, median of three', rate(full))
  row('one seeker, top 20', `p50 ${quantile(single, 0.5).toFixed(2)} ms · p99 ${quantile(single, 0.99).toFixed(2)} ms`)
  row(
    'one posting, top 20',
    `p50 ${quantile(reverse, 0.5).toFixed(2)} ms · p99 ${quantile(reverse, 0.99).toFixed(2)} ms`,
  )
  row('one changed posting', `${(update.ms / Math.min(100, postings.length)).toFixed(2)} ms`)
  row('memory of the index', `${Math.round(index.figures().bytes / 1_048_576)} MB`)
  row('memory of the process, with all documents', megabytes())
  await asServed(index, { people, postings }, scoreMin)
  return full.ms / people.length
}

/** All the words of a person that the matching reads. */
const wordsOf = ({ facts }: Seeker): string =>
  [
    ...(facts.occupations?.value ?? []),
    ...(facts.skills?.value ?? []).map((skill) => skill.text),
    facts.experience?.value ?? '',
  ].join(' ')
const grams = (text: string): string[] =>
  Array.from({ length: Math.max(1, text.length - 1) }, (_, at) => text.slice(at, at + 2))

/** The same ranking question to libraries that people would use instead; text alone, no gates, no other features. */
function others({ people, postings }: Inputs, ownMsPerPerson: number): void {
  const asked = people.slice(0, 300)
  const search = new MiniSearch<{ id: string; text: string }>({ fields: ['text'], tokenize: grams })
  search.addAll(postings.map((one) => ({ id: one._id, text: `${one.title} ${one.text}` })))
  const mini = time(() => {
    for (const one of asked) search.search(wordsOf(one), { combineWith: 'OR' }).slice(0, 50)
  })
  const tfidf = new TfIdf()
  for (const one of postings) tfidf.addDocument(grams(`${one.title} ${one.text}`))
  const few = asked.slice(0, 20)
  const natural = time(() => {
    for (const one of few) tfidf.tfidfs(grams(wordsOf(one)))
  })
  const compare = (name: string, ms: number): void =>
    row(name, `${ms.toFixed(2)} ms a person · ${(ms / ownMsPerPerson).toFixed(1)} × ours`)
  row('ours, gates and features on', `${ownMsPerPerson.toFixed(2)} ms a person`)
  compare('minisearch, text alone', mini.ms / asked.length)
  compare('natural TfIdf, text alone', natural.ms / few.length)
}

for (const [people = 0, postings = 0] of sizes) {
  console.log(`\n${people} people × ${postings} postings (Node ${process.versions.node})`)
  const made = inputs(people, postings)
  others(made, await own(made))
}
