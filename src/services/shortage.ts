import { setImmediate as pause } from 'node:timers/promises'
import type { Caller } from '../domain/access.ts'
import { solve, type Solved } from '../domain/allocation/allocation.ts'
import {
  canvassed,
  certified,
  postingProfiles,
  type CanvassPerson,
  type PostingProfile,
} from '../domain/allocation/canvass.ts'
import { helpersOf } from '../domain/allocation/relax.ts'
import {
  shortageOf,
  stepTallies,
  type ClassOnOffer,
  type ShortPerson,
  type ShortRow,
} from '../domain/allocation/shortage.ts'
import {
  canvassWords,
  classWords,
  obstacleWords,
  reasonWords,
  relaxationWords,
  stepWords,
} from '../domain/allocation/words.ts'
import { fitOf } from '../domain/class-fit.ts'
import { freeSeats, type TrainingClass } from '../domain/class.ts'
import { certificateKeyOf } from '../domain/matching/certificates.ts'
import { around } from '../domain/place.ts'
import { profileOf, type Profile, type Seeker } from '../domain/seeker.ts'
import { dayOf, plusMinutes } from '../domain/time.ts'
import { exceptedOf, type Allocation, type Demand, type RunFacts } from './allocation.ts'
import { enqueue, jobFor } from './follow-ups.ts'
import { millionths } from './matches.ts'
import { postingLike } from './posting-like.ts'
import type { ShortageReport, ShortageRow } from './shortage-report.ts'
import type { Summaries } from './summaries.ts'
import { allow, pointOf, type Wiring } from './wiring.ts'

/** People for whom relaxations are looked for, those to be served next first; the others get their reasons alone. */
const relaxedMax = 200
/** People listed, likewise. */
const rowsMax = 1_000
const missesMax = 2_000
const classesTriedMax = 5
const profilesMax = 8
/** Groups as small as this are not named by what they want. */
const profilePeopleMin = 3
const certificatesTriedMax = 6
const openingsMax = 50
const groupsMax = 40
/** A report older than this is measured again when somebody asks for it. */
const freshMinutes = 60

const name = 'shortage'
const isReport = (figures: Readonly<Record<string, unknown>>): figures is ShortageReport & Record<string, unknown> =>
  Array.isArray(figures['rows']) && typeof figures['short'] === 'number'

/** One person of a run with what they ask of it. */
interface Concerned {
  readonly demand: Demand
  readonly asked: AllocationSeeker
}

const concernedOf = ({ wanted, input }: RunFacts): ReadonlyMap<string, Concerned> => {
  const demands = new Map(wanted.map((one) => [one.seeker._id, one]))
  return new Map(
    input.seekers.flatMap((asked) => {
      const demand = demands.get(asked.id)
      return demand === undefined ? [] : [[asked.id, { demand, asked }] as const]
    }),
  )
}

/** One person of a run who goes short, with what is needed to group them. */
interface Found {
  readonly row: ShortRow
  readonly person: CanvassPerson
  /** Certificates that alone keep back a posting which could help, by what their names come down to. */
  readonly lacks: ReadonlyMap<string, string>
}

/** Who goes short as things stand, why, and what would change it. */
export const shortage = (
  wiring: Pick<Wiring, 'store' | 'clock' | 'index' | 'places' | 'policies' | 'text' | 'queue'>,
  shares: Pick<Allocation, 'factsOf'>,
  summaries: Summaries,
) => {
  const { store, clock, index, places, text, queue } = wiring

  const personOf = ({ now, policy, open }: RunFacts, { demand, asked }: Concerned): ShortPerson => {
    const { seeker } = demand
    const except = exceptedOf(demand)
    const scoreMin = millionths(policy.offers.scoreMin)
    const withFacts = (change: Partial<Profile>): Seeker => ({
      ...seeker,
      facts: {
        ...seeker.facts,
        ...Object.fromEntries(
          Object.entries(change).map(([fact, value]) => [fact, { value, on: dayOf(now), source: 'what_if' }]),
        ),
      },
    })
    const limit = policy.offers.candidatesPerSeekerMax
    return {
      seeker: asked,
      profile: profileOf(seeker),
      misses: index
        .nearMisses(seeker, { now, scoreMin, max: missesMax })
        .filter((one) => open.has(one.posting) && !except.has(one.posting)),
      candidatesWith: (change) =>
        index
          .postingsFor(withFacts(change), { now, limit, offset: 0, scoreMin, except })
          .filter((one) => open.has(one.id))
          .map((one) => ({ seeker: seeker._id, posting: one.id, score: one.score })),
    }
  }

  const classesOn = async (district: string): Promise<readonly TrainingClass[]> => {
    const found: TrainingClass[] = []
    const range = { field: 'startsAt', from: clock.now() } as const
    for await (const one of store.classes.each({ index: 'byStart', equals: { district }, range }))
      if (one.free && freeSeats(one) > 0) found.push(one)
    return found
  }

  /** The classes that fit a person best. */
  const fittingOf = (
    classes: readonly TrainingClass[],
    profile: Partial<Profile>,
    fitMin: number,
  ): readonly ClassOnOffer[] =>
    classes
      .map((found) => ({ found, fit: fitOf(text, found, profile) }))
      .filter(({ fit }) => fit >= fitMin)
      .sort((a, b) => b.fit - a.fit || (a.found._id < b.found._id ? -1 : 1))
      .slice(0, classesTriedMax)
      .map(({ found: { _id, certificate, skillsTaught } }) => ({
        id: _id,
        skillsTaught,
        ...(certificate === undefined ? {} : { certificate }),
      }))

  const look = async (
    facts: RunFacts,
    solved: Solved,
    classes: readonly TrainingClass[],
  ): Promise<readonly Found[]> => {
    const { short, rowOf } = shortageOf(solved)
    const concerned = concernedOf(facts)
    const found: Found[] = []
    for (const id of short()) {
      const who = concerned.get(id)
      if (who === undefined) continue
      const person = personOf(facts, who)
      const fitting = fittingOf(classes, person.profile, facts.policy.training.fitMin)
      const row = rowOf(person, { relax: found.length < relaxedMax, classes: fitting })
      const helps = helpersOf(solved, id)
      const lacks = person.misses.filter((one) => one.gate.code === 'certificate' && helps(one))
      const isFull = row.reasons.some((one) => one.code === 'full')
      found.push({
        row,
        person: {
          id,
          place: who.demand.seeker.village,
          profile: person.profile,
          keptBackBy: isFull ? 'full' : (row.keptBack[0]?.code ?? 'none'),
        },
        lacks: new Map(lacks.map(({ gate }) => [certificateKeyOf(String(gate.wanted)), String(gate.wanted)])),
      })
      await pause()
    }
    return found
  }

  /** Whom a posting would suit wherever it lay within its way of the settlement: those whom it suits at the middle and at all four ends. */
  const suitedBy = ({ now, policy, input }: RunFacts, profile: PostingProfile) => {
    const middle = pointOf(places, profile.place)
    const town = places.get(profile.place)?.town ?? ''
    const scoreMin = millionths(policy.offers.scoreMin)
    const least = new Map<string, { count: number; score: number }>()
    const points = middle === undefined ? [undefined] : around(middle, profile.withinKm)
    for (const point of points) {
      const like = postingLike(profile, { now, town, village: profile.place })
      for (const { id, score } of index.seekersFor(like, point, {
        now,
        limit: index.figures().seekers,
        offset: 0,
        scoreMin,
      })) {
        const known = least.get(id) ?? { count: 0, score }
        least.set(id, { count: known.count + 1, score: Math.min(known.score, score) })
      }
    }
    return input.seekers.flatMap(({ id }) => {
      const suited = least.get(id)
      return suited?.count === points.length ? [{ seeker: id, posting: profile.id, score: suited.score }] : []
    })
  }

  const nameOf = (code: string): string => places.get(code)?.name ?? code

  const postingsToCanvass = async (facts: RunFacts, solved: Solved, found: readonly Found[]) => {
    const { perOpening } = facts.policy.offers
    const rows: ShortageReport['postings'][number][] = []
    for (const profile of postingProfiles(
      found.map((one) => one.person),
      { profilesMax, peopleMin: profilePeopleMin },
    )) {
      await pause()
      const candidates = suitedBy(facts, profile)
      const gain = canvassed(facts.input, solved, { posting: profile.id, candidates, perOpening, openingsMax })
      if (gain === undefined) continue
      const { id: _id, ...rest } = profile
      const placeName = nameOf(profile.place)
      rows.push({ ...rest, placeName, ...gain, madeFor: profile.people, ...canvassWords(profile, gain, placeName) })
    }
    return rows.sort((a, b) => b.people - a.people || b.offers - a.offers)
  }

  const classesToOpen = async (facts: RunFacts, solved: Solved, found: readonly Found[]) => {
    const lacking = new Map<string, { names: string[]; people: string[] }>()
    for (const { person, lacks } of found)
      for (const [key, wanted] of lacks) {
        const tally = lacking.get(key) ?? { names: [], people: [] }
        lacking.set(key, { names: [...tally.names, wanted].sort(), people: [...tally.people, person.id] })
      }
    const concerned = concernedOf(facts)
    const most = [...lacking]
      .sort((a, b) => b[1].people.length - a[1].people.length || (a[0] < b[0] ? -1 : 1))
      .slice(0, certificatesTriedMax)
    const rows: ShortageReport['classes'][number][] = []
    for (const [key, { names, people }] of most) {
      await pause()
      const certificate = names[names.length >> 1] ?? key
      const lackers = people.flatMap((id) => {
        const who = concerned.get(id)
        return who === undefined ? [] : [personOf(facts, who)]
      })
      const gain = certified(facts.input, solved, { people: lackers, certificate })
      if (gain.people > 0)
        rows.push({ certificate, lacking: people.length, ...gain, ...classWords(certificate, people.length, gain) })
    }
    return rows.sort((a, b) => b.people - a.people)
  }

  const rowView = (row: ShortRow, titleOf: (id: string) => string): ShortageRow => ({
    ...row,
    reasons: row.reasons.map((one) => ({ ...one, ...reasonWords(one) })),
    keptBack: row.keptBack.map((one) => ({ ...one, ...obstacleWords[one.code] })),
    relaxations: row.relaxations.map(({ profile: _profile, to, ...rest }) => ({
      ...rest,
      to: typeof to === 'object' ? to : [String(to)],
      ...relaxationWords({ ...rest, to, profile: {} }, titleOf),
    })),
  })

  const groupsOf = (found: readonly Found[]): ShortageReport['groups'] => {
    const groups = new Map<string, { place: string; code: CanvassPerson['keptBackBy']; people: number }>()
    for (const { person } of found) {
      const key = `${person.place} ${person.keptBackBy}`
      const known = groups.get(key) ?? { place: person.place, code: person.keptBackBy, people: 0 }
      groups.set(key, { ...known, people: known.people + 1 })
    }
    return [...groups.values()]
      .sort((a, b) => b.people - a.people || (`${a.place}${a.code}` < `${b.place}${b.code}` ? -1 : 1))
      .slice(0, groupsMax)
      .map((one) => ({ ...one, placeName: nameOf(one.place), ...obstacleWords[one.code] }))
  }

  const measure = async (district: string): Promise<ShortageReport> => {
    const facts = await shares.factsOf(district)
    const solved = solve(facts.input)
    const classes = await classesOn(district)
    const titleOf = (id: string): string => classes.find((one) => one._id === id)?.title ?? id
    const found = await look(facts, solved, classes)
    const rows = found.map((one) => one.row)
    const report: ShortageReport = {
      at: facts.now,
      people: facts.wanted.length,
      short: rows.length,
      without: rows.filter((one) => one.given === 0).length,
      offersMissing: rows.reduce((sum, one) => sum + one.owed - one.given, 0),
      relaxed: Math.min(rows.length, relaxedMax),
      groups: groupsOf(found),
      steps: stepTallies(rows).map((one) => ({ ...one, ...stepWords(one, titleOf) })),
      postings: await postingsToCanvass(facts, solved, found),
      classes: await classesToOpen(facts, solved, found),
      rows: rows.slice(0, rowsMax).map((row) => rowView(row, titleOf)),
    }
    await summaries.keep(district, name, report)
    return report
  }

  const newest = (district: string): Promise<ShortageReport | undefined> => summaries.newest(district, name, isReport)

  return {
    measure,
    /** The newest report; measured now when there is none, and again soon when it is old. */
    report: async (caller: Caller): Promise<ShortageReport> => {
      allow(caller, 'report.read')
      const { district } = caller
      const kept = await newest(district)
      if (kept === undefined) return measure(district)
      if (plusMinutes(kept.at, freshMinutes) < clock.now())
        await enqueue(queue, clock.now(), jobFor('measure-shortage', { district }))
      return kept
    },
    /** The newest report, if one was measured. */
    newest: async (caller: Caller): Promise<ShortageReport | undefined> => {
      allow(caller, 'report.read')
      return newest(caller.district)
    },
  }
}
