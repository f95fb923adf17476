import type { GateCode, NearMiss } from '../matching/matching.ts'
import type { Solved } from './allocation.ts'
import { cutReader, type Cut, type FullPosting } from './cut.ts'
import { relaxationsOf, type ClassOnOffer, type Relaxation, type RelaxationKind, type ShortPerson } from './relax.ts'

export type { ClassOnOffer, Relaxation, RelaxationKind, ShortPerson } from './relax.ts'

/** Postings that one gate alone keeps back. */
export interface KeptBack {
  readonly code: GateCode
  readonly postings: number
}

/** Why a person is not fully served, with numbers. */
export type BindingReason =
  /** Nothing suits, or everything that suits is given: more would have to pass the gates. */
  | { readonly code: 'no_posting' | 'few_postings'; readonly suitable: number }
  /** Postings that suit and are not given are full, and so is every posting behind them. */
  | {
      readonly code: 'full'
      readonly count: number
      /** The most wanted of them. */
      readonly postings: readonly FullPosting[]
      readonly cut: Cut
    }
  /** Postings that suit, of employers of whom enough are given or counted already. */
  | { readonly code: 'employer_rule'; readonly postings: number }

/** One person who is still owed something. */
export interface ShortRow {
  readonly seeker: string
  readonly owed: number
  readonly given: number
  readonly reasons: readonly BindingReason[]
  /** What each gate alone keeps back, the most first. */
  readonly keptBack: readonly KeptBack[]
  readonly relaxations: readonly Relaxation[]
}

const fullShownMax = 5

/** What each gate alone keeps back, the most first. */
export function keptBackOf(misses: readonly NearMiss[]): readonly KeptBack[] {
  const counts = new Map<GateCode, number>()
  for (const { gate } of misses) counts.set(gate.code, (counts.get(gate.code) ?? 0) + 1)
  return [...counts]
    .map(([code, postings]) => ({ code, postings }))
    .sort((a, b) => b.postings - a.postings || (a.code < b.code ? -1 : 1))
}

/** Reads the shortage of one run; `short` names those concerned, the first to be served next first. */
export function shortageOf(solved: Solved) {
  const { short, standingOf } = cutReader(solved)

  const reasonsOf = (person: ShortPerson): readonly BindingReason[] => {
    const { given, candidates, full, heldByRule, cut } = standingOf(person.seeker.id)
    const suitable = person.candidatesWith({}).length
    const ruled = heldByRule + suitable - candidates
    const reasons: BindingReason[] = []
    if (suitable <= given) reasons.push({ code: suitable === 0 ? 'no_posting' : 'few_postings', suitable })
    if (full.length > 0) reasons.push({ code: 'full', count: full.length, postings: full.slice(0, fullShownMax), cut })
    if (ruled > 0) reasons.push({ code: 'employer_rule', postings: ruled })
    return reasons
  }

  return {
    short,
    /** One person in full; without `relax`, the reasons alone. */
    rowOf: (
      person: ShortPerson,
      { relax, classes = [] }: { readonly relax: boolean; readonly classes?: readonly ClassOnOffer[] },
    ): ShortRow => {
      const { owed, given } = standingOf(person.seeker.id)
      return {
        seeker: person.seeker.id,
        owed,
        given,
        reasons: reasonsOf(person),
        keptBack: keptBackOf(person.misses),
        relaxations: relax ? relaxationsOf(solved, person, { classes }) : [],
      }
    },
  }
}

/** How many people one size of step would serve, each of them alone. */
export interface StepTally {
  readonly kind: RelaxationKind
  /** Kilometres farther or yuan less, rounded up to full fives and hundreds; what is accepted, learnt or attended. */
  readonly step: string
  /** People whom a step of at most this size brings to more offers. */
  readonly people: number
  /** Those of them who are owed nothing any more then. */
  readonly complete: number
}

const wayStepKm = 5
const wageStepYuan = 100
const tallyShownMax = 40

const stepOf = ({ kind, from = 0, to }: Relaxation): string => {
  if (kind === 'distance') return String(Math.ceil((Number(to) - from) / wayStepKm) * wayStepKm)
  if (kind === 'wage') return String(Math.ceil((from - Number(to)) / wageStepYuan) * wageStepYuan)
  return typeof to === 'object' ? [...to].sort().join('+') : String(to)
}

/** The steps over many people, the most people first; the sizes of numbers are cumulative. */
export function stepTallies(rows: readonly ShortRow[]): readonly StepTally[] {
  const found = new Map<string, { kind: RelaxationKind; step: string; people: Set<string>; complete: Set<string> }>()
  for (const { seeker, relaxations } of rows)
    for (const relaxation of relaxations) {
      const step = stepOf(relaxation)
      const key = `${relaxation.kind} ${step}`
      const tally = found.get(key) ?? { kind: relaxation.kind, step, people: new Set(), complete: new Set() }
      found.set(key, tally)
      tally.people.add(seeker)
      if (relaxation.complete) tally.complete.add(seeker)
    }
  const all = [...found.values()]
  const within = (one: (typeof all)[number], key: 'people' | 'complete'): number =>
    one.kind === 'distance' || one.kind === 'wage'
      ? new Set(
          all
            .filter((other) => other.kind === one.kind && Number(other.step) <= Number(one.step))
            .flatMap((other) => [...other[key]]),
        ).size
      : one[key].size
  return all
    .map((one) => ({
      kind: one.kind,
      step: one.step,
      people: within(one, 'people'),
      complete: within(one, 'complete'),
    }))
    .sort(
      (a, b) =>
        b.people - a.people || b.complete - a.complete || (`${a.kind}${a.step}` < `${b.kind}${b.step}` ? -1 : 1),
    )
    .slice(0, tallyShownMax)
}
