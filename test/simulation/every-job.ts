import { reviewId } from '../../src/domain/review.ts'
import { jobFor, type Job } from '../../src/services/follow-ups.ts'
import type { Services } from '../../src/wire.ts'

/** Every job that follows from what stands in the store, whether or not it has run: a queue may bring each once more. */
export async function* everyJob({ store, district }: Services): AsyncGenerator<Job> {
  const equals = { district }
  for await (const { _id, seeker, offers, guidance, training } of store.guarantees.each({
    index: 'byPeriod',
    equals,
  })) {
    yield jobFor('follow-seeker', { seeker })
    for (const { id } of offers) {
      yield jobFor('follow-offer', { guarantee: _id, offer: id })
      yield jobFor('follow-review', { review: reviewId(id) })
      yield jobFor('deliver', { guarantee: _id, purpose: 'offer', item: id })
    }
    for (const { id } of guidance) yield jobFor('deliver', { guarantee: _id, purpose: 'guidance', item: id })
    for (const { id } of training) yield jobFor('deliver', { guarantee: _id, purpose: 'training', item: id })
    yield jobFor('check-guarantee', { guarantee: _id })
  }
  for await (const { _id } of store.deliveries.each({ index: 'byState', equals })) {
    yield jobFor('follow-delivery', { delivery: _id })
    yield jobFor('tick-delivery', { delivery: _id })
  }
  for await (const { _id, bookings } of store.slots.each({ index: 'byStart', equals }))
    for (const { seeker } of bookings) yield jobFor('follow-booking', { slot: _id, seeker })
  for await (const { _id, seats } of store.classes.each({ index: 'byStart', equals })) {
    yield jobFor('release-seats', { class: _id })
    for (const { seeker } of seats) yield jobFor('follow-seat', { class: _id, seeker })
  }
  for await (const { _id } of store.postings.each({ index: 'byState', equals })) {
    yield jobFor('follow-posting', { posting: _id })
    yield jobFor('close-posting', { posting: _id })
    yield jobFor('sweep-posting', { posting: _id })
  }
}

/** What every ledger holds and every person's facts, apart from versions. */
export async function itemsOf({ store, district }: Services): Promise<readonly unknown[]> {
  const all: unknown[] = []
  for await (const one of store.guarantees.each({ index: 'byPeriod', equals: { district } }))
    all.push([one._id, ...[...one.offers, ...one.guidance, ...one.training].map(({ id, state }) => [id, state])])
  for await (const { _id, facts } of store.seekers.each({ index: 'byDistrict', equals: { district } }))
    all.push([_id, facts])
  return all
}
