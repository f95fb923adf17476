import { describe, expect, it } from 'vitest'
import { alarmsAfter, alarmsNow, alarmWords, channelFigures } from '../../src/domain/delivery-figures.ts'
import type { Attempt, Delivery, ReceiptStatus } from '../../src/domain/delivery-types.ts'
import { plusMinutes } from '../../src/domain/time.ts'
import { dayOne, policy } from '../support/ledger.ts'

const at = (minutes: number) => plusMinutes(dayOne, minutes)
const attempt = (more: Partial<Attempt>, ...receipts: readonly (readonly [ReceiptStatus, number])[]): Attempt => ({
  number: 1,
  channel: 'sms',
  begunAt: at(0),
  receipts: receipts.map(([status, minutes]) => ({ attempt: 1, status, at: at(minutes) })),
  ...more,
})
const delivery = (attempts: readonly Attempt[], more: Partial<Delivery> = {}): Delivery => ({
  _id: 'd',
  district: '640302',
  version: 1,
  schema: 1,
  createdAt: dayOne,
  updatedAt: dayOne,
  pending: [],
  seeker: 's',
  guarantee: 'g',
  purpose: 'offer',
  item: 'o',
  township: 't',
  village: 'v',
  body: { template: 'offer', templateVersion: 1, text: '…' },
  plan: ['sms', 'visit'],
  step: 0,
  state: 'sent',
  attempts,
  dueAt: at(0),
  expiresAt: at(100_000),
  ...more,
})
const figuresOf = (...deliveries: readonly Delivery[]) =>
  new Map(channelFigures(deliveries, dayOne).map((one) => [one.channel, one]))

describe('the figures of a channel', () => {
  it('count how each attempt ended, and how long those that arrived took', () => {
    const found = figuresOf(
      delivery([attempt({}, ['sent', 1], ['delivered', 4])]),
      delivery([attempt({}, ['failed', 2], ['delivered', 6])]),
      delivery([attempt({}, ['failed', 2]), attempt({ channel: 'wechat' }, ['unknown', 9])]),
      delivery([attempt({}, ['sent', 1])]),
    )
    expect(found.get('sms')).toEqual({
      channel: 'sms',
      begun: 4,
      delivered: 2,
      failed: 1,
      unknown: 0,
      waiting: 1,
      medianMinutes: 4,
      p90Minutes: 6,
    })
    expect(found.get('wechat')).toMatchObject({ begun: 1, unknown: 1 })
    expect(found.get('wechat')).not.toHaveProperty('medianMinutes')
  })

  it('take what one message carried as one message, and a hand-over as one that arrived', () => {
    const evidence = { kind: 'handed_over', channel: 'visit', at: at(60), by: 'k' } as const
    const found = figuresOf(
      delivery([attempt({ bundle: ['d', 'e'] }, ['delivered', 1])]),
      delivery([attempt({ carriedBy: { delivery: 'd', attempt: 1 } }, ['delivered', 1])]),
      delivery([attempt({ channel: 'visit', by: 'k' }, ['failed', 0])], { state: 'handed_over', evidence }),
    )
    expect(found.get('sms')?.begun).toBe(1)
    expect(found.get('visit')).toMatchObject({ begun: 2, delivered: 1, failed: 1 })
  })

  it('leave out what began before', () => {
    expect(figuresOf(delivery([attempt({ begunAt: at(-1) }, ['delivered', 1])])).get('sms')?.begun).toBe(0)
  })
})

describe('an alarm', () => {
  const { alarms: rules } = policy.delivery
  const many = (count: number, one: Delivery) => Array.from({ length: count }, () => one)
  const codes = (deliveries: readonly Delivery[], minutes: number, isLoud = true) =>
    alarmsNow(deliveries, rules, { now: at(minutes), isLoud }).map((one) => one.code)
  const sent = delivery([attempt({})])
  const waiting = delivery([], { state: 'queued' })

  it('of silence is raised when 200 wait and no receipt came for half an hour, not before, not for fewer', () => {
    expect(codes(many(200, sent), 31)).toEqual(['silence'])
    expect(codes(many(200, sent), 29)).toEqual([])
    expect(codes(many(199, sent), 31)).toEqual([])
    expect(codes([...many(200, sent), delivery([attempt({}, ['sent', 20])])], 31)).toEqual([])
  })

  it('of idleness is raised when what is due is not fetched, but not in the quiet hours', () => {
    expect(codes(many(50, waiting), 31)).toEqual(['idle'])
    expect(codes(many(50, waiting), 31, false)).toEqual([])
    expect(codes(many(49, waiting), 31)).toEqual([])
    expect(codes([...many(50, waiting), delivery([attempt({ begunAt: at(20) })])], 31)).toEqual([])
    expect(codes(many(50, { ...waiting, plan: ['visit'] }), 31)).toEqual([])
  })

  it('of failure is raised when most of what ended in the last hour failed', () => {
    const failed = delivery([attempt({}, ['failed', 10])])
    const good = delivery([attempt({}, ['delivered', 10])])
    expect(codes([...many(30, failed), ...many(20, good)], 31)).toEqual(['failing'])
    expect(codes([...many(25, failed), ...many(25, good)], 31)).toEqual([])
    expect(codes([...many(30, failed), ...many(20, good)], 80)).toEqual([])
  })

  it('is raised once, held with its begin, ended with its time, and kept', () => {
    const first = alarmsAfter([], [{ code: 'idle', messages: 60 }], at(0))
    const held = alarmsAfter(first, [{ code: 'idle', messages: 80 }], at(10))
    expect(held).toEqual([{ code: 'idle', messages: 80, since: at(0) }])
    const over = alarmsAfter(held, [], at(20))
    expect(over).toEqual([{ code: 'idle', messages: 80, since: at(0), until: at(20) }])
    const again = alarmsAfter(over, [{ code: 'idle', messages: 55 }], at(30))
    expect(again).toEqual([{ code: 'idle', messages: 55, since: at(30) }, ...over])
  })

  it('says what it is about and what to do, in both languages', () => {
    for (const code of ['silence', 'idle', 'failing'] as const) {
      const { zh, en } = alarmWords({ code, messages: 7 })
      expect(zh).toMatch(/7 条消息.*请查/)
      expect(en).toContain('7 messages')
    }
  })
})
