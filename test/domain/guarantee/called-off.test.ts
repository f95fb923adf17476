import { describe, expect, it } from 'vitest'
import { callOffOf, isWorthTelling, wordExpiresAt } from '../../../src/domain/guarantee/called-off.ts'
import { offerId, type Guarantee } from '../../../src/domain/guarantee/guarantee.ts'
import { moveOffer, notePostingClosed } from '../../../src/domain/guarantee/offers.ts'
import {
  moveGuidance,
  moveTraining,
  noteBooking,
  noteInvitation,
  noteSeat,
} from '../../../src/domain/guarantee/sessions.ts'
import { act, day, delivered, docOf, ledger, offered, receipt } from '../../support/ledger.ts'

const slot = { id: 'g1', slot: 's1', mode: 'place', startsAt: day(20) } as const
const book = (found: Guarantee, number: number) => docOf(noteBooking(found, slot, act(number)))
const cancel = (found: Guarantee, number: number, reason: string) =>
  docOf(moveGuidance(found, 'g1', 'cancel', { ...act(number), reason }))

describe('a session is called off', () => {
  it('when the session or the booking is cancelled by the office, not by its person, nor for want of an address', () => {
    const off = (reason: string) => callOffOf(cancel(book(ledger(), 2), 3, reason), 'g1')
    expect([off('session_cancelled'), off('office')].map((one) => one?.isOff)).toEqual([true, true])
    expect([off('own_wish'), off('undelivered')]).toEqual([undefined, undefined])
    expect(callOffOf(docOf(moveGuidance(book(ledger(), 2), 'g1', 'excuse', act(3))), 'g1')).toBeUndefined()
  })

  it('until it is booked again or given up, and each time anew', () => {
    const again = book(cancel(book(ledger(), 2), 3, 'office'), 4)
    expect(callOffOf(again, 'g1')).toMatchObject({ number: 1, isOff: false })
    expect(callOffOf(cancel(again, 5, 'own_wish'), 'g1')).toMatchObject({ number: 1, isOff: false })
    expect(callOffOf(cancel(again, 5, 'office'), 'g1')).toMatchObject({
      number: 2,
      isOff: true,
      at: day(5),
      since: day(3),
    })
  })

  it('and worth telling until it would have begun, no later', () => {
    const off = callOffOf(cancel(book(ledger(), 2), 3, 'office'), 'g1')!
    expect([day(19), day(20)].map((now) => isWorthTelling(off, now))).toEqual([true, false])
    expect([day(30), day(10)].map((usual) => wordExpiresAt(off, usual))).toEqual([day(20), day(10)])
  })
})

it('a session that is booked again has no invitation yet', () => {
  const invited = docOf(noteInvitation(book(ledger(), 2), 'g1', receipt(2), act(2)))
  expect(book(invited, 3)).toBe(invited)
  expect(book(cancel(invited, 3, 'office'), 4).guidance[0]).not.toHaveProperty('invitation')
})

describe('a seat is called off', () => {
  const seat = { id: 't1', class: 'c1', title: '电焊', startsAt: day(20), free: true, fits: true }
  const hold = (found: Guarantee, number: number) => docOf(noteSeat(found, seat, act(number)))
  const release = (found: Guarantee, number: number, reason?: string) =>
    docOf(moveTraining(found, 't1', 'release', { ...act(number), ...(reason === undefined ? {} : { reason }) }))

  it('when the class is cancelled or the office takes it away, not when nobody answered or nothing arrived', () => {
    const off = (reason?: string) => callOffOf(release(hold(ledger(), 2), 3, reason), 't1')?.isOff
    expect([off('cancelled'), off(), off('机构缩减名额')]).toEqual([true, true, true])
    expect([off('lapsed'), off('undelivered')]).toEqual([undefined, undefined])
  })

  it('and knows whether its person had said yes to this seat, not to the one before', () => {
    const confirmed = docOf(moveTraining(hold(ledger(), 2), 't1', 'confirm', act(3)))
    const first = release(confirmed, 4)
    expect(callOffOf(first, 't1')).toMatchObject({ number: 1, isConfirmed: true })
    expect(callOffOf(release(hold(first, 5), 6), 't1')).toMatchObject({ number: 2, isConfirmed: false })
  })
})

describe('an offer is called off', () => {
  const id = offerId(ledger()._id, 'p1')
  const closed = (found: Guarantee) => docOf(notePostingClosed(found, id, day(5), act(5)))
  const off = (found: Guarantee) => callOffOf(found, id)?.isOff

  it('when its posting closes while its person waits for the work, not once they declined or have it', () => {
    const had = offered(ledger(), 'p1', delivered)
    expect(callOffOf(had, id)).toBeUndefined()
    const accepted = docOf(moveOffer(had, id, 'accept', act(3)))
    expect([off(closed(had)), off(closed(accepted))]).toEqual([true, true])
    expect(off(docOf(moveOffer(closed(accepted), id, 'hire', act(6))))).toBe(false)
    expect(off(docOf(moveOffer(closed(had), id, 'decline', act(6), { refusal: 'other' })))).toBe(false)
  })

  it('and worth telling for a week', () => {
    const found = callOffOf(closed(offered(ledger(), 'p1', delivered)), id)!
    expect([day(11), day(12)].map((now) => isWorthTelling(found, now))).toEqual([true, false])
    expect(wordExpiresAt(found, day(26))).toBe(day(26))
  })
})
