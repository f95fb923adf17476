import type { Job } from './registry.ts'

/** Queues what time has made due (`due`, every minute) or everything that should happen next (`all`, hourly). */
export const reconcile: Job = async ({ reconcile: rebuild }, ids) => {
  const district = ids('district')
  if (ids('scope') === 'due') await rebuild.due(district)
  else await rebuild.all(district)
}
