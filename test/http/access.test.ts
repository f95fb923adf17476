import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { may, mayEver, permissions, roles, type Caller, type Permission, type Role } from '../../src/domain/access.ts'
import type { Route } from '../../src/http/route.ts'
import { routes } from '../../src/http/routes/routes.ts'
import { testApp, type TestApp } from './app.ts'
import { away, home, kinds, world, type Kind, type World } from './world.ts'

let t: TestApp
let own: World
let foreign: World
let strange: World
const tokens = new Map<Role, string>()
const callers = new Map<Role, Caller>()

const unknownIds = Object.fromEntries(kinds.map((kind) => [kind, 'unknown-1'])) as Record<Kind, string>

const scopeOf = (role: Role) =>
  role === 'recruiter'
    ? { employer: own.ids.employer }
    : role === 'caseworker'
      ? { township: home.township }
      : role === 'grid_worker'
        ? { village: home.village }
        : {}

beforeAll(async () => {
  t = await testApp()
  own = await world(t, t.admin, home, '本地')
  foreign = await world(t, t.admin, away, '外地')
  strange = await world(t, t.stranger, away, '别区')
  for (const role of roles) {
    const token = await t.tokenOf(role, scopeOf(role))
    tokens.set(role, token)
    callers.set(role, await t.services.keys.authenticate(token))
  }
})
afterAll(() => t.close())

const isKind = (name: string): name is Kind => (kinds as readonly string[]).includes(name)

/** The objects that a request of this route names, in its address and in its body. */
const namedIn = (route: Route): readonly { kind: Kind; place: 'params' | 'body' }[] => [
  ...[...route.url.matchAll(/:(\w+)/g)].flatMap(([, name = '']) =>
    isKind(name) ? [{ kind: name, place: 'params' as const }] : [],
  ),
  ...Object.keys(route.example ?? {}).flatMap((name) => (isKind(name) ? [{ kind: name, place: 'body' as const }] : [])),
]

/** The permission by which the service judges one of the objects of a route. */
const judgedBy = (route: Route, kind: Kind): Permission => {
  const names = namedIn(route).map((one) => one.kind)
  if (names.length === 1) return route.permission
  if (kind === 'slot') return 'slot.read'
  if (kind === 'class') return 'class.read'
  if (kind === 'posting') return 'posting.read'
  return route.permission
}

const urlOf = (route: Route, ids: Readonly<Record<Kind, string>>): string =>
  route.url.replace(/:(\w+)/g, (_all, name: string) => (isKind(name) ? ids[name] : 'unknown-1'))

const bodyOf = (route: Route, ids: Readonly<Record<Kind, string>>): unknown =>
  route.example === undefined
    ? undefined
    : Object.fromEntries(
        Object.entries(route.example as object).map(([name, value]) => [name, isKind(name) ? ids[name] : value]),
      )

const ask = async (route: Route, role: Role, ids: Readonly<Record<Kind, string>>, version = '"999"') => {
  const body = bodyOf(route, ids)
  const found = await t.send(
    tokens.get(role),
    route.method,
    urlOf(route, ids),
    body,
    route.versioned ? { 'if-match': version } : {},
  )
  const isJson = String(found.headers['content-type']).includes('json')
  const { instance: _instance, ...rest } = isJson ? found.json<Record<string, unknown>>() : {}
  return { status: found.statusCode, body: rest, text: found.body }
}

const byName = routes.map((route) => [`${route.method} ${route.url}`, route] as const)

describe.each(byName)('%s', (_name, route) => {
  it('refuses everybody without a key', async () => {
    const found = await t.send(undefined, route.method, urlOf(route, own.ids), bodyOf(route, own.ids))
    expect(found.statusCode).toBe(401)
    expect(found.headers['www-authenticate']).toContain('Bearer')
    expect(found.json()).toMatchObject({ code: 'key.missing' })
  })

  it.each(roles.filter((role) => (permissions[route.permission] as Partial<Record<Role, string>>)[role] === undefined))(
    'refuses the role %s before it looks at the object',
    async (role) => {
      for (const ids of [own.ids, foreign.ids, strange.ids, unknownIds]) {
        const found = await ask(route, role, ids)
        expect(found.status).toBe(403)
        expect(found.body).toMatchObject({ code: 'key.forbidden' })
      }
    },
  )

  it.each(roles.filter((role) => (permissions[route.permission] as Partial<Record<Role, string>>)[role] !== undefined))(
    'answers the role %s for a foreign object exactly as for an unknown one',
    async (role) => {
      const caller = callers.get(role)!
      expect(mayEver(caller, route.permission)).toBe(true)
      for (const { kind } of namedIn(route))
        for (const other of [foreign, strange]) {
          if (may(caller, judgedBy(route, kind), other.where)) continue
          // An offer is named beside its seeker, so a foreign one is foreign by its ledger.
          const unknown = await ask(route, role, { ...own.ids, [kind]: unknownIds[kind] })
          const hidden = await ask(route, role, { ...own.ids, [kind]: other.ids[kind] })
          expect(hidden.status).toBeGreaterThanOrEqual(400)
          expect({ status: hidden.status, body: hidden.body }).toEqual({ status: unknown.status, body: unknown.body })
        }
    },
  )
})

describe('lists', () => {
  const lists = routes.filter((route) => route.method === 'GET' && !route.url.includes(':'))
  it.each(lists.map((route) => [route.url, route] as const))(
    '%s shows nothing of another district, town, village or employer',
    async (_url, route) => {
      for (const role of roles) {
        const caller = callers.get(role)!
        if (!mayEver(caller, route.permission)) continue
        const { status, text } = await ask(route, role, own.ids)
        expect(status).toBe(200)
        for (const id of Object.values(strange.ids)) expect(text).not.toContain(id)
        expect(text).not.toContain('别区')
        if (may(caller, route.permission, foreign.where)) continue
        for (const id of Object.values(foreign.ids)) expect(text).not.toContain(id)
        expect(text).not.toContain('外地')
      }
    },
  )

  it('names no seeker of another town among the matches of a posting', async () => {
    for (const role of roles) {
      const caller = callers.get(role)!
      if (!mayEver(caller, 'match.read_of_posting') || may(caller, 'seeker.read', foreign.where)) continue
      const found = await t.send(tokens.get(role), 'GET', `/v1/postings/${own.ids.posting}/matches`)
      expect(found.statusCode).toBe(200)
      expect(found.body).not.toContain(foreign.ids.seeker)
    }
  })

  it('gives a page only to the key and the filter that its cursor was made for', async () => {
    const url = '/v1/employers?limit=1'
    const { next } = (await t.send(tokens.get('office'), 'GET', url)).json<{ next: string }>()
    expect((await t.send(tokens.get('office'), 'GET', `${url}&after=${next}`)).statusCode).toBe(200)
    for (const [role, at] of [
      ['admin', url],
      ['office', '/v1/seekers?limit=1'],
      ['caseworker', url],
    ] as const) {
      const found = await t.send(tokens.get(role), 'GET', `${at}&after=${next}`)
      expect(found.json()).toMatchObject({ status: 422, code: 'request.cursor' })
    }
    const forged = Buffer.from(JSON.stringify(['640302', '000'])).toString('base64url')
    expect((await t.send(tokens.get('caseworker'), 'GET', `/v1/seekers?after=${forged}`)).json()).toMatchObject({
      code: 'request.cursor',
    })
  })
})

describe('own objects', () => {
  it('are found by every role that may see them', async () => {
    const reads = routes.filter((route) => route.method === 'GET' && route.url.includes(':'))
    for (const route of reads)
      for (const role of roles) {
        const caller = callers.get(role)!
        if (!mayEver(caller, route.permission)) continue
        const found = await ask(route, role, own.ids)
        expect({ route: route.url, role, status: found.status }).toEqual({ route: route.url, role, status: 200 })
      }
  })

  it('are never said to be unknown to a role that may change them', async () => {
    const writes = routes.filter((route) => route.method !== 'GET' && namedIn(route).length > 0)
    expect(writes.length).toBeGreaterThan(20)
    for (const route of writes)
      for (const role of roles) {
        const caller = callers.get(role)!
        if (!mayEver(caller, route.permission)) continue
        const found = await ask(route, role, own.ids, '"1"')
        expect({ url: route.url, role, code: found.body['code'] }).not.toMatchObject({ code: 'object.unknown' })
        expect([401, 403, 500]).not.toContain(found.status)
      }
  })
})

it('leaves every object of the other district as it was', async () => {
  const { store } = t.services
  const { ids } = strange
  const docs = await Promise.all([
    store.employers.get(ids.employer),
    store.postings.get(ids.posting),
    store.households.get(ids.household),
    store.slots.get(ids.slot),
    store.classes.get(ids.class),
    store.reviews.get(ids.review),
    store.deliveries.get(ids.delivery),
    store.keys.get(ids.key),
    store.replies.get(ids.reply),
    store.webhooks.get(ids.webhook),
    store.webhookMessages.get(ids.message),
    store.seekers.get(ids.seeker),
  ])
  expect(docs.map((doc) => doc?.version)).toEqual(docs.map(() => 1))
})
