import type { TextEngine } from '../text/text.ts'
import type { Instant } from '../time.ts'
import type { CertificateKey } from './certificates.ts'
import type { JobColumns, Values } from './columns.ts'
import { imageOfPeople, type PeopleColumns, type PeopleWords } from './image-people.ts'
import type { JobLists } from './job.ts'
import type { RematchRequest } from './matching.ts'
import { nearing, rolesOf, sourcesIn } from './nearing.ts'
import type { Ask, PersonRow } from './rows.ts'
import type { Weights } from './score.ts'
import type { WordJudge } from './work.ts'
import { shared, sharedCopy } from './shared.ts'
import { fixAt } from './standing.ts'

/** The columns of postings that a scan reads, by slot. */
type Copied =
  | 'title'
  | 'duty'
  | 'traits'
  | 'wageMax'
  | 'education'
  | 'startDay'
  | 'askList'
  | 'certificateList'
  | 'place'
  | 'years'
  | 'x'
  | 'y'
  | 'z'
  | 'fixed'
  | 'most'

export interface PostingColumns extends Pick<JobColumns, Copied | 'fixedMost'> {
  /** By slot, the place of the posting's id in the order of all ids; −1 in a free slot. */
  readonly rank: Int32Array
  /** Titles that have slots, and their slots: `slots[slotsFrom[at]]` … the next, for the title `titles[at]`. */
  readonly titles: Int32Array
  readonly slotsFrom: Int32Array
  readonly slots: Int32Array
}

/** What of an image is no number, as UTF-8 of JSON. */
export interface ImageWords {
  readonly weights: Weights
  readonly asks: readonly (readonly Ask[] | null)[]
  readonly certificates: readonly (readonly CertificateKey[] | null)[]
  readonly places: readonly ({ readonly township: string; readonly village?: string } | null)[]
  readonly people: PeopleWords
  /** Concepts that do for another one, by the concept that somebody has. */
  readonly satisfies: readonly (readonly [held: string, wanted: readonly string[]])[]
}

/** All that a rematch of some people reads, as of one moment, in shared memory that nobody writes any more. */
export interface RematchImage {
  readonly now: Instant
  readonly limit: number
  readonly scoreMin: number
  readonly words: Uint8Array
  readonly postings: PostingColumns
  /** Nearness of the texts of these people (rows) and of all postings (columns). */
  readonly levels: Uint16Array
  readonly sources: number
  readonly targets: number
  readonly people: PeopleColumns
  /** Ranks of postings that must not come back to person at: `except[exceptFrom[at]]` … the next. */
  readonly exceptFrom: Int32Array
  readonly except: Int32Array
}

export interface ImageSources {
  readonly people: ReadonlyMap<string, PersonRow>
  readonly slots: ReadonlyMap<string, number>
  readonly columns: JobColumns
  readonly lists: JobLists
  readonly judge: WordJudge
  readonly weights: Weights
  readonly values: Values
}

/** The slots in the order of their postings' ids, and by slot the place in it. */
function ranked(slots: ReadonlyMap<string, number>, length: number) {
  const ids = [...slots.keys()].sort()
  const rank = shared(Int32Array, length).fill(-1)
  for (const [at, id] of ids.entries()) rank[slots.get(id)!] = at
  return { ids, rank }
}

function postingColumns(columns: JobColumns, rank: Int32Array): PostingColumns {
  const { titles, slotsOf, fixedMost } = columns
  const slotsFrom = shared(Int32Array, titles.length + 1)
  const slots = shared(
    Int32Array,
    titles.reduce((sum, title) => sum + slotsOf[title]!.length, 0),
  )
  let count = 0
  for (const [at, title] of titles.entries()) {
    for (const slot of slotsOf[title]!) slots[count++] = slot
    slotsFrom[at + 1] = count
  }
  const { length } = rank
  const ints = (values: Int32Array): Int32Array => sharedCopy(Int32Array, values.subarray(0, length))
  const bytes = (values: Uint8Array): Uint8Array => sharedCopy(Uint8Array, values.subarray(0, length))
  const floats = (values: Float64Array): Float64Array => sharedCopy(Float64Array, values.subarray(0, length))
  return {
    title: ints(columns.title),
    duty: ints(columns.duty),
    traits: ints(columns.traits),
    startDay: ints(columns.startDay),
    askList: ints(columns.askList),
    certificateList: ints(columns.certificateList),
    place: ints(columns.place),
    fixed: ints(columns.fixed),
    most: ints(columns.most),
    education: bytes(columns.education),
    wageMax: floats(columns.wageMax),
    years: floats(columns.years),
    x: floats(columns.x),
    y: floats(columns.y),
    z: floats(columns.z),
    fixedMost,
    rank,
    titles: sharedCopy(Int32Array, titles),
    slotsFrom,
    slots,
  }
}

/** Which of some concepts do for which others, each pair asked once. */
function satisfactions(
  people: PeopleWords,
  { asks, certificates }: Pick<ImageWords, 'asks' | 'certificates'>,
  text: Pick<TextEngine, 'satisfies'>,
): ImageWords['satisfies'] {
  const heldCertificates = people.certificates.flatMap(({ held }) => held.flatMap((one) => one.concepts))
  const held = new Set([...people.claimed.flat(), ...heldCertificates])
  const wanted = new Set(
    [...asks, ...certificates].flatMap((list) => (list ?? []).flatMap((one: Ask | CertificateKey) => one.concepts)),
  )
  const refused = new Set(people.refused.flat())
  return [...new Set([...held, ...wanted])].map((one) => {
    // A skill that is asked counts as refused where it would do for one that is refused.
    const others = new Set([...(held.has(one) ? wanted : []), ...(wanted.has(one) ? refused : [])])
    return [one, [...others].filter((other) => other !== one && text.satisfies(one, other))] as const
  })
}

function exceptions(asked: RematchRequest['asked'], ids: readonly string[]) {
  const ranks = new Map(ids.map((id, rank) => [id, rank]))
  const exceptFrom = shared(Int32Array, asked.length + 1)
  const found: number[] = []
  for (let at = 0; at < asked.length; at += 1) {
    for (const id of asked[at]!.except ?? []) {
      const rank = ranks.get(id)
      if (rank !== undefined) found.push(rank)
    }
    exceptFrom[at + 1] = found.length
  }
  return { exceptFrom, except: sharedCopy(Int32Array, found) }
}

/** An image and, apart from it, the posting behind each of its ranks. */
export interface Rematch {
  readonly image: RematchImage
  readonly ids: readonly string[]
}

/** Everything that changes with the index, copied in one go; the rows that it refers to never change. */
function momentOf({ people, slots, columns, lists, judge, values }: ImageSources, request: RematchRequest) {
  const { shelf } = judge
  const rows = request.asked.map(({ seeker }) => people.get(seeker))
  const roles = rolesOf(rows, { columns, lists, shelf })
  if (!shelf.keepsRows(sourcesIn(roles))) return undefined
  // What came in since it was worked out ahead.
  for (const _ of nearing(roles, shelf));
  const { targets } = shelf.counts()
  const rowNumbers = new Int32Array(roles.sources.length)
  const sources = [...roles.sources.keys()].filter((source) => roles.sources[source] !== 0)
  const levels = shared(Uint16Array, sources.length * targets)
  for (const [at, source] of sources.entries()) {
    rowNumbers[source] = at
    levels.set(shelf.row(source).subarray(0, targets), at * targets)
  }
  fixAt(columns, request.now, values)
  const { ids, rank } = ranked(slots, columns.rows.length)
  return {
    rows,
    rowNumbers,
    ids,
    nearness: { levels, sources: sources.length, targets },
    postings: postingColumns(columns, rank),
    lists: {
      asks: Array.from(lists.asks.values, (one) => one ?? null),
      certificates: Array.from(lists.certificates.values, (one) => one ?? null),
      places: Array.from(lists.places.values, (one) => placeIn(one)),
    },
  }
}

/**
 * Makes an image, step by step: what it shows is the index at one moment between two steps. Undefined where the words of
 * these people and postings are too many for the memory that nearness may take.
 */
export function* imaging(sources: ImageSources, request: RematchRequest): Generator<void, Rematch | undefined> {
  const { people, columns, lists, judge, weights } = sources
  const { asked, now, limit, scoreMin } = request
  const before = asked.map(({ seeker }) => people.get(seeker))
  const roles = rolesOf(before, { columns, lists, shelf: judge.shelf })
  if (!judge.shelf.keepsRows(sourcesIn(roles))) return undefined
  yield* nearing(roles, judge.shelf)
  yield
  const moment = momentOf(sources, request)
  if (moment === undefined) return undefined
  yield
  const crowd = yield* imageOfPeople(moment.rows, moment.rowNumbers)
  yield
  const satisfies = satisfactions(crowd.words, moment.lists, judge.text)
  const words: ImageWords = { weights, ...moment.lists, people: crowd.words, satisfies }
  const image = {
    now,
    limit,
    scoreMin,
    words: sharedCopy(Uint8Array, new TextEncoder().encode(JSON.stringify(words))),
    postings: moment.postings,
    ...moment.nearness,
    people: crowd.columns,
    ...exceptions(asked, moment.ids),
  }
  return { image, ids: moment.ids }
}

const placeIn = (place: { township: string; village: string | undefined } | undefined): ImageWords['places'][number] =>
  place === undefined
    ? null
    : { township: place.township, ...(place.village === undefined ? {} : { village: place.village }) }

/** Bytes of an image. */
export function imageBytes({ words, postings, levels, people, exceptFrom, except }: RematchImage): number {
  const columns: readonly unknown[] = [
    ...Object.values<unknown>({ ...postings }),
    ...Object.values<unknown>({ ...people }),
  ]
  const bytesOf = (column: unknown): number => (ArrayBuffer.isView(column) ? column.byteLength : 8)
  return [words, levels, exceptFrom, except, ...columns].reduce<number>((sum, column) => sum + bytesOf(column), 0)
}
