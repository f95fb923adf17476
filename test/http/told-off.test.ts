import { describe, expect, it } from 'vitest'
import { calledOffId, deliveryId } from '../../src/domain/delivery.ts'
import { plusDays, plusMinutes } from '../../src/domain/time.ts'
import { pathOf, post } from './seeker-link.ts'
import { vacancy } from './world.ts'
import {
  admin,
  arrive,
  book,
  cancel,
  delivery,
  hold,
  later,
  ledger,
  notifier,
  lease,
  offered,
  own,
  path,
  receipt,
  reply,
  settle,
  t,
  words,
} from './told-stage.ts'

describe('whoever would come for nothing is told', () => {
  it('when a class is cancelled after the person confirmed: what, when, and that there is nothing to do', async () => {
    const seat = await hold()
    await arrive()
    await t.go(admin, 'POST', `${path('classes')}/seats/${own.ids.seeker}/step`, { event: 'confirm' })
    await settle()
    await cancel('classes')
    const [word, ...more] = await words()
    expect(more).toEqual([])
    expect(word).toMatchObject({
      _id: calledOffId(seat, 1),
      item: seat,
      state: 'queued',
      plan: ['sms', 'phone', 'visit'],
    })
    const [leased] = await lease()
    expect(leased).toMatchObject({ id: word?._id, purpose: 'called_off', template: 'training_off' })
    expect(leased?.text).toBe(
      '【利通就业】您好，为您留的培训名额取消了：本地电工班，原定3月9日9:00开班，地点金丰社区。请不要前去。有合适的班会再给您留名额，您不用做什么。',
    )
  })

  it('when a session is cancelled whose invitation was delivered and not answered', async () => {
    const session = await book()
    await arrive()
    await cancel('slots')
    const rows = await lease()
    expect(rows).toMatchObject([{ id: calledOffId(session, 1), template: 'guidance_off' }])
    expect(rows[0]?.text).toContain('原定3月9日9:00的职业指导取消了')
  })

  it('when the office takes back one booking, or one seat, of a session and a class that go on', async () => {
    const [session, seat] = [await book(), await hold()]
    await arrive()
    await t.go(admin, 'DELETE', `${path('slots')}/bookings/${own.ids.seeker}`)
    await t.go(admin, 'POST', `${path('classes')}/seats/${own.ids.seeker}/step`, { event: 'release' })
    await settle()
    expect((await words()).map(({ item }) => item).sort()).toEqual([session, seat].sort())
  })

  it('when a posting closes after the person accepted its offer, or had it; and they can still go when they are called', async () => {
    await offered()
    await reply('1', { delivery: own.ids.delivery })
    await later(1)
    await t.go(admin, 'POST', `/v1/postings/${own.ids.posting}/close`, { reason: '招满' })
    await settle()
    expect((await ledger()).offers[0]?.state).toBe('accepted')
    const rows = await lease()
    expect(rows).toMatchObject([{ id: calledOffId(own.ids.offer, 1), template: 'offer_off' }])
    expect(rows[0]?.text).toContain('缝纫工，本地公司。已经通知您面试或上班的，照通知去。')
  })

  it('when they booked it themselves, before any message reached them', async () => {
    const at = await pathOf(t, own.ids.seeker)
    await post(t, at, { do: 'book', item: own.ids.slot, form: t.services.answering.newForm() })
    await settle()
    await cancel('slots')
    expect(await words()).toHaveLength(1)
  })

  it('when nobody can say whether the invitation arrived, and not before it is on its way no more', async () => {
    const seat = await hold()
    const [invitation] = await lease()
    await cancel('classes')
    expect((await delivery(calledOffId(seat, 1)))?.dueAt).toBe(plusMinutes(t.clock.now(), 1))
    expect(await lease()).toEqual([])
    await t.go(notifier, 'POST', `/v1/deliveries/${invitation!.id}/acknowledge`, { lease: invitation!.lease })
    await later(2)
    expect((await lease()).map(({ template }) => template)).toEqual(['training_off'])
  })
})

describe('nobody is told', () => {
  it('who never had an invitation', async () => {
    await Promise.all([book(), hold()])
    await cancel('slots')
    await cancel('classes')
    expect(await words()).toEqual([])
    expect(await lease()).toEqual([])
  })

  it('who gave it back, was excused or did not answer', async () => {
    const seat = await hold()
    await arrive()
    await reply('2', { delivery: deliveryId(seat) })
    await hold()
    await arrive()
    t.clock.set(plusDays(t.clock.now(), 5))
    await book()
    await arrive()
    await reply('2', { delivery: deliveryId((await ledger()).guidance[0]!.id) })
    expect(await words()).toEqual([])
    expect((await ledger()).guidance[0]?.state).toBe('cancelled')
  })

  it('whose message turns out to have failed: the word is taken back', async () => {
    const seat = await hold()
    const [invitation] = await lease()
    await cancel('classes')
    await receipt(invitation!.id, 'failed')
    await settle()
    expect(await delivery(calledOffId(seat, 1))).toMatchObject({ state: 'withdrawn' })
  })

  it('of a session that is over', async () => {
    await book()
    await arrive()
    t.clock.set(plusDays(t.clock.now(), 8))
    await cancel('slots')
    expect(await words()).toEqual([])
  })
})

it('word of a closed posting is taken back when the posting is open again before anybody has it', async () => {
  await offered()
  const url = `/v1/postings/${own.ids.posting}`
  await t.go(admin, 'POST', `${url}/close`, { reason: '误操作' })
  await settle()
  expect((await words()).map((one) => one.state)).toEqual(['queued'])
  await t.go(admin, 'POST', `${url}/reopen`, { reason: '误操作', closesAt: vacancy(t, own.ids.employer).closesAt })
  await settle()
  expect((await words()).map((one) => one.state)).toEqual(['withdrawn'])
})
