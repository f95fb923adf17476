import { describe, expect, it } from 'vitest'
import { pastOf, planOf, type PastAttempt } from '../../src/domain/channel-plan.ts'
import type { Channel, Seeker } from '../../src/domain/seeker.ts'
import { person } from '../support/people.ts'
import { day, dayOne } from '../support/ledger.ts'

const usual: readonly Channel[] = ['sms', 'wechat', 'phone', 'visit']
const sealed = { keyId: 'k', iv: '', tag: '', text: '' } as unknown as NonNullable<Seeker['phone']>
const both: Partial<Seeker> = { phone: sealed, wechat: sealed }
const chose = (...channels: readonly (readonly [Channel, boolean])[]): Partial<Seeker> => ({
  channels: channels.map(([channel, consent]) => ({ channel, consent })),
})
const tried = (...rows: readonly (readonly [Channel, boolean])[]): readonly PastAttempt[] =>
  rows.map(([channel, arrived], at) => ({ channel, arrived, begunAt: day(at + 1) }))
const plan = (more: Partial<Seeker>, past: readonly PastAttempt[] = []) => planOf(person({}, more), usual, past)

describe('the plan of channels', () => {
  it('is the usual order where the person chose nothing, and ends with a visit', () => {
    expect(plan(both)).toEqual({
      channels: ['sms', 'wechat', 'phone', 'visit'],
      reasons: [
        { channel: 'sms', code: 'usual' },
        { channel: 'wechat', code: 'usual' },
        { channel: 'phone', code: 'usual' },
        { channel: 'visit', code: 'last_resort' },
      ],
    })
  })

  it('follows the person’s choice, and says what they did not consent to', () => {
    const found = plan({ ...both, ...chose(['wechat', true], ['sms', false], ['phone', true]) })
    expect(found.channels).toEqual(['wechat', 'phone', 'visit'])
    expect(found.reasons).toContainEqual({ channel: 'sms', code: 'no_consent' })
    expect(found.reasons).toContainEqual({ channel: 'wechat', code: 'preferred' })
  })

  it('leaves out what has no address, and every message of who stopped them', () => {
    expect(plan({}).channels).toEqual(['visit'])
    expect(plan({ phone: sealed }).channels).toEqual(['sms', 'phone', 'visit'])
    const stopped = plan({ ...both, messagesStoppedAt: dayOne })
    expect(stopped.channels).toEqual(['phone', 'visit'])
    expect(stopped.reasons).toContainEqual({ channel: 'sms', code: 'stopped' })
  })

  it('puts a message that failed twice in a row behind the other, never behind it for one failure', () => {
    expect(plan(both, tried(['sms', false])).channels[0]).toBe('sms')
    const found = plan(both, tried(['sms', true], ['sms', false], ['sms', false]))
    expect(found.channels).toEqual(['wechat', 'sms', 'phone', 'visit'])
    expect(found.reasons).toContainEqual({ channel: 'sms', code: 'failed_before' })
    expect(plan(both, tried(['sms', false], ['sms', false], ['sms', true])).channels[0]).toBe('sms')
  })

  it('begins with what reached the person last, unless they chose an order themselves', () => {
    const past = tried(['sms', true], ['wechat', true])
    expect(plan(both, past).channels).toEqual(['wechat', 'sms', 'phone', 'visit'])
    expect(plan({ ...both, ...chose(['sms', true], ['wechat', true]) }, past).channels[0]).toBe('sms')
  })

  it('keeps calls in their place', () => {
    const more = { ...both, ...chose(['sms', true], ['phone', true], ['wechat', true]) }
    expect(plan(more, tried(['sms', false], ['sms', false])).channels).toEqual(['wechat', 'phone', 'sms', 'visit'])
  })

  it('learns from attempts whose end is known alone', () => {
    const attempt = (channel: Channel, number: number, ...statuses: readonly string[]) => ({
      channel,
      begunAt: day(number),
      receipts: statuses.map((status) => ({ status })),
    })
    const past = pastOf([
      { attempts: [attempt('wechat', 3, 'sent', 'failed'), attempt('sms', 4, 'sent')] },
      { attempts: [attempt('sms', 1, 'failed', 'delivered'), attempt('sms', 2, 'unknown')] },
    ])
    expect(past).toEqual([
      { channel: 'sms', begunAt: day(1), arrived: true },
      { channel: 'wechat', begunAt: day(3), arrived: false },
    ])
  })
})
