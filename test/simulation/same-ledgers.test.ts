import { describe, expect, it } from 'vitest'
import { eachOf } from '../../scripts/demo/actors.ts'
import { drawsOf } from '../../scripts/demo/random.ts'
import { differencesOf, factsOf, type LedgerFacts, type PromiseTold } from '../../scripts/fleet/compare.ts'
import { delayOf, momentOf } from '../../scripts/fleet/simulated-time.ts'
import { countingIds } from '../../src/ids.ts'

const at = '2026-03-02T04:00:00.000Z'

describe('the luck of a simulated person', () => {
  const names = new Map([
    ['skr-1', 'person-1'],
    ['skr-2', 'person-2'],
    ['pst-9', 'demo-9'],
  ])
  const draw = drawsOf(5, names)

  it('is the same whoever was asked before', () => {
    const alone = draw('answer', at, 'skr-1').next()
    draw('answer', at, 'skr-2').next()
    expect(draw('answer', at, 'skr-1').next()).toBe(alone)
  })

  it('hangs on what ids stand for, not on the ids', () => {
    const others = drawsOf(5, new Map([...names].map(([id, name]) => [`${id}x`, name])))
    const offer = (seeker: string, posting: string) => `off_grt-${seeker}-2026_${posting}`
    expect(others('review', at, offer('skr-1x', 'pst-9x')).next()).toBe(
      draw('review', at, offer('skr-1', 'pst-9')).next(),
    )
  })

  it('differs by person, act, moment and seed, evenly', () => {
    const later = '2026-03-03T04:00:00.000Z'
    const drawn = [
      draw('answer', at, 'skr-1'),
      draw('answer', at, 'skr-2'),
      draw('visit', at, 'skr-1'),
      draw('answer', later, 'skr-1'),
      drawsOf(6, names)('answer', at, 'skr-1'),
    ].map((random) => random.next())
    expect(new Set(drawn).size).toBe(drawn.length)
    const many = Array.from({ length: 20_000 }, (_, person) => draw('answer', at, `p${person}`).next())
    expect(many.reduce((sum, one) => sum + one, 0) / many.length).toBeCloseTo(0.5, 2)
    expect(many.filter((one) => one < 0.1).length / many.length).toBeCloseTo(0.1, 2)
  })
})

describe('acts of many hands', () => {
  it('are each done once, no more at a time than there are hands', async () => {
    const done: number[] = []
    let [busy, most] = [0, 0]
    const act = async (row: number): Promise<void> => {
      busy += 1
      most = Math.max(most, busy)
      await new Promise((resolve) => setImmediate(resolve))
      busy -= 1
      done.push(row)
    }
    const rows = Array.from({ length: 20 }, (_, row) => row)
    await eachOf(rows, act, 3)
    expect([...done].sort((a, b) => a - b)).toEqual(rows)
    expect(most).toBe(3)
  })
})

describe('a job that waits for a simulated moment', () => {
  it('says by its delay alone which moment, and is never taken for a pause of real time', () => {
    expect(momentOf(delayOf(at))).toBe(at)
    expect(momentOf(300_000)).toBeUndefined()
  })
})

describe('ids that several processes give in turn', () => {
  it('go on where the process before left off', () => {
    const counts = new Map<string, number>()
    const [one, two] = [countingIds(counts), countingIds(counts)]
    expect([one.next('skr'), two.next('skr'), one.next('pst')]).toEqual(['skr-000001', 'skr-000002', 'pst-000001'])
  })
})

describe('the comparison of two runs', () => {
  const told = (id: string, state: string): PromiseTold => ({
    status: 'open',
    counted: 0,
    missing: 1,
    reasons: ['b', 'a'],
    verdicts: [{ id, result: 'under_way', code: state }],
  })
  const ledger = (prefix: string, person: string, state = 'sent') => {
    const names = new Map([[`pst-${prefix}`, 'demo-1']])
    const offer = `off_x_pst-${prefix}`
    const promise = { guidance: told('', ''), offers: told(offer, state), training: told('', '') }
    return factsOf(person, promise, { guidance: [], offers: [{ id: offer, state }], training: [] }, names)
  }

  it('finds equal what differs by ids alone', () => {
    expect(differencesOf([ledger('1', 'person-1')], [ledger('2', 'person-1')])).toEqual([])
  })

  it('finds an offer in another state, and a ledger that one run lacks', () => {
    const embedded = [ledger('1', 'person-1'), ledger('1', 'person-2')]
    const fleet = [ledger('1', 'person-1', 'delivered'), ledger('1', 'person-3')]
    expect(differencesOf(embedded, fleet).map(({ person, promise, cause }) => [person, promise, cause])).toEqual([
      ['person-1', 'offers', 'other_course'],
      ['person-2', 'ledger', 'no_ledger'],
      ['person-3', 'ledger', 'no_ledger'],
    ])
  })

  it('names how they differ', () => {
    const own = ledger('1', 'person-1')
    const causeOf = (offers: Partial<LedgerFacts['offers']>) =>
      differencesOf([own], [{ ...own, offers: { ...own.offers, ...offers } }]).map(({ cause }) => cause)
    const [item] = own.offers.items
    if (item === undefined) throw new Error('a ledger with an offer was asked for')
    expect(causeOf({})).toEqual([])
    expect(causeOf({ items: [{ ...item, name: 'off_x_demo-2' }] })).toEqual(['other_items'])
    expect(causeOf({ items: [] })).toEqual(['other_items'])
    expect(causeOf({ items: [{ ...item, score: 1 }] })).toEqual(['other_score'])
    expect(causeOf({ items: [{ ...item, verdict: 'offers.declined' }] })).toEqual(['other_course'])
    expect(causeOf({ items: [{ ...item, reached: `sms ${at}` }] })).toEqual(['other_arrival'])
    expect(causeOf({ missing: 2 })).toEqual(['other_sum'])
  })
})
