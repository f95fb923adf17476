import MiniSearch from 'minisearch'

/** Scores of all documents for one text. */
export type Scorer = (text: string) => Float64Array

const fold = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()

/** Cosine of TF-IDF over character 1- to 3-grams, sublinear counts, frequencies of the corpus. */
export function characterTfIdf(corpus: readonly string[]): Scorer {
  const counts = corpus.map((text) => gramCountsOf(fold(text)))
  const frequencies = new Map<string, number>()
  for (const grams of counts) for (const gram of grams.keys()) frequencies.set(gram, (frequencies.get(gram) ?? 0) + 1)
  const weightsOf = (grams: ReadonlyMap<string, number>): Map<string, number> => {
    const weights = new Map<string, number>()
    let square = 0
    for (const [gram, count] of grams) {
      const frequency = frequencies.get(gram)
      if (frequency === undefined) continue
      const weight = (1 + Math.log(count)) * (1 + Math.log((1 + corpus.length) / (1 + frequency)))
      weights.set(gram, weight)
      square += weight * weight
    }
    for (const [gram, weight] of weights) weights.set(gram, weight / Math.sqrt(square))
    return weights
  }
  const postings = new Map<string, [number, number][]>()
  counts.forEach((grams, document) => {
    for (const [gram, weight] of weightsOf(grams)) {
      const list = postings.get(gram)
      if (list === undefined) postings.set(gram, [[document, weight]])
      else list.push([document, weight])
    }
  })
  return (text) => {
    const scores = new Float64Array(corpus.length)
    for (const [gram, weight] of weightsOf(gramCountsOf(fold(text))))
      for (const [document, share] of postings.get(gram) ?? [])
        scores[document] = (scores[document] ?? 0) + weight * share
    return scores
  }
}

function gramCountsOf(text: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (let length = 1; length <= 3; length++)
    for (let at = 0; at + length <= text.length; at++) {
      const gram = text.slice(at, at + length)
      counts.set(gram, (counts.get(gram) ?? 0) + 1)
    }
  return counts
}

/** BM25 of minisearch over single characters and pairs for Chinese and over words for English. */
export function minisearchBm25(corpus: readonly string[]): Scorer {
  const search = new MiniSearch({ fields: ['text'], idField: 'at', tokenize: termsOf, processTerm: (term) => term })
  search.addAll(corpus.map((text, at) => ({ at, text: fold(text) })))
  return (text) => {
    const scores = new Float64Array(corpus.length)
    for (const { id, score } of search.search(fold(text), { combineWith: 'OR' })) scores[Number(id)] = score
    return scores
  }
}

function termsOf(text: string): string[] {
  const terms: string[] = []
  for (const [run] of text.matchAll(/\p{Script=Han}+|[a-z0-9+#.]+/gu)) {
    if (!/\p{Script=Han}/u.test(run)) terms.push(run)
    else
      for (let at = 0; at < run.length; at++) {
        terms.push(run.slice(at, at + 1))
        if (at + 2 <= run.length) terms.push(run.slice(at, at + 2))
      }
  }
  return terms
}
