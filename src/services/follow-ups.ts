import type { PendingEvent } from '../domain/aggregate.ts'
import { plusMs, type Instant } from '../domain/time.ts'
import type { JobRequest, Queue } from '../queue/queue.ts'

/** Every kind of job; the strings are stable, because they wait in queues across versions. */
export const jobKinds = [
  'match',
  'allocate-offers',
  'measure-shortage',
  'measure-forecast',
  'measure-deliveries',
  'propose-guidance',
  'propose-training',
  'follow-seeker',
  'follow-posting',
  'follow-offer',
  'follow-review',
  'follow-booking',
  'follow-seat',
  'follow-delivery',
  'deliver',
  'check-guarantee',
  'tick-delivery',
  'close-posting',
  'release-seats',
  'sweep-posting',
  'reconcile',
  'relay',
  'send-webhook',
  'sweep-webhooks',
] as const
export type JobKind = (typeof jobKinds)[number]

type Data = JobRequest['data']

/** A request for a job of a known kind. */
export type Job = JobRequest & { readonly kind: JobKind }

/** A job whose key is made of what it is about, so that one that waits already is not added twice. */
export const jobFor = (kind: JobKind, data: Data): Job => ({
  kind,
  data,
  key: [kind, ...Object.values(data)].join('.'),
})

/** Seconds that these wait, so that many causes make one run. */
const debounceSeconds: Readonly<Partial<Record<JobKind, number>>> = {
  'allocate-offers': 20,
  'propose-guidance': 20,
  'propose-training': 20,
}

/** Puts a job into the queue, after the pause of its kind. */
export const enqueue = (queue: Pick<Queue, 'add'>, now: Instant, job: Job): Promise<void> =>
  queue.add({ ...job, runAt: plusMs(now, (debounceSeconds[job.kind] ?? 0) * 1_000) })

type FollowUp = (data: Data, district: string) => readonly Job[]

const seeker: FollowUp = (data) => [
  jobFor('match', { collection: 'seekers', id: data['seeker'] ?? '' }),
  jobFor('follow-seeker', { seeker: data['seeker'] ?? '' }),
]
const posting: FollowUp = (data) => [
  jobFor('match', { collection: 'postings', id: data['posting'] ?? '' }),
  jobFor('follow-posting', { posting: data['posting'] ?? '' }),
]
const offer: FollowUp = (data) => [
  jobFor('follow-offer', { guarantee: data['guarantee'] ?? '', offer: data['item'] ?? '' }),
]
const review: FollowUp = (data) => [jobFor('follow-review', { review: data['review'] ?? '' })]
const booking: FollowUp = (data) => [
  jobFor('follow-booking', { slot: data['slot'] ?? '', seeker: data['seeker'] ?? '' }),
]
const seat: FollowUp = (data) => [jobFor('follow-seat', { class: data['class'] ?? '', seeker: data['seeker'] ?? '' })]
const delivery: FollowUp = (data) => [jobFor('follow-delivery', { delivery: data['delivery'] ?? '' })]
const deliver =
  (purpose: string): FollowUp =>
  (data) => [jobFor('deliver', { guarantee: data['guarantee'] ?? '', purpose, item: data['item'] ?? '' })]
const owed: FollowUp = (_data, district) => [
  jobFor('allocate-offers', { district }),
  jobFor('propose-guidance', { district }),
  jobFor('propose-training', { district }),
]
const offersOwed: FollowUp = (_data, district) => [jobFor('allocate-offers', { district })]
const guidanceOwed: FollowUp = (_data, district) => [jobFor('propose-guidance', { district })]
const trainingOwed: FollowUp = (_data, district) => [jobFor('propose-training', { district })]

/** Its message is taken back, whoever had it is told, and another one is owed. */
const calledOff =
  (purpose: string, owed: FollowUp): FollowUp =>
  (data, district) => [...deliver(purpose)(data, district), ...owed(data, district)]

/** Which jobs follow an event; what is not listed is only recorded. */
const followUps: Readonly<Record<string, FollowUp>> = {
  'seeker.registered': seeker,
  'seeker.learned': seeker,
  'seeker.wished': seeker,
  'seeker.withdrew': seeker,
  'seeker.consented': seeker,
  'seeker.consent_withdrawn': seeker,
  'seeker.moved_in': seeker,
  'posting.created': posting,
  'posting.changed': posting,
  'posting.opened': posting,
  'posting.paused': posting,
  'posting.closed': posting,
  'offer.proposed': offer,
  'offer.reconsidered': offer,
  'offer.approved': offer,
  'offer.rejected': offer,
  'offer.sent': offer,
  'offer.withdrawn': offer,
  'offer.undelivered': offer,
  'offer.declined': offer,
  'offer.lapsed': offer,
  'offer.hired': offer,
  'offer.not_hired': offer,
  'offer.posting_closed': calledOff('offer', offersOwed),
  'review.approved': review,
  'review.rejected': review,
  'review.undone': review,
  'slot.booked': booking,
  'slot.attended': booking,
  'slot.no_show': booking,
  'slot.excused': booking,
  'slot.booking_cancelled': booking,
  'slot.created': guidanceOwed,
  'class.seat_held': seat,
  'class.seat_confirmed': seat,
  'class.seat_released': seat,
  'class.seat_attended': seat,
  'class.seat_absent': seat,
  'class.seat_certified': seat,
  'class.created': trainingOwed,
  'guidance.booked': deliver('guidance'),
  'guidance.no_show': guidanceOwed,
  'guidance.excused': calledOff('guidance', guidanceOwed),
  'guidance.cancelled': calledOff('guidance', guidanceOwed),
  'training.held': deliver('training'),
  'training.released': calledOff('training', trainingOwed),
  'training.returned': calledOff('training', trainingOwed),
  'delivery.delivered': delivery,
  'delivery.handed_over': delivery,
  'delivery.undelivered': delivery,
  'delivery.withdrawn': delivery,
  'guarantee.opened': owed,
  'guarantee.resumed': owed,
}

/** The jobs that follow an event of a document of this district. */
export const followUpsOf = (event: Pick<PendingEvent, 'kind' | 'data'>, district: string): readonly Job[] =>
  followUps[event.kind]?.(event.data, district) ?? []
