import { outOfReach, type Values } from './columns.ts'
import { claimedLevel, farBelow, levelMax } from './features.ts'
import { isPlaceAccepted, judgeAsks, missingCertificate, type Judge } from './judge.ts'
import type { Lens, ScanTools } from './lens.ts'
import { isRefused } from './work.ts'

/** The best level of some sources to a text, through their rows or through a column of levels by source. */
export function bestOf(
  sources: readonly number[],
  rows: readonly Uint16Array[],
  column: Uint16Array | undefined,
  target: number,
  { shelf }: Judge,
): number {
  let level = 0
  for (let at = 0; at < sources.length; at += 1) {
    const source = sources[at]!
    let found = column === undefined ? rows[at]![target]! : column[source]!
    if (found > levelMax) {
      found = shelf.level(source, target)
      if (column !== undefined) column[source] = found
    }
    if (found > level) level = found
  }
  return level
}

/**
 * What a title gives the lens's person, by how near their wishes, their claims and their former work are to it; gives the
 * most that it can give with the duties, and notes nothing else where that is less than `least`. Work that is refused, or
 * far from their wishes, is out of reach.
 */
function noteTitle(
  lens: Lens,
  title: number,
  { wanted, claimed, did, unwanted }: { wanted: number; claimed: number; did: number; unwanted: number },
  least: number,
  values: Values,
): number {
  const { person } = lens
  if (isRefused(unwanted, wanted)) return outOfReach
  const { by, neutral } = values
  const hasWants = person.wants.length > 0
  const isAbleKnown = person.able.length > 0
  const able = claimed > did ? claimed : did
  const standIn = claimedLevel(hasWants ? claimed : able, neutral, hasWants)
  const isUnknown = !hasWants && !isAbleKnown
  const occupation = isUnknown ? neutral : Math.max(person.takesAnything ? neutral : 0, wanted, standIn)
  if (hasWants && lens.isParticular && occupation < farBelow) return outOfReach
  const meaning = isAbleKnown && able > neutral ? able : neutral
  const past = person.past !== undefined && did > neutral ? did : neutral
  const byOccupation = by.occupation[occupation]!
  const byMeaning = by.meaning[meaning]!
  const byPast = by.experience[past]!
  const occupationMost = hasWants || occupation > neutral ? byOccupation : by.occupation[neutral]!
  const meaningMost = lens.looksAtDuty ? by.meaning[levelMax]! : byMeaning
  const bound = occupationMost + meaningMost + byPast
  if (bound < least) return bound
  lens.occupation[title] = occupation
  lens.meaning[title] = meaning
  lens.experience[title] = past
  lens.given[title] = byOccupation + byMeaning + byPast
  return bound
}

/** Works out what a title gives a person; gives an upper bound of it with the duties. */
export function weighTitle(lens: Lens, title: number, { judge, values }: ScanTools): number {
  const { person, toTitle } = lens
  const wanted = bestOf(person.wants, lens.wants, toTitle, title, judge)
  const claimed = bestOf(person.claimSources, lens.able, toTitle, title, judge)
  const did = bestOf(person.pastSources, lens.past, toTitle, title, judge)
  const unwanted = bestOf(lens.unwantedSources, lens.unwanted, toTitle, title, judge)
  return noteTitle(lens, title, { wanted, claimed, did, unwanted }, 0, values)
}

/** The best level of some sources to each of many titles, by their place; row by row, as they lie in memory. */
function bestOfEach(
  sources: readonly number[],
  rows: readonly Uint16Array[],
  titles: readonly number[],
  best: Uint16Array,
  { shelf }: Judge,
): void {
  if (sources.length === 0) best.fill(0, 0, titles.length)
  for (let at = 0; at < sources.length; at += 1) {
    const row = rows[at]!
    for (let place = 0; place < titles.length; place += 1) {
      let level = row[titles[place]!]!
      if (level > levelMax) level = shelf.level(sources[at]!, titles[place]!)
      if (at === 0) best[place] = level
      else {
        // The greater of the two without a branch: nobody can foresee which it is.
        const more = level - best[place]!
        best[place]! += more & ~(more >> 31)
      }
    }
  }
}

const titlesMax = 2 ** 24

/** A title and the most that it can give as one number, in the order of the latter. */
const promise = (bound: number, title: number): number => bound * titlesMax + title
/** The title of a promise. */
export const promisedTitle = (promised: number): number => promised - Math.floor(promised / titlesMax) * titlesMax
/** The most that the title of a promise can give. */
export const promisedMost = (promised: number): number => Math.floor(promised / titlesMax)

/** The same as `weighTitle` for every title that has postings; notes in `order` those that can give `least`; their number. */
export function weighTitles(lens: Lens, least: number, { columns, judge, values }: ScanTools): number {
  const { person, order } = lens
  const { wanted, claimed, did, unwanted } = lens.near
  const { titles } = columns
  bestOfEach(person.wants, lens.wants, titles, wanted, judge)
  bestOfEach(person.claimSources, lens.able, titles, claimed, judge)
  bestOfEach(person.pastSources, lens.past, titles, did, judge)
  bestOfEach(lens.unwantedSources, lens.unwanted, titles, unwanted, judge)
  let count = 0
  for (let at = 0; at < titles.length; at += 1) {
    const title = titles[at]!
    const near = { wanted: wanted[at]!, claimed: claimed[at]!, did: did[at]!, unwanted: unwanted[at]! }
    const bound = noteTitle(lens, title, near, least, values)
    if (bound < least) continue
    order[count] = promise(bound, title)
    count += 1
  }
  return count
}

/** Works out how a person stands to a list of asked skills; level −1 nothing known, below it −2 − a level without any held. */
export function weighAsks(lens: Lens, list: number, { judge, lists }: ScanTools): void {
  const { level, missing, held, isMostHeld } = judgeAsks(lens.person, lists.asks.values[list]!, judge)
  lens.askLevel[list] = level === undefined ? -1 : held.length > 0 ? level : -2 - level
  lens.askIsMissing[list] = missing === undefined ? 0 : 1
  lens.askIsMostHeld[list] = isMostHeld ? 1 : 0
  lens.askStamp[list] = lens.epoch
}

/** Works out whether a person is known to lack a certificate of a list. */
export function weighCertificates(lens: Lens, list: number, { judge, lists }: ScanTools): void {
  const missing = missingCertificate(lens.person, lists.certificates.values[list]!, lens.today, judge.text)
  lens.certificateIsMissing[list] = missing === undefined ? 0 : 1
  lens.certificateStamp[list] = lens.epoch
}

/** Works out whether a person would work at a place. */
export function weighPlace(lens: Lens, place: number, { lists }: ScanTools): void {
  const { township, village } = lists.places.values[place]!
  lens.placeIsAccepted[place] = isPlaceAccepted(lens.person.places!, township, village) ? 1 : 0
  lens.placeStamp[place] = lens.epoch
}
