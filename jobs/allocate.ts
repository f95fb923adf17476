import type { Job } from './registry.ts'

/** Proposes postings to everyone who is owed offers, under the postings' limits. */
export const allocateOffers: Job = async ({ allocation, reports, summaries }, ids) => {
  const district = ids('district')
  const run = await allocation.allocate(district)
  await summaries.keep(district, 'allocate-offers', run)
  await reports.keepFairness(district, run)
}

/** Looks who goes short as things stand, why, and what would change it. */
export const measureShortage: Job = async ({ shortage }, ids) => {
  await shortage.measure(ids('district'))
}

/** Looks who will fall short by their due date if supply goes on. */
export const measureForecast: Job = async ({ forecast }, ids) => {
  await forecast.measure(ids('district'))
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
