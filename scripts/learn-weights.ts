// Learns the weights of matching from what was decided, and writes them to a file of their own when they are better.
// npm run learn:weights -- --out var/weights-2026-11.json     then start with YISANYI_WEIGHTS=var/weights-2026-11.json
// Unset the setting to have the weights before. Reads the store of the settings; an embedded one must not be in use.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { systemClock } from '../src/clock.ts'
import { readConfig } from '../src/config.ts'
import type { OfferItem } from '../src/domain/guarantee/items.ts'
import { decisionsMin, learn, type Decided, type Learned, type Outcome } from '../src/domain/matching/learning.ts'
import { featureNames } from '../src/domain/matching/matching.ts'
import { createMatchingIndex } from '../src/domain/matching/index.ts'
import { gazetteerOf } from '../src/domain/place.ts'
import { remembering } from '../src/domain/text/memory.ts'
import { createTextEngine } from '../src/domain/text/text.ts'
import { dayOf } from '../src/domain/time.ts'
import { places, placesVersion } from '../src/data/places.ts'
import { loadTextTables } from '../src/data/text/tables.ts'
import { pointOf } from '../src/services/wiring.ts'
import { StartError } from '../src/start-error.ts'
import { storeOf, weightsIn } from '../src/wire.ts'

const { values } = parseArgs({ options: { out: { type: 'string' }, help: { type: 'boolean', default: false } } })

/** Reasons that say something of the work; the others (family, has work by now) do not. */
const ofTheWork = [
  'cannot_shift',
  'cannot_distance',
  'cannot_health',
  'cannot_skill',
  'wage_too_low',
  'needs_lodging',
  'not_interested',
]

/** What a caseworker and the person decided of an offer; undefined where nobody did. */
function outcomeOf({ state, refusal, approvedBy }: OfferItem): Outcome | undefined {
  if (state === 'hired') return 'hired'
  if (state === 'accepted' || state === 'not_hired') return 'accepted'
  if (state === 'rejected') return 'rejected'
  if (state === 'declined') return ofTheWork.includes(refusal ?? '') ? 'declined' : undefined
  const isByPerson = approvedBy !== undefined && approvedBy !== 'rule'
  return isByPerson && (state === 'delivered' || state === 'lapsed') ? 'approved' : undefined
}

async function decisions(): Promise<{
  readonly decided: readonly Decided[]
  readonly inForce: ReturnType<typeof weightsIn>
}> {
  const config = readConfig()
  const inForce = weightsIn(config)
  const store = await storeOf(config, {})
  const { district } = config
  try {
    const gazetteer = gazetteerOf(placesVersion, places)
    const place = (code: string) => pointOf(gazetteer, code)
    const index = createMatchingIndex({
      text: remembering(createTextEngine(loadTextTables())),
      weights: inForce,
      place,
    })
    for await (const one of store.collections.seekers.each({ index: 'byDistrict', equals: { district } }))
      index.putSeeker(one, one.point ?? place(one.village))
    for await (const one of store.collections.postings.each({ index: 'byDistrict', equals: { district } }))
      index.putPosting(one, place(one.village ?? one.township))
    const decided: Decided[] = []
    for await (const { seeker, offers } of store.collections.guarantees.each({
      index: 'byPeriod',
      equals: { district },
    }))
      for (const offer of offers) {
        const outcome = outcomeOf(offer)
        const match =
          outcome === undefined
            ? undefined
            : index.match(seeker, offer.posting, offer.steps[0]?.at ?? systemClock.now(), 0)
        if (outcome === undefined || match === undefined) continue
        const levels = match.contributions.map((one) => [one.feature, one.level ?? inForce.neutral] as const)
        decided.push({ person: seeker, outcome, levels: Object.fromEntries(levels) as Decided['levels'] })
      }
    return { decided, inForce }
  } finally {
    await store.close()
  }
}

const share = (value: number): string => `${(value * 100).toFixed(1)} %`

function tell({ counts, why, loss, ordered, parts }: Learned): void {
  console.log(
    `决定 decisions: ${Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')}`,
  )
  if (why === 'too_few') {
    console.log(
      `太少：肯定和否定的决定各至少要 ${decisionsMin} 个。 / too few: at least ${decisionsMin} of either kind are needed.`,
    )
    return
  }
  if (loss !== undefined && ordered !== undefined) {
    console.log(`未学过的决定 on decisions not learned from (5 folds by person):`)
    console.log(
      `  log loss  ${loss.inForce.toFixed(4)} → ${loss.learned.toFixed(4)} (error of the difference ${loss.error.toFixed(4)})`,
    )
    console.log(`  in order  ${share(ordered.inForce)} → ${share(ordered.learned)}`)
  }
  if (why === 'not_better') console.log('没有明显更好，沿用现行权重。 / not clearly better: the weights in force stay.')
  if (parts === undefined) return
  for (const name of featureNames)
    console.log(
      `  ${name.padEnd(12)}${String(parts[name].before).padStart(9)} → ${String(parts[name].after).padStart(7)}`,
    )
}

try {
  if (values.help) {
    console.log(
      'npm run learn:weights [-- --out FILE]\n--out  where better weights are written; without it they are only told',
    )
  } else {
    const { decided, inForce } = await decisions()
    const found = learn(decided, inForce, `learned-${dayOf(systemClock.now())}`)
    tell(found)
    if (found.weights !== undefined && values.out !== undefined) {
      writeFileSync(values.out, `${JSON.stringify(found.weights, null, 2)}\n`, { flag: 'wx' })
      console.log(
        `已写入 written: ${values.out}；以 YISANYI_WEIGHTS=${values.out} 启动即生效 / start with it to have them in force`,
      )
    }
  }
} catch (error) {
  if (!(error instanceof StartError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
