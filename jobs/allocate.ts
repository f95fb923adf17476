import type { Job } from './registry.ts'

/** Proposes postings to everyone who is owed offers, under the postings' limits. */
export const allocateOffers: Job = async ({ allocation, summaries }, ids) => {
  const district = ids('district')
  await summaries.keep(district, 'allocate-offers', await allocation.allocate(district))
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
