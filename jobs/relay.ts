import type { Job } from './registry.ts'

/** Carries every event that waits into the audit log and into the queue. */
export const relay: Job = async (services) => {
  await services.relay.wake()
}
