import { change, unchanged, type Decision } from './aggregate.ts'
import { moved, never, withdraw } from './delivery-step.ts'
import type { Attempt, Delivery, Receipt } from './delivery-types.ts'
import type { Instant } from './time.ts'

const isArrived = ({ receipts }: Attempt): boolean => receipts.some(({ status }) => status === 'delivered')
const isFailed = (attempt: Attempt): boolean =>
  !isArrived(attempt) && attempt.receipts.some(({ status }) => status === 'failed')

/**
 * True when a message has or may have reached its person since a moment: it went out and nobody said that it failed. Who
 * may have been told is treated as one who was, because silence is no answer.
 */
export function mayHaveReached(delivery: Pick<Delivery, 'attempts' | 'evidence'>, since: Instant = ''): boolean {
  if (delivery.evidence !== undefined && delivery.evidence.at >= since) return true
  return delivery.attempts.some((one) => one.begunAt >= since && !isFailed(one))
}

/** When the message that arrived was begun, or was handed over; undefined for one of which nothing proves that it did. */
export function toldAt({ attempts, evidence }: Pick<Delivery, 'attempts' | 'evidence'>): Instant | undefined {
  if (evidence?.kind !== 'receipt') return evidence?.at
  const proved = ({ status, at }: Attempt['receipts'][number]): boolean => status === 'delivered' && at === evidence.at
  return attempts.find(({ receipts }) => receipts.some(proved))?.begunAt ?? evidence.at
}

/** Takes a message back: at once while nobody has it, else as soon as what was sent has come to nothing. */
export function withdrawDelivery(delivery: Delivery, now: Instant): Decision<Delivery> {
  if (delivery.state === 'queued') return withdraw(delivery)
  const isUnderWay = delivery.state === 'leased' || delivery.state === 'sent'
  if (!isUnderWay || delivery.recalledAt !== undefined) return unchanged(delivery)
  return change(
    { ...delivery, recalledAt: now },
    { kind: 'delivery.recalled', data: { delivery: delivery._id, seeker: delivery.seeker } },
  )
}

/** The proof of a hand-over as an attempt, which stays when the message goes out again. */
const handOverKept = ({ attempts, evidence }: Delivery): readonly Attempt[] => {
  if (evidence?.kind !== 'handed_over') return attempts
  const { channel, at, by, note } = evidence
  const number = attempts.length + 1
  const receipts: readonly Receipt[] = [{ attempt: number, status: 'delivered', at }]
  return [...attempts, { number, channel, begunAt: at, receipts, by, ...(note === undefined ? {} : { note }) }]
}

/**
 * Brings a message that was taken back on its way again, and one that arrived before `calledOffAt`, since when its person
 * was told that its item is off; what is on its way already stays so.
 */
export function renew(
  delivery: Delivery,
  fresh: Pick<Delivery, 'body' | 'plan' | 'dueAt' | 'expiresAt'> & Pick<Partial<Delivery>, 'planReasons'>,
  calledOffAt: Instant = '',
): Decision<Delivery> {
  const { recalledAt, ...found } = delivery
  if (delivery.state === 'withdrawn') return moved(found, 'renew', { ...fresh, step: 0 })
  if ((toldAt(delivery) ?? never) < calledOffAt) {
    const { evidence: _evidence, finishedAt: _finishedAt, ...again } = found
    return moved(again, 'renew', { ...fresh, step: 0, attempts: handOverKept(delivery) })
  }
  if (recalledAt === undefined || (delivery.state !== 'leased' && delivery.state !== 'sent')) return unchanged(delivery)
  return change(found, { kind: 'delivery.renewed', data: { delivery: delivery._id, seeker: delivery.seeker } })
}
