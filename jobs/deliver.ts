import type { Job } from './registry.ts'

/** Makes the message of an item that is to reach its person. */
export const deliver: Job = async ({ deliveries }, ids) => {
  const purpose = ids('purpose')
  if (purpose !== 'guidance' && purpose !== 'training' && purpose !== 'offer') throw new Error('job.unknown_purpose')
  await deliveries.prepare(ids('guarantee'), purpose, ids('item'))
}

/** Brings the ledger to what became of a message; a place whose invitation never arrived passes on. */
export const followDelivery: Job = async ({ deliveries, guidance, training }, ids) => {
  const lost = await deliveries.follow(ids('delivery'))
  if (lost?.purpose === 'guidance') await guidance.giveBack(lost.item)
  if (lost?.purpose === 'training') await training.giveBack(lost.item)
}

/** Counts how messages arrive, and looks for what is alarming. */
export const measureDeliveries: Job = async ({ deliveryReports }, ids) => {
  await deliveryReports.measure(ids('district'))
}
