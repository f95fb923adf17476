import { Type } from '@fastify/type-provider-typebox'
import { educations, postingKinds, shifts, skillLevels, workDemands } from '../../domain/seeker.ts'
import { Body, Day, Id, Instant, Line, OneOf, PlaceCode, Point, ProblemBody, Text } from './common.ts'

export const postingStates = ['open', 'paused', 'closed'] as const

const yuan = Type.Number({ minimum: 0, maximum: 1_000_000, description: 'Yuan a month.' })

export const TermsBody = Body({
  wage: Type.Optional(
    Body({
      minYuan: yuan,
      maxYuan: yuan,
      openAbove: Type.Optional(
        Type.Boolean({
          description:
            'More than maxYuan may be paid (4000起, 3000+提成, 底薪3000): nobody who asks for more is refused, the wage is to be asked.',
        }),
      ),
    }),
  ),
  shifts: Type.Optional(Type.Array(OneOf(shifts), { maxItems: 4 })),
  lodging: Type.Optional(Type.Boolean()),
  meals: Type.Optional(Type.Boolean()),
  skills: Type.Optional(
    Type.Array(
      Body({
        text: Line(60),
        levelMin: Type.Optional(OneOf(skillLevels)),
        required: Type.Boolean({ description: 'The post cannot be done without it.' }),
      }),
      { maxItems: 50 },
    ),
  ),
  certificates: Type.Optional(Type.Array(Line(60), { maxItems: 20 })),
  educationMin: Type.Optional(OneOf(educations)),
  experienceYearsMin: Type.Optional(Type.Number({ minimum: 0, maximum: 50 })),
  ageLine: Type.Optional(
    Body({
      min: Type.Optional(Type.Integer({ minimum: 14, maximum: 100 })),
      max: Type.Optional(Type.Integer({ minimum: 14, maximum: 100 })),
    }),
  ),
  demands: Type.Optional(Type.Array(OneOf(workDemands), { maxItems: 7 })),
  startOn: Type.Optional(Day),
  benefits: Type.Optional(Type.Array(Line(60), { maxItems: 50 })),
})

const content = {
  title: Line(100),
  text: Text(5000, 'As the recruiter writes it; terms that are not given are read from it.'),
  tags: Type.Array(Line(40), { maxItems: 50 }),
  openings: Type.Integer({ minimum: 1, maximum: 10_000 }),
  terms: TermsBody,
  village: PlaceCode,
  point: Point,
  closesAt: Instant,
}

export const NewPostingBody = Body({
  employer: Id,
  externalId: Type.Optional(Line(100, 'Your own number for it; unique within the employer.')),
  kind: Type.Optional(OneOf(postingKinds)),
  title: content.title,
  text: content.text,
  tags: Type.Optional(content.tags),
  openings: content.openings,
  terms: Type.Optional(content.terms),
  village: Type.Optional(content.village),
  point: Type.Optional(content.point),
  closesAt: content.closesAt,
})

export const PostingChangeBody = Body(
  {
    title: Type.Optional(content.title),
    text: Type.Optional(content.text),
    tags: Type.Optional(content.tags),
    openings: Type.Optional(content.openings),
    terms: Type.Optional(content.terms),
    village: Type.Optional(content.village),
    point: Type.Optional(content.point),
    closesAt: Type.Optional(content.closesAt),
  },
  { minProperties: 1 },
)

export const bulkRowsMax = 1000

export const BulkPostingsBody = Body({ rows: Type.Array(NewPostingBody, { minItems: 1, maxItems: bulkRowsMax }) })

export const MoveBody = Body({ reason: Text(200) })
export const ReopenBody = Body({ reason: Text(200), closesAt: Type.Optional(Instant) })

/** A posting as the outside sees it: offers in flight are counted, the people who hold them are not named. */
export const PostingBody = Type.Object({
  id: Id,
  version: Type.Integer(),
  employer: Id,
  externalId: Type.Optional(Type.String()),
  kind: OneOf(postingKinds),
  title: Type.String(),
  text: Type.String(),
  openings: Type.Integer(),
  terms: TermsBody,
  township: Type.String(),
  village: Type.Optional(Type.String()),
  point: Type.Optional(Point),
  closesAt: Instant,
  state: OneOf(postingStates),
  history: Type.Array(Type.Object({ at: Instant, by: Type.String(), event: Type.String(), reason: Type.String() })),
  offersInFlight: Type.Integer(),
  flags: Type.Array(Type.String()),
  createdAt: Instant,
  updatedAt: Instant,
})

export const CheckView = Type.Object({ result: OneOf(['would_create']) })

export const BulkView = Type.Object({
  created: Type.Integer(),
  refused: Type.Integer(),
  rows: Type.Array(
    Type.Object({
      row: Type.Integer({ description: 'From 0, as sent.' }),
      result: OneOf(['created', 'would_create', 'refused']),
      id: Type.Optional(Id),
      problem: Type.Optional(Type.Omit(ProblemBody, ['instance'])),
    }),
  ),
})
