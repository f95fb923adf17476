import { Type } from '@fastify/type-provider-typebox'
import { postingKinds } from '../../domain/seeker.ts'
import { Body, CreditCode, Id, Instant, Line, OneOf, PlaceCode, Text } from './common.ts'

export const NewEmployerBody = Body({
  name: Line(100),
  kind: OneOf(postingKinds),
  creditCode: Type.Optional(CreditCode),
  township: PlaceCode,
})

export const EmployerChangeBody = Body(
  {
    name: Type.Optional(Line(100)),
    kind: Type.Optional(OneOf(postingKinds)),
    creditCode: Type.Optional(CreditCode),
    township: Type.Optional(PlaceCode),
  },
  { minProperties: 1 },
)

export const ReasonBody = Body({ reason: Text(200) })

export const EmployerBody = Type.Object({
  id: Id,
  version: Type.Integer(),
  name: Type.String(),
  kind: OneOf(postingKinds),
  creditCode: Type.Optional(Type.String()),
  township: Type.String(),
  state: OneOf(['active', 'suspended']),
  createdAt: Instant,
  updatedAt: Instant,
})
