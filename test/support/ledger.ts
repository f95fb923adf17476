import { policies } from '../../src/data/policies.ts'
import type { Evidence } from '../../src/domain/delivery-types.ts'
import type { Decision } from '../../src/domain/aggregate.ts'
import type { Guarantee } from '../../src/domain/guarantee/guarantee.ts'
import { offerId } from '../../src/domain/guarantee/guarantee.ts'
import type { OfferEvent } from '../../src/domain/guarantee/items.ts'
import { draftGuarantee } from '../../src/domain/guarantee/ledger.ts'
import { moveOffer, proposeOffer, type OfferNews } from '../../src/domain/guarantee/offers.ts'
import type { Act } from '../../src/domain/guarantee/step.ts'
import { policyAt } from '../../src/domain/policy.ts'
import { plusDays, type Instant } from '../../src/domain/time.ts'

/** Monday 2 March 2026, nine in the morning in Asia/Shanghai. */
export const dayOne: Instant = '2026-03-02T01:00:00.000Z'
export const policy = policyAt(policies, dayOne)
export const day = (number: number): Instant => plusDays(dayOne, number - 1)
export const act = (number = 1): Act => ({ at: day(number), by: 'key-1', policy })

/** An empty ledger whose clock starts on day one. */
export function ledger(): Guarantee {
  const draft = draftGuarantee(
    { seeker: 'skr-1', district: '640302', township: '640302100', village: '640302100003', wishAt: dayOne },
    policy,
    dayOne,
  )
  return { ...draft, version: 1, schema: 1, createdAt: dayOne, updatedAt: dayOne, pending: [] }
}

/** The document of a decision that must not be refused. */
export function docOf<D>(decision: Decision<D>): D {
  if (decision.kind === 'refused') throw new Error(`refused: ${decision.code}`)
  return decision.doc
}

/** The code of a decision that must be refused. */
export function refusalOf(decision: Decision<unknown>): string {
  if (decision.kind !== 'refused') throw new Error(`expected a refusal, got ${decision.kind}`)
  return decision.code
}

export const receipt = (number: number): Evidence => ({ kind: 'receipt', channel: 'sms', at: day(number), by: 'ntf' })

const news: Partial<Record<OfferEvent, (number: number) => OfferNews>> = {
  approve: () => ({ approvedBy: 'key-1' }),
  send: (number) => ({ atSending: { at: day(number), suitable: true, postingOpen: true, score: 700_000 } }),
  deliver: (number) => ({ evidence: receipt(number) }),
}

/** Proposes a posting and takes the offer through the given steps, all on one day. */
export function offered(
  found: Guarantee,
  posting: string,
  steps: readonly OfferEvent[],
  options: { day?: number; employer?: string; more?: Partial<Record<OfferEvent, OfferNews>> } = {},
): Guarantee {
  const number = options.day ?? 2
  const proposal = {
    posting,
    employer: options.employer ?? `emp-of-${posting}`,
    title: '分拣工',
    score: 700_000,
    modelVersion: 'm1',
  }
  let next = docOf(proposeOffer(found, { ...proposal, approvedByRule: false }, act(number)))
  const id = offerId(found._id, posting)
  for (const step of steps)
    next = docOf(moveOffer(next, id, step, act(number), { ...news[step]?.(number), ...options.more?.[step] }))
  return next
}

export const delivered = ['approve', 'send', 'deliver'] as const
