import { afterEach, beforeEach, vi } from 'vitest'
import { runJob } from '../../jobs/registry.ts'
import type { Delivery } from '../../src/domain/delivery-types.ts'
import { holdOffer } from '../../src/domain/posting.ts'
import { plusMinutes } from '../../src/domain/time.ts'
import { testApp, type TestApp } from './app.ts'
import { sendOffer } from './seeker-link.ts'
import { home, world, type World } from './world.ts'

export let t: TestApp
export let own: World
export let admin: string
export let notifier: string

/** A message as the notifier gets it. */
export interface Leased {
  readonly id: string
  readonly lease: string
  readonly attempt: number
  readonly purpose: string
  readonly template: string
  readonly text: string
}

beforeEach(async () => {
  t = await testApp()
  own = await world(t, t.admin, home, '本地')
  admin = await t.tokenOf('admin')
  notifier = await t.tokenOf('notifier')
  // What is proposed instead is no matter of these tests.
  const isProposal = (kind: string): boolean => kind.startsWith('propose-') || kind === 'allocate-offers'
  t.services.queue.start((job) => (isProposal(job.kind) ? Promise.resolve() : runJob(t.services, job)), {
    concurrency: 1,
    attemptsMax: 1,
  })
  await t.services.deliveries.withdraw(own.ids.offer)
  await settle()
})
afterEach(() => t.close())

/** Runs what follows at this moment. */
export const settle = async (): Promise<void> => {
  for (const _round of [1, 2, 3, 4]) {
    await t.services.relay.drain()
    await t.services.embeddedQueue?.settle()
  }
}
/** Later, so that one thing is before the other. */
export const later = async (minutes: number): Promise<void> => {
  t.clock.set(plusMinutes(t.clock.now(), minutes))
  await settle()
}
export const path = (kind: 'slots' | 'classes') => `/v1/${kind}/${kind === 'slots' ? own.ids.slot : own.ids.class}`
export const ledger = async () => (await t.services.ledgers.current(own.ids.seeker))!
export const delivery = async (id: string): Promise<Delivery | undefined> => t.services.store.deliveries.get(id)
export const lease = async (): Promise<readonly Leased[]> =>
  (
    await t.go<{ rows: readonly Leased[] }>(notifier, 'POST', '/v1/deliveries/lease', {
      max: 50,
      channels: ['sms'],
      seconds: 60,
      bundle: true,
    })
  ).rows
export const receipt = (id: string, status: string, attempt = 1) =>
  t.go(notifier, 'POST', `/v1/deliveries/${id}/receipts`, { attempt, status, at: t.clock.now() })

let nth = 0
export const reply = async (text: string, more: Readonly<Record<string, string>> = {}) => {
  const body = { id: `off-${nth++}`, at: t.clock.now(), text, ...more }
  const { id } = await t.go<{ id: string }>(notifier, 'POST', '/v1/replies', body)
  await settle()
  return (await t.services.store.replies.get(id))!
}

/** Books a session, as far as its invitation that waits. */
export async function book(): Promise<string> {
  await t.go(admin, 'POST', `${path('slots')}/bookings`, { seeker: own.ids.seeker })
  await settle()
  return (await ledger()).guidance[0]!.id
}
/** Holds a seat, as far as its invitation that waits. */
export async function hold(): Promise<string> {
  await t.go(admin, 'POST', `${path('classes')}/seats`, { seeker: own.ids.seeker })
  await settle()
  return (await ledger()).training[0]!.id
}
/** Brings the offer of this world as far as its person's phone. */
export async function offered(): Promise<void> {
  const { store } = t.services
  const { offer, seeker, posting, delivery: message } = own.ids
  await store.postings.change(posting, 'test', (one) => holdOffer(one, { offer, seeker, at: t.clock.now() }, 3))
  await sendOffer(t, own)
  await settle()
  await lease()
  await receipt(message, 'delivered')
  await later(1)
}
/** Sends all that waits, and has it arrive. */
export async function arrive(): Promise<readonly Leased[]> {
  const rows = await lease()
  for (const { id, lease: held, attempt } of rows) {
    await t.go(notifier, 'POST', `/v1/deliveries/${id}/acknowledge`, { lease: held })
    await receipt(id, 'delivered', attempt)
  }
  await later(5)
  return rows
}
export const cancel = async (kind: 'slots' | 'classes') => {
  await t.go(admin, 'POST', `${path(kind)}/cancel`)
  await settle()
}
/** Every message about what is called off. */
export const words = async (): Promise<readonly Delivery[]> =>
  (await t.services.deliveries.ofSeeker(t.admin, own.ids.seeker)).filter((one) => one.purpose === 'called_off')

/** Everything that reconcile asks for is about what has been done. */
export async function reconciled(): Promise<readonly string[]> {
  const asked = vi.spyOn(t.services.queue, 'add')
  await t.services.reconcile.all(t.services.district)
  const kinds = asked.mock.calls.map(([job]) => job.kind)
  asked.mockRestore()
  return kinds.filter((kind) => kind === 'deliver')
}
