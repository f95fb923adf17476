import type { CanvassedPosting, CanvassPerson, Gain, PostingProfile } from '../domain/allocation/canvass.ts'
import type { BindingReason, KeptBack, Relaxation, ShortRow, StepTally } from '../domain/allocation/shortage.ts'
import { obstacleWords, reasonWords, relaxationWords, type Words } from '../domain/allocation/words.ts'
import type { Instant } from '../domain/time.ts'

/** One person who goes short, by id alone. */
export interface ShortageRow extends Pick<ShortRow, 'seeker' | 'owed' | 'given'> {
  readonly reasons: readonly (BindingReason & Words)[]
  readonly keptBack: readonly (KeptBack & Words)[]
  readonly relaxations: readonly (Omit<Relaxation, 'profile' | 'to'> & { readonly to: readonly string[] } & Words)[]
}

/** Who goes short as things stood then, why, and what would change it; no personal data beyond ids. */
export interface ShortageReport {
  readonly at: Instant
  /** People who were owed offers that nothing is under way for. */
  readonly people: number
  /** Those of them who would not get all of them; `without` get none. */
  readonly short: number
  readonly without: number
  readonly offersMissing: number
  /** People for whom relaxations were looked for. */
  readonly relaxed: number
  readonly groups: readonly ({
    readonly place: string
    readonly placeName: string
    readonly code: PostingProfile['keptBackBy']
    readonly people: number
  } & Words)[]
  readonly steps: readonly (StepTally & Words)[]
  readonly postings: readonly (Omit<PostingProfile, 'id' | 'people'> &
    CanvassedPosting & { readonly placeName: string; readonly madeFor: number } & Words)[]
  readonly classes: readonly (Gain & { readonly certificate: string; readonly lacking: number } & Words)[]
  readonly rows: readonly ShortageRow[]
}

/** The name that a shortage report is kept under. */
export const shortageName = 'shortage'
export const isShortage = (
  figures: Readonly<Record<string, unknown>>,
): figures is ShortageReport & Record<string, unknown> =>
  Array.isArray(figures['rows']) && typeof figures['short'] === 'number'

/** One person as it is reported. */
export const rowView = (row: ShortRow, titleOf: (id: string) => string): ShortageRow => ({
  ...row,
  reasons: row.reasons.map((one) => ({ ...one, ...reasonWords(one) })),
  keptBack: row.keptBack.map((one) => ({ ...one, ...obstacleWords[one.code] })),
  relaxations: row.relaxations.map(({ profile: _profile, to, ...rest }) => ({
    ...rest,
    to: typeof to === 'object' ? to : [String(to)],
    ...relaxationWords({ ...rest, to, profile: {} }, titleOf),
  })),
})

const groupsMax = 40

/** The short by village and by what keeps them back, the largest groups first. */
export function groupsOf(
  people: readonly CanvassPerson[],
  nameOf: (place: string) => string,
): ShortageReport['groups'] {
  const groups = new Map<string, { place: string; code: CanvassPerson['keptBackBy']; people: number }>()
  for (const person of people) {
    const key = `${person.place} ${person.keptBackBy}`
    const known = groups.get(key) ?? { place: person.place, code: person.keptBackBy, people: 0 }
    groups.set(key, { ...known, people: known.people + 1 })
  }
  return [...groups.values()]
    .sort((a, b) => b.people - a.people || (`${a.place}${a.code}` < `${b.place}${b.code}` ? -1 : 1))
    .slice(0, groupsMax)
    .map((one) => ({ ...one, placeName: nameOf(one.place), ...obstacleWords[one.code] }))
}
