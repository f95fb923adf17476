import { createHash } from 'node:crypto'
import { textOf } from '../driver.ts'
import type { Exchange, Report } from './exchange.ts'
import { objectOf, type Received, type Reply } from './request.ts'

const sameMessageMs = 600_000
const tokenSeconds = 7200
const openidPattern = /^[\w-]{4,64}$/

/** A number beyond what a double holds has to stand in the answer as it is. */
const exact = (document: object, messageId: string): string =>
  JSON.stringify({ ...document, msgid: 0 }).replace('"msgid":0', `"msgid":${messageId}`)

/** WeChat's access token and template or subscription messages over an exchange; one message per `client_msg_id` in ten minutes. */
export function wechatApi(
  exchange: Exchange,
  account: { readonly appId: string; readonly appSecret: string },
  nowMs: () => number,
): (received: Received) => Reply {
  const tokens = new Map<string, number>()
  const answer = (errcode: number, errmsg: string): Reply => ({ status: 200, document: { errcode, errmsg } })

  const token = (appId: unknown, secret: unknown): Reply => {
    if (appId !== account.appId) return answer(40013, 'invalid appid')
    if (secret !== account.appSecret) return answer(40125, 'invalid appsecret')
    const text = createHash('sha256')
      .update(`${account.appSecret}/${Math.floor(nowMs() / 1000 / tokenSeconds)}`)
      .digest('base64url')
    tokens.set(text, nowMs() + tokenSeconds * 1000)
    return { status: 200, document: { access_token: text, expires_in: tokenSeconds } }
  }

  const send = (received: Received): Reply => {
    if ((tokens.get(received.url.searchParams.get('access_token') ?? '') ?? 0) <= nowMs())
      return answer(40001, 'invalid credential')
    const body = objectOf(received.body)
    const openid = textOf(body, 'touser')
    if (!openidPattern.test(openid)) return answer(40003, 'invalid openid')
    if (typeof body?.['template_id'] !== 'string') return answer(40037, 'invalid template_id')
    const data = Object.values((body['data'] ?? {}) as Record<string, { readonly value?: unknown } | null>)
    if (data.length === 0 || data.some((one) => typeof one?.value !== 'string'))
      return answer(47003, 'argument invalid')
    const reference = textOf(body, 'client_msg_id')
    const before = reference === '' ? undefined : exchange.takenBefore('wechat', reference, sameMessageMs)
    const found =
      before === undefined ? exchange.take('wechat', reference, openid) : ({ kind: 'taken', taken: before } as const)
    if (found.kind === 'silent') return 'silence'
    if (found.kind === 'throttled') return answer(45009, 'reach max api daily quota limit')
    return { status: 200, document: exact({ errcode: 0, errmsg: 'ok' }, found.taken.messageId) }
  }

  return (received) => {
    const { pathname, searchParams } = received.url
    if (pathname === '/cgi-bin/token') return token(searchParams.get('appid'), searchParams.get('secret'))
    const body = objectOf(received.body)
    if (pathname === '/cgi-bin/stable_token') return token(body?.['appid'], body?.['secret'])
    const isSend = /^\/cgi-bin\/message\/(template\/send|subscribe\/bizsend)$/.test(pathname)
    return isSend ? send(received) : answer(40066, 'invalid url')
  }
}

/** A report as WeChat posts it: the event TEMPLATESENDJOBFINISH in clear XML. */
export const wechatReportBody = ({ taken, code, atMs }: Report): string =>
  `<xml><ToUserName><![CDATA[gh_sim]]></ToUserName><FromUserName><![CDATA[${taken.address}]]></FromUserName>` +
  `<CreateTime>${Math.floor(atMs / 1000)}</CreateTime><MsgType><![CDATA[event]]></MsgType>` +
  `<Event><![CDATA[TEMPLATESENDJOBFINISH]]></Event><MsgID>${taken.messageId}</MsgID>` +
  `<Status><![CDATA[${code}]]></Status></xml>`
