import { offerOf } from '../src/domain/guarantee/guarantee.ts'
import { enqueue, jobFor } from '../src/services/follow-ups.ts'
import type { Job } from './registry.ts'

/** Opens the ledger of a seeker who wants work, and keeps it in step with their wish. */
export const followSeeker: Job = ({ ledgers }, ids) => ledgers.followSeeker(ids('seeker'))

/** Tells the ledgers with an offer of a posting that it closed; word of that is taken back when it is open again. */
export const followPosting: Job = async ({ offers, deliveries }, ids) => {
  for (const offer of await offers.followPosting(ids('posting')))
    await deliveries.prepare(offerOf(offer).guarantee, 'offer', offer)
}

/** Does what an offer's state calls for: review, send, deliver, release, replace. */
export const followOffer: Job = async ({ offers, deliveries, queue, clock, district }, ids) => {
  const guarantee = ids('guarantee')
  const offer = ids('offer')
  const next = await offers.follow(guarantee, offer)
  if (next === 'invite') await deliveries.prepare(guarantee, 'offer', offer)
  if (next === 'replace') {
    await deliveries.withdraw(offer)
    await deliveries.prepare(guarantee, 'offer', offer)
    await enqueue(queue, clock.now(), jobFor('allocate-offers', { district }))
  }
}

/** Brings the ledger to what a review decided. */
export const followReview: Job = ({ offers }, ids) => offers.followReview(ids('review'))

/** Brings the ledger to what a slot says of a seeker. */
export const followBooking: Job = ({ guidance }, ids) => guidance.follow(ids('slot'), ids('seeker'))

/** Brings the ledger to what a class says of a seeker. */
export const followSeat: Job = ({ training }, ids) => training.follow(ids('class'), ids('seeker'))
