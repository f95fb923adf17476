// The score on the judged pairs, with every feature and without each: node scripts/run.mjs scripts/evaluate/judged.ts
import { policies } from '../../src/data/policies.ts'
import { loadTextTables } from '../../src/data/text/tables.ts'
import { createMatchingIndex } from '../../src/domain/matching/index.ts'
import { featureNames } from '../../src/domain/matching/matching.ts'
import { defaultWeights, type Weights } from '../../src/domain/matching/score.ts'
import { createTextEngine } from '../../src/domain/text/text.ts'
import { remembering } from '../../src/domain/text/memory.ts'
import { plusDays } from '../../src/domain/time.ts'
import { judged } from '../../test/domain/matching/judged.ts'
import { dayOne } from '../../test/support/ledger.ts'
import { home, job, person } from '../../test/support/people.ts'

const now = plusDays(dayOne, 1)
const scoreMin = Math.round((policies[0]?.offers.scoreMin ?? 0) * 1_000_000)
const text = remembering(createTextEngine(loadTextTables()))

/** The share of good pairs that are suitable, of bad ones that are, and of comparisons of one person that are right. */
function measured(weights: Weights) {
  const index = createMatchingIndex({ text, weights, place: () => undefined })
  let [good, found, bad, wrong, comparisons, right] = [0, 0, 0, 0, 0, 0]
  for (const { who, suits, doesNot } of judged) {
    index.putSeeker(person(who), home)
    const matchOf = (title: string): { readonly score: number; readonly suitable: boolean } => {
      index.putPosting(job(title), home)
      return index.match('s1', 'p1', now, scoreMin) ?? { score: 0, suitable: false }
    }
    const goods = suits.map(matchOf)
    const bads = doesNot.map(matchOf)
    good += goods.length
    bad += bads.length
    found += goods.filter((one) => one.suitable).length
    wrong += bads.filter((one) => one.suitable).length
    comparisons += goods.length * bads.length
    right += goods.flatMap((one) => bads.filter((other) => one.score > other.score)).length
  }
  const percent = (part: number, whole: number): string => `${((part / whole) * 100).toFixed(1)} %`
  return {
    pairs: good + bad,
    found: percent(found, good),
    wrong: percent(wrong, bad),
    ranked: percent(right, comparisons),
  }
}

/** The weights without one feature, the others raised in proportion, so that the threshold means the same. */
function without(name: (typeof featureNames)[number]): Weights {
  const left = 1_000_000 - defaultWeights.parts[name]
  const parts = featureNames.map((one) => [
    one,
    one === name ? 0 : Math.round((defaultWeights.parts[one] * 1_000_000) / left),
  ])
  return { ...defaultWeights, parts: Object.fromEntries(parts) as Weights['parts'] }
}

const line = (label: string, weights: Weights): void => {
  const { pairs, found, wrong, ranked } = measured(weights)
  process.stdout.write(`| ${label} | ${pairs} | ${found} | ${wrong} | ${ranked} |\n`)
}

process.stdout.write(
  '| features | pairs | suitable found | unsuitable let through | ranked right |\n|---|---|---|---|---|\n',
)
line('all', defaultWeights)
for (const name of featureNames) line(`without ${name}`, without(name))
