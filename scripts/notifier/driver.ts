import type { Provider, ProviderReport } from './reports.ts'

/** One message on its way out. */
export interface Outgoing {
  readonly delivery: string
  readonly attempt: number
  /** A mainland mobile number or a WeChat openid; never stored, never logged. */
  readonly address: string
  readonly text: string
  readonly template: string
}

/**
 * accepted: the provider has it · failed: it will not, whenever asked · later: it did not take it now, and may then ·
 * unknown: it may have taken it, and nothing tells. `isOurs` marks a fault of the settings or the account, not of the person.
 */
export type SendOutcome =
  | { readonly kind: 'accepted'; readonly messageId: string }
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'later'; readonly code: string; readonly waitMs: number; readonly isOurs?: true }
  | { readonly kind: 'unknown'; readonly code: string }

/** What to look for at a provider. */
export interface Question {
  readonly delivery: string
  readonly address: string
  /** The provider's id, where it is known. */
  readonly messageId?: string
  /** When it was sent, milliseconds since 1970. */
  readonly sentMs: number
}

/**
 * accepted: the provider has it and says no more · report: it says what became of it · absent: it never took it ·
 * unclear: it cannot say, or not now.
 */
export type Found =
  | { readonly kind: 'accepted'; readonly messageId: string }
  | { readonly kind: 'report'; readonly report: ProviderReport }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unclear'; readonly code: string }

/** A way to send over one provider. */
export interface Driver {
  readonly provider: Provider
  readonly channel: Channel
  /** For so long (ms) after a first try the provider takes the same message only once, so that it may be sent again. */
  readonly repeatableMs: number
  send(message: Outgoing): Promise<SendOutcome>
  find(question: Question): Promise<Found>
}

/** The channels that a notifier serves. */
export type Channel = 'sms' | 'wechat'

/** What a driver needs of the world. */
export interface DriverTools {
  readonly fetch: typeof fetch
  readonly nowMs: () => number
  /** A text that was not used before, for a signature's nonce. */
  readonly nonce: () => string
  readonly timeoutMs: number
}

/** What a provider's code means for the message; a code that is not listed means `failed`. */
export type CodeMeaning = 'later' | 'ours' | 'unknown'
export type CodeTable = readonly (readonly [pattern: RegExp, meaning: CodeMeaning])[]

const laterWaitMs = 2000
const oursWaitMs = 60_000

/** The outcome that a provider's error code stands for. */
export function outcomeOf(code: string, table: CodeTable): SendOutcome {
  const meaning = table.find(([pattern]) => pattern.test(code))?.[1]
  if (meaning === 'later') return { kind: 'later', code, waitMs: laterWaitMs }
  if (meaning === 'ours') return { kind: 'later', code, waitMs: oursWaitMs, isOurs: true }
  return meaning === 'unknown' ? { kind: 'unknown', code } : { kind: 'failed', code }
}

/** An answer in JSON, or why there is none and whether the request can have been acted upon. */
export type Asked =
  | { readonly kind: 'answer'; readonly status: number; readonly body: Readonly<Record<string, unknown>> }
  | { readonly kind: 'none'; readonly outcome: SendOutcome }

/** Faults of a connection that was never made, so that nothing can have been sent over it. */
const unreached = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT_|ERR_TLS)/

const faultOf = (error: unknown): string => {
  const cause: unknown = error instanceof Error ? (error.cause ?? error) : error
  const { code, name } = (cause ?? {}) as { readonly code?: unknown; readonly name?: unknown }
  return typeof code === 'string' ? code : typeof name === 'string' ? name : 'fault'
}

/** Asks a provider once. Silence after the request went out is `unknown`; a connection never made is `later`. */
export async function ask(tools: DriverTools, url: string, init: RequestInit): Promise<Asked> {
  try {
    const answer = await tools.fetch(url, {
      ...init,
      redirect: 'error',
      signal: AbortSignal.timeout(tools.timeoutMs),
    })
    const text = await answer.text()
    const body = jsonOf(text)
    if (body !== undefined) return { kind: 'answer', status: answer.status, body }
    const code = `http.${answer.status}`
    const outcome: SendOutcome =
      answer.status === 429 ? { kind: 'later', code, waitMs: laterWaitMs } : { kind: 'unknown', code }
    return { kind: 'none', outcome }
  } catch (error) {
    const fault = faultOf(error)
    if (unreached.test(fault)) return { kind: 'none', outcome: { kind: 'later', code: fault, waitMs: laterWaitMs } }
    return { kind: 'none', outcome: { kind: 'unknown', code: fault === 'TimeoutError' ? 'timeout' : fault } }
  }
}

function jsonOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    // WeChat's message ids are numbers beyond what a double holds: they are read as text.
    const found: unknown = JSON.parse(text.replace(/"msgid"\s*:\s*(\d+)/, '"msgid":"$1"'))
    return typeof found === 'object' && found !== null ? (found as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined
  }
}

/** A text field of an answer; empty when it is not there. */
export const textOf = (body: unknown, name: string): string => {
  const found = (body as Readonly<Record<string, unknown>> | null | undefined)?.[name]
  return typeof found === 'string' ? found : typeof found === 'number' ? String(found) : ''
}

/** The objects of a list in an answer; none when it is no list. */
export const rowsOf = (list: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(list)
    ? list.filter((one): one is Readonly<Record<string, unknown>> => typeof one === 'object' && one !== null)
    : []

/** What goes along with a message so that a report can name it: the delivery and the attempt. */
export const referenceOf = ({ delivery, attempt }: Pick<Outgoing, 'delivery' | 'attempt'>): string =>
  `${delivery}/${attempt}`

/** Delivery and attempt of such a reference; undefined for what is none of ours. */
export function referredBy(reference: string): Pick<Outgoing, 'delivery' | 'attempt'> | undefined {
  const [, delivery, attempt] = /^([\w-]{1,120})\/([1-9]\d{0,4})$/.exec(reference) ?? []
  return delivery === undefined ? undefined : { delivery, attempt: Number(attempt) }
}
