import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { roles } from '../../src/domain/access.ts'
import { errors, type ErrorCode } from '../../src/errors.ts'
import type { ProblemDocument } from '../../src/http/problems.ts'
import { problemsOf } from '../../src/http/register.ts'
import type { Route } from '../../src/http/route.ts'
import { routes } from '../../src/http/routes/routes.ts'
import { testApp, type TestApp } from './app.ts'
import { junk, mutated, valuesOf } from './shapes.ts'
import { away, home, world } from './world.ts'

const requests = Number(process.env['FUZZ_REQUESTS'] ?? 1500)
const seed = Number(process.env['FUZZ_SEED'] ?? 131)

let t: TestApp
let ids: readonly string[]
let tokens: readonly string[]

beforeAll(async () => {
  t = await testApp()
  const own = await world(t, t.admin, home, '本地')
  const foreign = await world(t, t.admin, away, '外地')
  ids = [...Object.values(own.ids), ...Object.values(foreign.ids)]
  const scopes = {
    recruiter: { employer: own.ids.employer },
    caseworker: { township: home.township },
    grid_worker: { village: home.village },
  }
  const others = await Promise.all(
    roles.map((role) => t.tokenOf(role, role in scopes ? scopes[role as keyof typeof scopes] : {})),
  )
  const admin = await t.tokenOf('admin')
  // Most requests are to reach a service, so most come with the key that may do most.
  tokens = [...others, ...Array.from({ length: roles.length * 3 }, () => admin)]
})
afterAll(() => t.close())

/** Codes that any request may be answered with, because it may miss its route. */
const stray: readonly ErrorCode[] = [
  'route.unknown',
  'method.unknown',
  'object.unknown',
  'request.malformed',
  'request.invalid',
]

/** Text that a URL can hold: half characters replaced. */
const wellFormed = (text: string): string => Buffer.from(text, 'utf8').toString('utf8')

const urlOf = (route: Route, pick: readonly string[], query: Readonly<Record<string, unknown>>): string => {
  let at = 0
  const path = route.url.replace(/:\w+/g, () => encodeURIComponent(wellFormed(pick[at++] ?? 'none')))
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(wellFormed(String(value)))}`)
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`
}

type How = 'none' | 'replace' | 'remove' | 'add' | 'cut' | 'query'

const attack = (route: Route) => {
  const body = route.body === undefined ? fc.constant(undefined) : valuesOf(route.body, ids)
  const query = route.query === undefined ? fc.constant({}) : valuesOf(route.query, ids)
  const own = namesOf(route).map((name) => ids.find((id) => id.startsWith(prefixes[name] ?? '?')) ?? 'none')
  return fc.record({
    token: fc.constantFrom(...tokens),
    pick: fc.oneof(
      { weight: 4, arbitrary: fc.constant(own) },
      {
        weight: 1,
        arbitrary: fc.array(fc.oneof(fc.constantFrom(...ids), fc.string({ unit: 'binary', maxLength: 300 })), {
          minLength: 3,
          maxLength: 3,
        }),
      },
    ),
    body,
    query,
    how: fc.constantFrom<How>('none', 'none', 'none', 'replace', 'remove', 'add', 'cut', 'query'),
    at: fc.nat(1000),
    junk,
    headers: fc.constantFrom<Readonly<Record<string, string>>>(
      {},
      { 'if-match': '"1"' },
      { 'if-match': '"x' },
      { 'idempotency-key': 'k' },
      { 'idempotency-key': '' },
      { 'content-type': 'application/ld+json' },
      { 'if-none-match': '*' },
      { accept: 'text/html' },
    ),
  })
}

const prefixes: Readonly<Record<string, string>> = {
  employer: 'emp',
  posting: 'pst',
  seeker: 'skr',
  household: 'hsh',
  slot: 'slt',
  class: 'cls',
  review: 'rev',
  delivery: 'dlv',
  offer: 'off',
  key: 'key',
}
const namesOf = (route: Route): readonly string[] => [...route.url.matchAll(/:(\w+)/g)].map(([, name = '']) => name)

type Attack = ReturnType<typeof attack> extends fc.Arbitrary<infer A> ? A : never

const send = (route: Route, one: Attack) => {
  const query = {
    ...(one.query as object),
    ...(one.how === 'query' ? { [one.at % 2 === 0 ? 'limit' : 'after']: one.junk } : {}),
  }
  const body =
    one.how === 'replace' || one.how === 'remove' || one.how === 'add'
      ? mutated(one.body, one.at, one.junk, one.how)
      : one.body
  const text = body === undefined ? undefined : JSON.stringify(body)
  const payload = one.how === 'cut' ? text?.slice(0, one.at % ((text.length || 1) + 1)) : text
  const versioned = route.versioned ? { 'if-match': '"1"' } : {}
  return t.app.inject({
    method: route.method,
    url: urlOf(route, one.pick, query),
    headers: {
      authorization: `Bearer ${one.token}`,
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...versioned,
      ...one.headers,
    },
    ...(payload === undefined ? {} : { payload }),
  })
}

it(`answers ${requests} mutated requests without a failure of its own and with declared statuses alone (seed ${seed})`, async () => {
  const seen = new Map<number, number>()
  const each = Math.ceil(requests / routes.length)
  for (const [at, route] of routes.entries()) {
    const declared = new Set<ErrorCode>([...problemsOf(route), ...stray])
    await fc.assert(
      fc.asyncProperty(attack(route), async (one) => {
        const found = await send(route, one)
        seen.set(found.statusCode, (seen.get(found.statusCode) ?? 0) + 1)
        const name = `${route.name} ${found.statusCode} ${found.body.slice(0, 300)}`
        expect(found.statusCode, name).toBeLessThan(500)
        if (found.statusCode < 400) {
          expect([...Object.keys(route.answers), '304'], name).toContain(String(found.statusCode))
          return
        }
        const problem = found.json<ProblemDocument>()
        expect(found.headers['content-type'], name).toMatch(/^application\/problem\+json/)
        expect(errors[problem.code], name).toMatchObject({ status: found.statusCode })
        expect(declared.has(problem.code), name).toBe(true)
      }),
      { numRuns: each, seed: seed + at, endOnFailure: true },
    )
  }
  console.log(`statuses of ${requests} requests:`, Object.fromEntries([...seen].sort(([a], [b]) => a - b)))
  expect([...seen].filter(([status]) => status < 400).reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThan(
    requests / 10,
  )
})
