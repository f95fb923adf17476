import type { Provider } from '../reports.ts'
import { lotOf } from '../lots.ts'
import type { Faults } from './faults.ts'

/** A message that a simulated provider took. */
export interface Taken {
  readonly provider: Provider
  /** What the sender gave along: OutId, SessionContext or client_msg_id. */
  readonly reference: string
  readonly messageId: string
  readonly address: string
  readonly atMs: number
  readonly arrives: boolean
  readonly code: string
}

/** One report on its way to the sender. */
export interface Report {
  readonly taken: Taken
  readonly arrived: boolean
  readonly code: string
  readonly atMs: number
}

export type Answer =
  { readonly kind: 'taken'; readonly taken: Taken } | { readonly kind: 'throttled' } | { readonly kind: 'silent' }

/** An acceptance as others may see it: without the address. */
export type Acceptance = Pick<Taken, 'provider' | 'reference' | 'messageId' | 'atMs'>

const codesOf: Readonly<Record<Provider, readonly [arrived: string, dead: string, wrong: string]>> = {
  aliyun: ['DELIVERED', 'MK:0001', 'MK:0010'],
  tencent: ['DELIVRD', 'UNDELIV', 'MK:0010'],
  wechat: ['success', 'failed:user block', 'failed: system failed'],
}

export interface ExchangeOptions {
  readonly faults: Faults
  readonly nowMs: () => number
  /** Sends a report after so many milliseconds. */
  readonly report: (report: Report, delayMs: number) => void
}

/** What all three simulated providers share: taking messages, counting them, choosing how each ends. */
export function createExchange({ faults, nowMs, report }: ExchangeOptions) {
  const { seed } = faults
  const tries = new Map<string, number>()
  const taken: Taken[] = []
  /** What queries tell, by message id; a lost report is in here all the same. */
  const known = new Map<string, Report>()
  const byAddress = new Map<string, Taken[]>()

  const delayOf = (messageId: string, turn: number): number => {
    const [min, max] = faults.reportDelayMs
    return min + Math.floor(lotOf(seed, 'delay', messageId, turn) * (max - min + 1))
  }

  const idOf = (provider: Provider, count: number): string => {
    if (provider === 'aliyun') return `${900_000_000_000 + count}^${seed}`
    return provider === 'tencent' ? `2433:${1_700_000_000 + count}` : `34524353453453${String(count).padStart(5, '0')}`
  }

  const tell = (one: Taken): void => {
    const { provider, messageId, reference } = one
    const [, , wrong] = codesOf[provider]
    const truth = { taken: one, arrived: one.arrives, code: one.code }
    const firstMs = delayOf(messageId, 0)
    setTimeout(() => known.set(messageId, { ...truth, atMs: nowMs() }), firstMs).unref()
    if (lotOf(seed, 'lost report', reference) < faults.lostReportShare) return
    const send = (said: Omit<Report, 'atMs'>, turn: number): void => {
      const delayMs = delayOf(messageId, turn)
      report({ ...said, atMs: nowMs() + delayMs }, delayMs)
    }
    send(truth, 0)
    if (one.arrives && lotOf(seed, 'contradict', reference) < faults.contradictShare)
      send({ taken: one, arrived: false, code: wrong }, 1)
    if (lotOf(seed, 'repeat', reference) < faults.repeatShare) {
      send(truth, 2)
      if (lotOf(seed, 'repeat more', reference) < 0.5) send(truth, 3)
    }
  }

  const accept = (provider: Provider, reference: string, address: string): Taken => {
    const arrives = lotOf(seed, 'dead', address) >= faults.deadShare
    const [good, dead] = codesOf[provider]
    const messageId = idOf(provider, taken.length + 1)
    const one = { provider, reference, messageId, address, atMs: nowMs(), arrives, code: arrives ? good : dead }
    taken.push(one)
    byAddress.set(address, [...(byAddress.get(address) ?? []), one])
    tell(one)
    return one
  }

  return {
    /** Takes a message, or fails on purpose; every acceptance is counted. */
    take: (provider: Provider, reference: string, address: string): Answer => {
      const turn = (tries.get(`${provider} ${reference}`) ?? 0) + 1
      tries.set(`${provider} ${reference}`, turn)
      const lot = (what: string): number => lotOf(seed, what, reference, turn)
      if (lot('throttle') < faults.throttleShare) return { kind: 'throttled' }
      if (lot('lost request') < faults.lostRequestShare) return { kind: 'silent' }
      const one = accept(provider, reference, address)
      return lot('lost answer') < faults.lostAnswerShare ? { kind: 'silent' } : { kind: 'taken', taken: one }
    },

    /** The messages to an address that queries show by now, each with its report if there is one. */
    shown: (provider: Provider, address: string): readonly { taken: Taken; report: Report | undefined }[] =>
      (byAddress.get(address) ?? [])
        .filter((one) => one.provider === provider && nowMs() - one.atMs >= faults.listLagMs)
        .map((one) => ({ taken: one, report: known.get(one.messageId) })),

    /** A message that was taken under this reference no longer ago than so. */
    takenBefore: (provider: Provider, reference: string, withinMs: number): Taken | undefined =>
      taken.find((one) => one.provider === provider && one.reference === reference && nowMs() - one.atMs < withinMs),

    acceptances: (): readonly Acceptance[] =>
      taken.map(({ provider, reference, messageId, atMs }) => ({ provider, reference, messageId, atMs })),
  }
}

export type Exchange = ReturnType<typeof createExchange>
