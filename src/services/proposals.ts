import { rankTable } from '../domain/allocation/ranks.ts'
import { fitOf } from '../domain/class-fit.ts'
import { freeSeats, type TrainingClass } from '../domain/class.ts'
import { guaranteeOf, type Guarantee } from '../domain/guarantee/guarantee.ts'
import { policyAt, type Policy } from '../domain/policy.ts'
import { profileOf, type Seeker } from '../domain/seeker.ts'
import { freePlaces, type Slot } from '../domain/slot.ts'
import { daysBetween, plusDays, plusHours, planYearOf, type Instant } from '../domain/time.ts'
import type { Allocation } from './allocation.ts'
import type { guidance } from './guidance.ts'
import type { Ledgers } from './ledgers.ts'
import { millionths } from './matches.ts'
import { reachKm } from './reach.ts'
import { solving } from './solving.ts'
import type { training } from './training.ts'
import type { Wiring } from './wiring.ts'

/** What one proposal run did. */
export interface ProposalRun {
  readonly at: Instant
  readonly seekersOwed: number
  readonly candidates: number
  readonly placed: number
}

interface Owed {
  readonly guarantee: Guarantee
  readonly seeker: Seeker
  readonly dueAt: Instant
}

/** Slots or classes weighed per person; those that are left wait for the next run. */
const candidatesPerSeekerMax = 40

/** Something with places to give and how good it is for one person, 0 … 1 (0: not at all). */
interface Capacity<T> {
  readonly id: string
  readonly free: number
  readonly source: T
}

/** Proposals of guidance slots and class seats, under their capacities, through the same allocation as offers. */
export const proposals = (
  wiring: Pick<Wiring, 'store' | 'clock' | 'policies' | 'places' | 'text' | 'threads'>,
  ledgers: Ledgers,
  { classOf, urgencyOf }: Pick<Allocation, 'classOf' | 'urgencyOf'>,
  counsel: Pick<ReturnType<typeof guidance>, 'place'>,
  school: Pick<ReturnType<typeof training>, 'place'>,
) => {
  const { store, clock, policies, places, text } = wiring
  const { solve } = solving(wiring)

  const owedOf = async (district: string, item: 'guidance' | 'training'): Promise<readonly Owed[]> => {
    const now = clock.now()
    const owed = new Map<string, Omit<Owed, 'seeker'>>()
    for await (const guarantee of store.guarantees.each({
      index: 'byPeriod',
      equals: { district, period: planYearOf(now) },
    })) {
      const { missing, dueAt } = guaranteeOf(guarantee, ledgers.policyFor(guarantee), now)[item]
      if (missing > 0) owed.set(guarantee.seeker, { guarantee, dueAt })
    }
    const people = await store.seekers.getMany([...owed.keys()])
    return people.flatMap((seeker) => {
      const found = owed.get(seeker._id)
      return found === undefined ? [] : [{ ...found, seeker }]
    })
  }

  /** Chooses one place for each person who is owed one: the worst-off and most urgent first, then the best total. */
  const choose = async <T>(
    people: readonly Owed[],
    capacities: readonly Capacity<T>[],
    policy: Policy,
    scoreOf: (source: T, person: Owed) => number,
  ) => {
    const zeroHouseholds = new Map<string, boolean>()
    const seekers = []
    const candidates: { seeker: string; posting: string; score: number }[] = []
    for (const person of people) {
      const { seeker, dueAt } = person
      const classIndex = await classOf(seeker, policy, zeroHouseholds)
      seekers.push({ id: seeker._id, owed: 1, classIndex, urgencyIndex: urgencyOf(dueAt, policy) })
      const fitting = capacities
        .map(({ id, source }) => ({ seeker: seeker._id, posting: id, score: millionths(scoreOf(source, person)) }))
        .filter((one) => one.score > 0)
        .sort((a, b) => b.score - a.score || (a.posting < b.posting ? -1 : 1))
      candidates.push(...fitting.slice(0, candidatesPerSeekerMax))
    }
    const { allocation } = await solve({
      seekers,
      postings: capacities.map(({ id, free }) => ({ id, employer: id, free })),
      candidates,
      policy: { ranks: rankTable(policy.offers.ranks), perEmployerMax: 1 },
    })
    return { offers: allocation.offers, candidates: candidates.length }
  }

  /** Sooner is better, and nearer; nothing for a slot out of reach or one that the person had before. */
  const slotScore =
    (policy: Policy, now: Instant) =>
    (slot: Slot, person: Owed): number => {
      if (slot.bookings.some((booking) => booking.seeker === person.seeker._id)) return 0
      const km = slot.mode === 'phone' ? 0 : reachKm(places, person.seeker, slot.place, policy)
      if (km === undefined) return 0
      const late = slot.startsAt > person.dueAt ? 0.3 : 0
      return Math.max(0.01, 1 - Math.min(0.5, daysBetween(now, slot.startsAt) / 120) - Math.min(0.19, km / 500) - late)
    }

  const seatScore = (policy: Policy) => {
    const fits = new Map<string, number>()
    return (found: TrainingClass, person: Owed): number => {
      if (found.seats.some((seat) => seat.seeker === person.seeker._id)) return 0
      if (reachKm(places, person.seeker, found.place, policy) === undefined) return 0
      const profile = profileOf(person.seeker)
      const key = JSON.stringify([found._id, profile.trainingWanted, profile.occupations, profile.certificates])
      const fit = fits.get(key) ?? fitOf(text, found, profile)
      fits.set(key, fit)
      return fit >= policy.training.fitMin ? fit : 0
    }
  }

  return {
    /** Books a guidance place for everyone who is owed one and can have one. */
    proposeGuidance: async (district: string): Promise<ProposalRun> => {
      const at = clock.now()
      const policy = policyAt(policies, at)
      const people = await owedOf(district, 'guidance')
      const range = { field: 'startsAt', from: plusHours(at, policy.guidance.noticeHoursMin) }
      const capacities: Capacity<Slot>[] = []
      if (people.length > 0)
        for await (const slot of store.slots.each({ index: 'byStart', equals: { district }, range }))
          if (freePlaces(slot) > 0) capacities.push({ id: slot._id, free: freePlaces(slot), source: slot })
      const { offers, candidates } = await choose(people, capacities, policy, slotScore(policy, at))
      let placed = 0
      for (const { seeker, posting } of offers) if (await counsel.place(posting, seeker)) placed += 1
      return { at, seekersOwed: people.length, candidates, placed }
    },

    /** Holds a seat in a fitting free class for everyone who is owed one and can have one. */
    proposeTraining: async (district: string): Promise<ProposalRun> => {
      const at = clock.now()
      const policy = policyAt(policies, at)
      const people = await owedOf(district, 'training')
      const range = { field: 'startsAt', from: plusDays(at, policy.training.noticeDaysMin) }
      const capacities: Capacity<TrainingClass>[] = []
      if (people.length > 0)
        for await (const found of store.classes.each({ index: 'byStart', equals: { district }, range }))
          if (found.free && freeSeats(found) > 0)
            capacities.push({ id: found._id, free: freeSeats(found), source: found })
      const { offers, candidates } = await choose(people, capacities, policy, seatScore(policy))
      let placed = 0
      for (const { seeker, posting } of offers)
        if (await school.place(posting, seeker, policy.training.holdDays)) placed += 1
      return { at, seekersOwed: people.length, candidates, placed }
    },
  }
}
