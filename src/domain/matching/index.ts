import type { Point } from '../place.ts'
import type { Posting } from '../posting.ts'
import type { Seeker } from '../seeker.ts'
import type { TextEngine } from '../text/text.ts'
import type { Instant } from '../time.ts'
import { clearColumn, columnBytes, createJobColumns, putColumn, valuesOf } from './columns.ts'
import { failures, toCheck } from './gates.ts'
import { imaging } from './image.ts'
import { createJobLists, dropJob, jobRow } from './job.ts'
import type { GateCode, Match, MatchingIndex, NearMiss, Ranked, RankRequest } from './matching.ts'
import { dropPerson, personRow } from './person.ts'
import type { PersonRow } from './rows.ts'
import { createScanner } from './scan.ts'
import { contributionsOf, neutralOf, type Weights } from './score.ts'
import type { WordJudge } from './work.ts'
import { createShelf } from './shelf.ts'
import { fixAt, fixSlot } from './standing.ts'
import { createTop } from './top.ts'

export interface MatchingTools {
  readonly text: TextEngine
  readonly weights: Weights
  readonly place: (code: string) => Point | undefined
  /** Memory for the nearness of texts that was worked out before; what does not fit is worked out again. */
  readonly nearnessBytesMax?: number
}

const nearnessBytesMax = 64 * 2 ** 20

/** People by id, postings by slot, and what both share. */
function createState({ text, weights, ...tools }: MatchingTools) {
  const shelf = createShelf(text, tools.nearnessBytesMax ?? nearnessBytesMax)
  const lists = createJobLists()
  const columns = createJobColumns()
  const judge: WordJudge = { text, shelf, neutral: neutralOf(weights) }
  const values = valuesOf(weights)
  return {
    judge,
    lists,
    columns,
    values,
    weights,
    people: new Map<string, PersonRow>(),
    slots: new Map<string, number>(),
    free: [] as number[],
    scanner: createScanner({ columns, lists, judge, values }),
  }
}
type State = ReturnType<typeof createState>

function putSeeker({ people, judge }: State, seeker: Seeker, home: Point | undefined): void {
  const old = people.get(seeker._id)
  people.set(seeker._id, personRow(seeker, home, judge.text, judge.shelf))
  if (old !== undefined) dropPerson(old, judge.shelf)
}

function removeSeeker({ people, judge }: State, id: string): void {
  const old = people.get(id)
  if (old !== undefined) dropPerson(old, judge.shelf)
  people.delete(id)
}

function putPosting(
  { columns, slots, free, judge, lists, values }: State,
  posting: Posting,
  at: Point | undefined,
): void {
  const known = slots.get(posting._id)
  const slot = known ?? free.pop() ?? columns.rows.length
  const old = columns.rows[slot]
  // The new row is read before the old one goes, so that texts which both use are not read twice.
  putColumn(columns, slot, jobRow(posting, at, judge.text, judge.shelf, lists))
  fixSlot(columns, slot, values)
  if (old !== undefined) dropJob(old, judge.shelf, lists)
  slots.set(posting._id, slot)
}

function removePosting({ columns, slots, free, judge, lists }: State, id: string): void {
  const slot = slots.get(id)
  const row = slot === undefined ? undefined : columns.rows[slot]
  if (slot === undefined || row === undefined) return
  clearColumn(columns, slot)
  dropJob(row, judge.shelf, lists)
  slots.delete(id)
  free.push(slot)
}

/** Runs with a person who need not be in the index, whose texts are given back afterwards. */
function withPerson<T>({ judge, people }: State, seeker: Seeker, tools: MatchingTools, use: (row: PersonRow) => T): T {
  const row = personRow(seeker, seeker.point ?? tools.place(seeker.village), judge.text, judge.shelf)
  const indexed = people.get(seeker._id)
  const found = use(indexed === undefined ? row : { ...row, home: indexed.home })
  dropPerson(row, judge.shelf)
  return found
}

function match(
  state: State,
  tools: MatchingTools,
  ids: { seeker: string; posting: string },
  now: Instant,
  scoreMin: number,
): Match | undefined {
  const person = state.people.get(ids.seeker)
  const job = state.columns.rows[state.slots.get(ids.posting) ?? -1]
  if (person === undefined || job === undefined) return undefined
  const contributions = contributionsOf(person, job, now, state.judge, tools.weights)
  const score = contributions.reduce((sum, part) => sum + part.value, 0)
  const gates = failures(person, job, now, state.judge)
  return {
    ...ids,
    score,
    suitable: gates.length === 0 && score >= scoreMin,
    gates,
    toCheck: toCheck(person, job, now, state.judge),
    contributions,
    modelVersion: modelVersionOf(tools),
  }
}

const modelVersionOf = ({ weights, text }: MatchingTools): string => `${weights.version}+${text.version}`

function postingsOf(state: State, person: PersonRow, request: RankRequest): readonly Ranked[] {
  const { now, limit, offset, scoreMin, except } = request
  const top = createTop(limit + offset, scoreMin)
  fixAt(state.columns, now, state.values)
  state.scanner.postings(person, { now, except, isGated: true }, top)
  return top.drain(offset)
}

function seekersOf(state: State, posting: string, request: RankRequest): readonly Ranked[] {
  const { now, limit, offset, scoreMin, except } = request
  const slot = state.slots.get(posting)
  if (slot === undefined) return []
  const top = createTop(limit + offset, scoreMin)
  fixAt(state.columns, now, state.values)
  state.scanner.people([...state.people.values()], slot, { now, except }, top)
  return top.drain(offset)
}

function countFor(
  state: State,
  person: PersonRow,
  { now, scoreMin, max }: { now: Instant; scoreMin: number; max: number },
): number {
  let count = 0
  const sink = {
    floor: max > 0 ? scoreMin : Infinity,
    add: () => {
      count += 1
      if (count >= max) sink.floor = Infinity
    },
  }
  fixAt(state.columns, now, state.values)
  state.scanner.postings(person, { now, except: undefined, isGated: true }, sink)
  return count
}

function nearMisses(
  state: State,
  person: PersonRow,
  { now, scoreMin, max }: { now: Instant; scoreMin: number; max: number },
): NearMiss[] {
  const { columns, slots, scanner, judge, values } = state
  const found: NearMiss[] = []
  const sink = {
    floor: scoreMin,
    add: (posting: string, score: number) => {
      const gates = failures(person, columns.rows[slots.get(posting)!]!, now, judge)
      if (gates.length === 1) found.push({ posting, gate: gates[0]!, score })
      if (found.length >= max) sink.floor = Infinity
    },
  }
  fixAt(columns, now, values)
  scanner.postings(person, { now, except: undefined, isGated: false }, sink)
  return found
}

function gateCounts(
  { people, columns, judge }: State,
  seeker: string,
  now: Instant,
): ReturnType<MatchingIndex['gateCounts']> {
  const person = people.get(seeker)
  const failed: Partial<Record<GateCode, number>> = {}
  let passed = 0
  for (const job of person === undefined ? [] : columns.rows) {
    if (job === undefined || person === undefined) continue
    const found = failures(person, job, now, judge)
    if (found.length === 0) passed += 1
    for (const { code } of found) failed[code] = (failed[code] ?? 0) + 1
  }
  return { passed, failed }
}

/** An index over people and open postings; every call answers from one whole state, because every change is synchronous. */
export function createMatchingIndex(tools: MatchingTools): MatchingIndex {
  const state = createState(tools)
  const { people, columns, slots, judge } = state
  return {
    modelVersion: modelVersionOf(tools),
    putSeeker: (seeker, home) => putSeeker(state, seeker, home),
    removeSeeker: (id) => removeSeeker(state, id),
    putPosting: (posting, at) => putPosting(state, posting, at),
    removePosting: (id) => removePosting(state, id),
    postingsOf: (seeker, request) => {
      const person = people.get(seeker)
      return person === undefined ? [] : postingsOf(state, person, request)
    },
    image: (request) => imaging(state, request),
    seekersOf: (posting, request) => seekersOf(state, posting, request),
    postingsFor: (seeker, request) => withPerson(state, seeker, tools, (person) => postingsOf(state, person, request)),
    seekersFor: (posting, at, request) => {
      if (slots.has(posting._id)) throw new Error('a described posting has an id of its own')
      putPosting(state, posting, at)
      const found = seekersOf(state, posting._id, request)
      removePosting(state, posting._id)
      return found
    },
    countFor: (seeker, request) => withPerson(state, seeker, tools, (person) => countFor(state, person, request)),
    nearMisses: (seeker, request) => withPerson(state, seeker, tools, (person) => nearMisses(state, person, request)),
    match: (seeker, posting, now, scoreMin) => match(state, tools, { seeker, posting }, now, scoreMin),
    gateCounts: (seeker, now) => gateCounts(state, seeker, now),
    figures: () => ({
      seekers: people.size,
      postings: slots.size,
      bytes: judge.shelf.bytes() + columnBytes(columns) + people.size * 1_500,
    }),
  }
}
