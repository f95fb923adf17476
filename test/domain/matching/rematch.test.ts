import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMatchingIndex } from '../../../src/domain/matching/index.ts'
import type { Rematch } from '../../../src/domain/matching/image.ts'
import type { MatchingIndex, RematchRequest } from '../../../src/domain/matching/matching.ts'
import { rankedRows, rematch } from '../../../src/domain/matching/rematch.ts'
import { defaultWeights } from '../../../src/domain/matching/score.ts'
import type { Posting } from '../../../src/domain/posting.ts'
import { educations, type Profile, type Seeker } from '../../../src/domain/seeker.ts'
import { newIndex, text } from '../../support/people.ts'
import { changed, now, people, postings, scoreMin } from './district.ts'

/** Runs an image to its end; `between` is called before each step. */
function finish(steps: Generator<void, Rematch | undefined>, between = (): void => undefined): Rematch | undefined {
  for (;;) {
    between()
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** What an image gives, in parts of so many people. */
function rowsOf({ image, ids }: Rematch, count: number, part = count): readonly (readonly object[])[] {
  const found: (readonly object[])[] = []
  for (let from = 0; from < count; from += part)
    found.push(...rankedRows(rematch(image, from, Math.min(count, from + part)), ids))
  return found
}

const directly = (index: MatchingIndex, { asked, ...request }: RematchRequest) =>
  asked.map(({ seeker, except }) =>
    index.postingsOf(seeker, { ...request, offset: 0, ...(except === undefined ? {} : { except }) }),
  )

/** Facts that gates and features read and that generated people seldom have. */
const anyFacts: fc.Arbitrary<Partial<Profile>> = fc.record(
  {
    places: fc.subarray(['640302100', '640302100003', 'x12', '640302101']),
    certificates: fc.subarray([
      { text: 'C1驾照' },
      { text: '电工证', expiresOn: '2025-01-01' },
      { text: '高压电工证' },
      { text: '健康证' },
    ]),
    skills: fc.subarray([
      { text: '电焊', level: 'senior' as const, years: 6 },
      { text: '不会电脑' },
      { text: '炒菜', level: 'basic' as const },
      { text: '没有驾照' },
      { text: '收银、理货' },
    ]),
    occupations: fc.subarray(['保洁', '什么都行', '焊工', '厨师长', '不想干家政', '除了保安都行', '工地不去']),
    experience: fc.constantFrom('在砖厂搬过三年砖', '没干过活', '当过车间主任'),
    distanceMaxKm: fc.constantFrom(0, 3, 40),
    wageMinYuan: fc.constantFrom(0, 2_500, 4_500.5),
    startFrom: fc.constantFrom('2026-01-01', '2026-06-01'),
    lodgingNeeded: fc.boolean(),
    careDuty: fc.boolean(),
    education: fc.constantFrom(...educations),
    kindsRefused: fc.subarray(['workshop', 'agriculture'] as const),
    shiftsRefused: fc.subarray(['night', 'rotating', 'day', 'flexible'] as const),
    healthLimits: fc.subarray(['heavy_lifting', 'night_work'] as const),
  },
  { requiredKeys: [] },
)
/** Three of them at most: all together would keep everybody from everything. */
const facts = fc.tuple(anyFacts, fc.nat(99)).map(([some, from]) => {
  const all = Object.entries(some)
  return Object.fromEntries([...all, ...all].slice(from % (all.length + 1)).slice(0, Math.min(3, all.length)))
}) as fc.Arbitrary<Partial<Profile>>
const seekers = fc.array(fc.record({ at: fc.nat(people.length - 1), change: facts, isHomeKnown: fc.boolean() }), {
  minLength: 1,
  maxLength: 25,
})
const seekerOf = ({ at, change }: { at: number; change: Partial<Profile> }, number: number): Seeker => ({
  ...changed(people[at]!, change),
  _id: `s${number}`,
})
const requests = fc.record({ limit: fc.integer({ min: 1, max: 40 }), scoreMin: fc.constantFrom(0, 400_000, scoreMin) })

describe('a rematch of an image', () => {
  it('gives everybody the very rows that the index gives, whatever is asked and in whatever parts', () => {
    let rows = 0
    fc.assert(
      fc.property(
        seekers,
        fc.subarray([...postings], { minLength: 1 }),
        requests,
        fc.array(fc.nat(69), { maxLength: 6 }),
        fc.integer({ min: 1, max: 30 }),
        (who, what, asks, left, part) => {
          const index = newIndex()
          for (const one of what) index.putPosting(one, one.point)
          for (const [number, one] of who.entries()) {
            const seeker = seekerOf(one, number)
            index.putSeeker(seeker, one.isHomeKnown ? seeker.point : undefined)
          }
          const except = new Set(left.map((at) => postings[at]!._id))
          const asked = [
            ...who.map((_, number) => (number % 2 === 0 ? { seeker: `s${number}` } : { seeker: `s${number}`, except })),
            { seeker: 'nobody' },
          ]
          const request = { now, asked, ...asks }
          const found = rowsOf(finish(index.image(request))!, asked.length, part)
          expect(found).toEqual(directly(index, request))
          rows += found.flat().length
        },
      ),
      { numRuns: 150 },
    )
    expect(rows).toBeGreaterThan(1_000)
  })

  it('shows one moment of the index, however it changes while the image is made and afterwards', () => {
    const change = fc.record({
      kind: fc.constantFrom('putPosting', 'removePosting', 'putSeeker', 'removeSeeker'),
      at: fc.nat(7),
      as: fc.nat(69),
    })
    fc.assert(
      fc.property(fc.array(change, { minLength: 4, maxLength: 30 }), fc.nat(20), (changes, begun) => {
        const index = newIndex()
        const apply = ({ kind, at, as }: (typeof changes)[number]): void => {
          const what: Posting = { ...postings[as]!, _id: `p${at}` }
          const who: Seeker = { ...people[as]!, _id: `s${at}` }
          if (kind === 'putPosting') index.putPosting(what, what.point)
          if (kind === 'removePosting') index.removePosting(what._id)
          if (kind === 'putSeeker') index.putSeeker(who, who.point)
          if (kind === 'removeSeeker') index.removeSeeker(who._id)
        }
        for (let at = 0; at < 8; at += 1) {
          apply({ kind: 'putPosting', at, as: at * 7 })
          apply({ kind: 'putSeeker', at, as: at * 5 })
        }
        const waiting = [...changes]
        for (const one of waiting.splice(0, begun)) apply(one)
        const asked = Array.from({ length: 8 }, (_, at) => ({ seeker: `s${at}` }))
        const request = { now, asked, limit: 20, scoreMin: 0 }
        const moments = [directly(index, request)]
        const made = finish(index.image(request), () => {
          const next = waiting.shift()
          if (next !== undefined) apply(next)
          moments.push(directly(index, request))
        })!
        for (const one of waiting) apply(one)
        const found = rowsOf(made, asked.length)
        expect(moments).toContainEqual(found)
      }),
      { numRuns: 150 },
    )
  })

  it('is not offered where the words are more than the memory for nearness holds', () => {
    const index = createMatchingIndex({
      text,
      weights: defaultWeights,
      place: () => undefined,
      nearnessBytesMax: 8_000,
    })
    for (const one of people) index.putSeeker(one, one.point)
    for (const one of postings) index.putPosting(one, one.point)
    const asked = people.map((one) => ({ seeker: one._id }))
    expect(finish(index.image({ now, asked, limit: 5, scoreMin }))).toBeUndefined()
    expect(finish(index.image({ now, asked: asked.slice(0, 1), limit: 5, scoreMin: 0 }))).toBeDefined()
  })

  it('refuses to guess a nearness that the image does not hold', () => {
    const index = newIndex()
    const [who] = people
    index.putSeeker(who!, who!.point)
    for (const one of postings) index.putPosting(one, one.point)
    const { image } = finish(index.image({ now, asked: [{ seeker: who!._id }], limit: 5, scoreMin: 0 }))!
    image.levels.fill(0xffff)
    expect(() => rematch(image, 0, 1)).toThrow('does not hold')
  })
})
