import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { buildApp } from '../../src/http/app.ts'
import { httpLogger } from '../../src/http/logging.ts'
import { testApp, type TestApp } from './app.ts'

/** The dashboard's page as its library makes it: a base, its own script, and fonts of another host. */
const html =
  '<head><base href="/queue/" /><link href="https://fonts.example.com/x?a=b" rel="stylesheet">' +
  '<link href="static/main.css" rel="stylesheet"></head>'

let t: TestApp
let app: FastifyInstance

beforeAll(async () => {
  t = await testApp()
  const board = (scope: FastifyInstance, path: string) => {
    scope.get(`${path}/*`, { schema: { hide: true } }, (_, reply) => reply.type('text/html').send(html))
    return Promise.resolve()
  }
  app = await buildApp({
    services: { ...t.services, board },
    config: { ratePerMinuteMax: 1_000_000, logLevel: 'silent', demo: false, eventLoopDelayMsMax: 0 },
    logger: httpLogger('silent', { write: () => undefined }),
  })
  await app.ready()
})
afterAll(async () => {
  await app.close()
  await t.close()
})

const open = async (role: 'admin' | 'office') =>
  app.inject({
    url: '/queue/queue/yisanyi',
    headers: { authorization: `Bearer ${await t.tokenOf(role)}` },
  })

it('shows the dashboard to admins alone', async () => {
  expect((await open('admin')).statusCode).toBe(200)
  expect((await open('office')).statusCode).toBe(403)
  const stranger = await app.inject({ url: '/queue/queue/yisanyi' })
  expect([stranger.statusCode, stranger.headers.location]).toEqual([303, '/login?next=%2Fqueue%2Fqueue%2Fyisanyi'])
})

it('lets its own scripts and styles load from every page of it, and asks no other host', async () => {
  const { body, headers } = await open('admin')
  expect(headers['content-security-policy']).toContain("base-uri 'self'")
  expect(body).toContain('<base href="/queue/" />')
  expect(body).toContain('static/main.css')
  expect(body).not.toContain('https://')
})

it('leads back to the dashboard after the login, and nowhere else', async () => {
  const next = async (to: string) => {
    const found = await app.inject({
      method: 'POST',
      url: '/login',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost', host: 'localhost' },
      payload: new URLSearchParams({ key: await t.tokenOf('admin'), next: to }).toString(),
    })
    return found.headers.location
  }
  expect(await next('/queue/queue/yisanyi')).toBe('/queue/queue/yisanyi')
  expect(await next('//evil.example/queue')).toBe('/')
})
