import type { Caller } from '../../src/domain/access.ts'
import { channelNow } from '../../src/domain/delivery.ts'
import type { Services } from '../../src/wire.ts'
import { allPages, type Desk, type Office, type PostRoom, type Registry } from './office.ts'

/** Who acts: the people of the office, and the notifier. */
export interface Callers {
  readonly admin: Caller
  readonly notifier: Caller
}

/** Rows of a page; the whole list is read anyway. */
const limit = 500
/** Messages that one notifier takes at a time. */
export const leaseMax = 200

/** An office whose people call the services of this process. */
export function servicesOffice(services: Services, callers: Callers): Office {
  return {
    now: () => services.clock.now(),
    ...registryOf(services, callers),
    ...postRoomOf(services, callers),
    ...deskOf(services, callers),
    ...outcomesOf(services, callers),
  }
}

const registryOf = (services: Services, { admin }: Callers): Registry => ({
  addEmployer: async (said) => (await services.employers.create(admin, said))._id,
  addPosting: async (said) => (await services.postings.create(admin, said))._id,
  addHousehold: async (said) => (await services.households.create(admin, said))._id,
  addSeeker: async (said) => (await services.seekers.register(admin, said))._id,
  join: (household, member) => services.households.join(admin, household, member),
  addSlot: async (said) => (await services.guidance.create(admin, said))._id,
  addClass: async (said) => (await services.training.create(admin, said))._id,
})

const postRoomOf = (services: Services, { notifier }: Callers): PostRoom => ({
  lease: () =>
    services.deliveries.lease(notifier, { max: leaseMax, channels: ['sms', 'wechat'], seconds: 300, bundle: true }),
  acknowledge: (delivery, lease) => services.deliveries.acknowledge(notifier, delivery, lease),
  receipts: (news) => services.deliveries.receipts(notifier, news),
  seekerOf: async (delivery) => (await services.store.deliveries.get(delivery))?.seeker,
})

type Outcomes = Pick<Desk, 'ledgers' | 'slots' | 'record' | 'classes' | 'seat' | 'openPostings' | 'close'>

const outcomesOf = (services: Services, { admin }: Callers): Outcomes => ({
  ledgers: async () => {
    const period = services.clock.now().slice(0, 4)
    const query = { index: 'byPeriod', equals: { district: services.district, period } } as const
    return allPages((after) => services.store.guarantees.find(query, pageAt(after)))
  },
  slots: async (from) =>
    (await allPages((after) => services.guidance.list(admin, pageAt(after), from))).map(({ _id, ...slot }) => ({
      id: _id,
      ...slot,
    })),
  record: (slot, seeker, said) => services.guidance.record(admin, slot, seeker, said),
  classes: async () =>
    (await allPages((after) => services.training.list(admin, pageAt(after), longAgo))).map(({ _id, ...found }) => ({
      id: _id,
      ...found,
    })),
  seat: (id, seeker, step) => services.training.move(admin, id, seeker, step),
  openPostings: async () =>
    (await allPages((after) => services.postings.list(admin, pageAt(after), { state: 'open' }))).map(({ _id }) => _id),
  close: (posting, reason) => services.postings.move(admin, posting, { event: 'close', reason }),
})

const deskOf = (services: Services, { admin }: Callers): Omit<Desk, keyof Outcomes> => ({
  openReviews: async () =>
    (await allPages((after) => services.reviews.list(admin, pageAt(after), { state: 'open' }))).map(({ _id }) => _id),
  claim: (review) => services.reviews.claim(admin, review),
  approve: (review) => services.reviews.decide(admin, review, { verdict: 'approved' }),
  reject: (review, reason) => services.reviews.decide(admin, review, { verdict: 'rejected', reason }),
  undo: (review) => services.reviews.undo(admin, review),
  tasks: async () =>
    (await allPages((after) => services.deliveries.tasks(admin, pageAt(after)))).map((one) => ({
      id: one._id,
      seeker: one.seeker,
      channel: channelNow(one),
    })),
  handOver: (delivery, said) => services.deliveries.handOver(admin, delivery, said),
  answer: (seeker, offer, said) => services.guarantees.answer(admin, seeker, offer, said),
  placement: (seeker, offer, hired) => services.guarantees.placement(admin, seeker, offer, { hired }),
})

/** Before every class of a simulation. */
export const longAgo = '2000-01-01T00:00:00.000Z'

const pageAt = (after: string | undefined) => (after === undefined ? { limit } : { limit, after })
