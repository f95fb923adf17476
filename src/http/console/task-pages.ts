import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { mayEver, type Caller } from '../../domain/access.ts'
import type { Delivery } from '../../domain/delivery-types.ts'
import { channelNow, missedCodes, type MissedCode } from '../../domain/delivery.ts'
import { isPersonal } from '../../domain/seeker.ts'
import { Problem } from '../../problem.ts'
import type { cursors } from '../cursors.ts'
import type { HttpServices } from '../services.ts'
import type { Content } from './html.ts'
import { isOwnForm } from './session.ts'
import { personTasks, tasksPage } from './tasks.ts'

/** Whom a page is made for; `token` is what their forms must carry. */
interface Visitor {
  readonly caller: Caller
  readonly leaveToken?: string
}

interface TaskPages {
  readonly services: HttpServices
  readonly cursor: ReturnType<typeof cursors>
  readonly visitorOf: (request: FastifyRequest) => Promise<Visitor>
  readonly show: (reply: FastifyReply, visitor: Visitor, title: string, content: Content) => FastifyReply
}

const tasksPerPage = 100
const noteMax = 500

const fieldOf = (body: unknown, name: string): string => (body instanceof URLSearchParams ? (body.get(name) ?? '') : '')

const isMissed = (text: string): text is MissedCode => (missedCodes as readonly string[]).includes(text)

async function namesOf(services: HttpServices, caller: Caller, deliveries: readonly Delivery[]) {
  const named = new Map<string, { name: string; villageName: string }>()
  for (const id of new Set(deliveries.map((one) => one.seeker)))
    try {
      const { name, villageName } = services.seekers.view(await services.seekers.get(caller, id))
      named.set(id, { name, villageName })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
    }
  return named
}

/** The page of calls and visits, and its forms. */
export function addTaskPages(app: FastifyInstance, { services, cursor, visitorOf, show }: TaskPages): void {
  const open = { schema: { hide: true } }
  const purposeOf = (caller: Caller): string => `tasks ${caller.key}`

  app.get<{ Querystring: { after?: unknown; done?: unknown } }>('/tasks', open, async (request, reply) => {
    const visitor = await visitorOf(request)
    const { caller, leaveToken } = visitor
    const { after, done } = request.query
    const asked = {
      limit: tasksPerPage,
      ...(typeof after === 'string' ? { after: cursor.open(after, purposeOf(caller)) } : {}),
    }
    const { rows, next } = await services.deliveries.tasks(caller, asked)
    const tasks = personTasks(rows, await namesOf(services, caller, rows))
    const mayComplete = leaveToken !== undefined && mayEver(caller, 'delivery.hand_over')
    return show(
      reply,
      visitor,
      '电话和入户任务',
      tasksPage(tasks, {
        ...(mayComplete ? { token: leaveToken } : {}),
        ...(typeof done === 'string' && /^\d{1,3}$/.test(done) ? { done: Number(done) } : {}),
        ...(next === undefined ? {} : { more: `/tasks?after=${cursor.seal(next, purposeOf(caller))}` }),
      }),
    )
  })

  app.post('/tasks', open, async (request, reply) => {
    const { caller, leaveToken } = await visitorOf(request)
    const { body } = request
    if (!isOwnForm(request) || leaveToken === undefined || fieldOf(body, 'token') !== leaveToken)
      throw new Problem('form.foreign')
    const note = fieldOf(body, 'note').trim().slice(0, noteMax)
    const result = fieldOf(body, 'result')
    const channel = fieldOf(body, 'channel')
    if ((channel !== 'phone' && channel !== 'visit') || !(result === 'told' || isMissed(result)))
      throw new Problem('request.invalid')
    const own = await services.deliveries.ofSeeker(caller, fieldOf(body, 'seeker'))
    const waiting = own.filter(
      (one) => one.state === 'queued' && isPersonal(channelNow(one)) && channelNow(one) === channel,
    )
    for (const one of waiting)
      if (result === 'told') await services.deliveries.handOver(caller, one._id, { note, channel })
      else await services.deliveries.noteMissed(caller, one._id, { code: result, ...(note === '' ? {} : { note }) })
    return reply.redirect(`/tasks?done=${waiting.length}`, 303)
  })
}
