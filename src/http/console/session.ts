import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { KeyRing } from '../../domain/privacy.ts'
import { epochMsOf, type Instant } from '../../domain/time.ts'

const cookieName = 'ysy_session'
const lifeSeconds = 8 * 3600

/** Who holds a session, and what the form to leave it must carry. */
export interface Session {
  readonly key: string
  readonly leaveToken: string
}

const isSame = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** Signed sessions without a store: the cookie names the key, its end and a seal over both. */
export function sessions(ring: Pick<KeyRing, 'indexKey'>) {
  // Derived, so that every replica signs alike and a restart ends no session.
  const secret = Buffer.from(hkdfSync('sha256', ring.indexKey, '', 'yisanyi/session', 32))
  const seal = (purpose: string, text: string): string =>
    createHmac('sha256', secret).update(`${purpose}\n${text}`).digest('base64url')

  const set = (request: FastifyRequest, reply: FastifyReply, value: string, seconds: number): void => {
    const secure = request.protocol === 'https' ? '; Secure' : ''
    void reply.header(
      'set-cookie',
      `${cookieName}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`,
    )
  }

  return {
    begin: (request: FastifyRequest, reply: FastifyReply, key: string, now: Instant): void => {
      const content = `${key}.${Math.floor(epochMsOf(now) / 1000) + lifeSeconds}`
      set(request, reply, `${content}.${seal('session', content)}`, lifeSeconds)
    },

    end: (request: FastifyRequest, reply: FastifyReply): void => set(request, reply, '', 0),

    /** The session that the request's cookie proves; undefined for none, a forged or a run-out one. */
    of: (request: FastifyRequest, now: Instant): Session | undefined => {
      const cookies = (request.headers.cookie ?? '').split(';').map((one) => one.trim())
      const value = cookies.find((one) => one.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1) ?? ''
      const [, key, ends, mac] = /^([a-z0-9-]{1,80})\.(\d{1,12})\.([A-Za-z0-9_-]{43})$/.exec(value) ?? []
      if (key === undefined || ends === undefined || mac === undefined) return undefined
      if (!isSame(mac, seal('session', `${key}.${ends}`)) || Number(ends) * 1000 <= epochMsOf(now)) return undefined
      return { key, leaveToken: seal('leave', value) }
    },
  }
}

/** True when a form was sent from a page of this very host; a request that does not say where from is refused. */
export function isOwnForm(request: FastifyRequest): boolean {
  const from = request.headers.origin ?? request.headers.referer
  if (from === undefined) return request.headers['sec-fetch-site'] === 'same-origin'
  try {
    return new URL(from).host === request.host
  } catch {
    return false
  }
}

/** True when the form to leave carries the token of this session. */
export const isLeaveToken = (session: Session, token: string): boolean => isSame(session.leaveToken, token)
