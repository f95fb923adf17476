/** One message on its way to an endpoint. */
export interface WebhookRequest {
  readonly url: string
  /** The `webhook-id`, the same over all attempts. */
  readonly id: string
  /** When this attempt is made. */
  readonly at: string
  readonly payload: string
  /** `whsec_` secrets that sign, newest first. */
  readonly secrets: readonly string[]
}

/** What became of it: the status of an answer, or why there was none. */
export interface WebhookAnswer {
  readonly status?: number
  readonly retryAfter?: string
  readonly failure?: WebhookFailure
  readonly tookMs: number
}

/** Why there was no answer; `address` is one that must not be sent to. */
export type WebhookFailure = 'address' | 'url' | 'dns' | 'timeout' | 'tls' | 'connection'

/** Sends messages to endpoints; never throws for what an endpoint or a network does. */
export interface WebhookSender {
  send(request: WebhookRequest): Promise<WebhookAnswer>
  /** Why an address may not be an endpoint, as far as can be told now; undefined when it may. */
  refusalOf(url: string): Promise<'address' | 'url' | undefined>
}
