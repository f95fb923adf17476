import type { JobRequest } from '../src/queue/queue.ts'
import type { JobKind } from '../src/services/follow-ups.ts'
import type { Services } from '../src/wire.ts'
import { allocateOffers, measureForecast, measureShortage, proposeGuidance, proposeTraining } from './allocate.ts'
import { checkGuarantee, closePosting, releaseSeats, sweepPosting, tickDelivery } from './expire.ts'
import { deliver, followDelivery, measureDeliveries } from './deliver.ts'
import { followBooking, followOffer, followPosting, followReview, followSeat, followSeeker } from './follow.ts'
import { match } from './match.ts'
import { reconcile } from './reconcile.ts'
import { relay } from './relay.ts'
import { sendWebhook, sweepWebhooks } from './webhook.ts'

/** One job: reads its ids, calls a service; running it again changes nothing. */
export type Job = (services: Services, data: Ids) => Promise<void>

/** The id of a name; throws when the job does not carry it, so that it ends among the dead with its reason. */
export type Ids = (name: string) => string

/** What each kind of job does. */
export const registry: Readonly<Record<JobKind, Job>> = {
  match,
  'allocate-offers': allocateOffers,
  'measure-shortage': measureShortage,
  'measure-forecast': measureForecast,
  'measure-deliveries': measureDeliveries,
  'propose-guidance': proposeGuidance,
  'propose-training': proposeTraining,
  'follow-seeker': followSeeker,
  'follow-posting': followPosting,
  'follow-offer': followOffer,
  'follow-review': followReview,
  'follow-booking': followBooking,
  'follow-seat': followSeat,
  'follow-delivery': followDelivery,
  deliver,
  'check-guarantee': checkGuarantee,
  'tick-delivery': tickDelivery,
  'close-posting': closePosting,
  'release-seats': releaseSeats,
  'sweep-posting': sweepPosting,
  reconcile,
  relay,
  'send-webhook': sendWebhook,
  'sweep-webhooks': sweepWebhooks,
}

const isKind = (kind: string): kind is JobKind => kind in registry

/** Runs one job by its kind; an unknown kind (a job of a newer version) fails and is kept for a look. */
export async function runJob(services: Services, job: Pick<JobRequest, 'kind' | 'data'>): Promise<void> {
  if (!isKind(job.kind)) throw new Error('job.unknown_kind')
  const ids: Ids = (name) => {
    const value = job.data[name]
    if (typeof value !== 'string' || value === '') throw new Error(`job.lacks_${name}`)
    return value
  }
  await registry[job.kind](services, ids)
}
