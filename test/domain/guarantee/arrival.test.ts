import { describe, expect, it } from 'vitest'
import { offerId } from '../../../src/domain/guarantee/guarantee.ts'
import type { OfferEvent } from '../../../src/domain/guarantee/items.ts'
import { noteDelivered, noteUndelivered } from '../../../src/domain/guarantee/offers.ts'
import { act, docOf, ledger, offered, receipt } from '../../support/ledger.ts'

const id = offerId(ledger()._id, 'p1')
const after: readonly (readonly OfferEvent[])[] = [
  ['deliver'],
  ['deliver', 'accept'],
  ['deliver', 'decline'],
  ['deliver', 'lapse'],
  ['deliver', 'hire'],
  ['deliver', 'accept', 'not_hire'],
  ['expire', 'deliver', 'accept'],
  ['withdraw'],
]

describe('what became of the message of an offer', () => {
  it.each(after)('changes nothing when it is told again after %s %s %s', (...steps) => {
    const found = offered(ledger(), 'p1', ['approve', 'send', ...steps])
    expect(noteDelivered(found, id, act(5), receipt(5)).kind).toBe('unchanged')
    expect(noteUndelivered(found, id, act(5)).kind).toBe('unchanged')
  })

  it('is noted while the offer is on its way, and an arrival also after it was given up', () => {
    const sent = offered(ledger(), 'p1', ['approve', 'send'])
    const given = docOf(noteUndelivered(sent, id, act(4)))
    expect(given.offers[0]?.state).toBe('undelivered')
    expect(noteUndelivered(given, id, act(5)).kind).toBe('unchanged')
    expect(docOf(noteDelivered(given, id, act(5), receipt(5))).offers[0]).toMatchObject({
      state: 'delivered',
      evidence: receipt(5),
    })
  })
})
