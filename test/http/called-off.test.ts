import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Delivery } from '../../src/domain/delivery-types.ts'
import { deliveryId } from '../../src/domain/delivery.ts'
import { guaranteeId } from '../../src/domain/guarantee/guarantee.ts'
import { plusHours } from '../../src/domain/time.ts'
import { testApp, type TestApp } from './app.ts'
import { home, world, type World } from './world.ts'

let t: TestApp
let own: World
let session: string

const delivery = async (item: string): Promise<Delivery | undefined> =>
  t.services.store.deliveries.get(deliveryId(item))
const prepare = (purpose: 'guidance' | 'training', item: string): Promise<void> =>
  t.services.deliveries.prepare(guaranteeId(own.ids.seeker, '2026'), purpose, item)
const lease = () => t.services.deliveries.lease(t.admin, { max: 200, channels: ['sms'], seconds: 600 })

async function book(): Promise<string> {
  const { guidance, ledgers } = t.services
  await guidance.book(t.admin, own.ids.slot, own.ids.seeker)
  await guidance.follow(own.ids.slot, own.ids.seeker)
  const item = (await ledgers.current(own.ids.seeker))!.guidance[0]!.id
  await prepare('guidance', item)
  return item
}

async function cancel(): Promise<void> {
  const { guidance } = t.services
  await guidance.cancelBooking(t.admin, own.ids.slot, own.ids.seeker)
  await guidance.follow(own.ids.slot, own.ids.seeker)
  await prepare('guidance', session)
}

beforeEach(async () => {
  t = await testApp()
  own = await world(t, t.admin, home, '本地')
  session = await book()
})
afterEach(() => t.close())

describe('the invitation to a session that was called off', () => {
  it('is taken back before anybody has it, and comes back when the session is booked again', async () => {
    await cancel()
    expect((await delivery(session))?.state).toBe('withdrawn')
    expect((await lease()).map(({ id }) => id)).not.toContain(deliveryId(session))
    await book()
    const again = await delivery(session)
    expect(again).toMatchObject({ state: 'queued', step: 0, attempts: [] })
    expect((await lease()).map(({ id }) => id)).toContain(deliveryId(session))
  })

  it('tries no other way when it was on its way, and goes on when the session is booked again', async () => {
    await lease()
    await cancel()
    expect(await delivery(session)).toMatchObject({ state: 'leased', recalledAt: t.clock.now() })
    await book()
    const again = await delivery(session)
    expect(again?.state).toBe('leased')
    expect(again).not.toHaveProperty('recalledAt')
    await cancel()
    t.clock.set(plusHours(t.clock.now(), 1))
    await t.services.deliveries.tick(deliveryId(session))
    expect((await delivery(session))?.state).toBe('withdrawn')
  })

  it('is taken back though the job that should do so was lost', async () => {
    const { guidance, reconcile, queue, district } = t.services
    await guidance.cancelBooking(t.admin, own.ids.slot, own.ids.seeker)
    await guidance.follow(own.ids.slot, own.ids.seeker)
    const asked = vi.spyOn(queue, 'add')
    await reconcile.all(district)
    const data = { guarantee: guaranteeId(own.ids.seeker, '2026'), purpose: 'guidance', item: session }
    expect(asked.mock.calls.map(([job]) => job)).toContainEqual(expect.objectContaining({ kind: 'deliver', data }))
    await prepare('guidance', session)
    asked.mockClear()
    await reconcile.all(district)
    expect(asked.mock.calls.filter(([job]) => job.kind === 'deliver')).toEqual([])
  })

  it('stays as it is while the session stands, however often it is looked at', async () => {
    const before = await delivery(session)
    await prepare('guidance', session)
    expect(await delivery(session)).toEqual(before)
  })
})

it('the invitation to a class that was called off is taken back', async () => {
  const { training, ledgers } = t.services
  await training.hold(t.admin, own.ids.class, own.ids.seeker)
  await training.follow(own.ids.class, own.ids.seeker)
  const seat = (await ledgers.current(own.ids.seeker))!.training[0]!.id
  await prepare('training', seat)
  expect((await delivery(seat))?.state).toBe('queued')
  await training.cancel(t.admin, own.ids.class)
  await training.follow(own.ids.class, own.ids.seeker)
  await prepare('training', seat)
  expect((await delivery(seat))?.state).toBe('withdrawn')
})
