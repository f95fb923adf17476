import { setImmediate as pause } from 'node:timers/promises'
import type { Solved } from '../domain/allocation/allocation.ts'
import { certified, type CanvassPerson } from '../domain/allocation/canvass.ts'
import type { AllocationSeeker } from '../domain/allocation/input.ts'
import { helpersOf } from '../domain/allocation/relax.ts'
import {
  shortageOf,
  stepTallies,
  type ClassOnOffer,
  type ShortPerson,
  type ShortRow,
} from '../domain/allocation/shortage.ts'
import { classWords, stepWords } from '../domain/allocation/words.ts'
import { fitOf } from '../domain/class-fit.ts'
import { freeSeats, type TrainingClass } from '../domain/class.ts'
import { certificateKeyOf } from '../domain/matching/certificates.ts'
import { profileOf, type Profile, type Seeker } from '../domain/seeker.ts'
import { dayOf } from '../domain/time.ts'
import { exceptedOf, type Allocation, type Demand, type RunFacts } from './allocation.ts'
import { canvassing } from './canvassing.ts'
import { measuredReport } from './measured.ts'
import { millionths } from './matches.ts'
import { groupsOf, isShortage, rowView, shortageName, type ShortageReport } from './shortage-report.ts'
import { solving } from './solving.ts'
import type { Summaries } from './summaries.ts'
import type { Wiring } from './wiring.ts'

/** People for whom relaxations are looked for, those to be served next first; the others get their reasons alone. */
const relaxedMax = 200
/** People listed, likewise. */
const rowsMax = 1_000
const missesMax = 2_000
const classesTriedMax = 5
const certificatesTriedMax = 6
/** A report older than this is measured again when somebody asks for it. */
const freshMinutes = 60

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
  wiring: Pick<Wiring, 'store' | 'clock' | 'index' | 'places' | 'policies' | 'text' | 'queue' | 'threads'>,
  shares: Pick<Allocation, 'factsOf'>,
  summaries: Summaries,
) => {
  const { store, clock, index, places, text } = wiring
  const { solve } = solving(wiring)
  const canvass = canvassing(wiring)
  const nameOf = (code: string): string => places.get(code)?.name ?? code

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

  const measure = async (district: string): Promise<ShortageReport> => {
    const facts = await shares.factsOf(district)
    const solved = await solve(facts.input)
    const classes = await classesOn(district)
    const titleOf = (id: string): string => classes.find((one) => one._id === id)?.title ?? id
    const found = await look(facts, solved, classes)
    const rows = found.map((one) => one.row)
    const people = found.map((one) => one.person)
    const report: ShortageReport = {
      at: facts.now,
      people: facts.wanted.length,
      short: rows.length,
      without: rows.filter((one) => one.given === 0).length,
      offersMissing: rows.reduce((sum, one) => sum + one.owed - one.given, 0),
      relaxed: Math.min(rows.length, relaxedMax),
      groups: groupsOf(people, nameOf),
      steps: stepTallies(rows).map((one) => ({ ...one, ...stepWords(one, titleOf) })),
      postings: await canvass.postings(facts, solved, people),
      classes: await classesToOpen(facts, solved, found),
      rows: rows.slice(0, rowsMax).map((row) => rowView(row, titleOf)),
    }
    return report
  }

  return measuredReport(wiring, summaries, {
    name: shortageName,
    isShape: isShortage,
    job: 'measure-shortage',
    freshMinutes,
    measure,
  })
}
