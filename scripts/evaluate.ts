import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { pathToFileURL } from 'node:url'
import { readPack } from '../src/data/text/pack.ts'
import { loadTextTables, titlesOf } from '../src/data/text/tables.ts'
import { createTextEngine, type TextEngine, type TextTables } from '../src/domain/text/text.ts'
import { foldOf } from './learn/folds.ts'
import { characterTfIdf, minisearchBm25, type Scorer } from './evaluate/baselines.ts'
import { scoreOf, sideOf } from './evaluate/engine.ts'
import { explanationOf } from './evaluate/explain.ts'
import { levelsOf } from './evaluate/levels.ts'
import { meanOf, metricsOf, rankOf } from './evaluate/metrics.ts'
import { nth } from './evaluate/nth.ts'
import { readTrack, TrackError, type Track } from './evaluate/track.ts'

const usage = `npm run evaluate -- --track NAME --corpus FILE --queries FILE --qrels FILE [--explain ID] [--folds N]
  Ranks the whole corpus for every query with the product's text engine and prints one JSON object with its measures
  beside character TF-IDF and BM25. --explain ID says why one query came out as it did. --folds N scores every query
  with a title model that did not see it (python scripts/learn/model.py --folds N makes them).`

/** Ends the run with the problem and the usage. */
function stop(problem: string): never {
  console.error(`${problem}\n${usage}`)
  process.exit(2)
}

/** What the command line asks for; ends the run where it names what there is not. */
function asked() {
  const text = { type: 'string' } as const
  const options = { track: text, corpus: text, queries: text, qrels: text, explain: text, folds: text }
  try {
    return parseArgs({ options: { ...options, help: { type: 'boolean' } } }).values
  } catch (error) {
    return stop(error instanceof Error ? error.message : String(error))
  }
}

const values = asked()

/** The track of these files; ends the run where they are not of the format. */
function trackOf(name: string, files: { corpus: string; queries: string; qrels: string }): Track {
  try {
    return readTrack(name, files)
  } catch (error) {
    if (error instanceof TrackError) stop(error.message)
    throw error
  }
}

/** The engines to use, by fold; a single one when nothing is held out. */
function enginesOf(tables: TextTables, corpus: readonly string[], folds: number): TextEngine[] {
  if (folds === 1) return [createTextEngine(tables, corpus)]
  return Array.from({ length: folds }, (_, fold) => {
    const file = pathToFileURL(`var/folds/titles-${folds}-${fold}.bin`)
    if (!existsSync(file)) stop(`${file.pathname} is missing: run python scripts/learn/model.py --folds ${folds}`)
    return createTextEngine({ ...tables, titles: titlesOf(readPack(file)) }, corpus)
  })
}

function measureEngine(track: Track, engines: readonly TextEngine[]) {
  const levels = levelsOf(track)
  const sides = engines.map((engine) => track.corpus.map((item) => sideOf(engine, item)))
  const scores = new Float64Array(track.corpus.length)
  const started = performance.now()
  const all = track.queries.map((query, at) => {
    const fold = engines.length === 1 ? 0 : foldOf(query.text, engines.length)
    const engine = nth(engines, fold)
    const side = sideOf(engine, query)
    nth(sides, fold).forEach((document, number) => {
      scores[number] = scoreOf(engine, side, document)
    })
    const ranked = rankOf(scores)
    levels?.note(at, nth(ranked, 0))
    if (at % 500 === 499) console.error(`${at + 1} of ${track.queries.length} queries`)
    return metricsOf(ranked, nth(track.gains, at))
  })
  const msPerQuery = Math.round(((performance.now() - started) / Math.max(1, track.queries.length)) * 1000) / 1000
  return { ...meanOf(all), msPerQuery, ...(levels && { acc1ByLevel: levels.shares() }) }
}

function measureBaseline(track: Track, scorer: Scorer) {
  const started = performance.now()
  const all = track.queries.map((query, at) => metricsOf(rankOf(scorer(query.text)), nth(track.gains, at)))
  const msPerQuery = Math.round(((performance.now() - started) / Math.max(1, track.queries.length)) * 1000) / 1000
  return { ...meanOf(all), msPerQuery }
}

function main(): void {
  if (values.help === true) {
    console.error(usage)
    return
  }
  const { track: name, corpus, queries, qrels } = values
  if (name === undefined || corpus === undefined || queries === undefined || qrels === undefined)
    stop('--track, --corpus, --queries and --qrels are needed.')
  const folds = Number(values.folds ?? '1')
  if (!Number.isInteger(folds) || folds < 1 || folds > 20) stop('--folds: a whole number from 1 to 20.')
  const track = trackOf(name, { corpus, queries, qrels })
  const texts = track.corpus.map((item) => item.text)
  const engines = enginesOf(loadTextTables(), texts, folds)
  if (values.explain !== undefined) {
    const at = track.queries.findIndex((query) => query.id === values.explain)
    if (at < 0) stop(`--explain: no judged query has the id ${values.explain}.`)
    const fold = folds === 1 ? 0 : foldOf(nth(track.queries, at).text, folds)
    console.log(JSON.stringify(explanationOf(track, at, nth(engines, fold)), undefined, 2))
    return
  }
  console.error(`${name}: ${track.queries.length} queries, ${track.corpus.length} documents`)
  const result = {
    track: name,
    queries: track.queries.length,
    engine: measureEngine(track, engines),
    tfidf: measureBaseline(track, characterTfIdf(texts)),
    bm25: measureBaseline(track, minisearchBm25(texts)),
  }
  console.log(JSON.stringify(result))
}

main()
