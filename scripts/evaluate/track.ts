import { readFileSync } from 'node:fs'

/** One line of queries.jsonl or corpus.jsonl; fields beyond `id` and `text` are optional. */
export interface Item {
  readonly id: string
  readonly text: string
  readonly city?: string
  readonly state?: string
  readonly interests?: readonly string[]
  readonly experience?: readonly { readonly title?: string; readonly city?: string; readonly state?: string }[]
}

/** Queries, the documents to rank for each, and the judged gains by query. */
export interface Track {
  readonly name: string
  readonly queries: readonly Item[]
  readonly corpus: readonly Item[]
  /** Gains above zero by query number: document number → gain. */
  readonly gains: readonly ReadonlyMap<number, number>[]
}

/** Reads a track; queries without any judged document are left out. Throws `TrackError` where a file is not of the format. */
export function readTrack(name: string, files: { queries: string; corpus: string; qrels: string }): Track {
  const queries = itemsOf(files.queries)
  const corpus = itemsOf(files.corpus)
  const documents = new Map(corpus.map((item, at) => [item.id, at]))
  const judged = new Map<string, Map<number, number>>()
  for (const line of linesOf(files.qrels)) {
    const [query = '', , document = '', gain = '1'] = line.split(/\s+/)
    const at = documents.get(document)
    if (at === undefined || Number(gain) <= 0) continue
    judged.set(query, (judged.get(query) ?? new Map<number, number>()).set(at, Number(gain)))
  }
  const kept = queries.filter((query) => judged.has(query.id))
  if (kept.length === 0)
    throw new TrackError(
      `${files.qrels} judges none of the queries: lines "query 0 document gain", ids as in the others.`,
    )
  return { name, queries: kept, corpus, gains: kept.map((query) => judged.get(query.id) ?? new Map<number, number>()) }
}

/** What is wrong with a track's files, told with the file and the line. */
export class TrackError extends Error {}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8')
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/)
      .filter((line) => line.trim() !== '')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new TrackError(`${file} cannot be read (${code}): name a file of the track's format.`)
  }
}

function itemsOf(file: string): Item[] {
  const items = linesOf(file).map((line, at) => itemOf(line, `${file}, line ${at + 1}`))
  if (items.length === 0) throw new TrackError(`${file} is empty: one JSON object with "id" and "text" on each line.`)
  return items
}

function itemOf(line: string, where: string): Item {
  let item: unknown
  try {
    item = JSON.parse(line)
  } catch {
    throw new TrackError(`${where}: not JSON; one object with "id" and "text" on each line.`)
  }
  const { id, text } = (typeof item === 'object' && item !== null ? item : {}) as { id?: unknown; text?: unknown }
  if ((typeof id !== 'string' && typeof id !== 'number') || typeof text !== 'string')
    throw new TrackError(`${where}: needs "id" (text or number) and "text" (text).`)
  return { ...(item as Item), id: `${id}`, text }
}
