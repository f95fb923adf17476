import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { holidays } from '../../src/data/holidays.ts'
import { policies } from '../../src/data/policies.ts'
import { calendarOf } from '../../src/domain/calendar.ts'
import type { Delivery, Receipt } from '../../src/domain/delivery-types.ts'
import {
  acknowledge,
  expire,
  extend,
  fallBack,
  handOver,
  lease,
  stepLimit,
  takeReceipt,
  tick,
} from '../../src/domain/delivery.ts'
import { withdrawDelivery } from '../../src/domain/recall.ts'
import { policyAt } from '../../src/domain/policy.ts'
import { plusHours, plusMinutes } from '../../src/domain/time.ts'
import { dayOne, docOf, refusalOf } from '../support/ledger.ts'

const { stepHours: hours } = policyAt(policies, dayOne).delivery
const limit = stepLimit(hours, calendarOf(holidays))
const at = (count: number) => plusHours(dayOne, count)

const queued: Delivery = {
  _id: 'dlv-1',
  district: '640302',
  version: 1,
  schema: 1,
  createdAt: dayOne,
  updatedAt: dayOne,
  pending: [],
  seeker: 's1',
  guarantee: 'g1',
  purpose: 'offer',
  item: 'o1',
  township: 't',
  village: 'v',
  body: { template: 'offer', templateVersion: 1, text: '…' },
  plan: ['sms', 'phone', 'visit'],
  step: 0,
  state: 'queued',
  attempts: [],
  dueAt: dayOne,
  expiresAt: at(500),
}

const leased = docOf(lease(queued, { holder: 'n1', id: 'l1', now: at(0), seconds: 300 }))
const sent = docOf(acknowledge(leased, { id: 'l1', now: at(0) }, limit))
const receive = (found: Delivery, news: Partial<Receipt>) =>
  takeReceipt(found, { attempt: 1, status: 'delivered', at: at(1), ...news }, limit, 'n1')

describe('a lease', () => {
  it('is held by one notifier at a time and returns when it runs out', () => {
    const other = { holder: 'n2', id: 'l2', seconds: 300 }
    expect(refusalOf(lease(leased, { ...other, now: plusMinutes(dayOne, 4) }))).toBe('delivery.lease_lost')
    const taken = docOf(lease(leased, { ...other, now: plusMinutes(dayOne, 6) }))
    expect(taken).toMatchObject({ state: 'leased', lease: { holder: 'n2' } })
    expect(taken.attempts).toHaveLength(2)
    expect(docOf(tick(leased, plusMinutes(dayOne, 6), limit)).state).toBe('queued')
  })

  it('can be extended while it is held and by nobody else', () => {
    const longer = docOf(extend(leased, { id: 'l1', now: plusMinutes(dayOne, 4), seconds: 600 }))
    expect(longer.lease?.until).toBe(plusMinutes(dayOne, 14))
    expect(refusalOf(extend(leased, { id: 'foreign', now: dayOne, seconds: 600 }))).toBe('delivery.lease_lost')
    expect(refusalOf(acknowledge(leased, { id: 'l1', now: plusMinutes(dayOne, 6) }, limit))).toBe('delivery.lease_lost')
  })
})

describe('receipts', () => {
  it('never let a late sent overwrite delivered', () => {
    const done = docOf(receive(sent, {}))
    expect(done).toMatchObject({ state: 'delivered', evidence: { kind: 'receipt', channel: 'sms' } })
    expect(docOf(receive(done, { status: 'sent', at: at(2) })).state).toBe('delivered')
    expect(docOf(receive(done, { status: 'failed', at: at(2) })).state).toBe('delivered')
  })

  it('that are repeated change nothing', () => {
    const done = docOf(receive(sent, {}))
    expect(receive(done, { at: at(9) }).kind).toBe('unchanged')
  })

  it('of a failure move on to the next channel, and of an earlier attempt do not', () => {
    const next = docOf(receive(sent, { status: 'failed', code: 'UNDELIV' }))
    expect(next).toMatchObject({ state: 'queued', step: 1 })
    expect(docOf(receive(next, { status: 'failed', code: 'OTHER' }))).toMatchObject({ state: 'queued', step: 1 })
  })

  it('prove delivery even after the message was given up', () => {
    expect(docOf(receive(docOf(expire(sent, at(9))), {})).state).toBe('delivered')
  })

  it('end in one state whatever their order and repetition', () => {
    const receipts: Receipt[] = [
      { attempt: 1, status: 'sent', at: at(1) },
      { attempt: 1, status: 'delivered', at: at(2) },
      { attempt: 1, status: 'sent', at: at(1) },
      { attempt: 1, status: 'delivered', at: at(2) },
    ]
    fc.assert(
      fc.property(fc.shuffledSubarray(receipts, { minLength: 4 }), (order) => {
        const end = order.reduce((found, one) => docOf(takeReceipt(found, one, limit, 'n1')), sent)
        expect(end).toMatchObject({ state: 'delivered', finishedAt: at(2), evidence: { at: at(2) } })
      }),
    )
  })
})

describe('a receipt of doubt', () => {
  const both: Delivery = { ...sent, plan: ['sms', 'wechat', 'phone', 'visit'] }

  it('brings the delivery to a person, and the truth that follows still counts', () => {
    const doubted = docOf(receive(both, { status: 'unknown', code: 'timeout' }))
    expect(doubted).toMatchObject({ state: 'queued', step: 2, dueAt: limit('phone', at(1)) })
    expect(receive(doubted, { status: 'unknown', code: 'timeout' }).kind).toBe('unchanged')
    expect(docOf(receive(doubted, { at: at(5) }))).toMatchObject({ state: 'delivered', finishedAt: at(5) })
    expect(docOf(receive(docOf(receive(both, {})), { status: 'unknown' })).state).toBe('delivered')
  })

  it('does not bring back what a person already waited too long for', () => {
    const doubted = docOf(receive(both, { status: 'unknown' }))
    const visited = docOf(tick(doubted, limit('phone', at(1)), limit))
    expect(docOf(receive(visited, { status: 'failed' }))).toMatchObject({ state: 'queued', step: 3 })
  })

  it('ends with failure, repetition and order in one state', () => {
    const failure: Receipt = { attempt: 1, status: 'failed', at: at(2), code: 'UNDELIV' }
    const doubt: Receipt = { attempt: 1, status: 'unknown', at: at(1), code: 'timeout' }
    const receipts: Receipt[] = [{ attempt: 1, status: 'sent', at: at(1) }, failure, doubt, failure, doubt]
    fc.assert(
      fc.property(fc.shuffledSubarray(receipts, { minLength: 5 }), (order) => {
        const end = order.reduce((found, one) => docOf(takeReceipt(found, one, limit, 'n1')), both)
        expect(end).toMatchObject({ state: 'queued', step: 1, dueAt: at(2) })
      }),
    )
  })
})

describe('time', () => {
  it('falls back from silence to the call and to the visit, and then gives up', () => {
    const called = docOf(tick(sent, at(hours.sms), limit))
    expect(called).toMatchObject({ state: 'queued', step: 1 })
    const visited = docOf(tick(called, limit('phone', at(hours.sms)), limit))
    expect(visited).toMatchObject({ state: 'queued', step: 2, dueAt: queued.expiresAt })
    expect(docOf(tick(visited, queued.expiresAt, limit))).toMatchObject({ state: 'undelivered' })
    expect(docOf(fallBack(visited, at(1), limit)).state).toBe('undelivered')
  })

  it('leaves alone what is not due or is over', () => {
    expect(tick(sent, at(1), limit).kind).toBe('unchanged')
    expect(tick(docOf(receive(sent, {})), at(900), limit).kind).toBe('unchanged')
  })
})

it('is evidence when a person hands it over, once', () => {
  const said = { by: 'k', at: at(3), note: '入户交付', channel: 'visit' } as const
  const done = docOf(handOver(sent, said))
  expect(done).toMatchObject({ state: 'handed_over', evidence: { kind: 'handed_over', note: '入户交付' } })
  expect(handOver(done, said).kind).toBe('unchanged')
})

describe('a message whose item is gone', () => {
  const recalled = docOf(withdrawDelivery(sent, at(1)))

  it('is withdrawn at once while nobody has it', () => {
    expect(docOf(withdrawDelivery(queued, at(1)))).toMatchObject({ state: 'withdrawn' })
  })

  it('is recalled once while it is on its way, and nobody is asked to try another way', () => {
    expect(recalled).toMatchObject({ state: 'sent', recalledAt: at(1) })
    expect(withdrawDelivery(recalled, at(2)).kind).toBe('unchanged')
    expect(docOf(receive(recalled, { status: 'failed' })).state).toBe('withdrawn')
    expect(docOf(receive(recalled, { status: 'unknown' })).state).toBe('withdrawn')
    expect(tick(recalled, at(1), limit).kind).toBe('unchanged')
    expect(docOf(tick(recalled, at(hours.sms), limit)).state).toBe('withdrawn')
    expect(docOf(tick(recalled, recalled.expiresAt, limit)).state).toBe('withdrawn')
  })

  it('returns from a lease that ran out to nobody', () => {
    const held = docOf(withdrawDelivery(leased, at(0)))
    expect(held).toMatchObject({ state: 'leased', recalledAt: at(0) })
    const later = at(24)
    expect(lease(held, { holder: 'n2', id: 'l2', now: later, seconds: 60 }).kind).toBe('refused')
    expect(docOf(tick(held, later, limit)).state).toBe('withdrawn')
  })

  it('counts as delivered when it arrives all the same, and a late receipt does not bring it back', () => {
    expect(docOf(receive(recalled, {}))).toMatchObject({ state: 'delivered', evidence: { kind: 'receipt' } })
    const gone = docOf(receive(recalled, { status: 'failed' }))
    expect(docOf(receive(gone, { at: at(5) })).state).toBe('withdrawn')
  })
})
