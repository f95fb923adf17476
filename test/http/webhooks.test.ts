import { describe, expect, it } from 'vitest'
import { plusDays, plusHours } from '../../src/domain/time.ts'
import { dayOne } from './app.ts'
import { admin, cause, make, messagesOf, own, sent, settle, t, type Endpoint, type Message } from './webhook-stage.ts'

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
