import type { FastifyInstance, FastifyRequest } from 'fastify'
import { mayEver, type Caller, type Permission } from '../domain/access.ts'
import { Problem } from '../problem.ts'
import type { HttpServices } from './services.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks, once their key is known to be good. */
    caller: Caller | null
    /** Why the key that came with the request is not good. */
    refusal: Problem | null
  }
  interface FastifyContextConfig {
    /** Who may call the route at all; a route without it is open to everybody. */
    permission?: Permission
  }
}

const bearer = /^Bearer +(\S+)$/i

async function identify(request: FastifyRequest, services: HttpServices): Promise<void> {
  const header = request.headers.authorization
  if (header === undefined) return
  const token = bearer.exec(header)?.[1]
  try {
    if (token === undefined) throw new Problem('key.invalid')
    request.caller = await services.keys.authenticate(token)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    request.refusal = error
  }
}

/** The caller of a guarded route; the guard has made sure that there is one. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new Problem('key.missing')
  return request.caller
}

/** Learns who asks before anything else, so that limits are per key. */
export function addIdentity(app: FastifyInstance, services: HttpServices): void {
  app.decorateRequest('caller', null)
  app.decorateRequest('refusal', null)
  app.addHook('onRequest', (request) => identify(request, services))
}

/** Why this request may not reach a route of this permission; undefined when it may. */
function refusalOf({ refusal, caller }: FastifyRequest, permission: Permission): Problem | undefined {
  if (refusal !== null) return refusal
  if (caller === null) return new Problem('key.missing')
  return mayEver(caller, permission) ? undefined : new Problem('key.forbidden', { role: caller.role })
}

/** Refuses who may not call a route at all before its body is read. */
export function addGuard(app: FastifyInstance): void {
  app.addHook('preParsing', (request, _reply, _payload, done) => {
    const { permission } = request.routeOptions.config
    done(permission === undefined ? undefined : refusalOf(request, permission))
  })
}

/** What a 401 says of the way to authenticate. */
export const challengeOf = (problem: Problem): string =>
  problem.code === 'key.missing' ? 'Bearer realm="yisanyi"' : 'Bearer realm="yisanyi", error="invalid_token"'
