import type { Channel } from './driver.ts'
import type { ReceiptRow } from './reports.ts'

/** A message as the service leases it. */
export interface Leased {
  readonly id: string
  readonly lease: string
  readonly attempt: number
  readonly channel: Channel
  /** In clear, for sending alone: it stays in memory. */
  readonly address: string
  readonly text: string
  readonly template: string
}

/** yes: done · lost: somebody else has it, or it is over · later: the service could not say now. */
export type Said = 'yes' | 'lost' | 'later'

/** The service could not be asked; `code` is a problem code, a status or a fault, never text. */
export class ProductError extends Error {
  readonly code: string
  readonly waitMs: number
  constructor(code: string, waitMs: number) {
    super(`the service answered ${code}`)
    this.name = 'ProductError'
    this.code = code
    this.waitMs = waitMs
  }
}

export interface ProductOptions {
  readonly url: string
  readonly key: string
  readonly timeoutMs: number
  readonly nowMs: () => number
}

const waitMs = 1000
type Fields = Readonly<Record<string, unknown>>

const faultOf = (error: unknown): string => {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  const { code, name } = (cause ?? {}) as { readonly code?: unknown; readonly name?: unknown }
  return typeof code === 'string' ? code : typeof name === 'string' ? name : 'fault'
}

/** The notifier's side of the service's public API. */
export function createProduct({ url, key, timeoutMs, nowMs }: ProductOptions) {
  let busyUntilMs = 0

  const post = async (path: string, body: unknown): Promise<Fields> => {
    const init = {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    }
    const asked = await fetch(new URL(path, url), { ...init, signal: AbortSignal.timeout(timeoutMs) })
      .then(async (answer) => ({ answer, found: (await answer.json()) as Fields }))
      .catch((error: unknown) => {
        throw new ProductError(faultOf(error), waitMs)
      })
    const { answer, found } = asked
    if (answer.ok) return found
    const retryMs = Number(answer.headers.get('retry-after') ?? 1) * 1000
    if (answer.status === 429 || answer.status === 503) busyUntilMs = nowMs() + retryMs
    const code = typeof found['code'] === 'string' ? found['code'] : `http.${answer.status}`
    throw new ProductError(code, Number.isFinite(retryMs) ? retryMs : waitMs)
  }

  const say = async (id: string, verb: string, body: unknown): Promise<Said> => {
    try {
      await post(`/v1/deliveries/${id}/${verb}`, body)
      return 'yes'
    } catch (error) {
      const isOver = error instanceof ProductError && /^(delivery|object)\./.test(error.code)
      return isOver ? 'lost' : 'later'
    }
  }

  return {
    lease: async (wish: {
      readonly max: number
      readonly channels: readonly Channel[]
      readonly seconds: number
      readonly bundle: boolean
    }): Promise<readonly Leased[]> => (await post('/v1/deliveries/lease', wish))['rows'] as readonly Leased[],
    /** Says that the provider has the message; while the service is busy the bulk receipts say it instead. */
    acknowledge: ({ id, lease }: Leased): Promise<Said> =>
      nowMs() < busyUntilMs ? Promise.resolve('later') : say(id, 'acknowledge', { lease }),
    extend: ({ id, lease }: Leased, seconds: number): Promise<Said> => say(id, 'extend', { lease, seconds }),
    /** Tells receipts; gives how many were refused, by code. */
    receipts: async (rows: readonly ReceiptRow[]): Promise<ReadonlyMap<string, number>> => {
      const judged = (await post('/v1/deliveries/receipts', { rows }))['rows'] as readonly Fields[]
      const refused = new Map<string, number>()
      for (const { result, code } of judged)
        if (result === 'refused') refused.set(String(code), (refused.get(String(code)) ?? 0) + 1)
      return refused
    },
  }
}

export type Product = ReturnType<typeof createProduct>
