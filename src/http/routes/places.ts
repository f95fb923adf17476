import { Type } from '@fastify/type-provider-typebox'
import { pageOfTable, pageQuery, rankedBody } from '../paging.ts'
import { ok, route } from '../route.ts'
import { PageOf } from '../schemas/common.ts'
import { PlaceBody } from '../schemas/places.ts'

export const placeRoutes = [
  route({
    method: 'GET',
    url: '/v1/places',
    name: 'listPlaces',
    tag: 'places',
    summary: 'Towns, villages and settlements with the codes that other routes take.',
    permission: 'place.read',
    query: Type.Object(pageQuery),
    answers: { 200: PageOf(PlaceBody) },
    problems: [],
    handle: ({ services, query }) =>
      Promise.resolve(ok(rankedBody(pageOfTable(services.places.places, query), (place) => place))),
  }),
]
