import { Type } from '@fastify/type-provider-typebox'
import { alarmCodes } from '../../domain/delivery-figures.ts'
import { channels } from '../../domain/seeker.ts'
import { Id, Instant, OneOf } from './common.ts'

const words = { zh: Type.String(), en: Type.String() }
const gain = {
  offers: Type.Integer({ description: 'Offers more than now, over everybody.' }),
  people: Type.Integer({ description: 'People who would have more offers.' }),
  fromNone: Type.Integer({ description: 'Those of them who have none now.' }),
  complete: Type.Integer({ description: 'Those of them who would be owed nothing any more.' }),
}

const Reason = Type.Object({
  code: Type.String({ description: 'no_posting, few_postings, full or employer_rule.' }),
  suitable: Type.Optional(Type.Integer()),
  count: Type.Optional(Type.Integer()),
  postings: Type.Optional(
    Type.Unsafe<number | readonly { readonly posting: string; readonly places: number; readonly waiting: number }[]>({
      description: 'For full: the most wanted postings with who waits; for employer_rule: how many.',
    }),
  ),
  cut: Type.Optional(
    Type.Object({
      postings: Type.Integer({ description: 'Postings that moving others could reach; all are full.' }),
      places: Type.Integer(),
      holders: Type.Integer(),
      free: Type.Integer(),
    }),
  ),
  ...words,
})

const Relaxation = Type.Object({
  kind: Type.String({ description: 'distance, wage, shift, kind, certificate or class.' }),
  from: Type.Optional(Type.Number()),
  to: Type.Array(Type.String(), { description: 'Kilometres, yuan, what is accepted, the certificate, or a class id.' }),
  offers: Type.Integer({ description: 'Offers that the person has then.' }),
  complete: Type.Boolean(),
  ...words,
})

const ShortRow = Type.Object({
  seeker: Id,
  owed: Type.Integer(),
  given: Type.Integer({ description: 'What the best allocation would give as things stand.' }),
  reasons: Type.Array(Reason),
  keptBack: Type.Array(
    Type.Object({
      code: Type.String(),
      postings: Type.Integer({ description: 'Postings that this gate alone keeps back.' }),
      ...words,
    }),
  ),
  relaxations: Type.Array(Relaxation, {
    description: 'The smallest step of each kind, each checked by solving again.',
  }),
})

export const ShortageBody = Type.Object({
  at: Instant,
  people: Type.Integer({ description: 'People who are owed offers that nothing is under way for.' }),
  short: Type.Integer({ description: 'Those of them who would not get all of them.' }),
  without: Type.Integer({ description: 'Those of them who would get none.' }),
  offersMissing: Type.Integer(),
  relaxed: Type.Integer({ description: 'People for whom relaxations were looked for, those to be served next first.' }),
  groups: Type.Array(
    Type.Object({
      place: Type.String(),
      placeName: Type.String(),
      code: Type.String(),
      people: Type.Integer(),
      ...words,
    }),
  ),
  steps: Type.Array(
    Type.Object({
      kind: Type.String(),
      step: Type.String(),
      people: Type.Integer({ description: 'People whom a step of this size would serve, each of them alone.' }),
      complete: Type.Integer(),
      ...words,
    }),
  ),
  postings: Type.Array(
    Type.Object({
      place: Type.String(),
      placeName: Type.String(),
      keptBackBy: Type.String(),
      title: Type.String(),
      shift: Type.String(),
      kind: Type.String(),
      wageYuan: Type.Integer(),
      withinKm: Type.Integer(),
      openings: Type.Integer(),
      madeFor: Type.Integer(),
      ...gain,
      ...words,
    }),
    { description: 'Postings to canvass for, each checked by solving again with it.' },
  ),
  classes: Type.Array(Type.Object({ certificate: Type.String(), lacking: Type.Integer(), ...gain, ...words }), {
    description: 'Certificates that would open most to those who lack them, each checked by solving again.',
  }),
  rows: Type.Array(ShortRow),
  next: Type.Optional(Type.String()),
})

const count = Type.Integer()

export const DeliveryReportBody = Type.Object({
  at: Instant,
  from: Type.String({ description: 'What began from then on is counted.' }),
  channels: Type.Array(
    Type.Object({
      channel: OneOf(channels),
      begun: count,
      delivered: count,
      failed: count,
      unknown: count,
      waiting: Type.Integer({ description: 'Without a receipt that says how it ended.' }),
      medianMinutes: Type.Optional(Type.Number()),
      p90Minutes: Type.Optional(Type.Number()),
    }),
  ),
  alarms: Type.Array(
    Type.Object({
      code: OneOf(alarmCodes),
      since: Instant,
      until: Type.Optional(Type.String({ description: 'When it was over; missing while it is on.' })),
      messages: count,
      ...words,
    }),
  ),
})

const item = Type.String({ description: 'guidance, offers or training.' })

export const ForecastBody = Type.Object({
  at: Instant,
  from: Type.String({ description: 'Begin of the weeks whose supply is assumed to go on.' }),
  assumption: Type.Object(words),
  items: Type.Array(
    Type.Object({
      item,
      known: Type.Boolean({ description: 'False when the past is too short to tell; then nothing is expected.' }),
      people: Type.Integer({ description: 'People whose due date is to come.' }),
      open: Type.Integer({ description: 'Those of them for whom something is left now.' }),
      overdue: Type.Integer({ description: 'People past their due date and short already; they are not forecast.' }),
      short: Type.Optional(Type.Number({ description: 'People expected to be short at their due date.' })),
      low: Type.Optional(Type.Integer({ description: 'With `high`: bounds that hold in 80 of 100 such forecasts.' })),
      high: Type.Optional(Type.Integer()),
      ...words,
    }),
  ),
  places: Type.Array(Type.Object({ place: Type.String(), placeName: Type.String(), short: Type.Number() }), {
    description: 'Promises expected to be short, village by village, the most first.',
  }),
  rows: Type.Array(
    Type.Object({
      seeker: Id,
      village: Type.String(),
      item,
      left: Type.Integer({ description: 'What of the promise is left to get.' }),
      dueAt: Instant,
      risk: Type.Number({ description: 'The chance that something is left at the due date, 0 to 1.' }),
      likelyBy: Type.Optional(
        Type.String({ description: 'When it is as likely as not that nothing is left; missing when not before due.' }),
      ),
      reason: Type.Optional(
        Type.Object({ code: Type.String(), ...words }, { description: 'What binds, by the newest shortage report.' }),
      ),
    }),
  ),
  next: Type.Optional(Type.String()),
})

const shares = Type.Array(
  Type.Object({
    group: Type.String(),
    people: Type.Integer(),
    served: Type.Integer(),
    complete: Type.Integer(),
    share: Type.Number({ description: 'Offers given of those owed, 0 to 1.' }),
  }),
)

export const FairnessBody = Type.Object(
  {
    at: Instant,
    offers: Type.Integer({ description: 'Offers given in that run.' }),
    ranks: Type.Optional(Type.String({ description: 'The rank table that decided.' })),
    complete: Type.Optional(Type.Integer({ description: 'People given all that they were owed.' })),
    completeMost: Type.Optional(
      Type.Integer({ description: 'The most people that any way of giving could have made complete (relaxation).' }),
    ),
    perOpening: Type.Object({ p50: Type.Number(), p95: Type.Number(), max: Type.Number() }),
    congestion: Type.Object({
      k: Type.Integer(),
      share: Type.Number({ description: 'Share of all offers that go to the k postings that get most.' }),
    }),
    coverage: Type.Number({ description: 'Share of the postings that get an offer.' }),
    exposureGini: Type.Number(),
    regret: Type.Object({
      lost: Type.Number({ description: 'Share of the best possible scores that was not given.' }),
      perOffer: Type.Number({ description: 'Millionths by which an offer scores less than the best of its person.' }),
    }),
    bySettlement: shares,
    byHouseholdClass: shares,
    bySex: shares,
  },
  { description: 'Congestion and fairness of the last run that gave enough offers to tell; reported, never used.' },
)
