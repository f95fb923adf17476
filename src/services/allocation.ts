import type { AllocationInput } from '../domain/allocation/allocation.ts'
import { completeIn } from '../domain/allocation/complete.ts'
import { fairnessOf, type Fairness } from '../domain/allocation/fairness.ts'
import { rankTable } from '../domain/allocation/ranks.ts'
import { employersInUse, proposeOffer } from '../domain/guarantee/offers.ts'
import { guaranteeOf, offerId, type Guarantee } from '../domain/guarantee/guarantee.ts'
import { policyAt, type Policy } from '../domain/policy.ts'
import { freeOffers, holdOffer, releaseOffer, type Posting } from '../domain/posting.ts'
import { profileOf, type Seeker } from '../domain/seeker.ts'
import { daysBetween, instantAt, plusDays, planYearOf, type Instant } from '../domain/time.ts'
import type { households } from './households.ts'
import type { Ledgers } from './ledgers.ts'
import { millionths } from './matches.ts'
import { rematching } from './rematch.ts'
import { solving } from './solving.ts'
import { system, type Wiring } from './wiring.ts'

/** What one allocation run did. */
export interface AllocationRun {
  readonly at: Instant
  readonly seekersOwed: number
  readonly offersMissing: number
  readonly candidates: number
  readonly proposed: number
  readonly refused: number
  /** The rank table that decided. */
  readonly ranks: string
  /** People who were given all that they were owed, and the most that any way of giving could have made so. */
  readonly complete: number
  readonly completeMost: number
  /** Congestion and fairness of what was given; reported, never used. */
  readonly fairness: Fairness
}

/** One person who is owed offers. */
export interface Demand {
  readonly guarantee: Guarantee
  readonly seeker: Seeker
  readonly missing: number
  readonly dueAt: Instant
}

/** What one run is to decide, with the facts behind it. */
export interface RunFacts {
  readonly now: Instant
  readonly policy: Policy
  readonly wanted: readonly Demand[]
  readonly open: ReadonlyMap<string, Posting>
  readonly input: AllocationInput
}

/** Allocation classes of the rank tables, worst off first. */
const classes = { zeroEmployment: 0, longOutOfWork: 1, disabilityOrCare: 2, rest: 3 } as const
const classNames = ['zero_employment', 'long_out_of_work', 'disability_or_care', 'rest'] as const

/** Villages of which the share served is kept, the largest first. */
const groupsKeptMax = 40

/** Postings that a person may not be offered again. */
export const exceptedOf = ({ guarantee }: Demand): ReadonlySet<string> =>
  new Set([...guarantee.offers.map((offer) => offer.posting), ...guarantee.ruledOut])

/** Allocation: who is owed what, who gets which posting, and the proposals that follow from it. */
export const allocation = (
  wiring: Pick<Wiring, 'store' | 'clock' | 'index' | 'policies' | 'threads'>,
  ledgers: Ledgers,
  { isWithoutWork }: Pick<ReturnType<typeof households>, 'isWithoutWork'>,
) => {
  const { store, clock, index, policies } = wiring
  const { everybody } = rematching(wiring)
  const { solveBounded } = solving(wiring)

  const demands = async (district: string): Promise<readonly Demand[]> => {
    const now = clock.now()
    const owed = new Map<string, Omit<Demand, 'seeker'>>()
    for await (const guarantee of store.guarantees.each({
      index: 'byPeriod',
      equals: { district, period: planYearOf(now) },
    })) {
      const { missing, dueAt } = guaranteeOf(guarantee, ledgers.policyFor(guarantee), now).offers
      if (missing > 0) owed.set(guarantee.seeker, { guarantee, missing, dueAt })
    }
    const people = await store.seekers.getMany([...owed.keys()])
    return people.flatMap((seeker) => {
      const demand = owed.get(seeker._id)
      return demand === undefined ? [] : [{ ...demand, seeker }]
    })
  }

  const classOf = async (seeker: Seeker, policy: Policy, zeroHouseholds: Map<string, boolean>): Promise<number> => {
    const profile = profileOf(seeker)
    if (seeker.household !== undefined) {
      if (!zeroHouseholds.has(seeker.household)) {
        const household = await store.households.get(seeker.household)
        zeroHouseholds.set(seeker.household, household !== undefined && (await isWithoutWork(household)))
      }
      if (zeroHouseholds.get(seeker.household) === true) return classes.zeroEmployment
    }
    const since = profile.outOfWorkSince
    if (since !== undefined && daysBetween(instantAt(since), clock.now()) >= policy.longOutOfWorkDays)
      return classes.longOutOfWork
    return profile.disability === true || profile.careDuty === true ? classes.disabilityOrCare : classes.rest
  }

  const urgencyOf = (dueAt: Instant, policy: Policy): number => {
    const now = clock.now()
    return dueAt <= now ? 0 : dueAt <= plusDays(now, policy.urgentDays) ? 1 : 2
  }

  /** Takes the posting's place first, then writes the ledger; a refused ledger gives the place back. */
  const propose = async (guarantee: Guarantee, postingId: string, score: number): Promise<boolean> => {
    const policy = ledgers.policyFor(guarantee)
    const id = offerId(guarantee._id, postingId)
    const hold = { offer: id, seeker: guarantee.seeker, at: clock.now() }
    const held = await store.postings.change(postingId, system, (posting) =>
      holdOffer(posting, hold, policy.offers.perOpening),
    )
    if (held.kind === 'missing' || held.kind === 'refused') return false
    const posting = held.doc
    const approvedByRule = score >= millionths(policy.offers.autoApproveScoreMin) && posting.flags.length === 0
    const { employer, title } = posting
    const proposal = { posting: postingId, employer, title, score, modelVersion: index.modelVersion, approvedByRule }
    const outcome = await store.guarantees.change(guarantee._id, system, (found) =>
      proposeOffer(found, proposal, { at: clock.now(), by: system, policy }),
    )
    if (outcome.kind === 'changed' || outcome.kind === 'unchanged') return true
    await store.postings.change(postingId, system, (found) => releaseOffer(found, id))
    return false
  }

  const supply = async (district: string, policy: Policy): Promise<ReadonlyMap<string, Posting>> => {
    const open = new Map<string, Posting>()
    const from = plusDays(clock.now(), policy.offers.openDaysMin)
    const query = { index: 'byState', equals: { district, state: 'open' }, range: { field: 'closesAt', from } } as const
    for await (const posting of store.postings.each(query)) open.set(posting._id, posting)
    return open
  }

  /** Everybody's candidates; those beyond the postings of the run are left out. */
  const candidatesOfAll = async (
    wanted: readonly Demand[],
    open: ReadonlyMap<string, Posting>,
    policy: Policy,
  ): Promise<AllocationInput['candidates']> => {
    const found: AllocationInput['candidates'][number][] = []
    const request = {
      now: clock.now(),
      limit: policy.offers.candidatesPerSeekerMax,
      scoreMin: millionths(policy.offers.scoreMin),
      asked: wanted.map((demand) => ({ seeker: demand.guarantee.seeker, except: exceptedOf(demand) })),
    }
    await everybody(request, (rows, at) => {
      const { seeker } = request.asked[at] ?? {}
      if (seeker === undefined) return
      for (const { id, score } of rows) if (open.has(id)) found.push({ seeker, posting: id, score })
    })
    return found
  }

  /** What a run would decide now. */
  const factsOf = async (district: string): Promise<RunFacts> => {
    const now = clock.now()
    const policy = policyAt(policies, now)
    const wanted = await demands(district)
    const open = await supply(district, policy)
    const zeroHouseholds = new Map<string, boolean>()
    const seekers = []
    for (const { guarantee, seeker, missing, dueAt } of wanted)
      seekers.push({
        id: seeker._id,
        owed: missing,
        classIndex: await classOf(seeker, policy, zeroHouseholds),
        urgencyIndex: urgencyOf(dueAt, policy),
        employersUsed: employersInUse(guarantee, { policy, at: now }),
      })
    const input: AllocationInput = {
      seekers,
      postings: [...open.values()].map((posting) => ({
        id: posting._id,
        employer: posting.employer,
        free: freeOffers(posting, policy.offers.perOpening),
      })),
      candidates: await candidatesOfAll(wanted, open, policy),
      policy: { ranks: rankTable(policy.offers.ranks), perEmployerMax: policy.guarantee.offersPerEmployerMax },
    }
    return { now, policy, wanted, open, input }
  }

  const fairnessOfRun = ({ wanted, open, input }: RunFacts, offers: Parameters<typeof fairnessOf>[0]['offers']) => {
    const reported = wanted.map(({ seeker, missing }, at) => ({
      id: seeker._id,
      owed: missing,
      settlement: seeker.village,
      householdClass: classNames[input.seekers[at]?.classIndex ?? classes.rest] ?? 'rest',
      ...(seeker.sex === undefined ? {} : { sex: seeker.sex }),
    }))
    const postings = [...open.values()].map(({ _id, openings }) => ({ id: _id, openings }))
    const found = fairnessOf({ offers, postings, people: reported, candidates: input.candidates })
    return { ...found, bySettlement: found.bySettlement.slice(0, groupsKeptMax) }
  }

  /** Gives every seeker as many of the offers they are owed as the postings' limits allow, worst-off and most urgent first. */
  const allocateOffers = async (district: string): Promise<AllocationRun> => {
    const facts = await factsOf(district)
    const { now, wanted, input } = facts
    const { solved, completeMost } = await solveBounded(input)
    const given = solved.allocation.offers
    const ledgerOf = new Map(wanted.map((demand) => [demand.seeker._id, demand.guarantee]))
    let proposed = 0
    for (const offer of given) {
      const guarantee = ledgerOf.get(offer.seeker)
      if (guarantee !== undefined && (await propose(guarantee, offer.posting, offer.score))) proposed += 1
    }
    const offersMissing = wanted.reduce((sum, demand) => sum + demand.missing, 0)
    const figures = { at: now, seekersOwed: wanted.length, offersMissing, candidates: input.candidates.length }
    return {
      ...figures,
      proposed,
      refused: given.length - proposed,
      ranks: input.policy.ranks.version,
      complete: completeIn(input.seekers, given),
      completeMost,
      fairness: fairnessOfRun(facts, given),
    }
  }

  return { classOf, urgencyOf, propose, factsOf, allocate: allocateOffers }
}

export type Allocation = ReturnType<typeof allocation>
