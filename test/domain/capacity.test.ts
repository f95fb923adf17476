import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { freeSeats, holdSeat, moveSeat, type TrainingClass } from '../../src/domain/class.ts'
import { freeOffers, holdOffer, movePosting, releaseOffer, type Posting } from '../../src/domain/posting.ts'
import { book, cancelBooking, cancelSlot, freePlaces, recordOutcome, type Slot } from '../../src/domain/slot.ts'
import { plusDays } from '../../src/domain/time.ts'
import { dayOne, docOf, refusalOf } from '../support/ledger.ts'

const base = {
  district: '640302',
  version: 1,
  schema: 1,
  createdAt: dayOne,
  updatedAt: dayOne,
  pending: [],
  township: 't',
}
const slot: Slot = {
  ...base,
  _id: 'slt-1',
  counsellor: 'c1',
  counsellorName: '马老师',
  mode: 'phone',
  place: '640302100',
  startsAt: plusDays(dayOne, 3),
  lengthMinutes: 60,
  capacity: 2,
  bookings: [],
  state: 'open',
}
const school: TrainingClass = {
  ...base,
  _id: 'cls-1',
  title: '电焊',
  kind: 'skill',
  occupation: '焊工',
  skillsTaught: ['电焊'],
  provider: 'p',
  free: true,
  place: '640302100',
  startsAt: plusDays(dayOne, 20),
  endsOn: '2026-04-20',
  capacity: 2,
  seats: [],
  state: 'open',
}
const posting: Posting = {
  ...base,
  _id: 'pst-1',
  employer: 'e1',
  kind: 'enterprise',
  title: '包装工',
  text: '',
  openings: 2,
  terms: {},
  closesAt: plusDays(dayOne, 30),
  state: 'open',
  history: [],
  inFlight: [],
  flags: [],
}
const hold = (seeker: string) => ({ seeker, at: dayOne, by: 'k', holdUntil: plusDays(dayOne, 10) })

describe('a slot', () => {
  it('never gives one place to two seekers, whatever is booked and cancelled', () => {
    const command = fc.tuple(fc.constantFrom('book', 'cancel'), fc.integer({ min: 0, max: 5 }))
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
        let found = slot
        for (const [what, who] of commands) {
          const decision =
            what === 'book' ? book(found, `s${who}`, dayOne, 'k') : cancelBooking(found, `s${who}`, dayOne, 'office')
          if (decision.kind !== 'refused') found = decision.doc
          const live = found.bookings.filter((one) => one.state === 'booked')
          expect(live.length).toBeLessThanOrEqual(slot.capacity)
          expect(new Set(found.bookings.map((one) => one.seeker)).size).toBe(found.bookings.length)
          expect(freePlaces(found)).toBe(slot.capacity - live.length)
        }
      }),
    )
  })

  it('refuses what is past, full or cancelled, each by its own code', () => {
    expect(refusalOf(book(slot, 's1', slot.startsAt, 'k'))).toBe('slot.past')
    const full = docOf(book(docOf(book(slot, 's1', dayOne, 'k')), 's2', dayOne, 'k'))
    expect(refusalOf(book(full, 's3', dayOne, 'k'))).toBe('slot.full')
    expect(refusalOf(book(docOf(cancelSlot(slot, dayOne)), 's1', dayOne, 'k'))).toBe('slot.cancelled')
    expect(book(full, 's1', dayOne, 'k').kind).toBe('unchanged')
  })

  it('takes attendance only after it began, and by phone only with a note', () => {
    const booked = docOf(book(slot, 's1', dayOne, 'k'))
    const attended = { outcome: 'attended', note: '谈过', at: slot.startsAt } as const
    expect(refusalOf(recordOutcome(booked, 's1', { ...attended, at: dayOne }))).toBe('slot.not_begun')
    expect(refusalOf(recordOutcome(booked, 's1', { outcome: 'attended', at: slot.startsAt }))).toBe(
      'guidance.note_missing',
    )
    expect(docOf(recordOutcome(booked, 's1', attended)).bookings[0]).toMatchObject({ state: 'attended', note: '谈过' })
    expect(refusalOf(recordOutcome(booked, 'nobody', attended))).toBe('slot.not_booked')
  })

  it('takes every booking back when it is cancelled', () => {
    const booked = docOf(book(slot, 's1', dayOne, 'k'))
    const decision = cancelSlot(booked, dayOne)
    expect(decision.kind === 'changed' && decision.events.map((event) => event.kind)).toEqual([
      'slot.cancelled',
      'slot.booking_cancelled',
    ])
  })
})

describe('a class', () => {
  it('holds no more seats than it has, and a released one passes on', () => {
    const full = docOf(holdSeat(docOf(holdSeat(school, hold('s1'))), hold('s2')))
    expect(freeSeats(full)).toBe(0)
    expect(refusalOf(holdSeat(full, hold('s3')))).toBe('class.full')
    const freed = docOf(moveSeat(full, 's1', { event: 'release', at: dayOne, reason: 'lapsed' }))
    expect(docOf(holdSeat(freed, hold('s3'))).seats).toHaveLength(3)
  })

  it('that is not free or has begun holds no seat', () => {
    expect(refusalOf(holdSeat({ ...school, free: false }, hold('s1')))).toBe('class.not_free')
    expect(refusalOf(holdSeat(school, { ...hold('s1'), at: school.startsAt }))).toBe('class.begun')
  })
})

describe('a posting', () => {
  const offer = (id: number) => ({ offer: `o${id}`, seeker: `s${id}`, at: dayOne })

  it('never has more offers in flight than openings times the limit', () => {
    let found = posting
    for (let id = 0; id < 6; id += 1) found = docOf(holdOffer(found, offer(id), 3))
    expect(freeOffers(found, 3)).toBe(0)
    expect(refusalOf(holdOffer(found, offer(9), 3))).toBe('posting.full')
    expect(holdOffer(found, offer(0), 3).kind).toBe('unchanged')
    expect(freeOffers(docOf(releaseOffer(found, 'o1')), 3)).toBe(1)
  })

  it('takes no offer once it is paused, closed or past its time', () => {
    const step = { at: dayOne, by: 'k', reason: '招满' }
    expect(refusalOf(holdOffer(docOf(movePosting(posting, { ...step, event: 'pause' })), offer(1), 3))).toBe(
      'posting.not_open',
    )
    expect(refusalOf(holdOffer(posting, { ...offer(1), at: posting.closesAt }, 3))).toBe('posting.not_open')
  })

  it('keeps actor and reason of every step, and does not reopen into the past', () => {
    const closed = docOf(movePosting(posting, { event: 'close', at: dayOne, by: 'k', reason: '招满' }))
    expect(closed.history).toEqual([{ at: dayOne, by: 'k', event: 'close', reason: '招满' }])
    const late = { event: 'reopen', at: plusDays(dayOne, 40), by: 'k', reason: '又缺人' } as const
    expect(refusalOf(movePosting(closed, late))).toBe('posting.past')
    expect(docOf(movePosting(closed, { ...late, closesAt: plusDays(dayOne, 60) })).state).toBe('open')
    expect(refusalOf(movePosting(closed, { ...late, event: 'pause' }))).toBe('posting.wrong_state')
  })
})
