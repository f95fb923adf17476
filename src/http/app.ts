import type { Socket } from 'node:net'
import helmet from '@fastify/helmet'
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import { errors } from '../errors.ts'
import { Problem } from '../problem.ts'
import { randomIds } from '../ids.ts'
import { addGuard, addIdentity, challengeOf } from './auth.ts'
import { addConsole, sendErrorPage } from './console/console.ts'
import { cursors } from './cursors.ts'
import { collectDocs, serveDocs } from './docs.ts'
import { idempotency } from './idempotency.ts'
import { addLimits } from './limits.ts'
import { addRequestLog, framesOf, httpLogger } from './logging.ts'
import { addPhone, isPhoneAddress, sendClosedDoor } from './phone/phone.ts'
import { problemDocument, problemMediaType, problemOf } from './problems.ts'
import { addConditionalGet, register } from './register.ts'
import { addHealth } from './routes/health.ts'
import { routes, tags } from './routes/routes.ts'
import { formats, ProblemBody } from './schemas/common.ts'
import type { HttpServices } from './services.ts'

/** How the API is to run; what is missing has a default that suits one PC. */
export interface AppConfig {
  readonly ratePerMinuteMax: number
  readonly logLevel: string
  /** Pages are open to everybody and carry a banner. */
  readonly demo: boolean
  readonly bodyBytesMax?: number
  readonly eventLoopDelayMsMax?: number
  readonly heapBytesMax?: number
  /** True behind a proxy that sets X-Forwarded-For and X-Forwarded-Proto. */
  readonly trustProxy?: boolean
}

export interface AppOptions {
  readonly services: HttpServices
  readonly config: AppConfig
  /** Where log lines go instead of standard output. */
  readonly logger?: FastifyBaseLogger
}

const mebibyte = 1_048_576

/** Sends a problem document; our own failures are logged by code and place, never with what was sent. */
function sendProblem(error: FastifyError | Problem, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error)
  const { status } = errors[problem.code]
  if (status >= 500 && problem.code !== 'server.busy')
    request.log.error({ code: problem.code, name: error.name, at: framesOf(error) }, 'failed')
  if (!reply.hasHeader('x-request-id')) void reply.header('x-request-id', request.id)
  if (status === 401) void reply.header('www-authenticate', challengeOf(problem))
  if (status === 503 && !reply.hasHeader('retry-after')) void reply.header('retry-after', '5')
  if (problem.code === 'idempotency.in_flight' || problem.code === 'version.busy') void reply.header('retry-after', '1')
  return reply
    .code(status)
    .type(problemMediaType)
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problemDocument(problem, request.id))
}

/** A matcher of paths for a table of url patterns, so that a known path with another method answers 405. */
function allowedBy(
  table: readonly { readonly method: string; readonly url: string }[],
): (path: string) => readonly string[] {
  const byPattern = new Map<string, Set<string>>()
  for (const { method, url } of table) byPattern.set(url, (byPattern.get(url) ?? new Set()).add(method))
  const matchers = [...byPattern].map(([url, methods]) => ({
    pattern: new RegExp(`^${url.replace(/:[A-Za-z]+/g, '[^/]+')}$`),
    methods: [...methods],
  }))
  return (path) =>
    [...new Set(matchers.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods))].sort()
}

/** Reads other media types as the JSON that they are. */
function takeAlso(scope: FastifyInstance, types: readonly string[]): void {
  for (const type of types.filter((one) => one !== 'application/json'))
    scope.addContentTypeParser(type, { parseAs: 'string' }, scope.getDefaultJsonParser('error', 'error'))
}

/** What cannot even be read as HTTP is answered as a problem too. */
function refuseUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const body = JSON.stringify(problemDocument(new Problem('request.unreadable'), randomIds.next('req')))
  const head = [
    'HTTP/1.1 400 Bad Request',
    `Content-Type: ${problemMediaType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  socket.end([...head, 'Connection: close', '', body].join('\r\n'))
}

async function instance({ services, config, logger }: AppOptions): Promise<FastifyInstance> {
  const app = Fastify({
    loggerInstance: logger ?? httpLogger(config.logLevel),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: config.bodyBytesMax ?? mebibyte,
    trustProxy: config.trustProxy ?? false,
    // A request that still comes in while the process stops is served; its connection is closed after.
    return503OnClosing: false,
    clientErrorHandler: refuseUnreadable,
    keepAliveTimeout: 5_000,
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 300 },
    genReqId: () => randomIds.next('req'),
    requestIdHeader: false,
    ajv: {
      customOptions: {
        coerceTypes: false,
        removeAdditional: false,
        useDefaults: false,
        allErrors: true,
        formats,
      },
    },
    frameworkErrors: (error, request, reply) =>
      void (isPhoneAddress(request.url) ? sendClosedDoor(reply) : sendProblem(error, request, reply)),
  })
  app.removeContentTypeParser('text/plain')
  app.addSchema(ProblemBody)
  app.decorateRequest('answerHold', null)
  app.decorateRequest('badRows')
  app.addHook('onRequest', (request, reply, done) => {
    request.badRows = new Map()
    void reply.header('x-request-id', request.id).header('cache-control', 'no-store')
    done()
  })
  addRequestLog(app)
  addIdentity(app, services)
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"], 'base-uri': ["'none'"] },
    },
    // A form without its origin could not be told from a foreign one.
    referrerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
    strictTransportSecurity: { maxAge: 15_552_000, includeSubDomains: false },
  })
  app.setErrorHandler(sendProblem)
  return app
}

/** Builds the API, its documentation and the pages over the given services. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { services, config } = options
  const app = await instance(options)
  await addLimits(app, {
    ratePerMinuteMax: config.ratePerMinuteMax,
    eventLoopDelayMsMax: config.eventLoopDelayMsMax ?? 5_000,
    heapBytesMax: config.heapBytesMax ?? 0,
  })
  addGuard(app)
  addConditionalGet(app)
  const once = idempotency(services)
  const ground = { services, once, cursors: cursors(services.ring) }
  app.addHook('onSend', async (request, reply, payload) => {
    await once.finish(request, reply, payload)
    return payload
  })
  await collectDocs(app, tags)
  const table: { method: string; url: string }[] = []
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) table.push({ method: one, url })
  })
  for (const route of routes) {
    if (route.takes === undefined) register(app, ground, route)
    else
      await app.register((scope, _options, done) => {
        takeAlso(scope, route.takes ?? [])
        register(scope, ground, route)
        done()
      })
  }
  addHealth(app, services)
  await serveDocs(app)
  await app.register(addPhone, { services, demo: config.demo })
  await app.register(addConsole, { services, demo: config.demo })
  const allowed = allowedBy(table)
  app.setNotFoundHandler({ preHandler: app.rateLimit() }, (request, reply) => {
    if (isPhoneAddress(request.url)) return sendClosedDoor(reply)
    const path = request.url.split('?')[0] ?? ''
    const methods = allowed(path)
    const isPage = !path.startsWith('/v1/') && (request.headers.accept ?? '').includes('text/html')
    if (isPage && methods.length === 0) return sendErrorPage(request, reply, 'route.unknown', config.demo)
    if (methods.length > 0) void reply.header('allow', methods.join(', '))
    return sendProblem(new Problem(methods.length > 0 ? 'method.unknown' : 'route.unknown'), request, reply)
  })
  return app
}
