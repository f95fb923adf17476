import { Type, type TSchema } from '@fastify/type-provider-typebox'
import {
  channels,
  educations,
  postingKinds,
  shifts,
  skillLevels,
  transports,
  workDemands,
  workStatuses,
  type Facts,
} from '../../domain/seeker.ts'
import { Body, Day, Id, IdNumber, Instant, Line, OneOf, Phone, PlaceCode, Point, Text } from './common.ts'

const words = (itemsMax: number) => Type.Array(Line(60), { maxItems: itemsMax })

/** Every field of a profile; each may be unknown. */
const fields = {
  skills: Type.Array(
    Body({
      text: Line(60, 'In the person’s own words.'),
      level: Type.Optional(OneOf(skillLevels)),
      years: Type.Optional(Type.Number({ minimum: 0, maximum: 70 })),
    }),
    { maxItems: 50 },
  ),
  certificates: Type.Array(Body({ text: Line(60), expiresOn: Type.Optional(Day) }), { maxItems: 50 }),
  experience: Type.String({ maxLength: 2000 }),
  education: OneOf(educations),
  birthYear: Type.Integer({ minimum: 1920, maximum: 2020 }),
  workStatus: OneOf(workStatuses),
  outOfWorkSince: Day,
  occupations: words(20),
  places: Type.Array(PlaceCode, { maxItems: 50 }),
  distanceMaxKm: Type.Number({ minimum: 0, maximum: 3000 }),
  wageMinYuan: Type.Number({ minimum: 0, maximum: 100_000, description: 'Yuan a month.' }),
  shiftsRefused: Type.Array(OneOf(shifts), { maxItems: 4 }),
  lodgingNeeded: Type.Boolean(),
  kindsRefused: Type.Array(OneOf(postingKinds), { maxItems: 5 }),
  startFrom: Day,
  careDuty: Type.Boolean(),
  disability: Type.Boolean(),
  healthLimits: Type.Array(OneOf(workDemands), { maxItems: 7 }),
  transport: OneOf(transports),
  trainingWanted: words(20),
}

const { skills, certificates, experience, education, birthYear, workStatus, outOfWorkSince } = fields
const { occupations, places, distanceMaxKm, wageMinYuan, shiftsRefused, lodgingNeeded } = fields
const { kindsRefused, startFrom, careDuty, disability, healthLimits, transport, trainingWanted } = fields

/** What is known of a person's work life; a field that is missing is unknown. */
const known = {
  skills: Type.Optional(skills),
  certificates: Type.Optional(certificates),
  experience: Type.Optional(experience),
  education: Type.Optional(education),
  birthYear: Type.Optional(birthYear),
  workStatus: Type.Optional(workStatus),
  outOfWorkSince: Type.Optional(outOfWorkSince),
  occupations: Type.Optional(occupations),
  places: Type.Optional(places),
  distanceMaxKm: Type.Optional(distanceMaxKm),
  wageMinYuan: Type.Optional(wageMinYuan),
  shiftsRefused: Type.Optional(shiftsRefused),
  lodgingNeeded: Type.Optional(lodgingNeeded),
  kindsRefused: Type.Optional(kindsRefused),
  startFrom: Type.Optional(startFrom),
  careDuty: Type.Optional(careDuty),
  disability: Type.Optional(disability),
  healthLimits: Type.Optional(healthLimits),
  transport: Type.Optional(transport),
  trainingWanted: Type.Optional(trainingWanted),
}

const Profile = Body(known)

/** News of a person: one field at least. */
const ProfileNews = Body(known, { minProperties: 1 })

const fact = (value: TSchema) => ({
  type: 'object',
  required: ['value', 'on', 'source'],
  properties: { value, on: { type: 'string' }, source: { type: 'string' } },
})

/** Every known value with the day on which it was true and who said so. */
const FactsView = Type.Unsafe<Facts>({
  type: 'object',
  properties: Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name, fact(schema)])),
})

export const Channels = Type.Array(
  Body({ channel: OneOf(channels), consent: Type.Boolean({ description: 'May messages go this way?' }) }),
  { minItems: 1, maxItems: 4, description: 'In order of preference.' },
)

export const NewSeekerBody = Body({
  name: Line(60),
  idNumber: Type.Optional(IdNumber),
  phone: Type.Optional(Phone),
  address: Type.Optional(Line(200)),
  wechat: Type.Optional(Line(64)),
  ethnicity: Type.Optional(Line(20, 'Reported, never a feature of matching.')),
  sex: Type.Optional(OneOf(['female', 'male'], 'Reported, never a feature of matching.')),
  village: PlaceCode,
  point: Type.Optional(Point),
  profile: Profile,
  on: Type.Optional(Day),
  source: Line(40, 'Who says so: `seeker`, `grid_worker`, `import` …; never a name.'),
  channels: Type.Optional(Channels),
  wantsWork: Type.Optional(Type.Boolean({ description: 'True starts the clock of the guarantee.' })),
  wishedAt: Type.Optional(Instant),
  consent: Type.Boolean({ description: 'Consents to the use of the data for matching and informing.' }),
  personalised: Type.Optional(Type.Boolean()),
})

export const LearnBody = Body({ profile: ProfileNews, on: Type.Optional(Day), source: Line(40) })

export const WishBody = Body({ wantsWork: Type.Boolean(), at: Type.Optional(Instant) })

export const ConsentBody = Body({ given: Type.Boolean(), at: Type.Optional(Instant) })

export const ContactBody = Body(
  { phone: Type.Optional(Phone), address: Type.Optional(Line(200)), wechat: Type.Optional(Line(64)) },
  { minProperties: 1 },
)

export const ChannelsBody = Body({ channels: Channels })

export const UnmaskBody = Body({ field: OneOf(['idNumber', 'phone', 'address']), reason: Text(200) })

export const RevokedView = Type.Object({ revoked: Type.Integer({ description: 'Links that worked until now.' }) })

export const UnmaskView = Type.Object({ field: Type.String(), value: Type.String() })

/** A seeker: numbers masked, sealed values gone. */
export const SeekerBody = Type.Object({
  id: Id,
  version: Type.Integer(),
  name: Type.String(),
  idNumber: Type.Optional(Type.String({ description: 'Masked.' })),
  phone: Type.Optional(Type.String({ description: 'Masked.' })),
  address: Type.Optional(Type.String({ description: 'Masked.' })),
  village: Type.String(),
  villageName: Type.String(),
  township: Type.String(),
  household: Type.Optional(Id),
  profile: Profile,
  facts: FactsView,
  channels: Type.Array(Type.Object({ channel: OneOf(channels), consent: Type.Boolean() })),
  wantsWork: Type.Optional(Type.Boolean()),
  wishedAt: Type.Optional(Instant),
  consent: Type.Boolean(),
  personalised: Type.Boolean(),
  messagesStoppedAt: Type.Optional(Instant),
  updatedAt: Instant,
})

/** A seeker in a list: without the facts behind the profile. */
export const SeekerRow = Type.Object({
  id: Id,
  version: Type.Integer(),
  name: Type.String(),
  idNumber: Type.Optional(Type.String({ description: 'Masked.' })),
  phone: Type.Optional(Type.String({ description: 'Masked.' })),
  village: Type.String(),
  villageName: Type.String(),
  township: Type.String(),
  household: Type.Optional(Id),
  wantsWork: Type.Optional(Type.Boolean()),
  wishedAt: Type.Optional(Instant),
  consent: Type.Boolean(),
  updatedAt: Instant,
})
