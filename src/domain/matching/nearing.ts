import type { JobColumns } from './columns.ts'
import { levelMax } from './features.ts'
import type { JobLists } from './job.ts'
import type { PersonRow } from './rows.ts'
import type { TextShelf } from './shelf.ts'

/** What a text of a posting is: its title, its duties, a skill that it asks for; bits. */
const isTitle = 1
const isDuty = 2
const isAsk = 4

/** By number of a text, which kinds of texts it can be compared with (sources) or is (targets). */
export interface Roles {
  readonly sources: Uint8Array
  readonly targets: Uint8Array
}

interface Texts {
  readonly columns: JobColumns
  readonly lists: JobLists
  readonly shelf: TextShelf
}

/** Every comparison that a scan of postings for these people can ask for, and none that it cannot. */
export function rolesOf(people: readonly (PersonRow | undefined)[], { columns, lists, shelf }: Texts): Roles {
  const counts = shelf.counts()
  const sources = new Uint8Array(counts.sources)
  const targets = new Uint8Array(counts.targets)
  for (const person of people) {
    if (person === undefined) continue
    const { wants, claimSources, pastSources, unwanted } = person
    const able = wants.length > 0 ? isTitle | isDuty : isTitle
    for (const source of [...wants, ...unwanted]) sources[source]! |= isTitle
    for (const source of claimSources) sources[source]! |= able | isAsk
    for (const source of pastSources) sources[source]! |= able
  }
  for (const title of columns.titles) {
    targets[title]! |= isTitle
    for (const slot of columns.slotsOf[title]!) targets[columns.duty[slot]!]! |= isDuty
  }
  for (const asks of lists.asks.values) for (const { target } of asks ?? []) targets[target]! |= isAsk
  return { sources, targets }
}

/** How many sources are compared with anything. */
export const sourcesIn = ({ sources }: Roles): number => sources.reduce((sum, role) => sum + (role === 0 ? 0 : 1), 0)

/** Comparisons between two steps; one costs some microseconds. */
const cellsPerStepMax = 1_000
/** Cells looked at between two steps, known ones included. */
const looksPerStepMax = 2_000_000

/**
 * Works out what is not known yet of the nearness of texts, step by step; the index may change between two steps: what
 * it took in since is left to the next call.
 */
export function* nearing({ sources, targets }: Roles, shelf: TextShelf): Generator<void> {
  let cells = 0
  let looks = 0
  for (let source = 0; source < sources.length; source += 1) {
    const role = sources[source]!
    if (role === 0) continue
    for (let target = 0; target < targets.length; target += 1) {
      // Between two steps either text may have gone.
      if ((role & targets[target]!) === 0 || shelf.targets.values[target] === undefined) continue
      if (shelf.sources.values[source] === undefined) break
      if (shelf.row(source)[target]! <= levelMax) continue
      shelf.level(source, target)
      if ((cells += 1) < cellsPerStepMax) continue
      cells = 0
      yield
    }
    looks += targets.length
    if (looks < looksPerStepMax) continue
    looks = 0
    yield
  }
}
