import { beforeAll, describe, expect, it } from 'vitest'
import type { Highs } from 'highs'
import { loadOracle } from '../../../scripts/bench/oracle.ts'
import { allocate, type AllocationInput } from '../../../src/domain/allocation/allocation.ts'
import { completionOf } from '../../../src/domain/allocation/complete.ts'
import { nearestToDoneFirst, overdueFirst, rankTable } from '../../../src/domain/allocation/ranks.ts'
import { instanceOf } from './instances.ts'

/** Most people complete, as an integer program and as its relaxation, from an independent solver. */
function mostComplete(solver: Highs, input: AllocationInput, isWhole: boolean): number {
  const people = input.seekers.filter((one) => one.owed > 0)
  const wanted = new Map(people.map((one, at) => [one.id, at]))
  const places = new Map(input.postings.map((one, at) => [one.id, { ...one, at }]))
  const rows = new Map<string, string[]>()
  const add = (row: string, term: string): void => void rows.set(row, [...(rows.get(row) ?? []), term])
  const limits = new Map<string, number>()
  const names: string[] = []
  input.candidates.forEach(({ seeker, posting }, at) => {
    const person = wanted.get(seeker)
    const place = places.get(posting)
    if (person === undefined || place === undefined) return
    const own = input.seekers.find((one) => one.id === seeker)
    names.push(`x${at}`)
    add(`person${person}`, `x${at}`)
    add(`place${place.at}`, `x${at}`)
    limits.set(`place${place.at}`, place.free)
    const employer = `emp${person}_${place.employer}`
    add(employer, `x${at}`)
    limits.set(employer, Math.max(0, input.policy.perEmployerMax - (own?.employersUsed?.[place.employer] ?? 0)))
  })
  const done = people.map(
    (one, at) => ` need${at}: ${(rows.get(`person${at}`) ?? []).join(' + ') || '0 y0'} - ${one.owed} y${at} >= 0`,
  )
  const most = [...limits].map(
    ([row, limit]) => ` ${row.replace(/\W/g, '_')}: ${rows.get(row)!.join(' + ')} <= ${limit}`,
  )
  const ys = people.map((_, at) => `y${at}`)
  const kinds = isWhole ? `Binary\n ${[...names, ...ys].join(' ')}` : ''
  const bounds = `Bounds\n${[...names, ...ys].map((name) => ` 0 <= ${name} <= 1`).join('\n')}`
  const text = `Maximize\n o: ${ys.join(' + ')}\nSubject To\n${[...done, ...most].join('\n')}\n${bounds}\n${kinds}\nEnd`
  const found = solver.solve(text)
  if (found.Status !== 'Optimal') throw new Error(`oracle: ${found.Status}`)
  return found.ObjectiveValue
}

const small = (seed: number): AllocationInput => instanceOf(seed, { people: 10, places: 6 }).input

describe('complete people', () => {
  let solver: Highs
  beforeAll(async () => {
    solver = await loadOracle()
  })

  it('are bounded by the relaxation exactly, as an independent solver has it', () => {
    for (let seed = 1; seed <= 120; seed += 1) {
      const input = small(seed)
      if (input.seekers.every((one) => one.owed === 0)) continue
      expect({ seed, most: completionOf(input, []).most }).toEqual({
        seed,
        most: Math.floor(mostComplete(solver, input, false) + 1e-6),
      })
    }
  })

  it('are never more than the bound, whichever table decides and even when only completeness counts', () => {
    for (let seed = 1; seed <= 60; seed += 1)
      for (const data of [overdueFirst, nearestToDoneFirst]) {
        const input = { ...small(seed), policy: { ...small(seed).policy, ranks: rankTable(data) } }
        if (input.seekers.every((one) => one.owed === 0)) continue
        const { complete, most } = completionOf(input, allocate(input).offers)
        const best = Math.round(mostComplete(solver, input, true))
        expect(complete).toBeLessThanOrEqual(best)
        expect(best).toBeLessThanOrEqual(most)
      }
  })

  it('counts only those who got all that they are owed', () => {
    const input = small(2)
    const [one] = input.seekers.filter((seeker) => seeker.owed === 3)
    expect(completionOf(input, [{ seeker: one!.id }, { seeker: one!.id }]).complete).toBe(0)
    expect(completionOf(input, [{ seeker: one!.id }, { seeker: one!.id }, { seeker: one!.id }]).complete).toBe(1)
  })
})
