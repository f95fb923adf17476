import { describe, expect, it } from 'vitest'
import { plusDays, plusHours, plusMs } from '../../src/domain/time.ts'
import { messageLeaseMs, type WebhookMessage } from '../../src/domain/webhook-message.ts'
import { dayOne } from './app.ts'
import {
  admin,
  at,
  cause,
  make,
  messagesOf,
  own,
  receiver,
  sent,
  settle,
  shownOf,
  t,
  type Page,
} from './webhook-stage.ts'
import { home, vacancy } from './world.ts'

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
    receiver.answer = async () => {
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
    receiver.answer = () => ({ failure: 'timeout' })
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
    receiver.answer = () => ({ status: 429, retryAfter: '3600' })
    await make()
    await cause()
    await settle()
    await at(plusMs(dayOne, 3_599_000))
    expect(sent).toHaveLength(1)
    receiver.answer = () => ({ status: 200 })
    await at(plusHours(dayOne, 1))
    expect(sent).toHaveLength(2)
  })

  it('of 410 disables the endpoint at once; what waits for it becomes a dead letter', async () => {
    receiver.answer = () => ({ status: 500 })
    const { id } = await make()
    await cause()
    await settle()
    receiver.answer = () => ({ status: 410 })
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
    receiver.answer = ({ url }) => ({ status: url.includes('broken') ? 500 : 200 })
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
    receiver.answer = () => new Promise(() => undefined)
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
    receiver.answer = () => ({ status: 200 })
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

it('an endpoint that is slow has four messages under way at most, and all arrive', async () => {
  const { id } = await make()
  let under = 0
  let most = 0
  receiver.answer = async () => {
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
