import { afterAll, beforeAll, beforeEach } from 'vitest'
import { runJob } from '../../jobs/registry.ts'
import type { WebhookAnswer, WebhookRequest } from '../../src/channels/channels.ts'
import { dayOne, testApp, type TestApp } from './app.ts'
import { home, vacancy, world, type World } from './world.ts'

export interface Endpoint {
  readonly id: string
  readonly version: number
  readonly state: string
  readonly secret?: string
}
export interface Message {
  readonly id: string
  readonly type: string
  readonly state: string
  readonly payload: string
  readonly dueAt: string
  readonly deadReason?: string
  readonly attempts: readonly { readonly status?: number; readonly failure?: string }[]
}
export interface Page<R> {
  readonly rows: readonly R[]
  readonly next?: string
}

/** The API under test; one for a file. */
export let t: TestApp
export let own: World
export let admin: string
/** What the receiver got, in order. */
export const sent: WebhookRequest[] = []
/** What the receiver does with a request; a 204 unless a test says otherwise. */
export const receiver: {
  answer: (request: WebhookRequest) => Promise<Omit<WebhookAnswer, 'tookMs'>> | Omit<WebhookAnswer, 'tookMs'>
} = { answer: () => ({ status: 204 }) }

beforeAll(async () => {
  t = await testApp(
    {},
    {},
    {
      send: async (request) => {
        sent.push(request)
        return { tookMs: 12, ...(await receiver.answer(request)) }
      },
      refusalOf: (url) => Promise.resolve(url.includes('10.0.0.1') ? 'address' : undefined),
    },
  )
  own = await world(t, t.admin, home, '本地')
  admin = await t.tokenOf('admin')
  t.services.outbound.start((job) => runJob(t.services, job), { concurrency: 8, attemptsMax: 3 })
})
afterAll(() => t.close())

/** Each test begins on the first day, without endpoints and messages. */
beforeEach(async () => {
  const { store, relay, outbound, district } = t.services
  t.clock.set(dayOne)
  await relay.drain()
  await outbound.wipe()
  const gone: string[] = []
  for await (const { _id } of store.webhooks.each({ index: 'byDistrict', equals: { district } })) gone.push(_id)
  for (const id of gone) await store.webhooks.remove(id)
  const messages: string[] = []
  for (const state of ['queued', 'sending', 'delivered', 'dead'])
    for await (const { _id } of store.webhookMessages.each({ index: 'byDue', equals: { district, state } }))
      messages.push(_id)
  for (const id of messages) await store.webhookMessages.remove(id)
  sent.length = 0
  receiver.answer = () => ({ status: 204 })
})

export const settle = async (): Promise<void> => {
  await t.services.relay.drain()
  await t.services.embeddedOutbound?.settle()
}
/** Lets time pass, as the queue and the schedules see it. */
export const at = async (instant: string): Promise<void> => {
  t.clock.set(instant)
  await settle()
}
export const make = (body: object = {}): Promise<Endpoint> =>
  t.go(admin, 'POST', '/v1/webhooks', {
    url: 'https://hooks.example.com/',
    label: '测试',
    types: ['posting.created'],
    ...body,
  })
export const cause = async (): Promise<string> =>
  (await t.services.postings.create(t.admin, vacancy(t, own.ids.employer)))._id
export const messagesOf = async (id: string, query = ''): Promise<readonly Message[]> =>
  (await t.go<Page<Message>>(admin, 'GET', `/v1/webhooks/${id}/messages${query}`)).rows
export const shownOf = (id: string): Promise<Endpoint & { readonly disabledReason?: string }> =>
  t.go(admin, 'GET', `/v1/webhooks/${id}`)
