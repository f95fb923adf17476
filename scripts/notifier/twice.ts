import { readFileSync } from 'node:fs'
import { referredBy } from './driver.ts'
import type { Acceptance } from './simulator/exchange.ts'

/** When a notifier recorded that a provider has a message, milliseconds since 1970, by the provider's id or our reference. */
export type Recorded = Map<string, number>

/** Adds what a journal holds of acceptances; the earliest record of each counts. */
export function noteRecorded(recorded: Recorded, journalPath: string): void {
  for (const line of readFileSync(journalPath, 'utf8').split('\n')) {
    const send = sendIn(line)
    if (send?.state !== 'accepted' || send.messageId === undefined) continue
    recorded.set(send.messageId, Math.min(send.atMs ?? 0, recorded.get(send.messageId) ?? Infinity))
  }
}

interface Line {
  readonly send?: { readonly state?: string; readonly messageId?: string; readonly atMs?: number }
}

function sendIn(line: string): Line['send'] {
  try {
    return (JSON.parse(line) as Line).send
  } catch {
    // A kill cut the last line off.
    return undefined
  }
}

/**
 * Messages that providers took more than once, and how many of those second takings came while the first was accepted but
 * not recorded; SMS over either provider is one channel.
 */
export function twicePerMessage(
  acceptances: readonly Acceptance[],
  recorded: Recorded,
): { readonly duplicates: number; readonly inTheWindow: number } {
  const groups = new Map<string, Acceptance[]>()
  for (const one of acceptances) {
    const channel = one.provider === 'wechat' ? 'wechat' : 'sms'
    const key = `${channel} ${referredBy(one.reference)?.delivery ?? one.reference}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  let duplicates = 0
  let inTheWindow = 0
  for (const group of groups.values())
    for (const [at, one] of group.entries()) {
      if (at === 0) continue
      duplicates += 1
      const isKnown = group
        .slice(0, at)
        .some(({ messageId, reference }) =>
          [messageId, reference].some((name) => (recorded.get(name) ?? Infinity) < one.atMs),
        )
      if (!isKnown) inTheWindow += 1
    }
  return { duplicates, inTheWindow }
}
