import type { GateCode, NearMiss } from '../matching/matching.ts'
import type { PostingKind, Profile, Shift } from '../seeker.ts'
import type { Solved } from './allocation.ts'
import type { AllocationCandidate, AllocationSeeker } from './input.ts'
import { givenAfter } from './reallocate.ts'

export const relaxationKinds = ['distance', 'wage', 'shift', 'kind', 'certificate', 'class'] as const
/** A farther way, a lower wage, another shift, another kind of work, a certificate, a class that is open. */
export type RelaxationKind = (typeof relaxationKinds)[number]

/** The smallest step of one kind that brings a person to so many offers. */
export interface Relaxation {
  readonly kind: RelaxationKind
  /** Kilometres or yuan before; nothing for the other kinds. */
  readonly from?: number
  /** Kilometres, yuan, the shifts or kinds accepted as well, the certificate, or the id of the class. */
  readonly to: number | string | readonly string[]
  /** Offers that the person has then in the best allocation; more than now. */
  readonly offers: number
  /** True when nothing is owed any more then. */
  readonly complete: boolean
  /** What changes in the profile. */
  readonly profile: Partial<Profile>
}

/** A class that has seats, with what it gives. */
export interface ClassOnOffer {
  readonly id: string
  readonly certificate?: string
  readonly skillsTaught: readonly string[]
}

/** A person still owed something, as the matching knows them. */
export interface ShortPerson {
  readonly seeker: AllocationSeeker
  readonly profile: Partial<Profile>
  /** Postings of this run that one gate alone keeps back. */
  readonly misses: readonly NearMiss[]
  /** The candidates that a run would weigh if this were changed in their profile. */
  readonly candidatesWith: (change: Partial<Profile>) => readonly AllocationCandidate[]
}

interface Step {
  readonly to: Relaxation['to']
  readonly profile: Partial<Profile>
  /** Near misses that the step lets pass; undefined where scores change too, so that nothing can be left out. */
  readonly opens: readonly NearMiss[] | undefined
}

/** Farther than this is no daily way. */
const wayMaxKm = 60

const missesOf = (misses: readonly NearMiss[], code: GateCode): readonly NearMiss[] =>
  misses.filter(({ gate }) => gate.code === code)

/** Steps over numbers, the smallest first; a step lets pass what earlier ones do and more. */
function numberSteps(misses: readonly NearMiss[], sign: 1 | -1, profileOf: (to: number) => Partial<Profile>): Step[] {
  const found = misses.filter(({ gate }) => typeof gate.found === 'number')
  const whole = (value: number): number => (sign === 1 ? value : Math.floor(value))
  const values = [...new Set(found.map(({ gate }) => whole(gate.found as number)))].sort((a, b) => sign * (a - b))
  return values.map((to) => ({
    to,
    profile: profileOf(to),
    opens: found.filter(({ gate }) => sign * (gate.found as number) <= sign * to),
  }))
}

/** Every set of the refused, the smallest sets first, in the order given. */
function subsetsOf<T>(all: readonly T[]): readonly (readonly T[])[] {
  const sets = Array.from({ length: 2 ** all.length - 1 }, (_, at) => all.filter((_, bit) => ((at + 1) >> bit) & 1))
  return sets.sort((a, b) => a.length - b.length)
}

const listOf = (value: NearMiss['gate']['found']): readonly string[] =>
  typeof value === 'object' ? value : [String(value)]

function setSteps<T extends Shift | PostingKind>(
  misses: readonly NearMiss[],
  refused: readonly T[],
  profileOf: (left: readonly T[]) => Partial<Profile>,
): Step[] {
  return subsetsOf(refused).map((accepted) => ({
    to: accepted,
    profile: profileOf(refused.filter((one) => !accepted.includes(one))),
    opens: misses.filter(({ gate }) => listOf(gate.found).some((one) => accepted.some((other) => other === one))),
  }))
}

function lessonSteps({ misses, profile }: ShortPerson): Step[] {
  const { certificates = [] } = profile
  const wanted = missesOf(misses, 'certificate').map(({ gate }) => String(gate.wanted))
  return [...new Set(wanted)].sort().map((text) => ({
    to: text,
    profile: { certificates: [...certificates, { text }] },
    // One certificate may do for another's name, so every posting that lacks one may open.
    opens: missesOf(misses, 'certificate'),
  }))
}

function classSteps({ misses, profile }: ShortPerson, classes: readonly ClassOnOffer[]): Step[] {
  if (missesOf(misses, 'certificate').length + missesOf(misses, 'skill').length === 0) return []
  const { certificates = [], skills = [] } = profile
  return classes.map(({ id, certificate, skillsTaught }) => ({
    to: id,
    profile: {
      ...(certificate === undefined ? {} : { certificates: [...certificates, { text: certificate }] }),
      skills: [...skills, ...skillsTaught.map((text) => ({ text, level: 'basic' as const }))],
    },
    opens: undefined,
  }))
}

/** The steps of one kind that are worth trying, the smallest first. */
function stepsOf(kind: RelaxationKind, person: ShortPerson, classes: readonly ClassOnOffer[]): readonly Step[] {
  const { profile, misses } = person
  const { distanceMaxKm, wageMinYuan, shiftsRefused = [], kindsRefused = [] } = profile
  switch (kind) {
    case 'distance': {
      const near = missesOf(misses, 'distance').filter(({ gate }) => Number(gate.found) <= wayMaxKm)
      return distanceMaxKm === undefined ? [] : numberSteps(near, 1, (to) => ({ distanceMaxKm: to }))
    }
    case 'wage':
      return wageMinYuan === undefined ? [] : numberSteps(missesOf(misses, 'wage'), -1, (to) => ({ wageMinYuan: to }))
    case 'shift':
      return setSteps(missesOf(misses, 'shift'), [...new Set(shiftsRefused)], (left) => ({ shiftsRefused: left }))
    case 'kind':
      return setSteps(missesOf(misses, 'kind'), [...new Set(kindsRefused)], (left) => ({ kindsRefused: left }))
    case 'certificate':
      return lessonSteps(person)
    case 'class':
      return classSteps(person, classes)
  }
}

/**
 * Whether a posting could help a person at all. By the flow's duals, an arc along which the level falls, or stays with a
 * cost that is not negative, leaves the flow the best; a person who holds nothing stands where their next offer does.
 */
export function helpersOf(
  { network: net, flow }: Solved,
  seeker: string,
): (miss: Pick<NearMiss, 'posting' | 'score'>) => boolean {
  const s = net.names.seekerAt.get(seeker)!
  const node = net.postingCount + s
  const held = flow.served[s]!
  const unit = net.unitStart[s]! + held
  const level = held === 0 ? net.unitRank[unit]! : flow.level[node]!
  const potential = held === 0 ? 0 : flow.potential[node]!
  return ({ posting, score }) => {
    const p = net.names.postingAt.get(posting)
    if (p === undefined || net.capacity[p] === 0) return false
    const its = flow.level[p]!
    return its > level || (its === level && score + flow.potential[p]! > potential)
  }
}

/** Kinds whose steps stand side by side: each that helps is named, none is smaller than another. */
const isChoice = (kind: RelaxationKind): boolean => kind === 'certificate' || kind === 'class'
const choicesShownMax = 3

/**
 * The smallest steps of each kind that bring a person to more offers, each checked by solving again with the person's new
 * candidates: the first step that reaches each number of offers, until nothing is owed; of certificates and classes those
 * that give most. Every other person stays as they are. Steps that open no posting which could help by the duals are left
 * out without solving.
 */
export function relaxationsOf(
  solved: Solved,
  person: ShortPerson,
  { classes = [] }: { readonly classes?: readonly ClassOnOffer[] } = {},
): readonly Relaxation[] {
  const { id, owed } = person.seeker
  const given = solved.flow.served[solved.network.names.seekerAt.get(id)!]!
  const helps = helpersOf(solved, id)
  const offersWith = ({ profile }: Step): number =>
    givenAfter(
      solved,
      { left: [id], joined: { seekers: [person.seeker], candidates: person.candidatesWith(profile) } },
      [id],
    )[0]!
  const relaxationOf = (kind: RelaxationKind, { to, profile }: Step, offers: number): Relaxation => {
    const { distanceMaxKm, wageMinYuan } = person.profile
    const from = kind === 'distance' ? distanceMaxKm : kind === 'wage' ? wageMinYuan : undefined
    return { kind, ...(from === undefined ? {} : { from }), to, offers, complete: offers === owed, profile }
  }
  const choices = (kind: RelaxationKind, steps: readonly Step[]): readonly Relaxation[] =>
    steps
      .filter(({ opens }) => opens?.some(helps) !== false)
      .map((step) => relaxationOf(kind, step, offersWith(step)))
      .filter(({ offers }) => offers > given)
      .sort((a, b) => b.offers - a.offers)
      .slice(0, choicesShownMax)
  const ladder = (kind: RelaxationKind, steps: readonly Step[]): readonly Relaxation[] => {
    const found: Relaxation[] = []
    const tried = new Set<string>([''])
    for (const step of steps) {
      const helpers = (step.opens ?? []).filter(helps).map((one) => one.posting)
      const key = helpers.sort().join(' ')
      if (tried.has(key)) continue
      tried.add(key)
      const offers = offersWith(step)
      if (offers > (found.at(-1)?.offers ?? given)) found.push(relaxationOf(kind, step, offers))
      if (offers === owed) break
    }
    return found
  }
  return relaxationKinds.flatMap((kind) => {
    const steps = stepsOf(kind, person, classes)
    return isChoice(kind) ? choices(kind, steps) : ladder(kind, steps)
  })
}
