import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { instantOf } from '../../src/domain/time.ts'
import type { Log } from './log.ts'
import { aliyunReports, sameText, tencentReports, wechatReports, wechatSignature, type ReadReports } from './reports.ts'
import type { Taker } from './taker.ts'

export interface CallbackOptions {
  readonly host: string
  readonly port: number
  /** Part of the address that providers call; who does not know it can report nothing. */
  readonly secret: string
  readonly wechatToken: string | undefined
  readonly take: Taker
  readonly nowMs: () => number
  readonly log: Log
}

const bodyBytesMax = 2_000_000

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request) {
    bytes += (part as Buffer).length
    if (bytes > bodyBytesMax) return undefined
    parts.push(part as Buffer)
  }
  return Buffer.concat(parts).toString('utf8')
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

interface Reply {
  readonly status: number
  readonly text: string
}
const notFound: Reply = { status: 404, text: 'not found' }

/** What each provider wants to hear when its reports are safe. */
const thanks = {
  aliyun: JSON.stringify({ code: 0, msg: '接收成功' }),
  tencent: JSON.stringify({ result: 0, errmsg: 'OK' }),
  wechat: 'success',
} as const

function read(provider: keyof typeof thanks, text: string, nowMs: number): ReadReports {
  const at = instantOf(nowMs)
  if (provider === 'wechat') return wechatReports(text, at)
  return provider === 'aliyun' ? aliyunReports(jsonOf(text), at) : tencentReports(jsonOf(text), at)
}

const isProvider = (name: string): name is keyof typeof thanks => Object.hasOwn(thanks, name)

/** Receives the providers' reports at `/reports/<secret>/<provider>` and answers when they are on the disk. */
export async function listenForReports(options: CallbackOptions) {
  const { secret, wechatToken, take, nowMs, log } = options
  const isFromWechat = (query: URLSearchParams): boolean =>
    wechatToken !== undefined &&
    sameText(
      wechatSignature(wechatToken, query.get('timestamp') ?? '', query.get('nonce') ?? ''),
      query.get('signature') ?? '',
    )

  const answer = async (request: IncomingMessage): Promise<Reply> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    const [, first, given = '', provider = '', ...more] = pathname.split('/')
    if (first !== 'reports' || !sameText(given, secret) || !isProvider(provider) || more.length > 0) return notFound
    if (provider === 'wechat' && !isFromWechat(searchParams)) return notFound
    // WeChat asks once whether the address is ours.
    if (request.method === 'GET') return { status: 200, text: searchParams.get('echostr') ?? '' }
    const text = await bodyOf(request)
    if (text === undefined) return { status: 413, text: 'too large' }
    const { reports, malformed } = read(provider, text, nowMs())
    if (malformed > 0) log('reports.malformed', { provider, count: malformed })
    await Promise.all(reports.map(take))
    return { status: 200, text: thanks[provider] }
  }

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { status, text } = await answer(request).catch((error: unknown): Reply => {
      log('reports.fault', { code: error instanceof Error ? error.name : 'fault' })
      return { status: 500, text: 'fault' }
    })
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text)
  }

  const server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: async (): Promise<void> => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeIdleConnections()
      await closed
    },
  }
}
