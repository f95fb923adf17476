import { describe, expect, it } from 'vitest'
import { guaranteeOf, offerId, type Guarantee } from '../../../src/domain/guarantee/guarantee.ts'
import { moveOffer, notePostingClosed, proposeOffer } from '../../../src/domain/guarantee/offers.ts'
import {
  moveGuidance,
  moveTraining,
  noteBooking,
  noteHeldSession,
  noteInvitation,
  noteSeat,
} from '../../../src/domain/guarantee/sessions.ts'
import { waiveTraining } from '../../../src/domain/guarantee/ledger.ts'
import { verdictWords } from '../../../src/domain/guarantee/words.ts'
import { act, day, delivered, docOf, ledger, offered, policy, receipt, refusalOf } from '../../support/ledger.ts'

const at = (guarantee: Guarantee, number = 5) => guaranteeOf(guarantee, policy, day(number))
const codes = (guarantee: Guarantee, number = 5) => at(guarantee, number).offers.verdicts.map((one) => one.code)
const closed = (guarantee: Guarantee, posting: string, number: number) =>
  docOf(notePostingClosed(guarantee, offerId(guarantee._id, posting), day(number), act(number)))

describe('an offer counts', () => {
  it('when it was suitable, open, approved and delivered by receipt', () => {
    const view = at(offered(ledger(), 'p1', delivered)).offers
    expect(view).toMatchObject({ counted: 1, missing: 2, underWay: 0, status: 'open' })
    expect(view.verdicts[0]).toMatchObject({ result: 'counts', code: 'offers.delivered', at: day(2) })
  })

  it('when a grid worker handed it over', () => {
    const evidence = { kind: 'handed_over', channel: 'visit', at: day(2), by: 'key-2', note: '当面交付' } as const
    expect(codes(offered(ledger(), 'p1', delivered, { more: { deliver: { evidence } } }))).toEqual([
      'offers.handed_over',
    ])
  })

  it('never when it did not suit at the moment of sending', () => {
    const atSending = { at: day(2), suitable: false, postingOpen: true, score: 1 }
    expect(codes(offered(ledger(), 'p1', delivered, { more: { send: { atSending } } }))).toEqual([
      'offers.not_suitable',
    ])
  })

  it('never when the posting was not open at the moment of sending', () => {
    const atSending = { at: day(2), suitable: true, postingOpen: false, score: 1 }
    expect(codes(offered(ledger(), 'p1', delivered, { more: { send: { atSending } } }))).toEqual([
      'offers.posting_not_open',
    ])
  })

  it('never when nobody and no rule approved it', () => {
    const { approvedBy: _none, ...offer } = offered(ledger(), 'p1', delivered).offers[0]!
    expect(codes({ ...ledger(), offers: [offer] })).toEqual(['offers.not_approved'])
  })

  it('never before a receipt says delivered', () => {
    const view = at(offered(ledger(), 'p1', ['approve', 'send'])).offers
    expect(view).toMatchObject({ counted: 0, underWay: 1 })
    expect(view.verdicts[0]).toMatchObject({ result: 'under_way', code: 'offers.on_its_way' })
  })

  it('never when it expired undelivered, and one more is owed then', () => {
    const view = at(offered(ledger(), 'p1', ['approve', 'send', 'expire'])).offers
    expect(view).toMatchObject({ counted: 0, missing: 3 })
    expect(view.reasons).toEqual(['offers.undelivered'])
  })

  it('after all when a late receipt shows that it had arrived', () => {
    expect(codes(offered(ledger(), 'p1', ['approve', 'send', 'expire', 'deliver']))).toEqual(['offers.delivered'])
  })

  it('for two of one employer at most', () => {
    let found = ledger()
    for (const posting of ['p1', 'p2']) found = offered(found, posting, delivered, { employer: 'e1' })
    const proposal = { posting: 'p3', employer: 'e1', title: 't', score: 1, modelVersion: 'm', approvedByRule: true }
    expect(refusalOf(proposeOffer(found, proposal, act(3)))).toBe('offer.employer_cap')
    const third = { ...found.offers[1]!, id: 'x3', posting: 'p3', evidence: receipt(4) }
    const view = at({ ...found, offers: [third, ...found.offers] }).offers
    expect(view.counted).toBe(2)
    expect(view.verdicts.map((one) => one.code)).toEqual([
      'offers.employer_cap',
      'offers.delivered',
      'offers.delivered',
    ])
  })

  it('once for each posting in a period', () => {
    const found = offered(ledger(), 'p1', delivered)
    const again = { ...found.offers[0]!, id: 'twin', evidence: receipt(4) }
    expect(codes({ ...found, offers: [...found.offers, again] })).toEqual([
      'offers.delivered',
      'offers.posting_repeated',
    ])
    const proposal = { posting: 'p1', employer: 'e', title: 't', score: 1, modelVersion: 'm', approvedByRule: true }
    expect(refusalOf(proposeOffer(found, proposal, act(3)))).toBe('offer.repeated')
  })

  it('not when its posting closed within three days of delivery, and is replaced', () => {
    const found = offered(ledger(), 'p1', delivered)
    expect(codes(closed(found, 'p1', 4))).toEqual(['offers.posting_closed'])
    expect(at(closed(found, 'p1', 4)).offers.missing).toBe(3)
  })

  it('still when its posting closed later than three days after delivery', () => {
    expect(codes(closed(offered(ledger(), 'p1', delivered), 'p1', 5), 9)).toEqual(['offers.delivered'])
  })

  it('still when it was declined for a reason that names no wrong fact', () => {
    const found = offered(ledger(), 'p1', [...delivered, 'decline'], {
      more: { decline: { refusal: 'not_interested' } },
    })
    expect(codes(found)).toEqual(['offers.delivered'])
  })

  it('not when the refusal shows that the profile was wrong', () => {
    const found = offered(ledger(), 'p1', [...delivered, 'decline'], { more: { decline: { refusal: 'cannot_shift' } } })
    expect(codes(found)).toEqual(['offers.wrong_fact'])
    expect(at(found).offers.missing).toBe(3)
  })

  it('still when it lapsed unanswered after delivery', () => {
    expect(codes(offered(ledger(), 'p1', [...delivered, 'lapse']))).toEqual(['offers.delivered'])
  })

  it('not when its posting closed before it was delivered', () => {
    const found = offered(ledger(), 'p1', ['approve', 'send'])
    expect(codes(closed(found, 'p1', 3))).toEqual(['offers.withdrawn'])
  })
})

describe('guidance counts', () => {
  const booked = (mode: 'place' | 'phone' = 'place') =>
    docOf(noteBooking(ledger(), { id: 'g1', slot: 's1', mode, startsAt: day(4) }, act(2)))

  it('when the session was attended', () => {
    expect(at(docOf(moveGuidance(booked(), 'g1', 'attend', act(4)))).guidance).toMatchObject({
      counted: 1,
      status: 'fulfilled',
    })
  })

  it('by phone only with a note', () => {
    const silent = docOf(moveGuidance(booked('phone'), 'g1', 'attend', act(4)))
    expect(at(silent).guidance).toMatchObject({ counted: 0, reasons: ['guidance.note_missing'] })
    const noted = docOf(moveGuidance(booked('phone'), 'g1', 'attend', act(4), { note: '谈了意向' }))
    expect(at(noted).guidance.counted).toBe(1)
  })

  it('never by an invitation, a booking or a missed session', () => {
    expect(at(booked()).guidance).toMatchObject({ counted: 0, underWay: 1 })
    expect(at(docOf(noteInvitation(booked(), 'g1', receipt(3), act(3)))).guidance.counted).toBe(0)
    const missed = docOf(moveGuidance(booked(), 'g1', 'miss', act(4)))
    expect(at(missed).guidance).toMatchObject({ counted: 0, missing: 1, reasons: ['guidance.no_show'] })
  })

  it('when it was held on a visit without a booking, with a note', () => {
    const session = { id: 'v1', mode: 'place', heldAt: day(3), note: '入户指导' } as const
    expect(at(docOf(noteHeldSession(ledger(), session, act(3)))).guidance.counted).toBe(1)
    expect(refusalOf(noteHeldSession(ledger(), { ...session, note: ' ' }, act(3)))).toBe('guidance.note_missing')
  })
})

describe('training counts', () => {
  const seat = { id: 't1', class: 'c1', title: '电焊', startsAt: day(20), free: true, fits: true }
  const held = (more: Partial<typeof seat> = {}) => docOf(noteSeat(ledger(), { ...seat, ...more }, act(2)))
  const invited = (more: Partial<typeof seat> = {}) => docOf(noteInvitation(held(more), 't1', receipt(3), act(3)))
  const training = (guarantee: Guarantee) => at(guarantee).training

  it('when a free fitting seat was held and its invitation delivered', () => {
    expect(training(held())).toMatchObject({ counted: 0, underWay: 1 })
    expect(training(invited())).toMatchObject({ counted: 1, status: 'fulfilled' })
  })

  it('never in a class that is not free or does not fit', () => {
    expect(training(invited({ free: false })).verdicts[0]?.code).toBe('training.not_free')
    expect(training(invited({ fits: false })).verdicts[0]?.code).toBe('training.does_not_fit')
  })

  it('never when the invitation did not arrive before the seat passed on', () => {
    expect(training(docOf(moveTraining(held(), 't1', 'release', act(9))))).toMatchObject({ counted: 0, missing: 1 })
  })

  it('not when the provider took the seat away after the invitation', () => {
    expect(training(docOf(moveTraining(invited(), 't1', 'release', act(9)))).counted).toBe(0)
  })

  it('not when the seat was given back for a wrong fact, but for another reason still', () => {
    const back = (refusal: 'cannot_health' | 'not_interested') =>
      training(docOf(moveTraining(invited(), 't1', 'return', act(4), { refusal }))).counted
    expect([back('cannot_health'), back('not_interested')]).toEqual([0, 1])
  })

  it('shows attended and certified beside what counts', () => {
    const attended = docOf(moveTraining(invited(), 't1', 'attend', act(20)))
    const certified = docOf(moveTraining(attended, 't1', 'certify', act(30)))
    expect([training(attended), training(certified)].map((one) => one.verdicts[0]?.code)).toEqual([
      'training.attended',
      'training.certified',
    ])
  })

  it('is reported as waived, never as served, when the seeker gives it up', () => {
    const waived = docOf(waiveTraining(ledger(), { ...act(2), reason: '照顾老人' }))
    expect(training(waived)).toMatchObject({ counted: 0, missing: 0, status: 'waived', reasons: [] })
    const served = docOf(waiveTraining(invited(), { ...act(4), reason: '后来不想去' }))
    expect(training(served).status).toBe('fulfilled')
  })
})

it('has words in Chinese and English for every verdict of these rules', () => {
  for (const [code, words] of Object.entries(verdictWords)) {
    expect(code).toMatch(/^(offers|guidance|training)\.[a-z_]+$/)
    expect(words.zh).toMatch(/[一-鿿]/)
    expect(words.en.length).toBeGreaterThan(3)
  }
})

it('refuses steps that the table does not allow, and repeats change nothing', () => {
  const found = offered(ledger(), 'p1', delivered)
  const id = offerId(found._id, 'p1')
  expect(refusalOf(moveOffer(found, id, 'send', act(3)))).toBe('offer.wrong_state')
  expect(moveOffer(found, id, 'deliver', act(3)).kind).toBe('unchanged')
})
