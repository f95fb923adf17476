import type { IncomingMessage } from 'node:http'
import { sameText } from '../reports.ts'
import { acs3Authorization, payloadHash, tc3Authorization, type SignedRequest } from '../signatures.ts'

/** A request with its body read. */
export interface Received {
  readonly method: string
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What a simulated provider answers: a document, or silence until the caller gives up. */
export type Reply = { readonly status: number; readonly document: unknown } | 'silence'

/** Reads a request whole. */
export async function receive(request: IncomingMessage): Promise<Received> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)])
  return {
    method: request.method ?? 'GET',
    url: new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`),
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: Buffer.concat(parts).toString('utf8'),
  }
}

const signedOf = (received: Received, names: string): SignedRequest => ({
  method: received.method,
  path: received.url.pathname,
  query: Object.fromEntries(received.url.searchParams),
  headers: Object.fromEntries(names.split(';').map((name) => [name, received.headers[name] ?? ''])),
  payload: received.body,
})

const namesIn = (authorization: string): string => /SignedHeaders=([a-z0-9;-]+)/.exec(authorization)?.[1] ?? ''

/** Headers that Aliyun wants signed. */
const acsSigned = [
  'host',
  'x-acs-action',
  'x-acs-content-sha256',
  'x-acs-date',
  'x-acs-signature-nonce',
  'x-acs-version',
]
const acsSkewMs = 900_000
const tcSkewSeconds = 300

/** The code with which Aliyun refuses a request's signature; undefined when it is right. */
export function acsRefusal(
  received: Received,
  key: { readonly id: string; readonly secret: string },
  seen: { readonly nowMs: number; readonly nonces: Set<string> },
): string | undefined {
  const authorization = received.headers['authorization'] ?? ''
  const names = namesIn(authorization)
  if (!acsSigned.every((name) => names.split(';').includes(name))) return 'IncompleteSignature'
  if (!authorization.includes(`Credential=${key.id},`)) return 'InvalidAccessKeyId.NotFound'
  if (received.headers['x-acs-content-sha256'] !== payloadHash(received.body)) return 'SignatureDoesNotMatch'
  if (!sameText(acs3Authorization(signedOf(received, names), key), authorization)) return 'SignatureDoesNotMatch'
  const atMs = Date.parse(received.headers['x-acs-date'] ?? '')
  if (!(Math.abs(seen.nowMs - atMs) < acsSkewMs)) return 'InvalidTimeStamp.Expired'
  const nonce = received.headers['x-acs-signature-nonce'] ?? ''
  if (nonce === '' || seen.nonces.has(nonce)) return 'SignatureNonceUsed'
  seen.nonces.add(nonce)
  return undefined
}

/** The code with which Tencent refuses a request's signature; undefined when it is right. */
export function tcRefusal(
  received: Received,
  key: { readonly id: string; readonly secret: string },
  nowMs: number,
): string | undefined {
  const authorization = received.headers['authorization'] ?? ''
  const names = namesIn(authorization)
  const epochSeconds = Number(received.headers['x-tc-timestamp'])
  if (!['content-type', 'host'].every((name) => names.split(';').includes(name)))
    return 'AuthFailure.InvalidAuthorization'
  if (!authorization.includes(`Credential=${key.id}/`)) return 'AuthFailure.SecretIdNotFound'
  if (!(Math.abs(nowMs / 1000 - epochSeconds) < tcSkewSeconds)) return 'AuthFailure.SignatureExpire'
  const right = tc3Authorization(signedOf(received, names), key, { service: 'sms', epochSeconds })
  return sameText(right, authorization) ? undefined : 'AuthFailure.SignatureFailure'
}

/** A JSON object, or nothing that can be used. */
export function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const found: unknown = JSON.parse(text)
    return typeof found === 'object' && found !== null && !Array.isArray(found)
      ? (found as Readonly<Record<string, unknown>>)
      : undefined
  } catch {
    return undefined
  }
}

/** `2026-03-02 10:00:05` in Asia/Shanghai. */
export const chinaText = (atMs: number): string =>
  new Date(atMs + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
