import { lookup as dnsLookup, type LookupAddress } from 'node:dns'
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP, type LookupFunction, type Socket } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { isLoopback, isRefused } from './address.ts'
import type { WebhookAnswer, WebhookFailure, WebhookRequest, WebhookSender } from './channels.ts'

/** Finds all addresses of a name. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>

export interface WebhookSenderOptions {
  /** True for development: endpoints on this machine, over http and on any port, are taken as well. */
  readonly loopback: boolean
  readonly timeoutMs?: number
  readonly resolve?: Resolve
}

/** Milliseconds from the first step to the end of the answer. */
export const sendTimeoutMs = 15_000
/** Bytes of an answer that are read, so that the connection ends in order; nothing of them is kept. */
const answerBytesMax = 1_024
/** Milliseconds that the look at a new endpoint's name may take. */
const checkTimeoutMs = 3_000
const ports = new Set(['', '443', '8443'])

/** Why a step could not be taken, before or instead of an answer. */
class Refusal extends Error {
  readonly failure: WebhookFailure
  constructor(failure: WebhookFailure) {
    super(failure)
    this.failure = failure
  }
}

/** The `webhook-signature` of a message: one signature per secret, newest first (Standard Webhooks, v1). */
export const signatureOf = ({ id, at, payload, secrets }: Omit<WebhookRequest, 'url'>): string =>
  secrets.map((secret) => new Webhook(secret).sign(id, new Date(at), payload)).join(' ')

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1')

const resolveAll: Resolve = (host) =>
  new Promise((resolve, reject) => {
    dnsLookup(host, { all: true }, (error, found) => {
      if (error === null) resolve(found)
      else reject(new Refusal('dns'))
    })
  })

/** The parsed address when its form is one that may be sent to. */
function formOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['https:', 'http:'].includes(url.protocol)) throw new Refusal('url')
  if (url.username !== '' || url.password !== '' || url.hash !== '') throw new Refusal('url')
  return url
}

/** Judges addresses; every answer of the resolver must be fit, so that a mixed one is no way in. */
function judge(options: WebhookSenderOptions) {
  const resolve = options.resolve ?? resolveAll

  const check = (url: URL, addresses: readonly string[]): void => {
    if (addresses.length === 0) throw new Refusal('dns')
    if (options.loopback && addresses.every(isLoopback)) return
    if (addresses.some(isRefused)) throw new Refusal('address')
    if (url.protocol !== 'https:' || !ports.has(url.port)) throw new Refusal('url')
  }

  return {
    /** The addresses of a URL, all of them fit. */
    fit: async (url: URL): Promise<readonly LookupAddress[]> => {
      const host = hostOf(url)
      const family = isIP(host)
      // Without a need for the resolver's word: a form that is never taken must not even ask it.
      if (!options.loopback && (url.protocol !== 'https:' || !ports.has(url.port))) throw new Refusal('url')
      const found = family === 0 ? await resolve(host) : [{ address: host, family }]
      check(
        url,
        found.map(({ address }) => address),
      )
      return found
    },
    isFit: (address: string | undefined): boolean =>
      address !== undefined && ((options.loopback && isLoopback(address)) || !isRefused(address)),
  }
}

/** A lookup that knows only the addresses that were judged, so that a second answer of the resolver changes nothing. */
const pinned =
  (addresses: readonly LookupAddress[]): LookupFunction =>
  (_host, { all, family }, callback) => {
    const wanted = addresses.filter((one) => family === 0 || family === undefined || one.family === Number(family))
    const [first] = wanted.length > 0 ? wanted : addresses
    if (first === undefined) callback(new Refusal('dns'), '', 4)
    else if (all === true) callback(null, [...addresses])
    else callback(null, first.address, first.family)
  }

/** Reads an answer's body to its end or its bound, and forgets it. */
const forget = (answer: IncomingMessage): void => {
  let bytes = 0
  answer.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > answerBytesMax) answer.destroy()
  })
  answer.on('error', () => undefined)
}

const failureOf = (error: unknown): WebhookFailure => {
  if (error instanceof Refusal) return error.failure
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'dns'
  return /^(ERR_TLS|ERR_SSL|CERT|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|EPROTO|HOSTNAME)/.test(code) ? 'tls' : 'connection'
}

/** One POST to a judged address. */
function post(
  url: URL,
  options: RequestOptions,
  payload: string,
  isFit: (address: string | undefined) => boolean,
): Promise<{ status: number; retryAfter?: string }> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, options)
    request.on('socket', (socket: Socket) => {
      // What was really connected to has the last word.
      socket.once('connect', () => {
        if (!isFit(socket.remoteAddress)) request.destroy(new Refusal('address'))
      })
    })
    request.on('error', reject)
    request.on('response', (answer) => {
      const retryAfter = answer.headers['retry-after']
      const status = answer.statusCode ?? 0
      // The status is the answer: a body that trickles must not turn a taken message into a failed one.
      resolve(retryAfter === undefined ? { status } : { status, retryAfter })
      forget(answer)
    })
    request.end(payload)
  })
}

const within = async <T>(work: Promise<T>, signal: AbortSignal): Promise<T> => {
  const over = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(new Refusal('timeout'))
    })
  })
  return Promise.race([work, over])
}

/** Sends Standard Webhooks messages over https: no redirect is followed, no private address reached, no answer kept. */
export function webhookSender(options: WebhookSenderOptions): WebhookSender {
  const { fit, isFit } = judge(options)

  const attempt = async (message: WebhookRequest, signal: AbortSignal): Promise<Omit<WebhookAnswer, 'tookMs'>> => {
    const url = formOf(message.url)
    const addresses = await fit(url)
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(message.payload),
      'user-agent': 'yisanyi-webhooks/1',
      'webhook-id': message.id,
      'webhook-timestamp': String(Math.floor(Date.parse(message.at) / 1_000)),
      'webhook-signature': signatureOf(message),
    }
    return post(
      url,
      { method: 'POST', headers, lookup: pinned(addresses), agent: false, signal },
      message.payload,
      isFit,
    )
  }

  return {
    send: async (message) => {
      const began = performance.now()
      const tookMs = (): number => Math.round(performance.now() - began)
      const signal = AbortSignal.timeout(options.timeoutMs ?? sendTimeoutMs)
      try {
        const found = await within(attempt(message, signal), signal)
        return { ...found, tookMs: tookMs() }
      } catch (error) {
        return { failure: signal.aborted ? 'timeout' : failureOf(error), tookMs: tookMs() }
      }
    },
    refusalOf: async (text) => {
      try {
        await within(fit(formOf(text)), AbortSignal.timeout(checkTimeoutMs))
        return undefined
      } catch (error) {
        const failure = failureOf(error)
        // A name that is not known yet may be tomorrow; each sending looks again.
        return failure === 'address' || failure === 'url' ? failure : undefined
      }
    },
  }
}
