import { createHash, createHmac } from 'node:crypto'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()

/** Everything of a request that a signature covers; header names in lower case. */
export interface SignedRequest {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  readonly payload: string
}

/** RFC 3986 percent-encoding, which leaves only letters, digits and `-_.~` as they are. */
export const percentEncoded = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )

/** The query as both providers sign and send it: names in byte order, names and values percent-encoded. */
export const canonicalQuery = (query: Readonly<Record<string, string>>): string =>
  Object.entries(query)
    .map(([name, value]) => `${percentEncoded(name)}=${percentEncoded(value)}`)
    .sort()
    .join('&')

const canonicalRequest = (request: SignedRequest, valueOf: (value: string) => string): [string, string] => {
  const names = Object.keys(request.headers).sort()
  const headers = names.map((name) => `${name}:${valueOf(request.headers[name] ?? '')}\n`).join('')
  const signed = names.join(';')
  const lines = [request.method, request.path, canonicalQuery(request.query), headers, signed, sha256(request.payload)]
  return [lines.join('\n'), signed]
}

/** Aliyun's signature, version 3 (ACS3-HMAC-SHA256), as the Authorization header; it covers every header given. */
export function acs3Authorization(
  request: SignedRequest,
  key: { readonly id: string; readonly secret: string },
): string {
  const [canonical, signed] = canonicalRequest(request, (value) => value.trim())
  const signature = hmac(key.secret, `ACS3-HMAC-SHA256\n${sha256(canonical)}`).toString('hex')
  return `ACS3-HMAC-SHA256 Credential=${key.id},SignedHeaders=${signed},Signature=${signature}`
}

/** Tencent's signature, version 3 (TC3-HMAC-SHA256), as the Authorization header; the date in it is that of UTC. */
export function tc3Authorization(
  request: SignedRequest,
  key: { readonly id: string; readonly secret: string },
  scope: { readonly service: string; readonly epochSeconds: number },
): string {
  const [canonical, signed] = canonicalRequest(request, (value) => value.trim().toLowerCase())
  const date = new Date(scope.epochSeconds * 1000).toISOString().slice(0, 10)
  const credential = `${date}/${scope.service}/tc3_request`
  const text = `TC3-HMAC-SHA256\n${scope.epochSeconds}\n${credential}\n${sha256(canonical)}`
  const signing = hmac(hmac(hmac(`TC3${key.secret}`, date), scope.service), 'tc3_request')
  const signature = hmac(signing, text).toString('hex')
  return `TC3-HMAC-SHA256 Credential=${key.id}/${credential}, SignedHeaders=${signed}, Signature=${signature}`
}

/** The SHA-256 of a payload in lower-case hexadecimal, as both providers want it. */
export const payloadHash = sha256
