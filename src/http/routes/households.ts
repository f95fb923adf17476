import { Type } from '@fastify/type-provider-typebox'
import { pageBody, pageOf, pageQuery } from '../paging.ts'
import { created, doc, ok, route, shown } from '../route.ts'
import { Id, PageOf } from '../schemas/common.ts'
import { HouseholdBody, HouseholdRow, MemberBody, NewHouseholdBody } from '../schemas/households.ts'

const tag = 'households'
const HouseholdParams = Type.Object({ household: Id })

export const householdRoutes = [
  route({
    method: 'POST',
    url: '/v1/households',
    name: 'createHousehold',
    tag,
    summary: 'Register a household 户.',
    permission: 'household.write',
    body: NewHouseholdBody,
    example: { kind: 'policy_resettled', village: '640302100003' },
    answers: { 201: HouseholdRow },
    problems: ['place.unknown'],
    creates: {},
    handle: async ({ services, caller, body }) => {
      const household = await services.households.create(caller, body)
      return created(doc(household), household.version, `/v1/households/${household._id}`)
    },
  }),
  route({
    method: 'GET',
    url: '/v1/households',
    name: 'listHouseholds',
    tag,
    summary: 'Households that you may see.',
    permission: 'household.read',
    query: Type.Object(pageQuery),
    answers: { 200: PageOf(HouseholdRow) },
    problems: [],
    handle: async ({ services, caller, query }) =>
      ok(pageBody(await services.households.list(caller, pageOf(query)), doc)),
  }),
  route({
    method: 'GET',
    url: '/v1/households/:household',
    name: 'getHousehold',
    tag,
    summary: 'One household, and whether nobody of it has work.',
    permission: 'household.read',
    params: HouseholdParams,
    answers: { 200: HouseholdBody },
    problems: [],
    handle: async ({ services, caller, params }) => {
      const { household, zeroEmployment } = await services.households.get(caller, params.household)
      return ok({ household: doc(household), zeroEmployment })
    },
  }),
  route({
    method: 'POST',
    url: '/v1/households/:household/members',
    name: 'joinHousehold',
    tag,
    summary: 'Make a job-seeker a member, or change their role.',
    permission: 'household.write',
    params: HouseholdParams,
    body: MemberBody,
    example: { seeker: 'skr-0123456789abcdefghjk', role: 'member' },
    answers: { 200: HouseholdRow },
    problems: ['household.head_taken'],
    creates: {},
    handle: async ({ services, caller, params, body }) => {
      const household = await services.households.join(caller, params.household, body)
      return shown(doc(household), household.version)
    },
  }),
]
