/**
 * The table with and without each signal for one track: signals of all pairs are computed once, then mixed under several
 * sets of weights. Usage:
 *   node --import tsx scripts/evaluate/ablation.ts TRACK_FOLDER [--folds 5] [--weights vector=1,grams=0.2,…]…
 */
import { parseArgs } from 'node:util'
import { pathToFileURL } from 'node:url'
import { basename, join } from 'node:path'
import { readPack } from '../../src/data/text/pack.ts'
import { loadTextTables, titlesOf } from '../../src/data/text/tables.ts'
import { mixOf, similarityWeights, type Signals } from '../../src/domain/text/similarity.ts'
import { createTextEngine, type TextEngine } from '../../src/domain/text/text.ts'
import { foldOf } from '../learn/folds.ts'
import { meanOf, metricsOf, rankOf, type Metrics } from './metrics.ts'
import { nth } from './nth.ts'
import { readTrack, type Track } from './track.ts'

type Weights = Partial<Signals>

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    folds: { type: 'string', default: '1' },
    queries: { type: 'string', default: '100000' },
    weights: { type: 'string', multiple: true, default: [] },
  },
})
const folder = positionals[0]
if (folder === undefined) throw new Error('usage: ablation.ts TRACK_FOLDER [--folds N] [--weights name=number,…]')
const whole = readTrack(basename(folder), {
  corpus: join(folder, 'corpus.jsonl'),
  queries: join(folder, 'queries.jsonl'),
  qrels: join(folder, 'qrels.tsv'),
})
const step = Math.max(1, Math.floor(whole.queries.length / Number(values.queries)))
const picked = whole.queries.map((_, at) => at).filter((at) => at % step === 0)
const track: Track = {
  ...whole,
  queries: picked.map((at) => nth(whole.queries, at)),
  gains: picked.map((at) => nth(whole.gains, at)),
}
const tables = loadTextTables()
const folds = Number(values.folds)
const texts = track.corpus.map((item) => item.text)
const engines: TextEngine[] =
  folds === 1
    ? [createTextEngine(tables, texts)]
    : Array.from({ length: folds }, (_, fold) => {
        const pack = readPack(pathToFileURL(`var/folds/titles-${folds}-${fold}.bin`))
        return createTextEngine({ ...tables, titles: titlesOf(pack) }, texts)
      })
const documents = engines.map((engine) => texts.map((text) => engine.read(text)))
const names = Object.keys(similarityWeights.zh)
const signals = track.queries.map((query) => {
  const fold = folds === 1 ? 0 : foldOf(query.text, folds)
  const engine = nth(engines, fold)
  const reading = engine.read(query.text)
  return nth(documents, fold).map((document) => engine.signals(reading, document))
})

const none: Signals = { vector: 0, grams: 0, fields: 0, headings: 0, occupations: 0, catchAll: 0 }

function measure(weights: Weights): Metrics {
  const all = signals.map((pairs, query) => {
    const scores = Float64Array.from(pairs, (pair) => mixOf(pair, { ...none, ...weights }))
    return metricsOf(rankOf(scores), nth(track.gains, query))
  })
  return meanOf(all)
}

const officialNames = new Set(tables.occupations.map((row) => row.zh))
const isClassification = texts.filter((text) => officialNames.has(text)).length * 2 >= texts.length
const english = /^[\x20-\x7e]*$/.test(track.queries[0]?.text ?? '')
const base: Weights = { ...similarityWeights[english ? 'en' : isClassification ? 'official' : 'zh'] }
const parsed = values.weights.map((text): [string, Weights] => [
  text,
  Object.fromEntries(text.split(',').map((pair) => [pair.split('=')[0] ?? '', Number(pair.split('=')[1])])),
])
const table: [string, Weights][] =
  parsed.length > 0
    ? parsed.map(([text, weights]) => [text, { ...base, ...weights }])
    : [
        ['all', base],
        ...names.map((name): [string, Weights] => [`without ${name}`, { ...base, [name]: 0 }]),
        ...names.map((name): [string, Weights] => [`${name} alone`, { [name]: 1 }]),
      ]
for (const [label, weights] of table) {
  const { map, acc1, hit10 } = measure(weights)
  console.log(`${track.name}\t${label}\tMAP ${map.toFixed(4)}\tacc@1 ${acc1.toFixed(4)}\thit@10 ${hit10.toFixed(4)}`)
}
