import { earliest, plusDays, type Instant } from '../time.ts'
import type { Guarantee } from './guarantee.ts'
import type {
  GuidanceEvent,
  GuidanceState,
  OfferItem,
  OfferState,
  Step,
  TrainingEvent,
  TrainingState,
} from './items.ts'

/** An item that the office or the provider called off, as the steps of the ledger tell it. */
export interface CallOff {
  /** How often by now; each time is told by a message of its own. */
  readonly number: number
  readonly at: Instant
  /** When it was called off the time before: what was told until then is believed no more. */
  readonly since?: Instant
  /** False once it stands again, or its person gave it up. */
  readonly isOff: boolean
  /** Its person said yes, whatever message they had. */
  readonly isConfirmed: boolean
  /** Until then nobody has gone there for nothing. */
  readonly startsAt?: Instant
}

/** Word of a posting that closed is begun within so many days. */
const postingWordDays = 7

type AnyStep = Step<GuidanceState | TrainingState, GuidanceEvent | TrainingEvent>

/** A session or its booking was cancelled by the office: neither given up by its person nor for want of an address. */
const isSessionOff = ({ event, reason }: AnyStep): boolean =>
  event === 'cancel' && (reason === 'session_cancelled' || reason === 'office')

/** A seat was taken away: the class is cancelled, or the office needs the seat; nobody waited for an answer in vain. */
const isSeatOff = ({ event, reason }: AnyStep): boolean =>
  event === 'release' && reason !== 'lapsed' && reason !== 'undelivered'

function fromSteps(
  item: { readonly state: string; readonly steps: readonly AnyStep[]; readonly startsAt: Instant },
  isOffStep: (step: AnyStep) => boolean,
): CallOff | undefined {
  const off = item.steps.filter(isOffStep)
  const [last, before] = [off[off.length - 1], off[off.length - 2]]
  if (last === undefined) return undefined
  const round = item.steps.slice(before === undefined ? 0 : item.steps.indexOf(before))
  return {
    number: off.length,
    at: last.at,
    ...(before === undefined ? {} : { since: before.at }),
    isOff: item.state === last.to && item.steps[item.steps.length - 1] === last,
    isConfirmed: round.some(({ event }) => event === 'confirm'),
    startsAt: item.startsAt,
  }
}

const waitsForWork: ReadonlySet<OfferState> = new Set(['withdrawn', 'delivered', 'accepted', 'lapsed'])

function ofOffer({ postingClosedAt, state }: OfferItem): CallOff | undefined {
  if (postingClosedAt === undefined) return undefined
  return { number: 1, at: postingClosedAt, isOff: waitsForWork.has(state), isConfirmed: state === 'accepted' }
}

/** The newest calling-off of an offer, a session or a seat that was not its person's own wish; undefined when there is none. */
export function callOffOf(guarantee: Guarantee, id: string): CallOff | undefined {
  const offer = guarantee.offers.find((one) => one.id === id)
  if (offer !== undefined) return ofOffer(offer)
  const session = guarantee.guidance.find((one) => one.id === id)
  if (session !== undefined) return fromSteps(session, isSessionOff)
  const seat = guarantee.training.find((one) => one.id === id)
  return seat === undefined ? undefined : fromSteps(seat, isSeatOff)
}

/** True while its person may still act on what they believe: until it would have begun, of a posting for some days. */
export const isWorthTelling = ({ isOff, at, startsAt }: CallOff, now: Instant): boolean =>
  isOff && now < (startsAt ?? plusDays(at, postingWordDays))

/** When word of it has come too late. */
export const wordExpiresAt = ({ startsAt }: CallOff, usual: Instant): Instant => earliest(usual, startsAt) ?? usual
