import { describe, expect, it } from 'vitest'
import type { Attempt, Delivery, Evidence, Receipt } from '../../src/domain/delivery-types.ts'
import { mayHaveReached, renew, toldAt } from '../../src/domain/recall.ts'
import { plusHours } from '../../src/domain/time.ts'
import { dayOne, docOf } from '../support/ledger.ts'

const at = (count: number) => plusHours(dayOne, count)

const attempt = (number: number, ...said: readonly (readonly [Receipt['status'], number])[]): Attempt => ({
  number,
  channel: 'sms',
  begunAt: at(number),
  receipts: said.map(([status, hour]) => ({ attempt: number, status, at: at(hour) })),
})
const handed: Evidence = { kind: 'handed_over', channel: 'visit', at: at(9), by: 'key-1', note: '入户交付' }

const message = (more: Partial<Delivery> = {}): Delivery => ({
  _id: 'dlv-1',
  district: '640302',
  version: 1,
  schema: 1,
  createdAt: dayOne,
  updatedAt: dayOne,
  pending: [],
  seeker: 's1',
  guarantee: 'g1',
  purpose: 'guidance',
  item: 'i1',
  township: 't',
  village: 'v',
  body: { template: 'guidance', templateVersion: 1, text: '…' },
  plan: ['sms', 'visit'],
  step: 0,
  state: 'sent',
  attempts: [],
  dueAt: dayOne,
  expiresAt: at(500),
  ...more,
})

describe('a message may have reached its person', () => {
  it('when it went out and nobody said that it failed', () => {
    expect(mayHaveReached(message())).toBe(false)
    expect(mayHaveReached(message({ attempts: [attempt(1)] }))).toBe(true)
    expect(mayHaveReached(message({ attempts: [attempt(1, ['unknown', 2])] }))).toBe(true)
    expect(mayHaveReached(message({ attempts: [attempt(1, ['sent', 2], ['failed', 3])] }))).toBe(false)
    expect(mayHaveReached(message({ attempts: [attempt(1, ['failed', 2], ['delivered', 3])] }))).toBe(true)
    expect(mayHaveReached(message({ evidence: handed }))).toBe(true)
  })

  it('since a moment, by what was begun after it alone', () => {
    const found = message({ attempts: [attempt(1)], evidence: handed })
    expect([at(1), at(9), at(10)].map((since) => mayHaveReached(found, since))).toEqual([true, true, false])
  })
})

it('a message was told when the attempt that arrived began, or when it was handed over', () => {
  const receipt: Evidence = { kind: 'receipt', channel: 'sms', at: at(8), by: 'n' }
  const attempts = [attempt(1, ['failed', 2]), attempt(3, ['delivered', 8])]
  expect(toldAt({ attempts, evidence: receipt })).toBe(at(3))
  expect(toldAt({ attempts, evidence: handed })).toBe(at(9))
  expect(toldAt({ attempts })).toBeUndefined()
})

describe('a message that arrived', () => {
  const fresh = { body: message().body, plan: ['sms', 'visit'], dueAt: at(20), expiresAt: at(600) } as const
  const arrived = message({ state: 'handed_over', evidence: handed, finishedAt: at(9) })

  it('goes out again when its person was told since that its item is off, and its hand-over stays on record', () => {
    const again = docOf(renew(arrived, fresh, at(10)))
    expect(again).toMatchObject({ state: 'queued', step: 0, dueAt: at(20) })
    expect(again).not.toHaveProperty('evidence')
    expect(again).not.toHaveProperty('finishedAt')
    expect(again.attempts).toEqual([
      {
        number: 1,
        channel: 'visit',
        begunAt: at(9),
        by: 'key-1',
        note: '入户交付',
        receipts: [{ attempt: 1, status: 'delivered', at: at(9) }],
      },
    ])
    expect(renew(again, fresh, at(10)).kind).toBe('unchanged')
  })

  it('stays as it is otherwise', () => {
    expect(renew(arrived, fresh).kind).toBe('unchanged')
    expect(renew(arrived, fresh, at(8)).kind).toBe('unchanged')
  })
})
