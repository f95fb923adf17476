import type { Job } from './registry.ts'

/** Escalates what is overdue, lets unanswered offers lapse, notes early closures. */
export const checkGuarantee: Job = async ({ ledgers, offers }, ids) => {
  const guarantee = ids('guarantee')
  await offers.lapse(guarantee)
  await offers.noteEarlyClosures(guarantee)
  await ledgers.check(guarantee)
}

/** Closes a posting whose time is over. */
export const closePosting: Job = ({ offers }, ids) => offers.closeDue(ids('posting'))

/** Lets time act on a delivery: a lost lease returns, silence falls back, old age expires. */
export const tickDelivery: Job = ({ deliveries }, ids) => deliveries.tick(ids('delivery'))

/** Gives back seats whose hold ran out, so that they pass on. */
export const releaseSeats: Job = async ({ training }, ids) => {
  await training.releaseLapsed(ids('class'))
}

/** Gives back a posting's places whose offers are over; what a crash left halfway. */
export const sweepPosting: Job = async ({ offers }, ids) => {
  await offers.sweepHolds(ids('posting'))
}
