import { enqueue, jobFor } from '../src/services/follow-ups.ts'
import type { Job } from './registry.ts'

/** Opens the ledger of a seeker who wants work, and keeps it in step with their wish. */
export const followSeeker: Job = ({ ledgers }, ids) => ledgers.followSeeker(ids('seeker'))

/** Tells the ledgers with an offer of a posting that it closed. */
export const followPosting: Job = ({ offers }, ids) => offers.followPosting(ids('posting'))

/** Does what an offer's state calls for: review, send, deliver, release, replace. */
export const followOffer: Job = async ({ offers, deliveries, queue, clock, district }, ids) => {
  const guarantee = ids('guarantee')
  const offer = ids('offer')
  const next = await offers.follow(guarantee, offer)
  if (next === 'invite') await deliveries.prepare(guarantee, 'offer', offer)
  if (next === 'replace') {
    await deliveries.withdraw(offer)
    await enqueue(queue, clock.now(), jobFor('allocate-offers', { district }))
  }
}

/** Brings the ledger to what a review decided. */
export const followReview: Job = ({ offers }, ids) => offers.followReview(ids('review'))

/** Brings the ledger to what a slot says of a seeker. */
export const followBooking: Job = ({ guidance }, ids) => guidance.follow(ids('slot'), ids('seeker'))

/** Brings the ledger to what a class says of a seeker. */
export const followSeat: Job = ({ training }, ids) => training.follow(ids('class'), ids('seeker'))
