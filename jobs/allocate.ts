import { fairnessKept } from '../src/services/reports.ts'
import type { Job } from './registry.ts'

/** Proposes postings to everyone who is owed offers, under the postings' limits. */
export const allocateOffers: Job = async ({ allocation, summaries }, ids) => {
  const district = ids('district')
  const run = await allocation.allocate(district)
  await summaries.keep(district, 'allocate-offers', run)
  // A run that had nothing to give says nothing of fairness; the figures of the one before stay.
  if (run.proposed > 0) await summaries.keep(district, 'fairness', fairnessKept(run))
}

/** Looks who goes short as things stand, why, and what would change it. */
export const measureShortage: Job = async ({ shortage }, ids) => {
  await shortage.measure(ids('district'))
}

/** Books guidance places for everyone who is owed one. */
export const proposeGuidance: Job = async ({ proposals, summaries }, ids) => {
  const district = ids('district')
  await summaries.keep(district, 'propose-guidance', await proposals.proposeGuidance(district))
}

/** Holds seats in fitting free classes for everyone who is owed one. */
export const proposeTraining: Job = async ({ proposals, summaries }, ids) => {
  const district = ids('district')
  await summaries.keep(district, 'propose-training', await proposals.proposeTraining(district))
}
