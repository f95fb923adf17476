import { Type } from '@fastify/type-provider-typebox'
import { Body, Id, Instant, OneOf, PlaceCode } from './common.ts'

const kinds = ['policy_resettled', 'self_moved'] as const
const roles = ['head', 'member'] as const

export const NewHouseholdBody = Body({ kind: OneOf(kinds, '政策性移民 · 自主迁徙'), village: PlaceCode })

export const MemberBody = Body({ seeker: Id, role: OneOf(roles) })

export const HouseholdRow = Type.Object({
  id: Id,
  version: Type.Integer(),
  kind: OneOf(kinds),
  township: Type.String(),
  village: Type.String(),
  settlement: Type.Optional(Type.String()),
  members: Type.Array(Type.Object({ seeker: Id, role: OneOf(roles) })),
  updatedAt: Instant,
})

export const HouseholdBody = Type.Object({
  household: HouseholdRow,
  zeroEmployment: Type.Boolean({ description: '零就业家庭: somebody can work, nobody has work.' }),
})
