import type { Point } from '../place.ts'
import type { Posting, SkillWanted } from '../posting.ts'
import { skillLevels } from '../seeker.ts'
import { readTerms } from '../text/terms.ts'
import type { TextEngine } from '../text/text.ts'
import { dayOf } from '../time.ts'
import { certificateOf, type CertificateKey } from './certificates.ts'
import { dutyOf, isVagueTitle, workNamed } from './posting-words.ts'
import { acquire, createPool, release, type Pool } from './pool.ts'
import { dayNumber, demandBits, nightShifts, shiftBits, spotOf, type Ask, type JobRow } from './rows.ts'
import type { TextShelf } from './shelf.ts'

/** What many postings ask alike, each list kept once. */
export interface JobLists {
  readonly asks: Pool<readonly Ask[]>
  readonly certificates: Pool<readonly CertificateKey[]>
  readonly places: Pool<{ readonly township: string; readonly village: string | undefined }>
}

export const createJobLists = (): JobLists => ({ asks: createPool(), certificates: createPool(), places: createPool() })

const asksMax = 12

/** What a posting asks, in one order whatever order it was written in. */
const askedOf = (posting: Posting): readonly SkillWanted[] =>
  [...(posting.terms.skills ?? [])]
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .filter(
      (one, at, all) => new Set(all.slice(0, at + 1).map((other) => other.text)).size <= asksMax && one.text !== '',
    )

/** One entry that lists several skills asks for each of them. */
const skillsNamed = (asked: SkillWanted): readonly SkillWanted[] =>
  asked.text
    .normalize('NFKC')
    .split(/[、,;\n]+/)
    .map((one) => ({ ...asked, text: one.trim() }))
    .filter((one) => one.text !== '')

function asksOf(asked: readonly SkillWanted[], text: TextEngine, shelf: TextShelf): readonly Ask[] {
  const found = new Map<string, Ask>()
  for (const { text: words, levelMin, required } of asked.flatMap(skillsNamed)) {
    const rankMin = levelMin === undefined ? -1 : skillLevels.indexOf(levelMin)
    const known = found.get(words)
    if (known !== undefined) {
      found.set(words, { ...known, required: known.required || required, rankMin: Math.max(known.rankMin, rankMin) })
      continue
    }
    const concepts = text.read(words).skills.map((hit) => hit.concept)
    found.set(words, { text: words, target: shelf.target(words), concepts, required, rankMin })
  }
  return [...found.values()].slice(0, asksMax)
}

const askKey = (asked: readonly SkillWanted[]): string =>
  [...new Set(asked.map((one) => `${one.text}\t${one.levelMin ?? ''}\t${one.required}`))].sort().join('\n')

/** Demands as stated, or as the text names them; nights follow from the shifts. */
function demandsOf(posting: Posting, shifts: number): { demands: number; areKnown: boolean } {
  const stated = posting.terms.demands ?? readTerms(`${posting.title}\n${posting.text.slice(0, 2_000)}`).demands
  const night = shifts !== 0 && (shifts & ~nightShifts) === 0 ? demandBits(['night_work']) : 0
  return { demands: demandBits(stated ?? []) | night, areKnown: stated !== undefined }
}

/** Reads a posting; the texts and lists that the row uses stay until `dropJob`. */
export function jobRow(
  posting: Posting,
  at: Point | undefined,
  text: TextEngine,
  shelf: TextShelf,
  lists: JobLists,
): JobRow {
  const { terms, title, kind, township, village, state, closesAt, createdAt } = posting
  const shifts = shiftBits(terms.shifts ?? [])
  const { demands, areKnown } = demandsOf(posting, shifts)
  const duty = dutyOf(posting.text)
  const named = workNamed(title)
  const titleWords = isVagueTitle(named) && duty !== '' ? `${named}。${duty}` : named
  const wanted = [...new Set(terms.certificates ?? [])].sort()
  const asked = askedOf(posting)
  const askList = asked.length === 0 ? -1 : acquire(lists.asks, askKey(asked), () => asksOf(asked, text, shelf))
  const certificateList =
    wanted.length === 0
      ? -1
      : acquire(lists.certificates, wanted.join('\n'), () => wanted.map((one) => certificateOf(one, text)))
  return {
    id: posting._id,
    facts: { title, kind, township, terms, state, closesAt, createdAt, ...(village === undefined ? {} : { village }) },
    at: at && spotOf(at),
    createdDay: dayNumber(dayOf(createdAt)),
    shifts,
    demands,
    areDemandsKnown: areKnown,
    title: shelf.target(titleWords),
    duty: shelf.target(duty === '' ? titleWords : duty),
    askList,
    asks: askList < 0 ? [] : lists.asks.values[askList]!,
    certificateList,
    certificates: certificateList < 0 ? [] : lists.certificates.values[certificateList]!,
    placeNumber: acquire(lists.places, `${township} ${village ?? ''}`, () => ({ township, village })),
  }
}

/** Gives the texts and lists of a row back. */
export function dropJob(row: JobRow, shelf: TextShelf, lists: JobLists): void {
  shelf.dropTarget(row.title)
  shelf.dropTarget(row.duty)
  if (row.askList >= 0 && release(lists.asks, row.askList)) for (const ask of row.asks) shelf.dropTarget(ask.target)
  if (row.certificateList >= 0) release(lists.certificates, row.certificateList)
  release(lists.places, row.placeNumber)
}
