import { change, refuse, stateAfter, type Decision } from './aggregate.ts'
import { deliveryTransitions, type Delivery, type DeliveryEvent, type Lease } from './delivery-types.ts'
import type { Instant } from './time.ts'

/** Far enough never to be due. */
export const never: Instant = '9999-12-31T00:00:00.000Z'

/** What tries another way, or gives up: a message whose item is gone ends instead. */
const goesOn: ReadonlySet<DeliveryEvent> = new Set(['return', 'fall_back', 'expire'])

/** Moves a delivery along its life; one whose item is gone ends where it would be tried another way. */
export const moved = (
  delivery: Delivery,
  event: DeliveryEvent,
  next: Omit<Partial<Delivery>, 'lease'> & { readonly lease?: Lease | undefined },
): Decision<Delivery> => {
  if (delivery.recalledAt !== undefined && goesOn.has(event)) return withdraw(delivery)
  const to = stateAfter(deliveryTransitions, delivery.state, event)
  if (to === undefined) return refuse('delivery.wrong_state', { state: delivery.state, event })
  const { lease: _lease, ...rest } = delivery
  const { lease, ...fields } = next
  return change(
    { ...rest, ...fields, state: to, ...(lease === undefined ? {} : { lease }) },
    {
      kind: `delivery.${event === 'return' ? 'returned' : to}`,
      data: {
        delivery: delivery._id,
        seeker: delivery.seeker,
        guarantee: delivery.guarantee,
        purpose: delivery.purpose,
        item: delivery.item,
      },
    },
  )
}

/** Nothing more of it is sent. */
export const withdraw = (delivery: Delivery): Decision<Delivery> => moved(delivery, 'withdraw', { dueAt: never })
