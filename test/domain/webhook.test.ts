import { describe, expect, it } from 'vitest'
import type { Decision, Draft } from '../../src/domain/aggregate.ts'
import { plusDays, plusHours, plusMs, type Instant } from '../../src/domain/time.ts'
import {
  disable,
  edit,
  enable,
  noteDelivered,
  noteFailed,
  removeWebhook,
  rotate,
  secretsAt,
  type Webhook,
} from '../../src/domain/webhook.ts'
import {
  attemptsKept,
  messageId,
  messageLeaseMs,
  messageOf,
  noteResult,
  replay,
  retryAfterMs,
  retryDelayMs,
  retryScheduleMs,
  takeMessage,
  type WebhookMessage,
} from '../../src/domain/webhook-message.ts'
import { payloadBytesMax, payloadOf } from '../../src/domain/webhook-types.ts'

const now: Instant = '2026-03-02T01:00:00.000Z'
const base = { version: 1, schema: 1, createdAt: now, updatedAt: now, pending: [] }
const endpoint: Webhook = {
  ...base,
  _id: 'whk-1',
  district: '640302',
  url: 'https://hooks.example.com/',
  label: 'x',
  types: ['posting.opened'],
  state: 'active',
  secrets: [{ sealed: 'a', createdAt: now }],
}
const whole = (draft: Draft<WebhookMessage>): WebhookMessage => ({ ...base, ...draft })
const event = { id: 'pst-1.1.0', kind: 'posting.opened', at: now, data: { posting: 'pst-1' } }
const message = whole(messageOf(event, endpoint, now))

const docOf = <D>(decision: { kind: string; doc?: D }): D => {
  if (decision.doc === undefined) throw new Error(decision.kind)
  return decision.doc
}
const eventsOf = (decision: Decision<Webhook>): readonly string[] =>
  decision.kind === 'changed' ? decision.events.map(({ kind }) => kind) : []

/** Takes and fails a message once, at the time when it is due. */
const failOnce = (found: WebhookMessage, random: number, retryAfter?: string): WebhookMessage => {
  const taken = docOf(takeMessage(found, 'l', found.dueAt))
  const by = { lease: 'l', attempt: taken.attempts.at(-1)?.number ?? 0 }
  const result = { status: 503, tookMs: 3, ...(retryAfter === undefined ? {} : { retryAfter }) }
  return docOf(noteResult(taken, by, result, found.dueAt, random))
}

describe('the schedule', () => {
  it('is at once, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h after the failure before, then a dead letter', () => {
    const waits: number[] = []
    let found = message
    while (found.state === 'queued') {
      const next = failOnce(found, 0.5)
      waits.push(Date.parse(next.dueAt) - Date.parse(found.dueAt))
      found = next
    }
    expect(found).toMatchObject({ state: 'dead', deadReason: 'schedule_over' })
    expect(found.attempts).toHaveLength(10)
    expect(waits.slice(0, -1)).toEqual(
      [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400].map((s) => s * 1000),
    )
  })

  it('is spread by a fifth to either side, and the first attempt waits for nothing', () => {
    expect(retryDelayMs(0, 0.99)).toBe(0)
    for (const [step, ms] of retryScheduleMs.entries()) {
      expect(retryDelayMs(step, 0)).toBeCloseTo(ms * 0.8, 3)
      expect(retryDelayMs(step, 0.999_999)).toBeCloseTo(ms * 1.2, -3)
    }
    expect(retryDelayMs(10, 0.5)).toBeUndefined()
  })

  it('gives way to a longer Retry-After, in seconds or as a date, up to a day', () => {
    expect(failOnce(message, 0.5, '60').dueAt).toBe(plusMs(now, 60_000))
    expect(failOnce(message, 0.5, '1').dueAt).toBe(plusMs(now, 5_000))
    expect(failOnce(message, 0.5, '9999999').dueAt).toBe(plusHours(now, 24))
    expect(failOnce(message, 0.5, 'Mon, 02 Mar 2026 01:10:00 GMT').dueAt).toBe(plusMs(now, 600_000))
    for (const text of ['', '-1', 'soon', '1.5', '2026-03-02', 'Mon, x'])
      expect(retryAfterMs(text, now)).toBeUndefined()
    expect(retryAfterMs('Mon, 02 Mar 2020 01:10:00 GMT', now)).toBe(0)
  })
})

describe('a message', () => {
  it('has one id per event and endpoint, the same however often it is made', () => {
    expect(messageOf(event, endpoint, plusDays(now, 1))._id).toBe(message._id)
    expect(messageId('pst-1.1.0', 'whk-2')).not.toBe(message._id)
    expect(messageId('pst-1.2.0', 'whk-1')).not.toBe(message._id)
  })

  it('is with one worker until the lease has run out', () => {
    const taken = docOf(takeMessage(message, 'a', now))
    expect(takeMessage(taken, 'b', plusMs(now, messageLeaseMs - 1)).kind).toBe('refused')
    const again = docOf(takeMessage(taken, 'b', plusMs(now, messageLeaseMs)))
    expect(again).toMatchObject({ lease: 'b', step: 2, attempts: [{ number: 1, at: now }, { number: 2 }] })
    const late = noteResult(again, { lease: 'a', attempt: 1 }, { status: 500, tookMs: 1 }, now, 0)
    expect(late.kind).toBe('unchanged')
    const arrived = docOf(noteResult(again, { lease: 'a', attempt: 1 }, { status: 200, tookMs: 1 }, now, 0))
    expect(arrived).toMatchObject({ state: 'delivered', attempts: [{ status: 200 }, { number: 2 }] })
    expect(arrived).not.toHaveProperty('lease')
  })

  it('is not sent before its time', () => {
    const failed = failOnce(message, 0.5)
    expect(takeMessage(failed, 'b', plusMs(now, 4_999)).kind).toBe('refused')
    expect(takeMessage(failed, 'b', plusMs(now, 5_000)).kind).toBe('changed')
  })

  it('takes a redirect, or no answer, for a failure', () => {
    for (const result of [{ status: 302 }, { status: 199 }, { failure: 'timeout' }]) {
      const taken = docOf(takeMessage(message, 'a', now))
      const noted = docOf(noteResult(taken, { lease: 'a', attempt: 1 }, { ...result, tookMs: 9 }, now, 0.5))
      expect(noted).toMatchObject({ state: 'queued', attempts: [{ ...result, tookMs: 9 }] })
    }
  })

  it('begins its schedule anew when it is replayed, under the same id, and keeps its newest attempts', () => {
    let found = message
    for (let round = 0; round < 4; round += 1) {
      while (found.state === 'queued') found = failOnce(found, 0.5)
      found = docOf(replay(found, found.dueAt))
      expect(found).toMatchObject({ _id: message._id, state: 'queued', step: 0 })
      expect(found).not.toHaveProperty('deadReason')
    }
    expect(found.attempts).toHaveLength(attemptsKept)
    expect(found.attempts.at(-1)?.number).toBe(40)
    expect(replay(found, now).kind).toBe('unchanged')
  })

  it('to an endpoint that is disabled is a dead letter at once', () => {
    const off = docOf(disable(endpoint, 'asked', now))
    expect(messageOf(event, off, now)).toMatchObject({ state: 'dead', deadReason: 'endpoint_disabled' })
  })
})

describe('a payload', () => {
  it('holds the type, the time and ids, and nothing else of the event', () => {
    const data = {
      seeker: 'skr-1',
      posting: 'pst 1 with spaces',
      reason: '马小花 13800138000',
      facts: 'name,phone',
      phone: '13800138000',
      offer: 5,
      status: 'ok',
    }
    expect(JSON.parse(payloadOf({ kind: 'offer.sent', at: now, data }))).toEqual({
      type: 'offer.sent',
      timestamp: now,
      data: { seeker: 'skr-1' },
    })
  })

  it('is under 20 kB however long the ids are', () => {
    const names = 'seeker guarantee item offer posting employer review slot class delivery purpose webhook other more'
    const data = Object.fromEntries(names.split(' ').map((name) => [name, 'x'.repeat(200)]))
    const payload = payloadOf({ kind: 'delivery.handed_over', at: now, data })
    expect(Buffer.byteLength(payload)).toBeLessThan(payloadBytesMax)
    expect(Object.keys((JSON.parse(payload) as { data: object }).data)).toHaveLength(12)
  })
})

describe('an endpoint', () => {
  it('that does nothing but fail is told after a day and disabled with notice after five', () => {
    const first = noteFailed(endpoint, now)
    expect(docOf(first).failingSince).toBe(now)
    const soon = noteFailed(docOf(first), plusHours(now, 23))
    expect(soon.kind).toBe('unchanged')
    const warned = noteFailed(docOf(first), plusDays(now, 1))
    expect(eventsOf(warned)).toEqual(['webhook.failing'])
    expect(noteFailed(docOf(warned), plusDays(now, 4.9)).kind).toBe('unchanged')
    const ended = noteFailed(docOf(warned), plusDays(now, 5))
    expect(eventsOf(ended)).toEqual(['webhook.disabled'])
    expect(docOf(ended)).toMatchObject({ state: 'disabled', disabledReason: 'failing', failingSince: now })
    expect(docOf(enable(docOf(ended)))).not.toHaveProperty('failingSince')
  })

  it('counts from anew after one success, and after it moved', () => {
    const failing = docOf(noteFailed(endpoint, now))
    const healed = docOf(noteDelivered(failing, plusDays(now, 4)))
    expect(healed).not.toHaveProperty('failingSince')
    expect(docOf(noteFailed(healed, plusDays(now, 6)))).toMatchObject({ state: 'active' })
    expect(docOf(edit(failing, { url: 'https://other.example.com/' }))).not.toHaveProperty('failingSince')
    expect(docOf(edit(failing, { label: 'y' }))).toHaveProperty('failingSince')
  })

  it('that succeeds all the time is written once a minute', () => {
    const noted = docOf(noteDelivered(endpoint, now))
    expect(noteDelivered(noted, plusMs(now, 59_000)).kind).toBe('unchanged')
    expect(noteDelivered(noted, plusMs(now, 60_000)).kind).toBe('changed')
  })

  it('has two secrets while one takes over from the other, never three', () => {
    const two = docOf(rotate(endpoint, 'b', now, 24))
    expect(secretsAt(two, plusHours(now, 23))).toEqual(['b', 'a'])
    expect(secretsAt(two, plusHours(now, 24))).toEqual(['b'])
    expect(secretsAt(docOf(rotate(two, 'c', plusHours(now, 1), 24)), plusHours(now, 2))).toEqual(['c', 'b'])
    expect(secretsAt(docOf(rotate(endpoint, 'b', now, 0)), now)).toEqual(['b'])
  })

  it('that was removed keeps no secret and comes back by nothing', () => {
    const gone = docOf(removeWebhook(endpoint))
    expect(gone).toMatchObject({ state: 'removed', secrets: [] })
    for (const decision of [
      enable(gone),
      disable(gone, 'asked', now),
      edit(gone, { label: 'x' }),
      rotate(gone, 'b', now, 1),
    ])
      expect(decision).toMatchObject({ kind: 'refused', code: 'webhook.removed' })
    expect(removeWebhook(gone).kind).toBe('unchanged')
  })
})
