import type { CanvassedPosting, Gain, PostingProfile } from '../domain/allocation/canvass.ts'
import type { BindingReason, KeptBack, Relaxation, ShortRow, StepTally } from '../domain/allocation/shortage.ts'
import type { Words } from '../domain/allocation/words.ts'
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
