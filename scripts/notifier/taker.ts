import { referredBy } from './driver.ts'
import type { Journal } from './journal.ts'
import type { Outbox } from './outbox.ts'
import type { ProviderReport } from './reports.ts'

/** Takes a provider's report in: it is safe when this resolves, and becomes a receipt once its message is known. */
export function createTaker(journal: Journal, outbox: Outbox, over: (delivery: string) => void) {
  return async (report: ProviderReport): Promise<void> => {
    const { provider, messageId, reference, status, at, code } = report
    await journal.putReport(report)
    const own = reference === undefined ? undefined : referredBy(reference)
    const channel = provider === 'wechat' ? 'wechat' : 'sms'
    const known = journal.sendOfMessage(provider, messageId)
    const named = own === undefined ? undefined : journal.sendOf(own.delivery, channel)
    // The report tells what the sending did not: the provider had the message.
    if (known === undefined && named?.provider === provider && named.state !== 'accepted')
      await journal.putSend({ ...named, state: 'accepted', messageId })
    // A message that was leased anew stands under its newest attempt.
    const found = known ?? (named?.provider === provider ? named : own)
    if (found === undefined) return
    await outbox.add({ delivery: found.delivery, attempt: found.attempt, status, at, code })
    if (status === 'delivered') over(found.delivery)
  }
}

export type Taker = ReturnType<typeof createTaker>
