import type { RefusalReason } from '../../src/domain/guarantee/items.ts'
import type { HouseholdKind, Member } from '../../src/domain/household.ts'
import type { Channel } from '../../src/domain/seeker.ts'
import type { Day, Instant } from '../../src/domain/time.ts'
import type { NewSlot } from '../../src/services/guidance.ts'
import type { LeasedDelivery } from '../../src/services/leasing.ts'
import type { NewSeeker } from '../../src/services/seekers.ts'
import type { ReceiptNews } from '../../src/services/sending.ts'
import type { NewClass } from '../../src/services/training.ts'
import type { DemoEmployer, DemoPosting } from './district.ts'

/** A posting as its recruiter brings it. */
export type PostingSaid = Omit<DemoPosting, 'appearsOnDay' | 'openDays'> & { readonly closesAt: Instant }

/** What brings a district in; each answers the id of what it made. */
export interface Registry {
  addEmployer(said: Pick<DemoEmployer, 'name' | 'kind' | 'township'>): Promise<string>
  addPosting(said: PostingSaid): Promise<string>
  addHousehold(said: { readonly kind: HouseholdKind; readonly village: string }): Promise<string>
  addSeeker(said: Omit<NewSeeker, 'household'>): Promise<string>
  join(household: string, member: Member): Promise<unknown>
  addSlot(said: NewSlot): Promise<string>
  addClass(said: NewClass): Promise<string>
}

/** The notifier's side: messages go out, receipts come in. */
export interface PostRoom {
  lease(): Promise<readonly LeasedDelivery[]>
  acknowledge(delivery: string, lease: string): Promise<unknown>
  receipts(news: readonly ReceiptNews[]): Promise<unknown>
  seekerOf(delivery: string): Promise<string | undefined>
}

/** An item of a ledger that its person can answer. */
export interface LedgerSeen {
  readonly seeker: string
  readonly offers: readonly { readonly id: string; readonly posting: string; readonly state: string }[]
  readonly training: readonly { readonly class: string; readonly state: string }[]
}

export interface SlotSeen {
  readonly id: string
  readonly startsAt: Instant
  readonly lengthMinutes: number
  readonly bookings: readonly { readonly seeker: string; readonly state: string }[]
}

export interface ClassSeen {
  readonly id: string
  readonly startsAt: Instant
  readonly endsOn: Day
  readonly seats: readonly { readonly seeker: string; readonly state: string }[]
}

/** A message that waits for a person to bring it. */
export interface TaskSeen {
  readonly id: string
  readonly seeker: string
  readonly channel: Channel
}

/** What seekers say of an offer. */
export type Said = { readonly answer: 'accept' } | { readonly answer: 'decline'; readonly reason: RefusalReason }

/** What caseworkers, grid workers, counsellors, providers and recruiters see and do, and what seekers answer. */
export interface Desk {
  openReviews(): Promise<readonly string[]>
  claim(review: string): Promise<unknown>
  approve(review: string): Promise<unknown>
  reject(review: string, reason: string): Promise<unknown>
  undo(review: string): Promise<unknown>
  tasks(): Promise<readonly TaskSeen[]>
  handOver(delivery: string, said: { readonly channel: 'phone' | 'visit'; readonly note: string }): Promise<unknown>
  ledgers(): Promise<readonly LedgerSeen[]>
  answer(seeker: string, offer: string, said: Said): Promise<unknown>
  placement(seeker: string, offer: string, hired: boolean): Promise<unknown>
  seat(
    id: string,
    seeker: string,
    step: { readonly event: 'confirm' | 'release' | 'attend' | 'absent' | 'certify'; readonly reason?: string },
  ): Promise<unknown>
  /** Slots that begin from a moment on. */
  slots(from: Instant): Promise<readonly SlotSeen[]>
  record(
    slot: string,
    seeker: string,
    said: { readonly outcome: 'attended' | 'no_show' | 'excused'; readonly note: string },
  ): Promise<unknown>
  classes(): Promise<readonly ClassSeen[]>
  openPostings(): Promise<readonly string[]>
  close(posting: string, reason: string): Promise<unknown>
}

/** Every way in which the people of a simulated district meet the product, whatever stands between the two. */
export interface Office extends Registry, PostRoom, Desk {
  now(): Instant
}

/** The rows of a list read to its end, so that acting does not change what is still to be read. */
export async function allPages<T>(
  read: (after: string | undefined) => Promise<{ readonly rows: readonly T[]; readonly next?: string }>,
): Promise<readonly T[]> {
  const rows: T[] = []
  for (let after: string | undefined; ;) {
    const page = await read(after)
    rows.push(...page.rows)
    if (page.next === undefined) return rows
    after = page.next
  }
}
