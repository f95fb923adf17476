import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMatchingIndex } from '../../../src/domain/matching/index.ts'
import { defaultWeights } from '../../../src/domain/matching/score.ts'
import type { Posting } from '../../../src/domain/posting.ts'
import { instantAt, plusHours, plusMs } from '../../../src/domain/time.ts'
import { newIndex, text } from '../../support/people.ts'
import { people, postings } from './district.ts'

const start = instantAt('2026-03-10', 9)
const few = postings.slice(0, 24)
const asked = people.slice(0, 8)

/** What happens to an index: time passes (or goes back), or a posting is put, with another end, or taken out. */
type Act =
  | { readonly kind: 'wait'; readonly hours: number }
  | { readonly kind: 'put'; readonly at: number; readonly hours: number; readonly state: Posting['state'] }
  | { readonly kind: 'remove'; readonly at: number }
const acts: fc.Arbitrary<Act[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('wait' as const), hours: fc.constantFrom(0, 0.001, 1, 5, 13, 30, -2, -26) }),
    fc.record({
      kind: fc.constant('put' as const),
      at: fc.nat(few.length - 1),
      hours: fc.constantFrom(-1, 0, 0.5, 3, 8, 20, 400),
      state: fc.constantFrom('open' as const, 'open' as const, 'closed' as const),
    }),
    fc.record({ kind: fc.constant('remove' as const), at: fc.nat(few.length - 1) }),
  ),
  { minLength: 1, maxLength: 25 },
)

describe('what a posting gives by itself', () => {
  it('is at every moment what a fresh index finds, whatever closed, came and went meanwhile', () => {
    fc.assert(
      fc.property(acts, (happens) => {
        const index = newIndex()
        for (const one of asked) index.putSeeker(one, one.point)
        const there = new Map<string, Posting>()
        let now = start
        for (const act of happens) {
          if (act.kind === 'wait') now = plusHours(now, act.hours)
          if (act.kind === 'put') {
            const { state, hours, at } = act
            const one: Posting = { ...few[at]!, state, createdAt: now, closesAt: plusHours(now, hours) }
            there.set(one._id, one)
            index.putPosting(one, one.point)
          }
          if (act.kind === 'remove') {
            there.delete(few[act.at]!._id)
            index.removePosting(few[act.at]!._id)
          }
          const fresh = newIndex()
          for (const one of there.values()) fresh.putPosting(one, one.point)
          for (const one of asked) {
            fresh.putSeeker(one, one.point)
            const request = { now, limit: 20, offset: 0, scoreMin: 300_000 }
            expect(index.postingsOf(one._id, request)).toEqual(fresh.postingsOf(one._id, request))
          }
        }
      }),
      { numRuns: 40 },
    )
  })

  it('holds for a calendar day of Asia/Shanghai and ages by one at midnight there', () => {
    const index = newIndex()
    const [who] = asked
    const one: Posting = { ...few[0]!, createdAt: start, closesAt: plusHours(start, 24 * 60) }
    index.putSeeker(who!, who!.point)
    index.putPosting(one, one.point)
    const scoreAt = (now: string): number => index.match(who!._id, one._id, now, 0)?.score ?? NaN
    const midnight = instantAt('2026-03-11')
    expect(scoreAt(plusMs(midnight, -1))).toBe(scoreAt(start))
    expect(scoreAt(midnight)).toBeLessThan(scoreAt(start))
  })

  it('costs a search nothing while the day lasts and nothing closes', () => {
    let reads = 0
    const index = createMatchingIndex({ text, weights: defaultWeights, place: () => undefined })
    for (const one of few) {
      // The index holds the terms as they are; who reads them again has gone through every posting.
      const terms = new Proxy(one.terms, {
        get: (target, name) => {
          reads += 1
          return target[name as keyof typeof target]
        },
      })
      index.putPosting({ ...one, terms }, one.point)
    }
    const [who] = asked
    index.putSeeker(who!, who!.point)
    const request = { limit: 20, offset: 0, scoreMin: 0 }
    index.postingsOf(who!._id, { ...request, now: start })
    const before = reads
    for (let minute = 1; minute < 60; minute += 1)
      index.postingsOf(who!._id, { ...request, now: plusMs(start, minute * 60_000) })
    expect(reads).toBe(before)
    index.postingsOf(who!._id, { ...request, now: plusHours(start, 24) })
    expect(reads).toBeGreaterThan(before)
  })
})
