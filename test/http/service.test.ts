import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { plusDays, plusHours } from '../../src/domain/time.ts'
import { testApp, type TestApp } from './app.ts'
import { home, world, type World } from './world.ts'

let t: TestApp
let own: World
let admin: string
let caseworker: string
let gridWorker: string
let notifier: string

beforeAll(async () => {
  t = await testApp()
  own = await world(t, t.admin, home, '本地')
  admin = await t.tokenOf('admin')
  caseworker = await t.tokenOf('caseworker', { township: home.township })
  gridWorker = await t.tokenOf('grid_worker', { village: home.village })
  notifier = await t.tokenOf('notifier')
})
afterAll(() => t.close())

const go = <T = Record<string, unknown>>(...asked: Parameters<TestApp['go']>): Promise<T> => t.go<T>(...asked)

interface Doc {
  readonly id: string
  readonly version: number
  readonly state: string
}

describe('a caseworker', () => {
  it('claims a review, approves it, takes that back, and rejects it with a reason', async () => {
    const url = `/v1/reviews/${own.ids.review}`
    expect((await go<{ rows: Doc[] }>(caseworker, 'GET', '/v1/reviews')).rows.map(({ id }) => id)).toEqual([
      own.ids.review,
    ])
    expect(await go(caseworker, 'POST', `${url}/claim`)).toMatchObject({ state: 'claimed' })
    expect((await t.send(admin, 'POST', `${url}/approve`, {})).json()).toMatchObject({
      status: 409,
      code: 'review.claimed',
    })
    expect(await go(caseworker, 'POST', `${url}/approve`, {})).toMatchObject({ state: 'approved' })
    expect(await go(caseworker, 'POST', `${url}/undo`)).toMatchObject({ state: 'open' })
    expect((await t.send(caseworker, 'POST', `${url}/reject`, {})).json()).toMatchObject({
      errors: [{ pointer: '/reason' }],
    })
    const rows = [
      { id: own.ids.review, verdict: 'rejected' },
      { id: own.ids.review, verdict: 'rejected', reason: '太远' },
    ]
    const judged = await go<{ rows: object[] }>(caseworker, 'POST', '/v1/reviews/bulk', { rows })
    expect(judged.rows).toMatchObject([
      { row: 0, result: 'refused', problem: { errors: [{ pointer: '/reason' }] } },
      { row: 1, result: 'done', review: { state: 'rejected' } },
    ])
  })

  it('books guidance, gives it back, books again and records that it was held', async () => {
    const bookings = `/v1/slots/${own.ids.slot}/bookings`
    const { seeker } = own.ids
    expect(await go(caseworker, 'POST', bookings, { seeker })).toMatchObject({
      bookings: [{ seeker, state: 'booked' }],
    })
    expect(await go(caseworker, 'DELETE', `${bookings}/${seeker}`)).toMatchObject({
      bookings: [{ state: 'cancelled' }],
    })
    await go(caseworker, 'POST', bookings, { seeker })
    expect(
      (await t.send(caseworker, 'POST', `${bookings}/${seeker}/outcome`, { outcome: 'attended' })).json(),
    ).toMatchObject({ code: 'slot.not_begun' })
    const now = t.clock.now()
    t.clock.set(plusHours(plusDays(now, 7), 1))
    expect(await go(caseworker, 'POST', `${bookings}/${seeker}/outcome`, { outcome: 'attended' })).toMatchObject({
      bookings: [{ state: 'attended' }],
    })
    t.clock.set(now)
  })

  it('holds a training seat and confirms it', async () => {
    const seats = `/v1/classes/${own.ids.class}/seats`
    const { seeker } = own.ids
    expect(await go(caseworker, 'POST', seats, { seeker })).toMatchObject({ seats: [{ seeker, state: 'held' }] })
    expect(await go(caseworker, 'POST', `${seats}/${seeker}/step`, { event: 'confirm' })).toMatchObject({
      seats: [{ state: 'confirmed' }],
    })
  })

  it('reads a ledger with words for every code, and records guidance that was held by phone', async () => {
    const url = `/v1/seekers/${own.ids.seeker}/guarantee`
    const body = { mode: 'phone', heldAt: '2026-03-01T10:00:00+08:00', note: '电话指导' }
    const after = await go<{
      guidance: { status: string; verdicts: { code: string }[] }
      words: Record<string, { zh: string }>
    }>(caseworker, 'POST', `${url}/sessions`, body)
    expect(after.guidance.status).toBe('fulfilled')
    for (const { code } of after.guidance.verdicts) expect(after.words[code]?.zh).toMatch(/[\u4e00-\u9fff]/)
    expect(await go(caseworker, 'GET', `${url}?period=2026`)).toMatchObject({
      seeker: own.ids.seeker,
      facts: { offers: [{ state: 'proposed' }] },
    })
    expect((await t.send(caseworker, 'GET', `${url}?period=2025`)).json()).toMatchObject({ code: 'guarantee.unknown' })
    const { rows } = await go<{ rows: object[] }>(caseworker, 'GET', '/v1/guarantees?status=fulfilled')
    expect(rows).toMatchObject([{ seeker: own.ids.seeker }])
  })

  it('sees matches with reasons whose parts sum to the score', async () => {
    for (const id of [own.ids.seeker]) await t.services.matches.refresh({ collection: 'seekers', id })
    await t.services.matches.refresh({ collection: 'postings', id: own.ids.posting })
    const match = await go<{ score: number; contributions: { value: number }[]; explanation: { reasons: object[] } }>(
      caseworker,
      'GET',
      `/v1/seekers/${own.ids.seeker}/matches/${own.ids.posting}`,
    )
    expect(match.contributions.reduce((sum, { value }) => sum + value, 0)).toBe(match.score)
    expect(match.explanation.reasons.length).toBeGreaterThan(0)
    for (const part of ['matches', 'gates', 'counterfactuals'])
      await go(caseworker, 'GET', `/v1/seekers/${own.ids.seeker}/${part}`)
  })
})

describe('a notifier', () => {
  it('leases a message with its address, extends, acknowledges and reports, again and again to the same end', async () => {
    const { rows } = await go<{ rows: { id: string; lease: string; address: string; attempt: number }[] }>(
      notifier,
      'POST',
      '/v1/deliveries/lease',
      { max: 10, channels: ['sms'], seconds: 60 },
    )
    expect(rows).toMatchObject([
      { id: own.ids.delivery, address: expect.stringMatching(/^138\d{8}$/) as unknown, attempt: 1 },
    ])
    const { id, lease } = rows[0]!
    const url = `/v1/deliveries/${id}`
    expect(
      (
        await go<{ rows: object[] }>(notifier, 'POST', '/v1/deliveries/lease', {
          max: 10,
          channels: ['sms'],
          seconds: 60,
        })
      ).rows,
    ).toEqual([])
    await go(notifier, 'POST', `${url}/extend`, { lease, seconds: 600 })
    expect((await t.send(notifier, 'POST', `${url}/acknowledge`, { lease: 'lse-none' })).json()).toMatchObject({
      status: 409,
      code: 'delivery.lease_lost',
    })
    expect(await go(notifier, 'POST', `${url}/acknowledge`, { lease })).toMatchObject({ state: 'sent' })
    const receipt = { attempt: 1, status: 'delivered', at: '2026-03-02T09:00:05+08:00', code: 'DELIVRD' }
    expect(await go(notifier, 'POST', `${url}/receipts`, receipt)).toEqual({ delivery: id, result: 'taken' })
    const many = [
      { delivery: id, ...receipt },
      { delivery: id, ...receipt, status: 'lost' },
      { delivery: 'dlv-none', ...receipt },
    ]
    const judged = await go<{ rows: object[] }>(notifier, 'POST', '/v1/deliveries/receipts', { rows: many })
    expect(judged.rows).toMatchObject([
      { result: 'known' },
      { result: 'refused', code: 'request.invalid' },
      { result: 'refused', code: 'object.unknown' },
    ])
    expect(await go(notifier, 'GET', url)).toMatchObject({ state: 'delivered', evidence: { kind: 'receipt' } })
    expect(
      (await t.send(gridWorker, 'POST', `${url}/hand-over`, { note: '入户', channel: 'visit' })).json(),
    ).toMatchObject({ code: 'delivery.wrong_state' })
  })
})

describe('the office', () => {
  it('reads the summary, and the log of what happened holds', async () => {
    const office = await t.tokenOf('office')
    const auditor = await t.tokenOf('auditor')
    expect(await go(office, 'GET', '/v1/reports/summary')).toMatchObject({
      total: { people: 1 },
      rows: [{ place: home.village, people: 1 }],
    })
    expect(await go(auditor, 'GET', '/v1/audit/verify')).toMatchObject({ entries: expect.any(Number) as unknown })
    await go(auditor, 'GET', `/v1/audit?subject=${own.ids.seeker}`)
  })

  it('opens a slot and a class, which can be cancelled', async () => {
    const office = await t.tokenOf('office')
    const startsAt = '2026-05-04T10:00:00+08:00'
    const slot = {
      counsellor: 'c',
      counsellorName: '某',
      mode: 'group',
      place: home.village,
      startsAt,
      lengthMinutes: 30,
      capacity: 20,
    }
    const { id } = await go<Doc>(office, 'POST', '/v1/slots', slot)
    expect(await go(office, 'POST', `/v1/slots/${id}/cancel`)).toMatchObject({
      state: 'cancelled',
      startsAt: '2026-05-04T02:00:00.000Z',
    })
    const { rows } = await go<{ rows: Doc[] }>(office, 'GET', `/v1/slots?from=${encodeURIComponent(startsAt)}`)
    expect(rows.map((one) => one.id)).toEqual([id])
  })
})
