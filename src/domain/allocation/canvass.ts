import type { GateCode } from '../matching/matching.ts'
import type { PostingKind, Profile, Shift } from '../seeker.ts'
import type { Allocation, Solved } from './allocation.ts'
import type { AllocationCandidate, AllocationInput } from './input.ts'
import { reallocate } from './reallocate.ts'
import type { ShortPerson } from './relax.ts'

/** What a posting to canvass for would be like. */
export interface PostingProfile {
  readonly id: string
  /** The settlement whose people it is for. */
  readonly place: string
  /** What keeps most of them back now; `full` where what suits is full, `none` where no posting is near to suiting. */
  readonly keptBackBy: GateCode | 'full' | 'none'
  readonly title: string
  readonly shift: Shift
  readonly kind: PostingKind
  readonly wageYuan: number
  /** It may lie this far from the settlement. */
  readonly withinKm: number
  /** People whom it was made for. */
  readonly people: number
}

/** One person who is still owed something, for the grouping. */
export interface CanvassPerson {
  readonly id: string
  readonly place: string
  readonly profile: Partial<Profile>
  readonly keptBackBy: PostingProfile['keptBackBy']
}

/** From this share of a group on, a profile suits its members in one respect. */
const suitsShare = 0.8
const wageStepYuan = 100
const wayStepKm = 5
/** Farther from the settlement than this a posting is another settlement's. */
const withinKmMax = 15
/** How far the people of a settlement live from its middle. */
const settlementKm = 3

const mostFrequent = <T extends string>(values: readonly T[], otherwise: T): T => {
  const counts = new Map<T, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? otherwise
}

/** The value that so large a share of the values does not exceed; 0 of none. */
const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(values.length * share) - 1)] ?? 0

const leastRefused = <T extends string>(all: readonly T[], refused: readonly (readonly T[])[]): T =>
  [...all].sort((a, b) => {
    const count = (one: T): number => refused.filter((own) => own.includes(one)).length
    return count(a) - count(b)
  })[0]!

function profileOf(id: string, group: readonly CanvassPerson[], title: string): PostingProfile {
  const profiles = group.map((one) => one.profile)
  const { place, keptBackBy } = group[0]!
  const wage = quantile(
    profiles.map((one) => one.wageMinYuan ?? 0),
    suitsShare,
  )
  const ways = profiles.flatMap((one) => one.distanceMaxKm ?? [])
  const way = ways.length === 0 ? withinKmMax : quantile(ways, 1 - suitsShare) - settlementKm
  return {
    id,
    place,
    keptBackBy,
    title,
    shift: leastRefused<Shift>(
      ['day', 'flexible', 'rotating', 'night'],
      profiles.map((one) => one.shiftsRefused ?? []),
    ),
    kind: leastRefused<PostingKind>(
      ['enterprise', 'workshop', 'community_factory', 'agriculture'],
      profiles.map((one) => one.kindsRefused ?? []),
    ),
    wageYuan: Math.ceil(wage / wageStepYuan) * wageStepYuan,
    withinKm: Math.max(0, Math.min(withinKmMax, Math.floor(way / wayStepKm) * wayStepKm)),
    people: group.length,
  }
}

/** Words for a posting's title where the group has not said what it wants. */
const anyWork = '普工'

/**
 * Postings to canvass for: the short by settlement, by what keeps them back and by the work that they want most, the
 * largest groups first; day shift, no certificate, no lodging, a wage and a way that suit four in five of the group.
 */
export function postingProfiles(
  people: readonly CanvassPerson[],
  { profilesMax, peopleMin }: { readonly profilesMax: number; readonly peopleMin: number },
): readonly PostingProfile[] {
  const groups = new Map<string, CanvassPerson[]>()
  for (const person of people) {
    const key = `${person.place} ${person.keptBackBy} ${person.profile.occupations?.[0] ?? anyWork}`
    groups.set(key, [...(groups.get(key) ?? []), person])
  }
  return [...groups]
    .filter(([, group]) => group.length >= peopleMin)
    .sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1))
    .slice(0, profilesMax)
    .map(([, group], at) =>
      profileOf(
        `canvass-${at + 1}`,
        group,
        mostFrequent(
          group.map((one) => one.profile.occupations?.[0] ?? anyWork),
          anyWork,
        ),
      ),
    )
}

/** What an addition would change, found by solving again with it. */
export interface Gain {
  /** Offers given in all, more than now. */
  readonly offers: number
  /** People who would have more offers. */
  readonly people: number
  /** Those of them who have none now. */
  readonly fromNone: number
  /** Those of them who would be owed nothing any more. */
  readonly complete: number
}

function gainOf(input: AllocationInput, before: Allocation, after: Allocation): Gain {
  const countsOf = ({ offers }: Allocation): ReadonlyMap<string, number> => {
    const counts = new Map<string, number>()
    for (const { seeker } of offers) counts.set(seeker, (counts.get(seeker) ?? 0) + 1)
    return counts
  }
  const had = countsOf(before)
  const has = countsOf(after)
  const better = input.seekers.filter(({ id }) => (has.get(id) ?? 0) > (had.get(id) ?? 0))
  return {
    offers: after.total - before.total,
    people: better.length,
    fromNone: better.filter(({ id }) => !had.has(id)).length,
    complete: better.filter(({ id, owed }) => has.get(id) === owed).length,
  }
}

/** One more posting and what it would give. */
export interface CanvassedPosting extends Gain {
  readonly openings: number
}

/**
 * What one more posting would give, with as many openings as there is use for (at most `openingsMax`); undefined where
 * it would give nothing. As offers are a flow, each place gives one more until there is no more use, so that the first
 * solve, with places for all, tells how many are needed and the second checks it. `solve` is the solver, wherever it runs.
 */
export async function canvassed(
  input: AllocationInput,
  { allocation }: Solved,
  of: {
    readonly posting: string
    readonly candidates: readonly AllocationCandidate[]
    readonly perOpening: number
    readonly openingsMax: number
    readonly solve: (input: AllocationInput) => Promise<Solved>
  },
): Promise<CanvassedPosting | undefined> {
  if (of.candidates.length === 0) return undefined
  const withPlaces = async (free: number): Promise<Allocation> => {
    const solved = await of.solve({
      ...input,
      postings: [...input.postings, { id: of.posting, employer: of.posting, free }],
      candidates: [...input.candidates, ...of.candidates],
    })
    return solved.allocation
  }
  const { total } = await withPlaces(of.openingsMax * of.perOpening)
  const use = total - allocation.total
  if (use <= 0) return undefined
  const openings = Math.ceil(use / of.perOpening)
  return { openings, ...gainOf(input, allocation, await withPlaces(openings * of.perOpening)) }
}

/** What it would give if these people all had a certificate, found by solving again with them together. */
export function certified(
  input: AllocationInput,
  solved: Solved,
  { people, certificate }: { readonly people: readonly ShortPerson[]; readonly certificate: string },
): Gain {
  const { allocation } = reallocate(solved, {
    left: people.map((one) => one.seeker.id),
    joined: {
      seekers: people.map((one) => one.seeker),
      candidates: people.flatMap((one) =>
        one.candidatesWith({ certificates: [...(one.profile.certificates ?? []), { text: certificate }] }),
      ),
    },
  })
  return gainOf(input, solved.allocation, allocation)
}
