import { instantOf } from '../../src/domain/time.ts'
import { lotOf } from './lots.ts'
import type { Driver, Found, SendOutcome } from './driver.ts'
import type { Holder } from './holder.ts'
import type { Journal, Send, SendState } from './journal.ts'
import type { Log } from './log.ts'
import type { Outbox } from './outbox.ts'
import type { Leased, Product } from './product.ts'
import type { ProviderReport } from './reports.ts'

export interface SenderLimits {
  /** How long a provider is asked about a message whose sending met silence, before a person is. */
  readonly unknownMs: number
  /** How old a sending must be before a provider's "never had it" is believed. */
  readonly settleMs: number
  readonly queryEveryMs: number
  /** The wait after a first "not now"; it doubles with each try. */
  readonly laterMs: number
  /** Tries for one lease. */
  readonly turnsMax: number
}

export interface SenderParts {
  readonly drivers: readonly Driver[]
  readonly journal: Journal
  readonly outbox: Outbox
  readonly holder: Holder
  readonly product: Pick<Product, 'acknowledge'>
  readonly take: (report: ProviderReport) => Promise<void>
  /** Runs a call to a provider when there is room for it. */
  readonly inTurn: <T>(call: () => Promise<T>) => Promise<T>
  readonly sleep: (ms: number) => Promise<void>
  readonly nowMs: () => number
  readonly log: Log
  readonly limits: SenderLimits
}

/** accepted: the provider has it · absent: it surely has not · unclear: nobody can say. */
type Settled = 'accepted' | 'absent' | 'unclear'

/** Brings one leased message to its provider, once: what was accepted and recorded is never sent again. */
export function createSender(parts: SenderParts) {
  const { drivers, journal, outbox, holder, product, take, inTurn, sleep, nowMs, log, limits } = parts
  const pausedUntilMs = new Map<Driver, number>()
  /** For queries as long as this process lives; written nowhere. */
  const addresses = new Map<string, string>()

  const isPaused = (driver: Driver): boolean => (pausedUntilMs.get(driver) ?? 0) > nowMs()
  const put = (row: Leased, driver: Driver, state: SendState, messageId?: string): Promise<void> =>
    journal.putSend({
      delivery: row.id,
      attempt: row.attempt,
      channel: row.channel,
      provider: driver.provider,
      state,
      ...(messageId === undefined ? {} : { messageId }),
      atMs: nowMs(),
    })
  const say = (row: Leased, status: 'sent' | 'failed' | 'unknown', code: string): Promise<void> =>
    outbox.add({ delivery: row.id, attempt: row.attempt, status, at: instantOf(nowMs()), code })

  /** The provider of a message: the one that may have it already, else the same one at every start. */
  const driverFor = (row: Leased, prior: Send | undefined): Driver | undefined => {
    const able = drivers.filter((one) => one.channel === row.channel)
    if (prior?.state === 'sending') return able.find((one) => one.provider === prior.provider)
    const free = able.filter((one) => !isPaused(one))
    return free[Math.floor(lotOf(row.id) * free.length)]
  }

  /** Records the acceptance before anybody is told of it. */
  const record = async (row: Leased, driver: Driver, messageId: string): Promise<void> => {
    await put(row, driver, 'accepted', messageId)
    addresses.set(row.id, row.address)
    const news = journal.newsOf(driver.provider, messageId)
    if ((await product.acknowledge(row)) !== 'yes') await say(row, 'sent', 'accepted')
    holder.drop(row)
    if (news !== undefined) await take(news)
  }

  const doubt = async (row: Leased, driver: Driver, code: string): Promise<void> => {
    await put(row, driver, 'doubted')
    await say(row, 'unknown', code)
    log('doubt', { provider: driver.provider, code, delivery: row.id })
  }

  const ask = (driver: Driver, row: Leased, sentMs: number): Promise<Found> =>
    inTurn(() => driver.find({ delivery: row.id, address: row.address, sentMs }))

  /** Finds out whether the provider has a message whose sending brought no answer. */
  const settle = async (driver: Driver, row: Leased, sentMs: number): Promise<Settled> => {
    for (;;) {
      const known = journal.sendOf(row.id, row.channel)
      if (known?.state === 'accepted' && known.messageId !== undefined) {
        await record(row, driver, known.messageId)
        return 'accepted'
      }
      const ageMs = nowMs() - sentMs
      // The same message again is one message there, and its answer is the best query.
      if (ageMs < driver.repeatableMs) return 'absent'
      const found = await ask(driver, row, sentMs)
      if (found.kind === 'accepted' || found.kind === 'report') {
        const messageId = found.kind === 'accepted' ? found.messageId : found.report.messageId
        await record(row, driver, messageId)
        if (found.kind === 'report') await take(found.report)
        return 'accepted'
      }
      if (found.kind === 'absent' && ageMs >= limits.settleMs) return 'absent'
      if (ageMs >= limits.unknownMs) return 'unclear'
      await sleep(limits.queryEveryMs)
    }
  }

  const pause = (driver: Driver, outcome: Extract<SendOutcome, { kind: 'later' }>): void => {
    if (!isPaused(driver)) log('provider.paused', { provider: driver.provider, code: outcome.code })
    pausedUntilMs.set(driver, nowMs() + outcome.waitMs)
  }

  /** One try; true when nothing is left to do for this lease. */
  const tryOnce = async (driver: Driver, row: Leased, turn: number): Promise<boolean> => {
    const sentMs = nowMs()
    await put(row, driver, 'sending')
    const outcome = await inTurn(() =>
      driver.send({ ...row, delivery: row.id }).catch((): SendOutcome => ({ kind: 'unknown', code: 'fault' })),
    )
    if (outcome.kind === 'accepted') {
      await record(row, driver, outcome.messageId)
      return true
    }
    if (outcome.kind === 'failed') {
      await put(row, driver, 'failed')
      await say(row, 'failed', outcome.code)
      return true
    }
    if (outcome.kind === 'later') {
      await put(row, driver, 'released')
      if (outcome.isOurs === true) pause(driver, outcome)
      else await sleep(limits.laterMs * 2 ** (turn - 1))
      return outcome.isOurs === true
    }
    const settled = await settle(driver, row, sentMs)
    if (settled === 'absent' && turn < limits.turnsMax) return false
    if (settled === 'unclear' || (settled === 'absent' && driver.repeatableMs > 0))
      await doubt(row, driver, outcome.code)
    else if (settled === 'absent') await put(row, driver, 'released')
    return true
  }

  const bring = async (row: Leased): Promise<void> => {
    const prior = journal.sendOf(row.id, row.channel)
    const driver = driverFor(row, prior)
    // Nobody can send now: the lease runs out and the message waits with the service.
    if (driver === undefined) return
    if (prior?.state === 'accepted' && prior.messageId !== undefined) {
      const owner = drivers.find((one) => one.provider === prior.provider) ?? driver
      return record(row, owner, prior.messageId)
    }
    if (prior?.state === 'doubted') return doubt(row, driver, 'no_report')
    // An earlier process died between sending and recording.
    if (prior?.state === 'sending' && (await settle(driver, row, prior.atMs)) === 'accepted') return
    for (let turn = 1; turn <= limits.turnsMax; turn += 1)
      if (!holder.has(row) || (await tryOnce(driver, row, turn))) return
  }

  return {
    /** Channels over which something can be sent now. */
    channels: () => [...new Set(drivers.filter((one) => !isPaused(one)).map((one) => one.channel))],
    /** Sends a leased message, or learns why not; the lease is given up at the end. */
    send: (row: Leased): Promise<void> => bring(row).finally(() => holder.drop(row)),
    /** Asks about messages that were accepted so long ago without a report; a person looks at what stays unclear. */
    chase: async (silenceMs: number): Promise<void> => {
      for (const send of journal.sendsIn('accepted')) {
        const { delivery, attempt, provider, messageId, channel } = send
        if (messageId === undefined) continue
        const news = journal.newsOf(provider, messageId)
        if (news !== undefined) {
          // A report that came before its message was recorded, and a death in between.
          await outbox.add({ delivery, attempt, status: news.status, at: news.at, code: news.code })
          continue
        }
        if (nowMs() - send.atMs < silenceMs) continue
        const address = addresses.get(delivery)
        const driver = drivers.find((one) => one.provider === provider && one.channel === channel)
        const question = { delivery, messageId, sentMs: send.atMs, address: address ?? '' }
        const found = address === undefined ? undefined : await driver?.find(question)
        if (found?.kind === 'report') {
          await take({ ...found.report, messageId })
          continue
        }
        // A report or a new lease may have come while this one waited for its turn.
        if (journal.sendOf(delivery, channel) !== send || journal.newsOf(provider, messageId) !== undefined) continue
        // The receipt first: a death in between must not leave a doubt that nobody is told of.
        await outbox.add({ delivery, attempt, status: 'unknown', at: instantOf(nowMs()), code: 'no_report' })
        if (journal.sendOf(delivery, channel) === send) await journal.putSend({ ...send, state: 'doubted' })
        log('doubt', { provider, code: 'no_report', delivery })
      }
    },
    /** A message is over: its address is no longer needed. */
    forget: (delivery: string): void => void addresses.delete(delivery),
  }
}

export type Sender = ReturnType<typeof createSender>
