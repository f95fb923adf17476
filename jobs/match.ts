import type { Job } from './registry.ts'
import { enqueue, jobFor } from '../src/services/follow-ups.ts'
import { isIndexedCollection } from '../src/services/matches.ts'

/** Takes a changed posting or seeker into the matching index and asks for an allocation. */
export const match: Job = async ({ matches, queue, clock, district }, ids) => {
  const collection = ids('collection')
  if (!isIndexedCollection(collection)) throw new Error('job.unknown_collection')
  await matches.refresh({ collection, id: ids('id') })
  await enqueue(queue, clock.now(), jobFor('allocate-offers', { district }))
}
