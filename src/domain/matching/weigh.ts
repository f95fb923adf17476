import type { Values } from './columns.ts'
import { claimedLevel, levelMax } from './features.ts'
import { isPlaceAccepted, judgeAsks, missingCertificate, type Judge } from './judge.ts'
import type { Lens, ScanTools } from './lens.ts'

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

/** What a title gives the lens's person, by how near their wishes, their claims and their former work are to it. */
function noteTitle(lens: Lens, title: number, wanted: number, claimed: number, did: number, values: Values): void {
  const { person } = lens
  const { by, neutral } = values
  const hasWants = person.wants.length > 0
  const isAbleKnown = person.able.length > 0
  const able = claimed > did ? claimed : did
  const standIn = claimedLevel(hasWants ? claimed : able, neutral, hasWants)
  const isUnknown = !hasWants && !isAbleKnown
  const occupation = isUnknown ? neutral : Math.max(person.takesAnything ? neutral : 0, wanted, standIn)
  const meaning = isAbleKnown && able > neutral ? able : neutral
  const past = person.past !== undefined && did > neutral ? did : neutral
  const byOccupation = by.occupation[occupation]!
  const byMeaning = by.meaning[meaning]!
  const byPast = by.experience[past]!
  lens.occupation[title] = occupation
  lens.meaning[title] = meaning
  lens.experience[title] = past
  lens.given[title] = byOccupation + byMeaning + byPast
  const occupationMost = hasWants || occupation > neutral ? byOccupation : by.occupation[neutral]!
  const meaningMost = hasWants && isAbleKnown ? by.meaning[levelMax]! : byMeaning
  lens.bound[title] = occupationMost + meaningMost + byPast
}

/** Works out what a title gives a person, and an upper bound of it with the duties. */
export function weighTitle(lens: Lens, title: number, { judge, values }: ScanTools): void {
  const { person, toTitle } = lens
  const wanted = bestOf(person.wants, lens.wants, toTitle, title, judge)
  const claimed = bestOf(person.claimSources, lens.able, toTitle, title, judge)
  const did = bestOf(person.pastSources, lens.past, toTitle, title, judge)
  noteTitle(lens, title, wanted, claimed, did, values)
}

/** The best level of some sources to each of many titles, by their place; row by row, as they lie in memory. */
function bestOfEach(
  sources: readonly number[],
  rows: readonly Uint16Array[],
  titles: readonly number[],
  best: Uint16Array,
  { shelf }: Judge,
): void {
  best.fill(0, 0, titles.length)
  for (let at = 0; at < sources.length; at += 1) {
    const row = rows[at]!
    for (let place = 0; place < titles.length; place += 1) {
      let level = row[titles[place]!]!
      if (level > levelMax) level = shelf.level(sources[at]!, titles[place]!)
      // The greater of the two without a branch: nobody can foresee which it is.
      const more = level - best[place]!
      best[place]! += more & ~(more >> 31)
    }
  }
}

/** The same as `weighTitle` for every title that has postings, for a lens that looks wide. */
export function weighTitles(lens: Lens, { columns, judge, values }: ScanTools): void {
  const { person, near } = lens
  const { titles } = columns
  bestOfEach(person.wants, lens.wants, titles, near.wanted, judge)
  bestOfEach(person.claimSources, lens.able, titles, near.claimed, judge)
  bestOfEach(person.pastSources, lens.past, titles, near.did, judge)
  for (let place = 0; place < titles.length; place += 1)
    noteTitle(lens, titles[place]!, near.wanted[place]!, near.claimed[place]!, near.did[place]!, values)
}

/** Works out how a person stands to a list of asked skills; −1 nothing known, below it −2 − a level without any held. */
export function weighAsks(lens: Lens, list: number, { judge, lists }: ScanTools): void {
  const { level, missing, held } = judgeAsks(lens.person, lists.asks.values[list]!, judge)
  lens.askLevel[list] = level === undefined ? -1 : held.length > 0 ? level : -2 - level
  lens.askIsMissing[list] = missing === undefined ? 0 : 1
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
