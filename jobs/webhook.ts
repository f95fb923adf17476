import type { Job } from './registry.ts'

/** Makes the next attempt to tell an endpoint of an event. */
export const sendWebhook: Job = ({ webhooks }, ids) => webhooks.sending.send(ids('message'))

/** Forgets messages whose time is over. */
export const sweepWebhooks: Job = async ({ webhooks }, ids) => {
  await webhooks.sending.sweep(ids('district'))
}
