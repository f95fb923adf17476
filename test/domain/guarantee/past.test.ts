import { describe, expect, it } from 'vitest'
import { guaranteeOf, offerId } from '../../../src/domain/guarantee/guarantee.ts'
import { waiveTraining } from '../../../src/domain/guarantee/ledger.ts'
import { moveOffer, notePostingClosed } from '../../../src/domain/guarantee/offers.ts'
import { historyOf, ledgerAt } from '../../../src/domain/guarantee/past.ts'
import { act, day, delivered, docOf, ledger, offered, policy } from '../../support/ledger.ts'

/** Offers delivered on days 3 and 6, the first lost on day 5 as its posting closed; training waived on day 8. */
function lived() {
  let found = offered(ledger(), 'p1', delivered, { day: 3 })
  found = docOf(notePostingClosed(found, offerId(found._id, 'p1'), day(5), act(5)))
  found = offered(found, 'p2', delivered, { day: 6 })
  return docOf(waiveTraining(found, { ...act(8), reason: '本人放弃' }))
}

describe('the ledger as it was', () => {
  it('on a day judges as the ledger of that day did', () => {
    const early = offered(ledger(), 'p1', delivered, { day: 3 })
    expect(guaranteeOf(ledgerAt(lived(), day(4)), policy, day(4))).toEqual(guaranteeOf(early, policy, day(4)))
  })

  it('knows no item before its first step, no evidence, refusal or waiver before it was given', () => {
    const found = lived()
    expect(ledgerAt(found, day(2))).toMatchObject({ offers: [], guidance: [], training: [] })
    expect(ledgerAt(found, day(7))).not.toHaveProperty('waiver')
    const declined = docOf(
      moveOffer(offered(ledger(), 'p1', delivered, { day: 3 }), offerId(ledger()._id, 'p1'), 'decline', act(9), {
        refusal: 'cannot_distance',
      }),
    )
    const [then] = ledgerAt(declined, day(4)).offers
    expect(then?.state).toBe('delivered')
    expect(then).not.toHaveProperty('refusal')
    expect(ledgerAt(declined, day(9)).offers[0]?.refusal).toBeDefined()
  })

  it('tells how much of each promise was left, change by change', () => {
    const history = historyOf(lived(), policy, day(20))
    expect(history.offers).toEqual([
      { at: day(1), left: 3 },
      { at: day(3), left: 2 },
      { at: day(5), left: 3 },
      { at: day(6), left: 2 },
    ])
    expect(history.training).toEqual([
      { at: day(1), left: 1 },
      { at: day(8), left: 0 },
    ])
    expect(history.guidance).toEqual([{ at: day(1), left: 1 }])
  })

  it('tells of a day before what it told on that day, and nothing before the wish', () => {
    const whole = historyOf(lived(), policy, day(20)).offers
    for (const number of [1, 3, 4, 5, 7])
      expect(historyOf(lived(), policy, day(number)).offers).toEqual(whole.filter((one) => one.at <= day(number)))
    expect(historyOf(lived(), policy, day(0)).offers).toEqual([])
  })
})
