import { change, unchanged, type Decision } from '../domain/aggregate.ts'
import { moveOffer, notePostingClosed } from '../domain/guarantee/offers.ts'
import { offerOf, type Guarantee } from '../domain/guarantee/guarantee.ts'
import { refusalReasons, type OfferItem } from '../domain/guarantee/items.ts'
import { closedAtOf, isOpen, releaseOffer } from '../domain/posting.ts'
import { reviewId, withdrawReview } from '../domain/review.ts'
import { learn, profileOf } from '../domain/seeker.ts'
import { correctionOf } from '../domain/correction.ts'
import { dayOf, plusDays, plusHours, plusMinutes } from '../domain/time.ts'
import type { Ledgers } from './ledgers.ts'
import { millionths } from './matches.ts'
import { done, pointOf, system, type Wiring } from './wiring.ts'

/** A hold younger than this may belong to a proposal that is just being written. */
const holdGraceMinutes = 15

const finalStates: ReadonlySet<OfferItem['state']> = new Set([
  'rejected',
  'withdrawn',
  'undelivered',
  'declined',
  'lapsed',
  'hired',
  'not_hired',
])

/** Offers: reviewing, sending, and following what becomes of them. */
export const offers = (wiring: Pick<Wiring, 'store' | 'clock' | 'index' | 'places' | 'queue'>, ledgers: Ledgers) => {
  const { store, clock, index, places, queue } = wiring

  const release = async (guarantee: Guarantee, offer: OfferItem): Promise<void> => {
    const act = { by: system, at: clock.now(), reason: offer.state }
    await store.postings.change(offer.posting, system, (posting) => releaseOffer(posting, offer.id))
    await store.reviews.change(reviewId(offer.id), system, (review) => withdrawReview(review, act))
    if (offer.state === 'declined') await correct(guarantee, offer)
  }

  /** A refusal that shows the profile was wrong corrects the profile, as of the day on which it was said. */
  const correct = async (guarantee: Guarantee, offer: OfferItem): Promise<void> => {
    if (offer.refusal === undefined || !refusalReasons[offer.refusal].wrongFact) return
    const posting = await store.postings.get(offer.posting)
    if (posting === undefined) return
    const { refusal } = offer
    const on = dayOf(offer.steps.findLast(({ event }) => event === 'decline')?.at ?? clock.now())
    const at = posting.point ?? pointOf(places, posting.village)
    await store.seekers.change(guarantee.seeker, system, (seeker) => {
      const home = seeker.point ?? pointOf(places, seeker.village)
      const facts = correctionOf(refusal, { posting, profile: profileOf(seeker), home, at, on })
      return facts === undefined ? unchanged(seeker) : learn(seeker, facts)
    })
  }

  const openReview = async (guarantee: Guarantee, offer: OfferItem): Promise<void> => {
    const policy = ledgers.policyFor(guarantee)
    const posting = await store.postings.get(offer.posting)
    const isLow = offer.score < millionths(policy.offers.autoApproveScoreMin)
    const review = {
      _id: reviewId(offer.id),
      district: guarantee.district,
      offer: offer.id,
      guarantee: guarantee._id,
      seeker: guarantee.seeker,
      posting: offer.posting,
      employer: offer.employer,
      township: guarantee.township,
      village: guarantee.village,
      score: offer.score,
      why: [...(isLow ? ['score_low'] : []), ...(posting?.flags ?? [])],
      state: 'open' as const,
      dueAt: plusHours(clock.now(), policy.review.dueHours),
      history: [],
    }
    await store.reviews.insert(review, [{ kind: 'review.opened', data: { review: review._id } }], system)
  }

  /** Sends an approved offer, if it is still open and suitable at this moment; else takes it back. */
  const send = async (guarantee: Guarantee, offer: OfferItem): Promise<void> => {
    const now = clock.now()
    const policy = ledgers.policyFor(guarantee)
    const review = await store.reviews.get(reviewId(offer.id))
    if (review !== undefined && review.state !== 'approved') return
    const sendAt = review?.decidedAt === undefined ? now : plusMinutes(review.decidedAt, policy.review.undoMinutes + 1)
    if (sendAt > now) {
      const data = { guarantee: guarantee._id, offer: offer.id }
      await queue.add({ kind: 'follow-offer', data, key: `${offer.id}.send`, runAt: sendAt })
      return
    }
    const posting = await store.postings.get(offer.posting)
    const postingOpen = posting !== undefined && isOpen(posting, now)
    const match = index.match(guarantee.seeker, offer.posting, now, millionths(policy.offers.scoreMin))
    const suitable = match?.suitable ?? false
    const isFit = postingOpen && suitable
    await ledgers.change(guarantee._id, system, (found, act) =>
      isFit
        ? moveOffer(found, offer.id, 'send', act, {
            atSending: { at: now, suitable, postingOpen, score: match?.score ?? 0 },
          })
        : moveOffer(found, offer.id, 'withdraw', { ...act, reason: postingOpen ? 'not_suitable' : 'posting_closed' }),
    )
  }

  return {
    /** Does what the state of an offer calls for; doing so again changes nothing. */
    follow: async (guaranteeId: string, id: string): Promise<'invite' | 'replace' | undefined> => {
      const guarantee = await store.guarantees.get(guaranteeId)
      const offer = guarantee?.offers.find((one) => one.id === id)
      if (guarantee === undefined || offer === undefined) return undefined
      if (offer.state === 'proposed') await openReview(guarantee, offer)
      if (offer.state === 'approved') await send(guarantee, offer)
      if (finalStates.has(offer.state)) await release(guarantee, offer)
      if (offer.state === 'sent') return 'invite'
      return finalStates.has(offer.state) ? 'replace' : undefined
    },

    /** Brings the ledger to what its review decided. */
    followReview: async (id: string): Promise<void> => {
      const review = await store.reviews.get(id)
      if (review === undefined) return
      await ledgers.change(review.guarantee, review.decidedBy ?? system, (guarantee, act): Decision<Guarantee> => {
        const offer = guarantee.offers.find((one) => one.id === review.offer)
        if (offer === undefined) return unchanged(guarantee)
        const reason = review.reason === undefined ? {} : { reason: review.reason }
        if (review.state === 'approved' && offer.state === 'proposed')
          return moveOffer(
            guarantee,
            offer.id,
            'approve',
            { ...act, ...reason },
            { approvedBy: review.decidedBy ?? system },
          )
        if (review.state === 'rejected' && offer.state === 'proposed')
          return moveOffer(guarantee, offer.id, 'reject', { ...act, ...reason })
        if (review.state === 'open' && (offer.state === 'approved' || offer.state === 'rejected'))
          return moveOffer(guarantee, offer.id, 'reconsider', act)
        return unchanged(guarantee)
      })
    },

    /** Tells every ledger with an offer of a posting that the posting closed; of one that is open again, the offers in flight. */
    followPosting: async (postingId: string): Promise<readonly string[]> => {
      const posting = await store.postings.get(postingId)
      if (posting?.state === 'open' && posting.history.some(({ event }) => event === 'reopen'))
        return posting.inFlight.map(({ offer }) => offer)
      if (posting?.state !== 'closed') return []
      const closedAt = closedAtOf(posting) ?? clock.now()
      for (const hold of posting.inFlight) {
        const guarantee = await ledgers.current(hold.seeker)
        if (guarantee?.offers.some((offer) => offer.id === hold.offer) !== true) continue
        await ledgers.change(guarantee._id, system, (found, act) => notePostingClosed(found, hold.offer, closedAt, act))
      }
      return []
    },

    /** Closes a posting whose time is over. */
    closeDue: async (postingId: string): Promise<void> => {
      const now = clock.now()
      done(
        await store.postings.change(postingId, system, (posting) => {
          if (posting.state !== 'open' || posting.closesAt > now) return unchanged(posting)
          const entry = { at: now, by: system, event: 'close' as const, reason: 'expired' }
          return change(
            { ...posting, state: 'closed', history: [...posting.history, entry] },
            { kind: 'posting.closed', data: { posting: posting._id, employer: posting.employer } },
          )
        }),
      )
    },

    /** Lets offers lapse that were not answered in time; they keep counting, the posting's place is free again. */
    lapse: async (guaranteeId: string): Promise<void> => {
      const guarantee = await store.guarantees.get(guaranteeId)
      if (guarantee === undefined) return
      const { answerDays } = ledgers.policyFor(guarantee).offers
      const now = clock.now()
      const late = guarantee.offers.filter(
        (offer) => offer.state === 'delivered' && plusDays(offer.evidence?.at ?? now, answerDays) <= now,
      )
      for (const offer of late)
        await ledgers.change(guarantee._id, system, (found, act) => moveOffer(found, offer.id, 'lapse', act))
    },

    /** Notes early closures of postings whose offers were declined, and so are no longer among those in flight. */
    noteEarlyClosures: async (guaranteeId: string): Promise<void> => {
      const guarantee = await store.guarantees.get(guaranteeId)
      if (guarantee === undefined) return
      for (const offer of guarantee.offers) {
        if (offer.state !== 'declined' || offer.postingClosedAt !== undefined) continue
        const posting = await store.postings.get(offer.posting)
        const closedAt = posting === undefined ? undefined : closedAtOf(posting)
        if (closedAt === undefined) continue
        await ledgers.change(guarantee._id, system, (found, act) => notePostingClosed(found, offer.id, closedAt, act))
      }
    },

    /** Gives back a posting's places whose offer no ledger knows or that is over; what a crash left halfway. */
    sweepHolds: async (postingId: string): Promise<number> => {
      const posting = await store.postings.get(postingId)
      const olderThan = plusMinutes(clock.now(), -holdGraceMinutes)
      let released = 0
      for (const hold of posting?.inFlight.filter((one) => one.at < olderThan) ?? []) {
        const guarantee = await store.guarantees.get(offerOf(hold.offer).guarantee)
        const offer = guarantee?.offers.find((one) => one.id === hold.offer)
        if (offer !== undefined && !finalStates.has(offer.state)) continue
        await store.postings.change(postingId, system, (found) => releaseOffer(found, hold.offer))
        released += 1
      }
      return released
    },
  }
}

export type Offers = ReturnType<typeof offers>
