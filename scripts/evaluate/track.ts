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

/** Reads a track; queries without any judged document are left out. */
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
  return { name, queries: kept, corpus, gains: kept.map((query) => judged.get(query.id) ?? new Map<number, number>()) }
}

function linesOf(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
}

function itemsOf(file: string): Item[] {
  return linesOf(file).map((line, at) => {
    const item = JSON.parse(line) as Omit<Partial<Item>, 'id'> & { id?: string | number }
    if (item.id === undefined || typeof item.text !== 'string')
      throw new Error(`${file}, line ${at + 1}: needs "id" and "text"`)
    return { ...item, id: `${item.id}`, text: item.text }
  })
}
