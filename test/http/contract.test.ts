import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { errors } from '../../src/errors.ts'
import { spokenKeywords } from '../../src/http/problems.ts'
import { problemsOf } from '../../src/http/register.ts'
import { routes, tags } from '../../src/http/routes/routes.ts'
import { formatRemedies, formats, patternRemedies } from '../../src/http/schemas/common.ts'
import { testApp, type TestApp } from './app.ts'
import { home, world, type World } from './world.ts'

interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly tags: readonly string[]
  readonly security?: readonly object[]
  readonly responses: Readonly<
    Record<string, { description: string; content: Readonly<Record<string, { schema: object }>> }>
  >
}

let t: TestApp
let own: World
let admin: string
let document: {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, object>> }
}

beforeAll(async () => {
  t = await testApp()
  own = await world(t, t.admin, home, '本地')
  admin = await t.tokenOf('admin')
  document = (await t.send(undefined, 'GET', '/docs/json')).json()
})
afterAll(() => t.close())

const operations = (): readonly (readonly [string, Operation])[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const),
  )

describe('the OpenAPI document', () => {
  it('is of version 3.1 and tells of every route of the list, and of no other but health', () => {
    expect(document.openapi).toBe('3.1.0')
    const listed = routes.map(({ method, url }) => `${method} ${url.replace(/:(\w+)/g, '{$1}')}`)
    expect(
      operations()
        .map(([name]) => name)
        .sort(),
    ).toEqual([...listed, 'GET /healthz', 'GET /readyz'].sort())
  })

  it('gives every operation a name of its own, a summary, known tags and its answers', () => {
    const known = tags.map(({ name }) => name as string)
    const names = operations().map(([, { operationId }]) => operationId)
    expect(new Set(names).size).toBe(names.length)
    for (const [name, { summary, tags: own, responses }] of operations()) {
      expect(summary, name).toMatch(/[.?]$/)
      expect(own.length === 1 && known.includes(own[0]!), name).toBe(true)
      expect(
        Object.keys(responses).some((status) => /^20[01]$/.test(status)),
        name,
      ).toBe(true)
      for (const { description, content } of Object.values(responses)) {
        expect(description, name).not.toBe('')
        expect(Object.keys(content).length, name).toBe(1)
      }
    }
  })

  it('names every code that a route may answer, each in the error table under its status', () => {
    for (const route of routes) {
      const [, operation] = operations().find(([, { operationId }]) => operationId === route.name)!
      for (const code of problemsOf(route)) {
        expect(errors[code], code).toBeDefined()
        expect(operation.responses[String(errors[code].status)]?.description, `${route.name} ${code}`).toContain(
          `\`${code}\``,
        )
      }
      expect(operation.security, route.name).toEqual([{ key: [] }])
    }
  })

  it('refers to nothing that it does not hold', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to)
    expect(references.length).toBeGreaterThan(100)
    for (const to of new Set(references))
      expect(to?.replace('#/components/schemas/', '') ?? '' in document.components.schemas).toBeTruthy()
    expect(new Set(references)).toEqual(
      new Set(Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`)),
    )
  })

  it('is shown by a page that loads nothing from elsewhere', async () => {
    const found = await t.send(undefined, 'GET', '/docs')
    expect(found.statusCode).toBe(200)
    expect(found.headers['content-security-policy']).toContain("default-src 'none'")
    expect(found.headers['content-security-policy']).not.toMatch(/https?:|\*/)
    const links = [...found.body.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, link]) => link!)
    expect(links.length).toBeGreaterThan(4)
    for (const link of links) expect((await t.send(undefined, 'GET', link)).statusCode, link).toBe(200)
    expect(found.body).not.toMatch(/<script>|https?:\/\//)
  })
})

/** Every schema inside a schema. */
function* within(schema: unknown): Generator<Readonly<Record<string, unknown>>> {
  if (typeof schema !== 'object' || schema === null) return
  if (!Array.isArray(schema)) yield schema as Readonly<Record<string, unknown>>
  for (const one of Object.values(schema)) yield* within(one)
}

describe('what validates', () => {
  const structure = new Set(['properties', 'items', 'description', 'title', '$id'])

  it('uses only keywords, patterns and formats for which there are words', () => {
    for (const route of routes)
      for (const schema of within([route.body, route.query, route.params])) {
        // A map of properties is no schema: its keys are names.
        if (typeof schema['type'] !== 'string') continue
        for (const keyword of Object.keys(schema))
          expect(structure.has(keyword) || spokenKeywords.includes(keyword), `${route.name} ${keyword}`).toBe(true)
        if (typeof schema['pattern'] === 'string') expect(patternRemedies[schema['pattern']], route.name).toBeDefined()
        if (typeof schema['format'] === 'string') {
          expect(formatRemedies[schema['format']], route.name).toBeDefined()
          expect(formats[schema['format']], route.name).toBeDefined()
        }
      }
  })

  it('refuses unknown keys of every object of every body, and bounds every text and list', () => {
    for (const route of routes)
      for (const schema of within(route.body)) {
        // A JobPosting of schema.org is open; what is read of it is held to the bounds of a posting.
        if (schema['type'] === 'object' && route.takes === undefined)
          expect(schema['additionalProperties'], route.name).toBe(false)
        if (schema['type'] === 'array') expect(schema['maxItems'], route.name).toBeTypeOf('number')
        const isBounded =
          schema['enum'] !== undefined || schema['pattern'] !== undefined || schema['format'] !== undefined
        if (schema['type'] === 'string' && !isBounded) expect(schema['maxLength'], route.name).toBeTypeOf('number')
      }
  })

  it('takes the examples that the documentation gives', async () => {
    for (const route of routes.filter((one) => one.example !== undefined)) {
      const url = route.url.replace(/:(\w+)/g, (_all, name: string) => own.ids[name as keyof typeof own.ids])
      const asked = route.query?.properties['employer'] === undefined ? url : `${url}?employer=${own.ids.employer}`
      const found = await t.send(
        admin,
        route.method,
        asked,
        route.example,
        route.versioned ? { 'if-match': '"1"' } : {},
      )
      const { code = 'none' } = found.json<{ code?: string }>()
      expect(
        ['request.invalid', 'request.malformed', 'request.media_type'],
        `${route.name}: ${found.body}`,
      ).not.toContain(code)
    }
  })
})

describe('what leaves', () => {
  it('holds no field that is not declared: no sealed value, no hash, no index, no inner list', async () => {
    const { seeker, posting, key } = own.ids
    const found = await Promise.all(
      [
        `/v1/seekers/${seeker}`,
        '/v1/seekers',
        `/v1/postings/${posting}`,
        '/v1/postings',
        `/v1/keys/${key}`,
        '/v1/keys',
        '/v1/employers',
        `/v1/seekers/${seeker}/guarantee`,
        '/v1/deliveries',
      ].map((url) => t.send(admin, 'GET', url)),
    )
    for (const { body, statusCode } of found) {
      expect(statusCode).toBe(200)
      expect(body).not.toMatch(/"(pending|schema|district|secretHash|phoneIndex|idNumberIndex|inFlight|_id)"/)
      expect(body).not.toMatch(/v1\.t\.|"1380000\d{4}"/)
    }
    expect(found[0]?.json()).toMatchObject({ phone: expect.stringMatching(/^138\*\*\*\*\d{4}$/) as unknown })
  })

  it('is not kept by caches and tells browsers to run nothing', async () => {
    const found = await t.send(admin, 'GET', '/v1/employers')
    expect(found.headers['cache-control']).toBe('no-store')
    expect(found.headers['content-security-policy']).toContain("default-src 'none'")
    expect(found.headers['x-content-type-options']).toBe('nosniff')
  })
})

describe('tags of versions', () => {
  it('spare a reader what they have, and let a writer change what they read', async () => {
    const url = `/v1/postings/${own.ids.posting}`
    const first = await t.send(admin, 'GET', url)
    const tag = String(first.headers.etag)
    expect(tag).toBe(`"${first.json<{ version: number }>().version}"`)
    const again = await t.send(admin, 'GET', url, undefined, { 'if-none-match': tag })
    expect([again.statusCode, again.body]).toEqual([304, ''])
    const changed = await t.send(admin, 'PATCH', url, { openings: 9 }, { 'if-match': tag })
    expect(changed.json()).toMatchObject({ openings: 9 })
    expect(changed.headers.etag).not.toBe(tag)
    expect((await t.send(admin, 'PATCH', url, { openings: 8 }, { 'if-match': tag })).statusCode).toBe(412)
    expect((await t.send(admin, 'GET', url, undefined, { 'if-none-match': tag })).statusCode).toBe(200)
  })

  it('follow what a computed answer says', async () => {
    const url = `/v1/seekers/${own.ids.seeker}/guarantee`
    const tag = String((await t.send(admin, 'GET', url)).headers.etag)
    expect((await t.send(admin, 'GET', url, undefined, { 'if-none-match': tag })).statusCode).toBe(304)
    await t.send(admin, 'POST', `${url}/sessions`, { mode: 'place', heldAt: '2026-02-27T10:00:00+08:00', note: '面谈' })
    expect((await t.send(admin, 'GET', url, undefined, { 'if-none-match': tag })).statusCode).toBe(200)
  })
})

it('pages through a list without leaving out or repeating a row', async () => {
  interface Places {
    readonly rows: readonly { readonly code: string }[]
    readonly next?: string
  }
  const whole = (await t.send(admin, 'GET', '/v1/places?limit=200')).json<Places>()
  const codes: string[] = []
  for (let next: string | undefined = ''; next !== undefined;) {
    const found = await t.send(admin, 'GET', `/v1/places?limit=7${next && `&after=${next}`}`)
    const page: Places = found.json()
    codes.push(...page.rows.map(({ code }) => code))
    next = page.next
  }
  expect(codes.slice(0, whole.rows.length)).toEqual(whole.rows.map(({ code }) => code))
  expect(new Set(codes).size).toBe(codes.length)
})
