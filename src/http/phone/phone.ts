import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { profileOf, type Seeker } from '../../domain/seeker.ts'
import { errors } from '../../errors.ts'
import { Problem } from '../../problem.ts'
import { isRefusalReason, type SelfAct } from '../../services/answering.ts'
import type { Content } from '../console/html.ts'
import { problemOf } from '../problems.ts'
import type { HttpServices } from '../services.ts'
import { homePage, type Frame, type News } from './home.ts'
import { brokenDown, closedDoor, phonePage, phonePolicy, waitAMoment } from './layout.ts'
import { declinePage, factsPage, giveBackPage, ledgerPage, messagesPage } from './pages.ts'
import { toldWords, type Told } from './words.ts'

/** What the pages are made from. */
export interface PhoneOptions {
  readonly services: Pick<HttpServices, 'links' | 'self' | 'answering'>
  readonly demo: boolean
}

const formBytesMax = 4096
/** Pages and taps of one link, or of one address whose links open nothing, in a minute. */
const visitsPerMinuteMax = 60

const limitHeaders = ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset']

/** Sends a page of these; nothing of it is kept, indexed or told to another site. */
const sendPhonePage = (reply: FastifyReply, text: string): FastifyReply =>
  reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', phonePolicy)
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-store')
    .header('x-robots-tag', 'noindex, nofollow, noarchive')
    .send(text)

/** One page for every address here that opens nothing: forged, run out, revoked, foreign or misspelt. */
export const sendClosedDoor = (reply: FastifyReply): FastifyReply => sendPhonePage(reply.code(404), closedDoor)

/** True for an address of these pages, whatever follows. */
export const isPhoneAddress = (url: string): boolean => /^\/s(?:\/|$)/.test(url.split('?')[0] ?? '')

/** A form that another site sent is refused; phones that say nothing, or `null` because we ask for no referrer, are not. */
const isForeignForm = (request: FastifyRequest): boolean => {
  const { origin } = request.headers
  if (request.headers['sec-fetch-site'] === 'cross-site') return true
  if (origin === undefined || origin === 'null') return false
  return !URL.canParse(origin) || new URL(origin).host !== request.host
}

const fieldOf = (body: unknown, name: string): string => (body instanceof URLSearchParams ? (body.get(name) ?? '') : '')

/** The act that a form asks for; undefined for a form that is none of ours. */
function actOf(body: unknown): SelfAct | undefined {
  const kind = fieldOf(body, 'do')
  const item = fieldOf(body, 'item')
  const value = fieldOf(body, 'value')
  switch (kind) {
    case 'accept':
      return { kind, offer: item }
    case 'decline':
      return isRefusalReason(value) ? { kind, offer: item, reason: value } : undefined
    case 'book':
    case 'cancel':
      return { kind, slot: item }
    case 'keep':
    case 'take_again':
      return { kind, class: item }
    case 'give_back':
      return isRefusalReason(value) ? { kind, class: item, reason: value } : undefined
    case 'correct':
      return { kind, question: item, choice: value }
    case 'stop':
    case 'resume':
      return { kind }
    case 'help':
      return { kind, id: fieldOf(body, 'form') }
    default:
      return undefined
  }
}

const isTold = (text: unknown): text is Told => typeof text === 'string' && Object.hasOwn(toldWords, text)
const itemForm = /^[A-Za-z0-9_.-]{1,200}$/

const newsOf = (query: unknown): News => {
  const { told, item, wrong } = (query ?? {}) as Readonly<Record<string, unknown>>
  return {
    ...(isTold(told) ? { told } : {}),
    ...(typeof item === 'string' && itemForm.test(item) ? { item } : {}),
    ...(typeof wrong === 'string' ? { wrong } : {}),
  }
}

/** What every route here is registered with: out of the documentation, and so many visits a minute. */
const routeOptions = ({ links }: PhoneOptions['services']) => ({
  schema: { hide: true },
  config: {
    rateLimit: {
      groupId: 'phone',
      max: visitsPerMinuteMax,
      timeWindow: 60_000,
      // Many phones share an address of their network: only who has no link is counted by address.
      keyGenerator: (request: FastifyRequest): string => {
        const { token = '' } = (request.params ?? {}) as { readonly token?: string }
        return links.isSigned(token) ? `link:${token}` : `door:${request.ip}`
      },
    },
  },
})

type Visit = FastifyRequest<{ Params: { token: string; item?: string } }>

function addReading(app: FastifyInstance, { services, demo }: PhoneOptions): void {
  const { links, self, answering } = services
  const open = routeOptions(services)

  /** A page that a link opens; `make` gives nothing for what is not there or not this person's. */
  const page = (
    url: string,
    make: (seeker: Seeker, frame: Frame, request: Visit) => Promise<{ title: string; content: Content } | undefined>,
  ): void => {
    app.get<{ Params: { token: string; item?: string } }>(url, open, async (request, reply) => {
      const { token } = request.params
      const seeker = await links.open(token)
      if (seeker === undefined) return sendClosedDoor(reply)
      const found = await make(seeker, { at: `/s/${token}`, form: answering.newForm() }, request)
      if (found === undefined) return sendClosedDoor(reply)
      return sendPhonePage(reply, phonePage(found.title, found.content, demo))
    })
  }

  page('/s/:token', async (seeker, frame, { query }) => {
    const person = { name: seeker.name, stopped: seeker.messagesStoppedAt !== undefined }
    return { title: '我的岗位', content: homePage(frame, person, await self.mattersOf(seeker), newsOf(query)) }
  })
  page('/s/:token/no/:item', async (seeker, frame, { params }) => {
    const offer = (await self.mattersOf(seeker)).offers.find((one) => one.id === params.item)
    return offer && { title: '不去', content: declinePage(frame, offer) }
  })
  page('/s/:token/give/:item', async (seeker, frame, { params }) => {
    const seat = (await self.mattersOf(seeker)).seats.find((one) => one.class === params.item)
    return seat && { title: '不参加', content: giveBackPage(frame, seat) }
  })
  page('/s/:token/me', (seeker, frame, { query }) =>
    Promise.resolve({ title: '我的情况', content: factsPage(frame, profileOf(seeker), newsOf(query)) }),
  )
  page('/s/:token/ledger', async (seeker, frame) => {
    const { report } = await self.mattersOf(seeker)
    return { title: '我的台账', content: ledgerPage(frame, seeker.name, report) }
  })
  page('/s/:token/messages', (seeker, frame) =>
    Promise.resolve({ title: '消息', content: messagesPage(frame, seeker.messagesStoppedAt !== undefined) }),
  )
}

/** The one address that changes anything: a form of a page, once. */
function addActing(app: FastifyInstance, { services }: PhoneOptions): void {
  const { links, answering } = services
  app.post<{ Params: { token: string } }>('/s/:token', routeOptions(services), async (request, reply) => {
    const { token } = request.params
    const seeker = await links.open(token)
    if (seeker === undefined || isForeignForm(request)) return sendClosedDoor(reply)
    const act = actOf(request.body)
    if (act === undefined) return sendClosedDoor(reply)
    const item = fieldOf(request.body, 'item')
    const at = act.kind === 'correct' ? `/s/${token}/me` : `/s/${token}`
    const news = await newsAfter(answering, seeker, fieldOf(request.body, 'form'), act)
    if (news === undefined) return sendClosedDoor(reply)
    const told = 'told' in news && item !== '' ? { ...news, item } : news
    return reply
      .header('referrer-policy', 'no-referrer')
      .header('x-robots-tag', 'noindex, nofollow, noarchive')
      .redirect(`${at}?${new URLSearchParams({ ...told }).toString()}`, 303)
  })
}

/** What the next page says of an act; undefined when it is about what is not this person's, as if it were not there. */
async function newsAfter(
  answering: PhoneOptions['services']['answering'],
  seeker: Seeker,
  form: string,
  act: SelfAct,
): Promise<{ readonly told: string } | { readonly wrong: string } | undefined> {
  try {
    return (await answering.actOnce(seeker, form, act)) === 'old' ? { wrong: 'old' } : { told: act.kind }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return error.code === 'object.unknown' ? undefined : { wrong: error.code }
  }
}

/** A job-seeker's own pages behind the link of a message: no account, no script, and no GET that changes anything. */
export function addPhone(app: FastifyInstance, options: PhoneOptions, done: (error?: Error) => void): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: formBytesMax },
    (_request, body, parsed) => parsed(null, new URLSearchParams(String(body))),
  )
  app.addHook('onSend', (_request, reply, _payload, next) => {
    // How much is left would tell a link that ran out from one that was never made.
    for (const name of limitHeaders) void reply.removeHeader(name)
    next()
  })
  app.setErrorHandler((error: Error, request, reply) => {
    const problem = problemOf(error as Parameters<typeof problemOf>[0])
    const { status } = errors[problem.code]
    if (status === 429) return sendPhonePage(reply.code(429), waitAMoment)
    if (status < 500) return sendClosedDoor(reply)
    request.log.error({ request: request.id, code: problem.code, err: error }, 'failed')
    return sendPhonePage(reply.code(status), brokenDown)
  })
  addReading(app, options)
  addActing(app, options)
  done()
}
