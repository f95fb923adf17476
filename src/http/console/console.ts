import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Caller } from '../../domain/access.ts'
import { errors, type ErrorCode } from '../../errors.ts'
import { Problem } from '../../problem.ts'
import { cursors } from '../cursors.ts'
import { problemOf } from '../problems.ts'
import type { HttpServices } from '../services.ts'
import { errorPage, loginPage, problemsPage } from './entry.ts'
import { peopleShownMax } from './forecast.ts'
import type { Content } from './html.ts'
import { page, pagePolicy } from './layout.ts'
import { overviewPage, type Foreseen } from './overview.ts'
import { personPage } from './person.ts'
import { placePage, townPage } from './place.ts'
import { isLeaveToken, isOwnForm, sessions } from './session.ts'
import { webhooksPage } from './webhooks.ts'
import { addTaskPages } from './task-pages.ts'

/** What the pages are made from. */
export interface ConsoleOptions {
  readonly services: HttpServices
  readonly demo: boolean
}

const rowsPerPage = 100
const endpointsMax = 100
const formBytesMax = 4096
const loginsPerMinuteMax = 10

/** Whom a page is made for. */
interface Visitor {
  readonly caller: Caller
  readonly leaveToken?: string
}

const sendPage = (reply: FastifyReply, text: string): FastifyReply =>
  reply.type('text/html; charset=utf-8').header('content-security-policy', pagePolicy).send(text)

/** A page that says what went wrong. */
export const sendErrorPage = (
  request: FastifyRequest,
  reply: FastifyReply,
  code: ErrorCode,
  demo: boolean,
): FastifyReply => sendPage(reply.code(errors[code].status), page({ demo }, '提示', errorPage(code, request.id)))

/** Only an address of our own pages may follow a login. */
const nextOf = (text: unknown): string =>
  typeof text === 'string' &&
  /^\/(tasks|endpoints|queue(\/[A-Za-z0-9_/-]{0,200})?|(people|places)\/[A-Za-z0-9_.-]{1,200})?$/.test(text)
    ? text
    : '/'

const fieldOf = (body: unknown, name: string): string => (body instanceof URLSearchParams ? (body.get(name) ?? '') : '')

function visits({ services, demo }: ConsoleOptions) {
  const session = sessions(services.ring)
  const demoCaller: Caller = { key: 'demo', district: services.district, role: 'office', scope: {} }

  /** Who looks at the page: the holder of a key or session, or in the demo everybody. */
  const visitorOf = async (request: FastifyRequest): Promise<Visitor> => {
    if (request.caller !== null) return { caller: request.caller }
    const found = session.of(request, services.clock.now())
    if (found !== undefined) return { caller: await services.keys.callerOf(found.key), leaveToken: found.leaveToken }
    if (demo) return { caller: demoCaller }
    throw new Problem('key.missing')
  }
  return { session, visitorOf }
}

function addEntry(
  app: FastifyInstance,
  { services, demo }: ConsoleOptions,
  { session }: ReturnType<typeof visits>,
): void {
  const open = { schema: { hide: true } }
  app.get<{ Querystring: { next?: unknown } }>('/login', open, (request, reply) =>
    sendPage(reply, page({ demo }, '登录', loginPage(nextOf(request.query.next)))),
  )
  app.post(
    '/login',
    { ...open, config: { rateLimit: { max: loginsPerMinuteMax, timeWindow: 60_000 } } },
    async (request, reply) => {
      if (!isOwnForm(request)) throw new Problem('form.foreign')
      const next = nextOf(fieldOf(request.body, 'next'))
      try {
        const caller = await services.keys.authenticate(fieldOf(request.body, 'key').trim())
        session.begin(request, reply, caller.key, services.clock.now())
        return await reply.redirect(next, 303)
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        return sendPage(reply.code(401), page({ demo }, '登录', loginPage(next, errors[error.code].zh)))
      }
    },
  )
  app.post('/logout', open, (request, reply) => {
    const found = session.of(request, services.clock.now())
    if (!isOwnForm(request) || (found !== undefined && !isLeaveToken(found, fieldOf(request.body, 'token'))))
      throw new Problem('form.foreign')
    session.end(request, reply)
    return reply.redirect('/login', 303)
  })
  app.get('/problems', open, (_request, reply) => sendPage(reply, page({ demo }, '错误代码', problemsPage())))
}

/** The newest forecast with the names of the people shown, as far as the caller may see them. */
async function foreseen(services: HttpServices, caller: Caller): Promise<Foreseen | undefined> {
  const report = await services.forecast.newest(caller)
  if (report === undefined) return undefined
  const names = new Map<string, string>()
  for (const { seeker } of report.rows.slice(0, peopleShownMax))
    try {
      names.set(seeker, (await services.seekers.get(caller, seeker)).name)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
    }
  return { report, names }
}

/** The pages with people on them. */
function addPages(
  app: FastifyInstance,
  { services, demo }: ConsoleOptions,
  { visitorOf }: ReturnType<typeof visits>,
): void {
  const open = { schema: { hide: true } }
  const cursor = cursors(services.ring)
  const show = (reply: FastifyReply, { leaveToken }: Visitor, title: string, content: Content): FastifyReply =>
    sendPage(reply, page({ demo, ...(leaveToken === undefined ? {} : { leaveToken }) }, title, content))

  app.get('/', open, async (request, reply) => {
    const visitor = await visitorOf(request)
    const { caller } = visitor
    const more = {
      shortage: await services.shortage.newest(caller),
      forecast: await foreseen(services, caller),
      deliveries: await services.deliveryReports.newest(caller),
    }
    return show(reply, visitor, '总览', overviewPage(await services.reports.summary(caller), more))
  })
  app.get<{ Params: { place: string }; Querystring: { after?: unknown } }>(
    '/places/:place',
    open,
    async (request, reply) => {
      const visitor = await visitorOf(request)
      const place = services.places.get(request.params.place)
      if (place === undefined) throw new Problem('object.unknown')
      if (place.code === place.town) {
        const villages = services.places.places.filter(
          (one) => one.town === place.town && one.code !== place.town && !one.settlement,
        )
        return show(reply, visitor, place.name, townPage(place, villages))
      }
      const { after } = request.query
      const purpose = `page ${visitor.caller.key} ${place.code}`
      const asked = { limit: rowsPerPage, ...(typeof after === 'string' ? { after: cursor.open(after, purpose) } : {}) }
      const found = await services.guarantees.list(visitor.caller, asked, { village: place.code })
      const rows = await Promise.all(
        found.rows.map(async (report) => {
          const { _id: id, name } = await services.seekers.get(visitor.caller, report.guarantee.seeker)
          return { id, name, report }
        }),
      )
      const more =
        found.next === undefined ? undefined : `/places/${place.code}?after=${cursor.seal(found.next, purpose)}`
      return show(reply, visitor, place.name, placePage(place, rows, more))
    },
  )
  app.get<{ Params: { seeker: string } }>('/people/:seeker', open, async (request, reply) => {
    const visitor = await visitorOf(request)
    const { caller } = visitor
    const seeker = await services.seekers.get(caller, request.params.seeker)
    const [report, deliveries] = await Promise.all([
      services.guarantees.of(caller, seeker._id).catch((error: unknown) => {
        if (error instanceof Problem && error.code === 'guarantee.unknown') return undefined
        throw error
      }),
      services.deliveries.ofSeeker(caller, seeker._id),
    ])
    return show(reply, visitor, seeker.name, personPage(services.seekers.view(seeker), report, deliveries))
  })
  app.get('/endpoints', open, async (request, reply) => {
    const visitor = await visitorOf(request)
    const { caller } = visitor
    const { rows } = await services.webhooks.list(caller, { limit: endpointsMax })
    const found = await Promise.all(
      rows
        .filter((one) => one.state !== 'removed')
        .map(async (webhook) => ({ webhook, health: await services.webhooks.messages.health(caller, webhook._id) })),
    )
    return show(reply, visitor, '回调接收端', webhooksPage(found))
  })
  addTaskPages(app, { services, cursor, visitorOf, show })
}

/** The dashboard brings its own scripts and styles, below a base that its page names; nothing of another host. */
const boardPolicy =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; base-uri 'self'"

/** What its page would fetch from another host (fonts) is left out, so that nobody learns who looks and nothing waits for it. */
const withoutOtherHosts = (payload: unknown): unknown =>
  typeof payload === 'string' ? payload.replace(/<link [^>]*https?:\/\/[^>]*>/g, '') : payload

/** The queue's dashboard, for admins alone. */
function addQueueBoard(
  app: FastifyInstance,
  board: NonNullable<HttpServices['board']>,
  { visitorOf }: ReturnType<typeof visits>,
): void {
  void app.register(async (scope) => {
    scope.addHook('onRequest', async (request) => {
      const { caller } = await visitorOf(request)
      if (caller.role !== 'admin') throw new Problem('key.forbidden')
    })
    scope.addHook('onSend', (_request, reply, payload, sent) => {
      void reply.header('content-security-policy', boardPolicy)
      sent(null, withoutOtherHosts(payload))
    })
    await board(scope, '/queue')
  })
}

/** Server-rendered pages: the overview, a place's people, one person's ledger; behind a key or session outside the demo. */
export function addConsole(app: FastifyInstance, options: ConsoleOptions, done: (error?: Error) => void): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: formBytesMax },
    (_request, body, parsed) => parsed(null, new URLSearchParams(String(body))),
  )
  app.setErrorHandler((error: Error, request, reply) => {
    const problem = problemOf(error as Parameters<typeof problemOf>[0])
    const isFirstVisit = errors[problem.code].status === 401 && request.method === 'GET'
    if (isFirstVisit) return reply.redirect(`/login?next=${encodeURIComponent(request.url.split('?')[0] ?? '/')}`, 303)
    if (problem.code === 'server.failed')
      request.log.error({ request: request.id, code: problem.code, err: error }, 'failed')
    return sendErrorPage(request, reply, problem.code, options.demo)
  })
  const found = visits(options)
  addEntry(app, options, found)
  addPages(app, options, found)
  if (options.services.board !== undefined) addQueueBoard(app, options.services.board, found)
  done()
}
