import { Type } from '@fastify/type-provider-typebox'

export const PlaceBody = Type.Object({
  code: Type.String(),
  name: Type.String(),
  town: Type.String(),
  townName: Type.String(),
  latitude: Type.Number(),
  longitude: Type.Number(),
  settlement: Type.Boolean({ description: 'One of the large settlements 安置区.' }),
})
