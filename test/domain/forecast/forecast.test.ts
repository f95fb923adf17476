import { describe, expect, it } from 'vitest'
import { forecastOf, lifeOf, type Life, type Promised } from '../../../src/domain/forecast/forecast.ts'
import { assumptionWords, itemForecastWords } from '../../../src/domain/forecast/words.ts'
import type { LeftSince } from '../../../src/domain/guarantee/past.ts'
import { act, day, delivered, docOf, ledger, offered, policy } from '../../support/ledger.ts'
import { waiveTraining } from '../../../src/domain/guarantee/ledger.ts'

/** Numbers from 0 to 1 that look random and are the same each time (a linear congruential generator). */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const kept: Promised = { owed: 1, history: [{ at: day(1), left: 0 }], dueAt: day(60) }
const life = (seeker: string, offers: Promised): Life => ({
  seeker,
  village: '640302100003',
  promises: { guidance: kept, offers, training: kept },
})

/** People who gain one unit a day with a steady chance, from day `from` until a day. */
function people(count: number, chance: number, until: number, seed = 7): readonly Life[] {
  return Array.from({ length: count }, (_, at) => {
    const next = numbers(seed * 1_000 + at * 7_919)
    const start = 1 + (at % 20)
    const history: LeftSince[] = [{ at: day(start), left: 3 }]
    for (let number = start + 1, left = 3; number <= until && left > 0; number += 1)
      if (next() < chance) history.push({ at: day(number), left: (left -= 1) })
    return life(`skr-${at}`, { owed: 3, history, dueAt: day(start + 40) })
  })
}
const known = (lives: readonly Life[], number: number): readonly Life[] =>
  lives.map((one) => ({
    ...one,
    promises: {
      ...one.promises,
      offers: {
        ...one.promises.offers,
        history: one.promises.offers.history.filter((entry) => entry.at <= day(number)),
      },
    },
  }))
const offersOf = (lives: readonly Life[], number: number) =>
  forecastOf(lives, day(number)).items.find((one) => one.item === 'offers')!

describe('the forecast', () => {
  it('tells how many will be short when supply goes on, and holds it within its interval', () => {
    const future = people(600, 0.05, 80)
    const found = offersOf(known(future, 30), 30)
    const came = future.filter(({ promises: { offers } }) => {
      const then = offers.history.findLast((entry) => entry.at <= offers.dueAt)
      return (then?.left ?? 3) > 0
    }).length
    expect(found.people).toBe(600)
    expect(Math.abs(found.short! - came)).toBeLessThan(0.25 * came)
    expect(found.low).toBeLessThanOrEqual(came)
    expect(found.high).toBeGreaterThanOrEqual(came)
  })

  it('expects more to be short the less supply there was', () => {
    const short = [0.2, 0.08, 0.02].map((chance) => offersOf(people(300, chance, 30), 30).short!)
    expect(short).toEqual([...short].sort((a, b) => a - b))
    expect(short[0]).toBeLessThan(0.2 * short[2]!)
  })

  it('sees nothing of what came after', () => {
    const future = people(200, 0.06, 70)
    const guarantees = [offered(ledger(), 'p1', delivered, { day: 3 }), offered(ledger(), 'p1', delivered, { day: 3 })]
    guarantees[1] = docOf(
      waiveTraining(offered(guarantees[1]!, 'p2', delivered, { day: 9 }), { ...act(9), reason: '不需要' }),
    )
    const [before, after] = guarantees.map((one) => lifeOf(one, policy, day(8)))
    expect(after).toEqual(before)
    expect(forecastOf(known(future, 30), day(30))).toEqual(forecastOf(people(200, 0.06, 30), day(30)))
  })

  it('is the same in any order', () => {
    const lives = people(120, 0.05, 30)
    expect(forecastOf([...lives].reverse(), day(30))).toEqual(forecastOf(lives, day(30)))
  })

  it('puts those in most doubt first, and says when a promise will likely be kept', () => {
    const { people: rows } = forecastOf(people(300, 0.1, 30), day(30))
    const risks = rows.map((row) => row.risk)
    expect(risks).toEqual([...risks].sort((a, b) => b - a))
    expect(rows.every((row) => row.left > 0 && row.risk >= 0 && row.risk <= 1)).toBe(true)
    const sure = rows.find((row) => row.risk < 0.2)
    expect(sure?.likelyBy !== undefined && sure.likelyBy < sure.dueAt).toBe(true)
    expect(rows.filter((row) => row.risk > 0.5).every((row) => row.likelyBy === undefined)).toBe(true)
  })

  it('counts people past their due date apart', () => {
    const late = Array.from({ length: 30 }, (_, at) =>
      life(`late-${at}`, { owed: 3, history: [{ at: day(1), left: 2 }], dueAt: day(20) }),
    )
    const found = offersOf([...people(100, 0.05, 30), ...late], 30)
    expect(found).toMatchObject({ overdue: 30, people: 100 })
  })

  it('makes up nothing when the past is too short', () => {
    expect(offersOf(known(people(300, 0.05, 3), 3), 3)).toEqual({
      item: 'offers',
      known: false,
      people: 45,
      open: 45,
      overdue: 0,
    })
    expect(offersOf(people(3, 0.05, 20), 20).known).toBe(false)
    expect(forecastOf([], day(30))).toMatchObject({
      people: [],
      items: [{ known: false }, { known: false }, { known: false }],
    })
  })

  it('leaves out ledgers that are not running', () => {
    expect(lifeOf({ ...ledger(), state: 'withdrawn' }, policy, day(5))).toBeUndefined()
    expect(lifeOf(ledger(), policy, day(0))).toBeUndefined()
    expect(lifeOf(ledger(), policy, day(5))?.promises.offers.owed).toBe(3)
  })

  it('says in words what it assumes and what it expects', () => {
    const found = forecastOf(people(300, 0.05, 30), day(30))
    expect(assumptionWords(found).zh).toContain('2026-03-03 至 2026-03-31')
    const [, offers, training] = found.items.map(itemForecastWords)
    expect(offers?.zh).toMatch(
      /^岗位推荐:未到期 300 人，其中 \d+ 人尚未落实；预计到期时约 \d+ 人落实不了\(区间 \d+–\d+ 人\)。$/,
    )
    expect(training?.en).toContain('too little past to tell')
  })
})
