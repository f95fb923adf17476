import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { runJob } from '../../jobs/registry.ts'
import type { WebhookAnswer, WebhookRequest } from '../../src/channels/channels.ts'
import { plusDays, plusHours, plusMs } from '../../src/domain/time.ts'
import { messageLeaseMs, type WebhookMessage } from '../../src/domain/webhook-message.ts'
import { dayOne, testApp, type TestApp } from './app.ts'
import { home, vacancy, world, type World } from './world.ts'

interface Endpoint {
  readonly id: string
  readonly version: number
  readonly state: string
  readonly secret?: string
}
interface Message {
  readonly id: string
  readonly type: string
  readonly state: string
  readonly payload: string
  readonly dueAt: string
  readonly deadReason?: string
  readonly attempts: readonly { readonly status?: number; readonly failure?: string }[]
}
interface Page<R> {
  readonly rows: readonly R[]
  readonly next?: string
}

let t: TestApp
let own: World
let admin: string
let sent: WebhookRequest[]
/** What the receiver does with a request; a 204 unless a test says otherwise. */
let receive: (request: WebhookRequest) => Promise<Omit<WebhookAnswer, 'tookMs'>> | Omit<WebhookAnswer, 'tookMs'>

beforeAll(async () => {
  t = await testApp(
    {},
    {
      send: async (request) => {
        sent.push(request)
        return { tookMs: 12, ...(await receive(request)) }
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
  sent = []
  receive = () => ({ status: 204 })
})

const settle = async (): Promise<void> => {
  await t.services.relay.drain()
  await t.services.embeddedOutbound.settle()
}
/** Lets time pass, as the queue and the schedules see it. */
const at = async (instant: string): Promise<void> => {
  t.clock.set(instant)
  await settle()
}
const make = (body: object = {}): Promise<Endpoint> =>
  t.go(admin, 'POST', '/v1/webhooks', {
    url: 'https://hooks.example.com/',
    label: '测试',
    types: ['posting.created'],
    ...body,
  })
const cause = async (): Promise<string> => (await t.services.postings.create(t.admin, vacancy(t, own.ids.employer)))._id
const messagesOf = async (id: string, query = ''): Promise<readonly Message[]> =>
  (await t.go<Page<Message>>(admin, 'GET', `/v1/webhooks/${id}/messages${query}`)).rows
const shownOf = (id: string): Promise<Endpoint & { readonly disabledReason?: string }> =>
  t.go(admin, 'GET', `/v1/webhooks/${id}`)

describe('an event', () => {
  it('is sent once to each endpoint that asked for its type, with ids alone', async () => {
    const one = await make()
    await make({ types: ['posting.closed'] })
    const posting = await cause()
    await settle()
    await t.services.relay.drain()
    await t.services.reconcile.due(t.services.district)
    await settle()
    expect(sent).toHaveLength(1)
    expect(sent[0]).toMatchObject({ url: 'https://hooks.example.com/', secrets: [one.secret] })
    expect(JSON.parse(sent[0]!.payload)).toEqual({
      type: 'posting.created',
      timestamp: dayOne,
      data: { posting, employer: own.ids.employer },
    })
    expect(await messagesOf(one.id)).toMatchObject([
      { id: sent[0]!.id, state: 'delivered', attempts: [{ status: 204 }] },
    ])
  })

  it('is sent once when two workers and a full reconcile come for the same message', async () => {
    await make()
    let free: () => void = () => undefined
    const gate = new Promise<void>((resolve) => (free = resolve))
    receive = async () => {
      await gate
      return { status: 200 }
    }
    await cause()
    await t.services.relay.drain()
    const { rows } = await t.services.store.webhookMessages.find(
      { index: 'byDue', equals: { district: t.services.district, state: 'queued' } },
      { limit: 10 },
    )
    const workers = Array.from({ length: 5 }, () => t.services.webhooks.sending.send(rows[0]!._id))
    await new Promise((resolve) => setTimeout(resolve, 30))
    free()
    await Promise.all(workers)
    await settle()
    expect(sent).toHaveLength(1)
  })

  it('of another employer is not told to an employer, nor anything about people', async () => {
    const other = await t.services.employers.create(t.admin, {
      name: '别家',
      kind: 'enterprise',
      township: home.township,
    })
    const endpoint = await make({ employer: other._id })
    await cause()
    await settle()
    expect(sent).toEqual([])
    await t.services.postings.create(t.admin, vacancy(t, other._id))
    await settle()
    expect(sent).toHaveLength(1)
    const refused = await t.send(
      admin,
      'PATCH',
      `/v1/webhooks/${endpoint.id}`,
      { types: ['seeker.registered'] },
      { 'if-match': `"${(await shownOf(endpoint.id)).version}"` },
    )
    expect(refused.json()).toMatchObject({ status: 422, errors: [{ pointer: '/types/0' }] })
  })

  it('is found again after the queue was lost', async () => {
    await make()
    await cause()
    await t.services.relay.drain()
    await t.services.outbound.wipe()
    await settle()
    expect(sent).toEqual([])
    t.clock.set(plusMs(dayOne, 1))
    expect(await t.services.reconcile.due(t.services.district)).toBeGreaterThan(0)
    await settle()
    expect(sent).toHaveLength(1)
  })
})

describe('a failure', () => {
  it('is tried again by the schedule under the same id, and ends as a dead letter', async () => {
    receive = () => ({ failure: 'timeout' })
    const { id } = await make()
    await cause()
    await settle()
    for (let round = 1; round < 10; round += 1) {
      const [message] = await messagesOf(id)
      expect(message).toMatchObject({ state: 'queued' })
      await at(plusMs(message!.dueAt, -1))
      expect(sent).toHaveLength(round)
      await at(message!.dueAt)
      expect(sent).toHaveLength(round + 1)
    }
    expect(new Set(sent.map((one) => one.id)).size).toBe(1)
    expect(new Set(sent.map((one) => one.at)).size).toBe(10)
    expect(await messagesOf(id, '?state=dead')).toMatchObject([{ deadReason: 'schedule_over' }])
    expect(await t.go(admin, 'GET', `/v1/webhooks/${id}/health`)).toMatchObject({
      dead: 1,
      delivered: 0,
      waiting: 0,
      attempts: 10,
      failedAttempts: 10,
      failingSince: dayOne,
    })
  })

  it('with Retry-After is not tried before it', async () => {
    receive = () => ({ status: 429, retryAfter: '3600' })
    await make()
    await cause()
    await settle()
    await at(plusMs(dayOne, 3_599_000))
    expect(sent).toHaveLength(1)
    receive = () => ({ status: 200 })
    await at(plusHours(dayOne, 1))
    expect(sent).toHaveLength(2)
  })

  it('of 410 disables the endpoint at once; what waits for it becomes a dead letter', async () => {
    receive = () => ({ status: 500 })
    const { id } = await make()
    await cause()
    await settle()
    receive = () => ({ status: 410 })
    await cause()
    await settle()
    expect(await shownOf(id)).toMatchObject({ state: 'disabled', disabledReason: 'gone' })
    await at(plusDays(dayOne, 1))
    expect(sent).toHaveLength(2)
    await cause()
    await settle()
    const dead = await messagesOf(id, '?state=dead')
    expect(dead.map(({ deadReason }) => deadReason)).toEqual(dead.map(() => 'endpoint_disabled'))
    expect(dead.map(({ attempts }) => attempts.map(({ status }) => status).join()).sort()).toEqual(['', '410', '500'])
    expect(sent).toHaveLength(2)
  })

  it('for five days disables the endpoint, with notice to the others and in the audit log', async () => {
    receive = ({ url }) => ({ status: url.includes('broken') ? 500 : 200 })
    const { id } = await make({ url: 'https://broken.example.com/' })
    await make({ types: ['webhook.failing', 'webhook.disabled'] })
    for (let day = 0; day <= 6; day += 1) {
      await at(plusDays(dayOne, day))
      if (day < 6) await cause()
      await settle()
    }
    expect(await shownOf(id)).toMatchObject({ state: 'disabled', disabledReason: 'failing' })
    await settle()
    const notices = sent
      .filter(({ url }) => !url.includes('broken'))
      .map(({ payload }) => JSON.parse(payload) as unknown)
    expect(notices).toMatchObject([
      { type: 'webhook.failing', data: { webhook: id } },
      { type: 'webhook.disabled', data: { webhook: id } },
    ])
    const audit = await t.go<Page<{ kind: string }>>(admin, 'GET', `/v1/audit?subject=${id}`)
    expect(audit.rows.map(({ kind }) => kind)).toContain('webhook.disabled')
  })
})

describe('a worker that is killed while it sends', () => {
  it('leaves a lease behind: the message is sent again when it has run out, not before', async () => {
    const { id } = await make()
    receive = () => new Promise(() => undefined)
    await cause()
    await t.services.relay.drain()
    const { rows } = await t.services.store.webhookMessages.find(
      { index: 'byDue', equals: { district: t.services.district, state: 'queued' } },
      { limit: 1 },
    )
    // The worker never hears of the answer, and its queue is gone with it.
    void t.services.webhooks.sending.send(rows[0]!._id)
    await new Promise((resolve) => setTimeout(resolve, 30))
    await t.services.outbound.wipe()
    receive = () => ({ status: 200 })
    t.clock.set(plusMs(dayOne, messageLeaseMs - 1))
    await t.services.reconcile.due(t.services.district)
    await settle()
    expect(sent).toHaveLength(1)
    t.clock.set(plusMs(dayOne, messageLeaseMs + 1))
    await t.services.reconcile.due(t.services.district)
    await settle()
    expect(sent.map((one) => one.id)).toEqual([rows[0]!._id, rows[0]!._id])
    expect(await messagesOf(id)).toMatchObject([{ state: 'delivered', attempts: [{ number: 1 }, { status: 200 }] }])
  })
})

describe('an endpoint', () => {
  it('shows its secret when it is made and when it changes, and stores it sealed', async () => {
    const made = await make()
    expect(made.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    const rotated = await t.go<Endpoint & { oldUntil: string }>(admin, 'POST', `/v1/webhooks/${made.id}/secret`, {})
    expect(rotated.oldUntil).toBe(plusHours(dayOne, 24))
    expect(rotated.secret).not.toBe(made.secret)
    const doc = JSON.stringify(await t.services.store.webhooks.get(made.id))
    for (const text of [made.secret!, rotated.secret!, made.secret!.slice(6, 20)]) expect(doc).not.toContain(text)
    for (const url of ['/v1/webhooks', `/v1/webhooks/${made.id}`])
      expect((await t.send(admin, 'GET', url)).body).not.toMatch(/whsec|sealed|secrets/)
    await cause()
    await settle()
    expect(sent[0]?.secrets).toEqual([rotated.secret, made.secret])
    t.clock.set(plusHours(dayOne, 25))
    await cause()
    await settle()
    expect(sent[1]?.secrets).toEqual([rotated.secret])
    expect(t.logged.join('')).not.toContain('whsec_')
  })

  it('repeats its secret in no replayed answer', async () => {
    const body = { url: 'https://hooks.example.com/', label: 'x', types: ['posting.created'] }
    const headers = { 'idempotency-key': 'k-1' }
    const first = await t.send(admin, 'POST', '/v1/webhooks', body, headers)
    const again = await t.send(admin, 'POST', '/v1/webhooks', body, headers)
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect(again.json<Endpoint>().id).toBe(first.json<Endpoint>().id)
    expect([first.body.includes('whsec_'), again.body.includes('whsec_')]).toEqual([true, false])
  })

  it('is refused at an address that is not public, in Chinese and English', async () => {
    const body = { url: 'https://10.0.0.1/', label: 'x', types: ['posting.created'] }
    const found = await t.send(admin, 'POST', '/v1/webhooks', body)
    expect(found.json()).toMatchObject({ status: 422, code: 'webhook.address', errors: [{ pointer: '/url' }] })
    expect(found.body).toMatch(/公网.*public internet/)
    const { id, version } = await make()
    const moved = await t.send(
      admin,
      'PATCH',
      `/v1/webhooks/${id}`,
      { url: 'https://10.0.0.1/' },
      { 'if-match': `"${version}"` },
    )
    expect(moved.json()).toMatchObject({ code: 'webhook.address' })
  })

  it('answers a test event, to itself alone', async () => {
    const { id } = await make()
    await make()
    const message = await t.go<Message>(admin, 'POST', `/v1/webhooks/${id}/test`)
    await settle()
    expect(sent.map((one) => one.id)).toEqual([message.id])
    expect(JSON.parse(sent[0]!.payload)).toMatchObject({ type: 'webhook.test', data: { webhook: id } })
  })

  it('that is one too many is refused', async () => {
    const recruiter = await t.tokenOf('recruiter', { employer: own.ids.employer })
    const body = { url: 'https://hooks.example.com/', label: 'x', types: ['posting.created'] }
    const statuses: number[] = []
    for (let count = 0; count < 6; count += 1)
      statuses.push((await t.send(recruiter, 'POST', '/v1/webhooks', body)).statusCode)
    expect(statuses).toEqual([201, 201, 201, 201, 201, 409])
  })

  it('that was removed is sent nothing more, and is forgotten with its messages in time', async () => {
    const { id } = await make()
    await cause()
    await settle()
    await t.go(admin, 'DELETE', `/v1/webhooks/${id}`)
    await cause()
    await settle()
    expect(sent).toHaveLength(1)
    const refused = await t.send(admin, 'POST', `/v1/webhooks/${id}/test`)
    expect(refused.json()).toMatchObject({ code: 'webhook.removed' })
    t.clock.set(plusDays(dayOne, 31))
    expect(await t.services.webhooks.sending.sweep(t.services.district)).toBeGreaterThan(0)
    expect((await t.send(admin, 'GET', `/v1/webhooks/${id}`)).statusCode).toBe(404)
  })
})

describe('a replay', () => {
  it('by id sends a finished message once more under the same id', async () => {
    const { id } = await make()
    await cause()
    await settle()
    const [message] = await messagesOf(id)
    await t.go(admin, 'POST', `/v1/webhooks/${id}/messages/${message!.id}/replay`)
    await settle()
    expect(sent.map((one) => one.id)).toEqual([message!.id, message!.id])
    expect(sent[1]!.payload).toBe(sent[0]!.payload)
  })

  it('by time sends what an endpoint missed while it was disabled, page by page, once', async () => {
    const { id, version } = await make()
    const off = await t.go<Endpoint>(admin, 'PATCH', `/v1/webhooks/${id}`, { state: 'disabled' }, version)
    for (let count = 0; count < 7; count += 1) {
      t.clock.set(plusHours(dayOne, count))
      await cause()
    }
    await settle()
    expect(sent).toEqual([])
    const range = { from: plusHours(dayOne, 1), before: plusHours(dayOne, 6) }
    const refused = await t.send(admin, 'POST', `/v1/webhooks/${id}/replay`, range)
    expect(refused.json()).toMatchObject({ code: 'webhook.disabled' })
    await t.go(admin, 'PATCH', `/v1/webhooks/${id}`, { state: 'active' }, off.version)
    let next: string | undefined
    const queued: number[] = []
    do {
      const after: string = next === undefined ? '' : `&after=${next}`
      const page = await t.go<{ queued: number; next?: string }>(
        admin,
        'POST',
        `/v1/webhooks/${id}/replay?limit=2${after}`,
        range,
      )
      queued.push(page.queued)
      next = page.next
    } while (next !== undefined)
    expect(queued).toEqual([2, 2, 1])
    await settle()
    const times = sent.map(({ payload }) => (JSON.parse(payload) as { timestamp: string }).timestamp)
    expect(times.sort()).toEqual([1, 2, 3, 4, 5].map((hours) => plusHours(dayOne, hours)))
    expect(await messagesOf(id, '?state=dead')).toHaveLength(2)
  })
})

it('an endpoint that is slow has four messages under way at most, and all arrive', async () => {
  const { id } = await make()
  let under = 0
  let most = 0
  receive = async () => {
    most = Math.max(most, ++under)
    await new Promise((resolve) => setTimeout(resolve, 5))
    under -= 1
    return { status: 200 }
  }
  for (let count = 0; count < 20; count += 1) await cause()
  await settle()
  expect(sent).toHaveLength(20)
  expect(most).toBe(4)
  const all: readonly WebhookMessage[] = (
    await t.services.webhooks.messages.list(t.admin, id, { limit: 100 }, { state: 'delivered' })
  ).rows
  expect(all).toHaveLength(20)
  expect(await t.go(admin, 'GET', `/v1/webhooks/${id}/health`)).toMatchObject({ delivered: 20, medianMs: 12 })
})
