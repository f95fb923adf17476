import type { TObject, TSchema } from '@fastify/type-provider-typebox'
import type {
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  FastifySchema,
  FastifySchemaValidationError,
} from 'fastify'
import { errors, type ErrorCode } from '../errors.ts'
import { Problem } from '../problem.ts'
import type { Caller } from '../domain/access.ts'
import { callerOf } from './auth.ts'
import type { Cursors } from './cursors.ts'
import { digestTag, etagOf, isNoneMatch, versionOf } from './etag.ts'
import type { Idempotency } from './idempotency.ts'
import { invalid, problemMediaType } from './problems.ts'
import type { Route } from './route.ts'
import type { HttpServices } from './services.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    route?: Route
  }
  interface FastifyRequest {
    badRows: ReadonlyMap<number, Problem>
  }
}

const json = 'application/json'

/** The codes that a route may answer: its own and those that its declaration implies. */
export function problemsOf(route: Route): readonly ErrorCode[] {
  const implied: ErrorCode[] = [
    'key.missing',
    'key.invalid',
    'key.expired',
    'key.forbidden',
    'request.invalid',
    'request.too_many',
    'server.busy',
    'server.failed',
  ]
  if (route.method !== 'GET') implied.push('request.malformed', 'request.too_large', 'request.media_type')
  if (route.params !== undefined) implied.push('object.unknown')
  if (route.method !== 'GET') implied.push('version.busy')
  if (route.query?.properties['after'] !== undefined) implied.push('request.cursor')
  if (route.creates !== undefined) implied.push('idempotency.invalid', 'idempotency.in_flight', 'idempotency.reused')
  if (route.versioned) implied.push('version.required', 'version.stale')
  if (route.bulk) implied.push('bulk.too_many')
  return [...new Set([...implied, ...route.problems])].sort()
}

/** The statuses that a route may answer beside its good ones, with the codes of each. */
function problemAnswers(route: Route): Readonly<Record<string, unknown>> {
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of problemsOf(route)) {
    const { status } = errors[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${errors[code].zh} ${errors[code].en}`).join('\n\n'),
        content: { [problemMediaType]: { schema: { $ref: 'Problem#' } } },
      },
    ]),
  )
}

const headersOf = (route: Route): object => ({
  type: 'object',
  properties: {
    ...(route.creates === undefined
      ? {}
      : {
          'idempotency-key': {
            type: 'string',
            description: 'Repeat a request with the same key and get the same answer, for 24 hours.',
          },
        }),
    ...(route.versioned
      ? { 'if-match': { type: 'string', description: 'The ETag of the version that you change; required.' } }
      : {}),
  },
})

function schemaOf(route: Route): FastifySchema {
  const good = Object.entries(route.answers).map(([status, schema]) => [
    status,
    { description: status === '201' ? 'Created.' : 'Done.', content: { [route.gives ?? json]: { schema } } },
  ])
  const body = route.example === undefined ? route.body : { ...route.body, examples: [route.example] }
  return {
    operationId: route.name,
    tags: [route.tag],
    summary: route.summary,
    description: [route.description, `Permission: \`${route.permission}\`.`].filter(Boolean).join('\n\n'),
    security: [{ key: [] }],
    ...(route.params === undefined ? {} : { params: route.params }),
    querystring: { type: 'object', properties: {}, ...route.query, additionalProperties: false },
    ...(route.creates === undefined && !route.versioned ? {} : { headers: headersOf(route) }),
    ...(body === undefined ? {} : { body, consumes: [...(route.takes ?? [json])] }),
    response: { ...Object.fromEntries(good), ...problemAnswers(route) } as Record<string, unknown>,
  }
}

/** Whole numbers in a query come as text; nothing else is converted. */
export function numbersIn(query: unknown, schema: TObject | undefined): void {
  if (schema === undefined || typeof query !== 'object' || query === null) return
  const found = query as Record<string, unknown>
  for (const [name, property] of Object.entries(schema.properties as Record<string, TSchema & { type?: string }>)) {
    const value = found[name]
    if (property.type === 'integer' && typeof value === 'string' && /^-?\d{1,15}$/.test(value))
      found[name] = Number(value)
  }
}

/** Splits what the validator found in a bulk body by row; anything outside the rows refuses the whole. */
function judgeRows(request: FastifyRequest): void {
  const error = request.validationError
  if (error === undefined) return
  const found = error.validation as readonly FastifySchemaValidationError[]
  if (error.validationContext !== 'body') throw invalid(found)
  const byRow = new Map<number, FastifySchemaValidationError[]>()
  for (const one of found) {
    const [, row, rest = ''] = /^\/rows\/(\d+)(.*)$/.exec(one.instancePath) ?? []
    if (row === undefined) throw invalid(found)
    byRow.set(Number(row), [...(byRow.get(Number(row)) ?? []), { ...one, instancePath: rest }])
  }
  request.badRows = new Map([...byRow].map(([row, problems]) => [row, invalid(problems)]))
}

const refuseBody = (request: FastifyRequest): void => {
  const { body } = request
  if (body === undefined || body === null || (typeof body === 'object' && Object.keys(body).length === 0)) return
  throw new Problem('request.invalid', {}, [
    { pointer: '', zh: '此操作不需要请求内容，请去掉', en: 'this route takes no body; leave it out' },
  ])
}

/** What a registered route works with. */
export interface Ground {
  readonly services: HttpServices
  readonly once: Idempotency
  readonly cursors: Cursors
}

/** What a cursor is good for: the next page of this list, with this filter, for this key. */
const purposeOf = (route: Route, caller: Caller, params: unknown, query: object): string => {
  const { limit: _limit, after: _after, ...filter } = query as Readonly<Record<string, unknown>>
  return JSON.stringify([route.name, caller.key, params ?? {}, filter])
}

const withNext = (body: unknown, seal: (cursor: string) => string): unknown =>
  typeof body === 'object' && body !== null && 'next' in body && typeof body.next === 'string'
    ? { ...body, next: seal(body.next) }
    : body

async function answer(
  ground: Ground,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { services, cursors } = ground
  const caller = callerOf(request)
  const { params, body, badRows } = request
  const asked = (request.query ?? {}) as Readonly<Record<string, unknown>>
  const purpose = purposeOf(route, caller, params, asked)
  const { after } = asked
  const query = typeof after === 'string' ? { ...asked, after: cursors.open(after, purpose) } : asked
  const ifVersion = route.versioned ? versionOf(request.headers['if-match']) : 0
  const judge = (schema: TSchema, value: unknown): Problem | undefined => {
    const isRight = request.compileValidationSchema(schema)
    return isRight(value) ? undefined : invalid(isRight.errors ?? [])
  }
  const found = await route.handle({ services, caller, params, query, body, badRows, ifVersion, invalid: judge })
  void reply.code(found.status).type(route.gives ?? json)
  if (found.location !== undefined) void reply.header('location', found.location)
  if (found.version !== undefined) void reply.header('etag', etagOf(found.version))
  return reply.send(withNext(found.body, (cursor) => cursors.seal(cursor, purpose)))
}

/** Registers one route with its guards. */
export function register(app: FastifyInstance, ground: Ground, route: Route): void {
  app.route({
    method: route.method,
    url: route.url,
    schema: schemaOf(route),
    attachValidation: route.bulk === true,
    config: { permission: route.permission, route },
    preValidation: (request, _reply, done) => {
      numbersIn(request.query, route.query)
      done()
    },
    preHandler: async (request, reply) => {
      if (route.bulk) judgeRows(request)
      if (route.body === undefined) refuseBody(request)
      if (route.creates === undefined) return undefined
      return ground.once.begin(request, reply, callerOf(request), route.creates.omit ?? [])
    },
    handler: (request, reply) => answer(ground, route, request, reply),
  })
}

/** Tags answers to GET and spares the body that the caller has already. */
export function addConditionalGet(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.method !== 'GET' || reply.statusCode !== 200 || request.routeOptions.config.route === undefined)
      return payload
    if (typeof payload !== 'string') return payload
    const own = reply.getHeader('etag')
    const tag = typeof own === 'string' ? own : digestTag(payload)
    void reply.header('etag', tag)
    if (!isNoneMatch(request.headers['if-none-match'], tag)) return payload
    void reply.code(304).removeHeader('content-type')
    return null
  })
}
