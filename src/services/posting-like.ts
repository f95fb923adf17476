import type { PostingProfile } from '../domain/allocation/canvass.ts'
import type { Posting } from '../domain/posting.ts'
import { plusDays, type Instant } from '../domain/time.ts'

const openDays = 60

/** A posting that does not exist yet, as the matching would see it. */
export const postingLike = (
  { id, title, kind, shift, wageYuan }: PostingProfile,
  { now, town, village }: { readonly now: Instant; readonly town: string; readonly village: string },
): Posting => ({
  _id: id,
  district: '',
  version: 1,
  schema: 1,
  createdAt: now,
  updatedAt: now,
  pending: [],
  employer: id,
  kind,
  title,
  text: '',
  openings: 1,
  terms: {
    shifts: [shift],
    certificates: [],
    skills: [],
    ...(wageYuan === 0 ? {} : { wage: { minYuan: wageYuan, maxYuan: wageYuan } }),
  },
  township: town,
  village,
  closesAt: plusDays(now, openDays),
  state: 'open',
  history: [],
  inFlight: [],
  flags: [],
})
