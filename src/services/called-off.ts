import { deliveryId } from '../domain/delivery.ts'
import { callOffOf, isWorthTelling, type CallOff } from '../domain/guarantee/called-off.ts'
import type { Guarantee } from '../domain/guarantee/guarantee.ts'
import { mayHaveReached } from '../domain/recall.ts'
import type { Instant } from '../domain/time.ts'
import { self, type Wiring } from './wiring.ts'

/** Word that is owed to somebody who would come for nothing. */
export interface OwedWord {
  readonly off: CallOff
  /** Until then a notifier may still be sending the invitation, which must not come after this. */
  readonly notBefore?: Instant
}

/** Who has to be told that something will not take place. */
export const calledOff = ({ store, clock }: Pick<Wiring, 'store' | 'clock'>) => {
  const isOwnBooking = async (guarantee: Guarantee, item: string): Promise<boolean> => {
    const slot = guarantee.guidance.find((one) => one.id === item)?.slot
    const found = slot === undefined ? undefined : await store.slots.get(slot)
    return found?.bookings.some((one) => one.seeker === guarantee.seeker && one.by === self) === true
  }

  return {
    /** The word that is owed of an item which is off: to who had its invitation, may have had it, or said yes without it. */
    wordOwed: async (guarantee: Guarantee, item: string): Promise<OwedWord | undefined> => {
      const off = callOffOf(guarantee, item)
      if (off === undefined || !isWorthTelling(off, clock.now())) return undefined
      const invitation = await store.deliveries.get(deliveryId(item))
      const isTold = invitation !== undefined && mayHaveReached(invitation, off.since)
      if (!isTold && !off.isConfirmed && !(await isOwnBooking(guarantee, item))) return undefined
      const until = invitation?.state === 'leased' ? invitation.lease?.until : undefined
      return { off, ...(until === undefined ? {} : { notBefore: until }) }
    },
  }
}

export type CalledOff = ReturnType<typeof calledOff>
