import { beforeEach, describe, expect, it } from 'vitest'
import { runJob } from '../../jobs/registry.ts'
import type { Delivery } from '../../src/domain/delivery-types.ts'
import { calledOffId, deliveryId } from '../../src/domain/delivery.ts'
import { guaranteeId, guaranteeOf } from '../../src/domain/guarantee/guarantee.ts'
import { plusHours } from '../../src/domain/time.ts'
import { pathOf, see } from './seeker-link.ts'
import {
  admin,
  arrive,
  book,
  cancel,
  delivery,
  hold,
  later,
  ledger,
  lease,
  offered,
  own,
  path,
  receipt,
  reconciled,
  reply,
  settle,
  t,
  words,
} from './told-stage.ts'

describe('the word that something is off', () => {
  let session: string
  let id: string
  beforeEach(async () => {
    session = await book()
    await arrive()
    id = calledOffId(session, 1)
  })

  it('counts for nothing, whether it arrives or is handed over', async () => {
    await cancel('slots')
    const before = await ledger()
    await arrive()
    const after = await ledger()
    expect(await delivery(id)).toMatchObject({ state: 'delivered', evidence: { kind: 'receipt' } })
    expect(after.guidance).toEqual(before.guidance)
    expect(guaranteeOf(after, t.services.policies[0]!, t.clock.now()).guidance).toMatchObject({
      counted: 0,
      underWay: 0,
    })
  })

  it('is sent once, however often the jobs run and whatever arrives late', async () => {
    await cancel('slots')
    await arrive()
    const before = await delivery(id)
    for (const _round of [1, 2]) {
      await runJob(t.services, { kind: 'follow-booking', data: { slot: own.ids.slot, seeker: own.ids.seeker } })
      const data = { guarantee: guaranteeId(own.ids.seeker, '2026'), purpose: 'guidance', item: session }
      await runJob(t.services, { kind: 'deliver', data })
      await runJob(t.services, { kind: 'follow-delivery', data: { delivery: id } })
      await runJob(t.services, { kind: 'follow-delivery', data: { delivery: deliveryId(session) } })
      await cancel('slots')
    }
    expect(await delivery(id)).toEqual(before)
    expect(await lease()).toEqual([])
  })

  it('is found though the job that should make it was lost', async () => {
    await t.go(admin, 'POST', `${path('slots')}/cancel`)
    await t.services.guidance.follow(own.ids.slot, own.ids.seeker)
    await t.services.relay.drain()
    await t.services.queue.wipe()
    expect(await words()).toEqual([])
    await t.services.reconcile.all(t.services.district)
    await settle()
    expect((await delivery(id))?.state).toBe('queued')
    expect(await reconciled()).toEqual([])
  })

  it('goes on to a call and a visit when no message gets through, and is no use once the session would have begun', async () => {
    await cancel('slots')
    const [leased] = await lease()
    await receipt(leased!.id, 'failed')
    const { rows } = await t.go<{ rows: { id: string; dueAt: string; body: { text: string } }[] }>(
      admin,
      'GET',
      '/v1/deliveries/tasks',
    )
    const startsAt = (await ledger()).guidance[0]!.startsAt
    const task = rows.find((one) => one.id === id)
    expect(task?.body.text).toContain('取消了')
    expect(task!.dueAt <= startsAt).toBe(true)
    expect((await delivery(id))?.expiresAt).toBe(startsAt)
    await t.go(admin, 'POST', `/v1/deliveries/${id}/hand-over`, { channel: 'phone', note: '电话告知取消' })
    await settle()
    expect(await delivery(id)).toMatchObject({ state: 'handed_over' })
  })

  it('keeps the quiet hours', async () => {
    t.clock.set(plusHours('2026-03-01T16:00:00.000Z', 21))
    await cancel('slots')
    expect(await lease()).toEqual([])
    t.clock.set(plusHours('2026-03-02T16:00:00.000Z', 8))
    expect((await lease()).map((one) => one.id)).toEqual([id])
  })

  it('is not put off until tomorrow because of all that was sent today', async () => {
    await offered()
    await hold()
    await lease()
    const { rows } = await t.go<{ rows: Delivery[] }>(admin, 'GET', '/v1/deliveries')
    expect(rows.filter((one) => one.attempts.length > 0)).toHaveLength(t.services.policies[0]!.delivery.perDayMax)
    await cancel('slots')
    expect((await lease()).map((one) => one.id)).toEqual([id])
  })

  it('is taken back when the session is booked again before it is sent', async () => {
    await t.go(admin, 'DELETE', `${path('slots')}/bookings/${own.ids.seeker}`)
    await settle()
    expect((await delivery(id))?.state).toBe('queued')
    await book()
    expect((await delivery(id))?.state).toBe('withdrawn')
    expect(await delivery(deliveryId(session))).toMatchObject({ state: 'delivered' })
    await t.services.reconcile.all(t.services.district)
    await settle()
    expect((await ledger()).guidance[0]).toMatchObject({ state: 'booked', invitation: { kind: 'receipt' } })
    expect(await reconciled()).toEqual([])
  })

  it('is followed by a new invitation when the session is booked again after it, and told anew when that is off', async () => {
    await t.go(admin, 'DELETE', `${path('slots')}/bookings/${own.ids.seeker}`)
    await later(1)
    await arrive()
    await book()
    expect((await lease()).map((one) => [one.id, one.template])).toEqual([[deliveryId(session), 'guidance']])
    await receipt(deliveryId(session), 'delivered', 2)
    await later(5)
    expect((await ledger()).guidance[0]).toMatchObject({ state: 'booked', invitation: { kind: 'receipt' } })
    await cancel('slots')
    expect((await words()).map((one) => one._id).sort()).toEqual([id, calledOffId(session, 2)])
  })

  it('is no question: a number that comes back is never taken as an answer to it or to another message', async () => {
    const seat = await hold()
    await arrive()
    await cancel('slots')
    await arrive()
    expect(await reply('1', { delivery: id })).toMatchObject({ state: 'open', trouble: 'nothing_waiting' })
    expect(await reply('1', { delivery: deliveryId(seat) })).toMatchObject({ purpose: 'training' })
    expect((await ledger()).training[0]?.state).toBe('confirmed')
  })

  it('stands on the person’s own page and among the messages that the office sees', async () => {
    await cancel('slots')
    await arrive()
    const page = await see(t, await pathOf(t, own.ids.seeker))
    expect(page.body).toContain('的职业指导取消了')
    const { rows } = await t.go<{ rows: { id: string; purpose: string }[] }>(
      admin,
      'GET',
      '/v1/deliveries?state=delivered',
    )
    expect(rows.find((one) => one.id === id)).toMatchObject({ purpose: 'called_off', item: session })
  })
})
