import { deliveryId } from '../../src/domain/delivery.ts'
import { guaranteeOf, type Guarantee } from '../../src/domain/guarantee/guarantee.ts'
import { wordsOf } from '../../src/domain/guarantee/words.ts'
import { bookingId } from '../../src/domain/slot.ts'
import { seatId } from '../../src/domain/class.ts'
import { policyOf } from '../../src/domain/policy.ts'
import { plusDays } from '../../src/domain/time.ts'
import type { Services } from '../../src/wire.ts'

const live: ReadonlySet<string> = new Set(['proposed', 'approved', 'sent', 'delivered', 'accepted'])

/** Judges one ledger's offers anew from the bare facts, apart from the code that counts them. */
function countedAnew(ledger: Guarantee, closedWithinDays: number): number {
  const wrong = ['cannot_shift', 'cannot_distance', 'cannot_health', 'cannot_skill', 'wage_too_low', 'needs_lodging']
  const fit = ledger.offers.filter((offer) => {
    const { evidence, atSending, postingClosedAt } = offer
    if (evidence === undefined || atSending?.suitable !== true || !atSending.postingOpen) return false
    if (offer.approvedBy === undefined || offer.state === 'undelivered' || offer.state === 'withdrawn') return false
    if (
      postingClosedAt !== undefined &&
      offer.state !== 'hired' &&
      postingClosedAt < plusDays(evidence.at, closedWithinDays)
    )
      return false
    return !(offer.state === 'declined' && wrong.includes(offer.refusal ?? ''))
  })
  const employers = new Map<string, number>()
  for (const { employer } of fit) employers.set(employer, (employers.get(employer) ?? 0) + 1)
  return Math.min(
    3,
    [...employers.values()].reduce((sum, count) => sum + Math.min(2, count), 0),
  )
}

/** What is wrong in the store: broken limits, doubled or lost items, items out of step; empty when all holds. */
export async function violations(services: Services): Promise<readonly string[]> {
  const { store, district, policies, clock } = services
  const found: string[] = []
  const ledgers = new Map<string, Guarantee>()
  const period = clock.now().slice(0, 4)
  for await (const ledger of store.guarantees.each({ index: 'byPeriod', equals: { district, period } })) {
    if (ledgers.has(ledger.seeker)) found.push(`two ledgers: ${ledger.seeker}`)
    ledgers.set(ledger.seeker, ledger)
    found.push(...ledgerViolations(ledger, services))
    for (const offer of ledger.offers)
      if (offer.state === 'sent' && (await store.deliveries.get(deliveryId(offer.id))) === undefined)
        found.push(`sent without message: ${offer.id}`)
  }
  for await (const seeker of store.seekers.each({ index: 'byDistrict', equals: { district } }))
    if (seeker.wish?.wantsWork === true && !ledgers.has(seeker._id)) found.push(`no ledger: ${seeker._id}`)
  const offers = new Map(
    [...ledgers.values()].flatMap((ledger) => ledger.offers.map((offer) => [offer.id, offer] as const)),
  )
  for await (const posting of store.postings.each({ index: 'byDistrict', equals: { district } })) {
    const limit = posting.openings * (policies[0]?.offers.perOpening ?? 0)
    if (posting.inFlight.length > limit) found.push(`above its limit: ${posting._id}`)
    if (new Set(posting.inFlight.map((hold) => hold.offer)).size < posting.inFlight.length)
      found.push(`held twice: ${posting._id}`)
    for (const hold of posting.inFlight)
      if (!live.has(offers.get(hold.offer)?.state ?? '')) found.push(`held for nothing: ${hold.offer}`)
  }
  found.push(...(await placesOutOfStep(services, ledgers)))
  return found
}

function ledgerViolations(
  ledger: Guarantee,
  { policies, clock }: Pick<Services, 'policies' | 'clock'>,
): readonly string[] {
  const found: string[] = []
  const policy = policyOf(policies, ledger.policyVersion)
  const view = guaranteeOf(ledger, policy, clock.now())
  const ids = [...ledger.offers, ...ledger.guidance, ...ledger.training].map((item) => item.id)
  if (new Set(ids).size < ids.length) found.push(`an item twice: ${ledger._id}`)
  const anew = countedAnew(ledger, policy.guarantee.closedWithinDays)
  if (anew !== view.offers.counted) found.push(`counts ${view.offers.counted}, by the facts ${anew}: ${ledger._id}`)
  for (const one of [view.guidance, view.offers, view.training]) {
    if (one.counted < one.owed && one.status !== 'waived' && one.reasons.length === 0)
      found.push(`short without a reason: ${ledger._id} ${one.item}`)
    for (const code of one.reasons) if (wordsOf(code).zh === code) found.push(`a reason without words: ${code}`)
  }
  return found
}

async function placesOutOfStep(
  { store, district }: Services,
  ledgers: ReadonlyMap<string, Guarantee>,
): Promise<readonly string[]> {
  const found: string[] = []
  for await (const slot of store.slots.each({ index: 'byStart', equals: { district } })) {
    const taken = slot.bookings.filter((one) => one.state !== 'cancelled' && one.state !== 'excused')
    if (taken.length > slot.capacity) found.push(`overbooked: ${slot._id}`)
    for (const { seeker, state } of slot.bookings)
      if (ledgers.get(seeker)?.guidance.find((one) => one.id === bookingId(slot._id, seeker))?.state !== state)
        found.push(`booking out of step: ${slot._id} ${seeker}`)
  }
  for await (const school of store.classes.each({ index: 'byStart', equals: { district } })) {
    if (school.seats.filter((one) => one.state !== 'released').length > school.capacity)
      found.push(`oversold: ${school._id}`)
    for (const { seeker } of school.seats)
      if (ledgers.get(seeker)?.training.some((one) => one.id === seatId(school._id, seeker)) !== true)
        found.push(`seat out of step: ${school._id} ${seeker}`)
  }
  return found
}
