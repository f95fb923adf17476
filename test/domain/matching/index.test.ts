import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMatchingIndex } from '../../../src/domain/matching/index.ts'
import type { MatchingIndex } from '../../../src/domain/matching/matching.ts'
import { defaultWeights } from '../../../src/domain/matching/score.ts'
import type { Posting } from '../../../src/domain/posting.ts'
import { profileOf, type Profile, type Seeker } from '../../../src/domain/seeker.ts'
import { newIndex, text } from '../../support/people.ts'
import { changed, now, people, postings, scoreMin } from './district.ts'

const index = newIndex()
for (const one of postings) index.putPosting(one, one.point)
for (const one of people) index.putSeeker(one, one.point)
const pair = fc.record({ who: fc.constantFrom(...people), what: fc.constantFrom(...postings) })

describe('the index', () => {
  const best = (found: MatchingIndex, id: string, min: number, limit: number) =>
    found.postingsOf(id, { now, limit, offset: 0, scoreMin: min })

  it('never loses a posting by a wider wish', () => {
    const wider = fc.record(
      {
        distanceMaxKm: fc.constantFrom(60, 200),
        wageMinYuan: fc.constantFrom(0, 1000),
        shiftsRefused: fc.constant([]),
        kindsRefused: fc.constant([]),
        places: fc.constant([]),
        occupations: fc.constantFrom('保洁', '收银员', '什么都行').map((one) => [one]),
      },
      { requiredKeys: [] },
    )
    const mine = newIndex()
    for (const one of postings) mine.putPosting(one, one.point)
    fc.assert(
      fc.property(fc.constantFrom(...people), wider, (who, wish) => {
        const profile = profileOf(who)
        const known = Object.fromEntries(
          Object.entries(wish).flatMap(([name, value]): [string, unknown][] => {
            const said = profile[name as keyof Profile]
            if (said === undefined) return []
            if (name === 'occupations') return [[name, [...(said as string[]), ...(value as string[])]]]
            return [
              [name, typeof value === 'number' && name !== 'distanceMaxKm' ? Math.min(value, said as number) : value],
            ]
          }),
        )
        mine.putSeeker(changed(who, known), who.point)
        const after = best(mine, who._id, scoreMin, 1000).map((row) => row.id)
        expect(after).toEqual(expect.arrayContaining(best(index, who._id, scoreMin, 1000).map((row) => row.id)))
      }),
      { numRuns: 200 },
    )
  })

  it('ranks as sorting every single match does, for any limit and least score, both ways', () => {
    const request = fc.record({
      limit: fc.integer({ min: 1, max: 30 }),
      offset: fc.nat(8),
      scoreMin: fc.constantFrom(0, 400_000, scoreMin, 600_000),
    })
    const sorted = (rows: { id: string; score: number }[]) =>
      rows.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
    fc.assert(
      fc.property(pair, request, ({ who, what }, { limit, offset, scoreMin: min }) => {
        const single = (seeker: string, posting: string, id: string) => {
          const match = index.match(seeker, posting, now, min)!
          return match.suitable ? [{ id, score: match.score }] : []
        }
        const ofSeeker = sorted(postings.flatMap((one) => single(who._id, one._id, one._id)))
        const ofPosting = sorted(people.flatMap((one) => single(one._id, what._id, one._id)))
        const ask = { now, limit, offset, scoreMin: min }
        expect(index.postingsOf(who._id, ask)).toEqual(ofSeeker.slice(offset, offset + limit))
        expect(index.seekersOf(what._id, ask)).toEqual(ofPosting.slice(offset, offset + limit))
        expect(index.countFor(who, { now, scoreMin: min, max: 1000 })).toBe(ofSeeker.length)
      }),
      { numRuns: 40 },
    )
  })

  it('names as a near miss exactly what one gate alone keeps back', () => {
    for (const who of people.slice(0, 25)) {
      const single = postings.flatMap((what) => {
        const match = index.match(who._id, what._id, now, scoreMin)!
        return match.score >= scoreMin && match.gates.length === 1
          ? [{ posting: what._id, gate: match.gates[0]!, score: match.score }]
          : []
      })
      const found = index.nearMisses(who, { now, scoreMin, max: 1000 })
      expect([...found].sort((a, b) => (a.posting < b.posting ? -1 : 1))).toEqual(
        single
          .filter((one) => !['not_open', 'occupation'].includes(one.gate.code))
          .sort((a, b) => (a.posting < b.posting ? -1 : 1)),
      )
    }
  })

  it('is after any sequence of changes what it would be when built anew, however little memory it may use', () => {
    const memory = fc.constantFrom(2_000, 2 ** 24)
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('putPosting' as const),
        at: fc.nat(5),
        as: fc.nat(postings.length - 1),
      }),
      fc.record({ kind: fc.constant('removePosting' as const), at: fc.nat(5), as: fc.constant(0) }),
      fc.record({ kind: fc.constant('putSeeker' as const), at: fc.nat(5), as: fc.nat(people.length - 1) }),
      fc.record({ kind: fc.constant('removeSeeker' as const), at: fc.nat(5), as: fc.constant(0) }),
    )
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 60 }), memory, (steps, nearnessBytesMax) => {
        const tools = { text, weights: defaultWeights, place: () => undefined, nearnessBytesMax }
        const live = createMatchingIndex(tools)
        const jobs = new Map<string, Posting>()
        const seekers = new Map<string, Seeker>()
        for (const { kind, at, as } of steps) {
          const what = { ...postings[as]!, _id: `p${at}` }
          const who = { ...people[as]!, _id: `s${at}` }
          if (kind === 'putPosting') live.putPosting(what, what.point)
          if (kind === 'putPosting') jobs.set(what._id, what)
          if (kind === 'removePosting') live.removePosting(what._id)
          if (kind === 'removePosting') jobs.delete(what._id)
          if (kind === 'putSeeker') live.putSeeker(who, who.point)
          if (kind === 'putSeeker') seekers.set(who._id, who)
          if (kind === 'removeSeeker') live.removeSeeker(who._id)
          if (kind === 'removeSeeker') seekers.delete(who._id)
          for (const id of [...seekers.keys()].slice(0, 4)) best(live, id, 0, 100)
        }
        const fresh = createMatchingIndex(tools)
        for (const one of jobs.values()) fresh.putPosting(one, one.point)
        for (const one of seekers.values()) fresh.putSeeker(one, one.point)
        for (const id of seekers.keys()) expect(best(live, id, 0, 1000)).toEqual(best(fresh, id, 0, 1000))
        for (const id of jobs.keys())
          expect(live.seekersOf(id, { now, limit: 100, offset: 0, scoreMin: 0 })).toEqual(
            fresh.seekersOf(id, { now, limit: 100, offset: 0, scoreMin: 0 }),
          )
        expect(live.figures()).toMatchObject({ seekers: seekers.size, postings: jobs.size })
      }),
      { numRuns: 40 },
    )
  })

  it('gives memory back: what comes and goes leaves no more behind than it found', () => {
    const one = newIndex()
    for (const what of postings.slice(0, 10)) one.putPosting(what, what.point)
    for (const who of people.slice(0, 10)) one.putSeeker(who, who.point)
    const round = () => {
      for (const what of postings.slice(10)) one.putPosting(what, what.point)
      for (const who of people.slice(10)) one.putSeeker(who, who.point)
      for (const what of postings.slice(10)) one.removePosting(what._id)
      for (const who of people.slice(10)) one.removeSeeker(who._id)
      return one.figures()
    }
    const first = round()
    for (let again = 0; again < 3; again += 1) expect(round()).toEqual(first)
    expect(first).toMatchObject({ seekers: 10, postings: 10 })
  })
})
