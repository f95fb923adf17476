import { may, type Caller } from '../domain/access.ts'
import { unchanged } from '../domain/aggregate.ts'
import {
  cancelClass,
  holdSeat,
  moveSeat,
  seatId,
  seatOf,
  type Seat,
  type SeatEvent,
  type TrainingClass,
} from '../domain/class.ts'
import { moveTraining, noteSeat } from '../domain/guarantee/sessions.ts'
import { waiveTraining } from '../domain/guarantee/ledger.ts'
import type { Guarantee } from '../domain/guarantee/guarantee.ts'
import { refusalReasons, type RefusalReason, type TrainingEvent, type TrainingItem } from '../domain/guarantee/items.ts'
import { plusDays, earliest } from '../domain/time.ts'
import { Problem } from '../problem.ts'
import type { Page, PageRequest } from '../store/store.ts'
import type { Ledgers } from './ledgers.ts'
import { found } from './seekers.ts'
import { allow, done, ifMay, seen, system, type Wiring } from './wiring.ts'

export type NewClass = Pick<
  TrainingClass,
  | 'title'
  | 'kind'
  | 'occupation'
  | 'skillsTaught'
  | 'certificate'
  | 'provider'
  | 'free'
  | 'place'
  | 'startsAt'
  | 'endsOn'
  | 'capacity'
>

const isReason = (text: string | undefined): text is RefusalReason => text !== undefined && text in refusalReasons

/** The step of the ledger that a seat's state calls for. */
function ledgerEvent(seat: Seat, item: TrainingItem): TrainingEvent | undefined {
  if (seat.state === 'confirmed') return 'confirm'
  if (seat.state === 'attended') return 'attend'
  if (seat.state === 'absent') return 'absent'
  if (seat.state === 'certified') return item.state === 'attended' || item.state === 'certified' ? 'certify' : 'attend'
  if (seat.state === 'released')
    return isReason(seat.reason) ? 'return' : seat.reason === 'lapsed' && item.state === 'invited' ? 'lapse' : 'release'
  return undefined
}

/** Training: classes, seats held and passed on, and what became of them. */
export const training = (wiring: Pick<Wiring, 'store' | 'clock' | 'ids' | 'places'>, ledgers: Ledgers) => {
  const { store, clock, ids, places } = wiring

  /** Brings the ledger to what the class says of this seeker; doing so again changes nothing. */
  const follow = async (classId: string, seeker: string): Promise<void> => {
    const trainingClass = await store.classes.get(classId)
    const seat = trainingClass?.seats.find((one) => one.seeker === seeker)
    if (trainingClass === undefined || seat === undefined) return
    const id = seatId(classId, seeker)
    const { title, startsAt, free } = trainingClass
    if (seat.state === 'held') {
      await ledgers.changeOf(seeker, system, (guarantee, act) =>
        noteSeat(guarantee, { id, class: classId, title, startsAt, free, fits: true }, act),
      )
      return
    }
    await ledgers.changeOf(seeker, system, (guarantee, act) => {
      const item = guarantee.training.find((one) => one.id === id)
      if (item === undefined) return noteSeat(guarantee, { id, class: classId, title, startsAt, free, fits: true }, act)
      const event = ledgerEvent(seat, item)
      if (event === undefined || isSettled(item, event)) return unchanged(guarantee)
      const refusal = isReason(seat.reason) ? { refusal: seat.reason } : {}
      const reason = seat.reason === undefined ? {} : { reason: seat.reason }
      return moveTraining(guarantee, id, event, { ...act, ...reason }, refusal)
    })
    // A state that lies two steps ahead of the ledger (certified, or an outcome before the hold was known) takes another.
    if (await isBehind(seeker, id, seat)) await follow(classId, seeker)
  }

  const isSettled = (item: TrainingItem, event: TrainingEvent): boolean =>
    item.steps[item.steps.length - 1]?.event === event ||
    (event === 'release' && (item.state === 'returned' || item.state === 'lapsed'))

  const isBehind = async (seeker: string, id: string, seat: Seat): Promise<boolean> => {
    const item = (await ledgers.current(seeker))?.training.find((one) => one.id === id)
    if (item === undefined) return false
    const event = ledgerEvent(seat, item)
    return (item.state === 'held' || item.state === 'attended') && event !== undefined && !isSettled(item, event)
  }

  /** A class as this caller may see it: only their own people's seats. */
  const cutSeats = async (caller: Caller, trainingClass: TrainingClass): Promise<TrainingClass> => {
    if (caller.role === 'admin' || caller.role === 'office') return trainingClass
    const people = await store.seekers.getMany(trainingClass.seats.map((one) => one.seeker))
    const own = new Set(people.filter((one) => may(caller, 'seeker.read', one)).map((one) => one._id))
    return { ...trainingClass, seats: trainingClass.seats.filter((one) => own.has(one.seeker)) }
  }

  const holdFor = (trainingClass: TrainingClass, seeker: string, by: string, holdDays: number) => {
    const at = clock.now()
    const holdUntil = earliest(plusDays(at, holdDays), trainingClass.startsAt) ?? trainingClass.startsAt
    return holdSeat(trainingClass, { seeker, at, by, holdUntil })
  }

  return {
    follow,

    create: async (caller: Caller, said: NewClass): Promise<TrainingClass> => {
      const place = places.get(said.place)
      if (place === undefined)
        throw new Problem('place.unknown', {}, [
          { pointer: '/place', zh: `没有地点代码 ${said.place}`, en: `no place has the code ${said.place}` },
        ])
      if (said.startsAt <= clock.now())
        throw new Problem('class.begun', {}, [
          { pointer: '/startsAt', zh: '开班时间须晚于现在', en: 'startsAt must be later than now' },
        ])
      const draft = {
        ...said,
        _id: ids.next('cls'),
        district: caller.district,
        township: place.town,
        seats: [],
        state: 'open' as const,
      }
      seen(caller, 'class.write', draft)
      await store.classes.insert(draft, [{ kind: 'class.created', data: { class: draft._id } }], caller.key)
      return found(await store.classes.get(draft._id))
    },

    get: async (caller: Caller, id: string): Promise<TrainingClass> =>
      cutSeats(caller, seen(caller, 'class.read', await store.classes.get(id))),

    /** Classes from a moment on, earliest first. */
    list: async (caller: Caller, page: PageRequest, from?: string): Promise<Page<TrainingClass>> => {
      allow(caller, 'class.read')
      const { district } = caller
      const range = { field: 'startsAt', from: from ?? clock.now() }
      const found = await store.classes.find({ index: 'byStart', equals: { district }, range }, page)
      return { ...found, rows: await Promise.all(found.rows.map((one) => cutSeats(caller, one))) }
    },

    hold: async (caller: Caller, classId: string, seekerId: string): Promise<TrainingClass> => {
      const seeker = seen(caller, 'class.hold', await store.seekers.get(seekerId))
      const guarantee = await ledgers.current(seeker._id)
      if (guarantee === undefined) throw new Problem('seeker.no_wish')
      const { holdDays } = ledgers.policyFor(guarantee).training
      const decide = ifMay<TrainingClass>(caller, 'class.read', (one) => holdFor(one, seeker._id, caller.key, holdDays))
      return cutSeats(caller, done(await store.classes.change(classId, caller.key, decide)))
    },

    /** Confirms, gives back, or records attendance; a reason of refusal goes with giving back. */
    move: async (
      caller: Caller,
      classId: string,
      seekerId: string,
      step: { event: SeatEvent; reason?: string },
    ): Promise<TrainingClass> => {
      const seeker = seen(caller, 'class.hold', await store.seekers.get(seekerId))
      const decide = ifMay<TrainingClass>(caller, 'class.read', (one) =>
        moveSeat(one, seeker._id, { ...step, at: clock.now() }),
      )
      return cutSeats(caller, done(await store.classes.change(classId, caller.key, decide)))
    },

    cancel: async (caller: Caller, classId: string): Promise<TrainingClass> =>
      done(await store.classes.change(classId, caller.key, ifMay(caller, 'class.write', cancelClass))),

    /** The seeker gives up the training place; a waiver is reported as a waiver. */
    waive: async (caller: Caller, seekerId: string, reason: string): Promise<Guarantee> => {
      seen(caller, 'guarantee.write', await store.seekers.get(seekerId))
      return ledgers.changeOf(seekerId, caller.key, (guarantee, act) => waiveTraining(guarantee, { ...act, reason }))
    },

    /** The automatic proposal holds a seat for a seeker; a refusal is left to the next run. */
    place: async (classId: string, seeker: string, holdDays: number): Promise<boolean> => {
      const outcome = await store.classes.change(classId, system, (one) => holdFor(one, seeker, system, holdDays))
      return outcome.kind === 'changed'
    },

    /** Gives back the seat of an item whose invitation never arrived. */
    giveBack: async (item: string): Promise<void> => {
      const { class: classId, seeker } = seatOf(item)
      const outcome = await store.classes.change(classId, system, (one) =>
        one.seats.find((seat) => seat.seeker === seeker)?.state === 'held'
          ? moveSeat(one, seeker, { event: 'release', at: clock.now(), reason: 'undelivered' })
          : unchanged(one),
      )
      if (outcome.kind !== 'missing') done(outcome)
    },

    /** Gives back the seats whose hold has run out, so that they pass on. */
    releaseLapsed: async (classId: string): Promise<number> => {
      const now = clock.now()
      const trainingClass = await store.classes.get(classId)
      const lapsed = trainingClass?.seats.filter((seat) => seat.state === 'held' && seat.holdUntil <= now) ?? []
      for (const seat of lapsed)
        await store.classes.change(classId, system, (one) =>
          moveSeat(one, seat.seeker, { event: 'release', at: now, reason: 'lapsed' }),
        )
      return lapsed.length
    },
  }
}
