import { describe, expect, it } from 'vitest'
import { allocate, solve, type AllocationInput, type Solved } from '../../../src/domain/allocation/allocation.ts'
import { canvassed, certified, postingProfiles } from '../../../src/domain/allocation/canvass.ts'
import { cutReader } from '../../../src/domain/allocation/cut.ts'
import { overdueFirst, rankTable } from '../../../src/domain/allocation/ranks.ts'
import { shortageOf, stepTallies, type Relaxation, type ShortRow } from '../../../src/domain/allocation/shortage.ts'
import type { ShortPerson } from '../../../src/domain/allocation/shortage.ts'
import type { Profile } from '../../../src/domain/seeker.ts'
import { districtRun } from './shortage-district.ts'
import { instanceOf } from './instances.ts'

/** How many people of generated districts are tried; SHORTAGE_PEOPLE=200 takes some minutes. */
const peopleTried = Number(process.env['SHORTAGE_PEOPLE'] ?? 20)
const timeoutMs = 60_000 + peopleTried * 6_000

const classes = [
  { id: 'electrician', certificate: '电工证', skillsTaught: ['照明线路安装'] },
  { id: 'forklift', certificate: '叉车证', skillsTaught: ['叉车驾驶'] },
]

const offersOf = (input: AllocationInput, id: string): number =>
  allocate(input).offers.filter((one) => one.seeker === id).length

/** Every profile that asks less of the person than the relaxation does, in the same kind. */
function smallerThan({ kind, from = 0, to, profile }: Relaxation, person: ShortPerson): readonly Partial<Profile>[] {
  const found = person.misses.flatMap(({ gate }) =>
    gate.code === kind && typeof gate.found === 'number' ? [gate.found] : [],
  )
  if (kind === 'distance') {
    const kms = [...new Set([...found, Number(to) - 0.1])].filter((km) => km > from && km < Number(to))
    return kms.map((km) => ({ distanceMaxKm: km }))
  }
  if (kind === 'wage') {
    const wages = [...new Set([...found.map(Math.floor), Number(to) + 1])].filter(
      (one) => one < from && one > Number(to),
    )
    return wages.map((wageMinYuan) => ({ wageMinYuan }))
  }
  if (kind !== 'shift' && kind !== 'kind') return [{}]
  const { shiftsRefused = [], kindsRefused = [] } = person.profile
  const left: readonly string[] = (kind === 'shift' ? profile.shiftsRefused : profile.kindsRefused) ?? []
  const accepted = to as readonly string[]
  const name = kind === 'shift' ? 'shiftsRefused' : 'kindsRefused'
  expect([...left, ...accepted].sort()).toEqual([...new Set(kind === 'shift' ? shiftsRefused : kindsRefused)].sort())
  // All smaller sets, not its own subsets alone: the report says the smallest.
  const all: readonly string[] = kind === 'shift' ? shiftsRefused : kindsRefused
  const sets = Array.from({ length: 2 ** all.length }, (_, bits) => all.filter((_, at) => (bits >> at) & 1))
  return sets
    .filter((set) => set.length < accepted.length)
    .map((set): Partial<Profile> => ({ [name]: all.filter((one) => !set.includes(one)) }))
}

/** All that the person could give in one respect. */
const mostOf = ({ profile }: ShortPerson): readonly { readonly kind: string; readonly profile: Partial<Profile> }[] => [
  ...(profile.distanceMaxKm === undefined ? [] : [{ kind: 'distance', profile: { distanceMaxKm: 60 } }]),
  ...(profile.wageMinYuan === undefined ? [] : [{ kind: 'wage', profile: { wageMinYuan: 0 } }]),
  { kind: 'shift', profile: { shiftsRefused: [] } },
  { kind: 'kind', profile: { kindsRefused: [] } },
]

describe('the smallest relaxation', () => {
  it(
    `serves each of ${peopleTried} people in a new run as it says, and nothing smaller of its kind does`,
    () => {
      const kinds = new Set<string>()
      let people = 0
      let steps = 0
      let smaller = 0
      for (let seed = 1; people < peopleTried; seed += 1) {
        const run = districtRun(seed, { people: 240, postings: 50 + (seed % 3) * 40, perOpening: 1 + (seed % 3) })
        const { short, rowOf } = shortageOf(solve(run.input))
        const ids = short().filter((_, at) => at % 3 === 0)
        for (const id of ids.slice(0, 12)) {
          if (people === peopleTried) break
          const person = run.shortPerson(id)
          const { relaxations, given } = rowOf(person, { relax: true, classes })
          if (relaxations.length > 0) people += 1
          for (const most of mostOf(person)) {
            const named = relaxations.filter((one) => one.kind === most.kind).map((one) => one.offers)
            const label = `${seed} ${id} ${most.kind} to the utmost`
            expect([label, offersOf(run.inputWith(id, most.profile), id)]).toEqual([label, Math.max(given, ...named)])
          }
          for (const relaxation of relaxations) {
            kinds.add(relaxation.kind)
            steps += 1
            const label = `${seed} ${id} ${relaxation.kind} ${String(relaxation.to)}`
            expect([label, offersOf(run.inputWith(id, relaxation.profile), id)]).toEqual([label, relaxation.offers])
            expect(relaxation.offers).toBeGreaterThan(given)
            for (const less of smallerThan(relaxation, person)) {
              smaller += 1
              expect([label, less, offersOf(run.inputWith(id, less), id) < relaxation.offers]).toEqual([
                label,
                less,
                true,
              ])
            }
          }
        }
      }
      process.stdout.write(
        `${people} people, ${steps} steps, ${smaller} smaller ones, ${[...kinds].sort().join(' ')}\n`,
      )
      expect(steps).toBeGreaterThanOrEqual(peopleTried)
    },
    timeoutMs,
  )
})

describe('the reasons', () => {
  it('stand on a cut: whatever a person who goes short can reach is full', () => {
    let reached = 0
    for (let seed = 1; seed <= 300; seed += 1) {
      const { input } = instanceOf(seed, { people: 30, places: 12 })
      const solved = solve(input)
      const { short, standingOf } = cutReader(solved)
      const given = (id: string): number => solved.allocation.offers.filter((one) => one.seeker === id).length
      expect([...short()].sort()).toEqual(
        input.seekers
          .filter((one) => given(one.id) < one.owed)
          .map((one) => one.id)
          .sort(),
      )
      for (const id of short()) {
        const { cut, full, candidates, heldByRule, owed } = standingOf(id)
        expect([seed, id, cut.free]).toEqual([seed, id, 0])
        // Every candidate is given, full or beyond the employer rule: nothing is left unexplained.
        expect(given(id) + full.length + heldByRule).toBe(candidates)
        expect(cut.postings).toBeGreaterThanOrEqual(full.length)
        for (const one of full) expect(one.waiting).toBeGreaterThanOrEqual(1)
        reached += cut.postings
        expect(given(id)).toBeLessThan(owed)
      }
    }
    expect(reached).toBeGreaterThan(1000)
  })

  it('count who waits for a full posting, as by hand', () => {
    const solved = tight()
    const { rowOf } = shortageOf(solved)
    const row = rowOf(blank('s3', ['p1']), { relax: false })
    expect(row).toMatchObject({ owed: 1, given: 0, keptBack: [], relaxations: [] })
    expect(row.reasons).toEqual([
      {
        code: 'full',
        count: 1,
        postings: [{ posting: 'p1', places: 1, waiting: 2 }],
        cut: { postings: 1, places: 1, holders: 1, free: 0 },
      },
    ])
    expect(rowOf(blank('s4', []), { relax: false }).reasons).toEqual([{ code: 'no_posting', suitable: 0 }])
    expect(rowOf(blank('s5', ['p2']), { relax: false }).reasons).toEqual([{ code: 'few_postings', suitable: 1 }])
    expect(rowOf(blank('s6', ['p3', 'p4']), { relax: false }).reasons).toEqual([{ code: 'employer_rule', postings: 2 }])
  })
})

const scored = (seeker: string, postings: readonly string[]) =>
  postings.map((posting) => ({ seeker, posting, score: 500_000 }))

const wishes: Readonly<Record<string, readonly string[]>> = {
  s1: ['p1'],
  s2: ['p1'],
  s3: ['p1'],
  s4: [],
  s5: ['p2'],
  s6: ['p3', 'p4'],
}

/** Six people by hand: three for one place, one for whom nothing suits, one with too few, one who has had the employer. */
const tightInput: AllocationInput = {
  seekers: Object.keys(wishes).map((id) => ({
    id,
    owed: id === 's5' ? 2 : 1,
    classIndex: id === 's1' ? 0 : 3,
    urgencyIndex: 0,
    ...(id === 's6' ? { employersUsed: { full: 2 } } : {}),
  })),
  postings: [
    { id: 'p1', employer: 'e1', free: 1 },
    { id: 'p2', employer: 'e2', free: 5 },
    { id: 'p3', employer: 'full', free: 5 },
    { id: 'p4', employer: 'full', free: 5 },
  ],
  candidates: Object.entries(wishes).flatMap(([id, postings]) => scored(id, postings)),
  policy: { ranks: rankTable(overdueFirst), perEmployerMax: 2 },
}
const tight = (): Solved => solve(tightInput)
const elsewhere = (input: AllocationInput): Promise<Solved> => Promise.resolve(solve(input))
const blank = (id: string, candidates: readonly string[]): ShortPerson => ({
  seeker: tightInput.seekers.find((one) => one.id === id)!,
  profile: {},
  misses: [],
  candidatesWith: () => scored(id, candidates),
})

describe('the office', () => {
  it('is told how many openings there is use for and whom they would serve, as by hand', async () => {
    const found = await canvassed(tightInput, tight(), {
      solve: elsewhere,
      posting: 'new',
      candidates: ['s1', 's2', 's3', 's4', 's5'].flatMap((id) => scored(id, ['new'])),
      perOpening: 3,
      openingsMax: 20,
    })
    // s2 to s5 each get one: four offers, two openings; s5 has one already.
    expect(found).toEqual({ openings: 2, offers: 4, people: 4, fromNone: 3, complete: 4 })
    const one = { posting: 'new', candidates: scored('s1', ['new']), perOpening: 3, openingsMax: 20, solve: elsewhere }
    // s1 moves to it and leaves the place that two wait for.
    expect(await canvassed(tightInput, tight(), one)).toMatchObject({ openings: 1, offers: 1, people: 1, fromNone: 1 })
    expect(await canvassed(tightInput, tight(), { ...one, candidates: [] })).toBeUndefined()
    expect((await canvassed(tightInput, tight(), { ...one, candidates: scored('s6', ['new']) }))?.offers).toBe(1)
  })

  it('is told as many offers as every place of a new posting really gives, for random runs', async () => {
    for (let seed = 1; seed <= 150; seed += 1) {
      const { input, draw } = instanceOf(seed, { people: 20, places: 8 })
      const solved = solve(input)
      const candidates = input.seekers.filter(() => draw(2) === 0).flatMap(({ id }) => scored(id, ['new']))
      const perOpening = 1 + draw(3)
      const found = await canvassed(input, solved, {
        posting: 'new',
        candidates,
        perOpening,
        openingsMax: 30,
        solve: elsewhere,
      })
      const totalWith = (free: number): number =>
        allocate({
          ...input,
          postings: [...input.postings, { id: 'new', employer: 'new', free }],
          candidates: [...input.candidates, ...candidates],
        }).total
      const use = totalWith(100) - solved.allocation.total
      expect([seed, found?.offers ?? 0]).toEqual([seed, use])
      if (found === undefined) continue
      expect(totalWith(found.openings * perOpening)).toBe(totalWith(100))
      expect(totalWith((found.openings - 1) * perOpening)).toBeLessThan(totalWith(100))
    }
  })

  it('is told what a certificate would give to all who lack it together', () => {
    const people = ['s2', 's3', 's4'].map((id): ShortPerson => ({
      ...blank(id, []),
      candidatesWith: ({ certificates = [] }) =>
        scored(id, certificates.some((one) => one.text === '叉车证') ? [...wishes[id]!, 'p2'] : wishes[id]!),
    }))
    const gain = certified(tightInput, tight(), { people, certificate: '叉车证' })
    expect(gain).toEqual({ offers: 3, people: 3, fromNone: 3, complete: 3 })
    expect(certified(tightInput, tight(), { people, certificate: '别的' })).toMatchObject({ offers: 0, people: 0 })
  })

  it('is given profiles that suit four in five of the group they are made for', () => {
    const members = [2500, 2600, 2700, 2800, 9000].map((wageMinYuan, at) => ({
      id: `s${at}`,
      place: 'v1',
      keptBackBy: 'certificate' as const,
      profile: { wageMinYuan, distanceMaxKm: 10 + at * 5, occupations: ['缝纫工'], shiftsRefused: ['night' as const] },
    }))
    const other = { id: 'x', place: 'v2', keptBackBy: 'none' as const, profile: { shiftsRefused: ['day' as const] } }
    const [first, second] = postingProfiles([other, ...members], { profilesMax: 2, peopleMin: 1 })
    expect(first).toMatchObject({ place: 'v1', keptBackBy: 'certificate', title: '缝纫工', people: 5 })
    expect(first).toMatchObject({ shift: 'day', kind: 'enterprise', wageYuan: 2800, withinKm: 5 })
    expect(second).toMatchObject({ place: 'v2', title: '普工', shift: 'flexible', wageYuan: 0, withinKm: 15 })
    expect(postingProfiles(members, { profilesMax: 0, peopleMin: 1 })).toEqual([])
    // A group of one is not named by what it wants.
    expect(postingProfiles([other], { profilesMax: 2, peopleMin: 3 })).toEqual([])
  })
})

describe('the tally of steps', () => {
  it('counts each person once in every size that is large enough', () => {
    const row = (seeker: string, ...kms: readonly number[]): ShortRow => ({
      seeker,
      owed: 2,
      given: 0,
      reasons: [],
      keptBack: [],
      relaxations: kms.map((to, at) => ({
        kind: 'distance',
        from: 10,
        to,
        offers: at + 1,
        complete: at === 1,
        profile: {},
      })),
    })
    expect(stepTallies([row('a', 12, 24), row('b', 14.9), row('c', 19)])).toEqual([
      { kind: 'distance', step: '15', people: 3, complete: 1 },
      { kind: 'distance', step: '10', people: 3, complete: 0 },
      { kind: 'distance', step: '5', people: 2, complete: 0 },
    ])
  })
})
