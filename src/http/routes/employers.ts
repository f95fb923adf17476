import { Type } from '@fastify/type-provider-typebox'
import { pageBody, pageOf, pageQuery } from '../paging.ts'
import { created, doc, ok, route, shown } from '../route.ts'
import { PageOf } from '../schemas/common.ts'
import { EmployerBody, EmployerChangeBody, NewEmployerBody, ReasonBody } from '../schemas/employers.ts'
import { EmployerParams } from './params.ts'

const tag = 'employers'

export const employerRoutes = [
  route({
    method: 'POST',
    url: '/v1/employers',
    name: 'createEmployer',
    tag,
    summary: 'Register an employer 用人单位.',
    permission: 'employer.write',
    body: NewEmployerBody,
    example: { name: '利通区某某食品有限公司', kind: 'enterprise', township: '640302100' },
    answers: { 201: EmployerBody },
    problems: ['object.exists', 'place.unknown'],
    creates: {},
    handle: async ({ services, caller, body }) => {
      const employer = await services.employers.create(caller, body)
      return created(doc(employer), employer.version, `/v1/employers/${employer._id}`)
    },
  }),
  route({
    method: 'GET',
    url: '/v1/employers',
    name: 'listEmployers',
    tag,
    summary: 'Employers that you may see.',
    permission: 'employer.read',
    query: Type.Object(pageQuery),
    answers: { 200: PageOf(EmployerBody) },
    problems: [],
    handle: async ({ services, caller, query }) =>
      ok(pageBody(await services.employers.list(caller, pageOf(query)), doc)),
  }),
  route({
    method: 'GET',
    url: '/v1/employers/:employer',
    name: 'getEmployer',
    tag,
    summary: 'One employer.',
    permission: 'employer.read',
    params: EmployerParams,
    answers: { 200: EmployerBody },
    problems: [],
    handle: async ({ services, caller, params }) => {
      const employer = await services.employers.get(caller, params.employer)
      return shown(doc(employer), employer.version)
    },
  }),
  route({
    method: 'PATCH',
    url: '/v1/employers/:employer',
    name: 'changeEmployer',
    tag,
    summary: 'Change what is known of an employer; what is missing stays.',
    permission: 'employer.write',
    params: EmployerParams,
    body: EmployerChangeBody,
    example: { name: '利通区某某食品加工有限公司' },
    answers: { 200: EmployerBody },
    problems: ['object.exists', 'place.unknown'],
    versioned: true,
    handle: async ({ services, caller, params, body, ifVersion }) => {
      await services.employers.get(caller, params.employer)
      const employer = await services.employers.change(caller, params.employer, body, ifVersion)
      return shown(doc(employer), employer.version)
    },
  }),
  ...(['suspend', 'restore'] as const).map((verb) =>
    route({
      method: 'POST',
      url: `/v1/employers/:employer/${verb}`,
      name: `${verb}Employer`,
      tag,
      summary:
        verb === 'suspend' ? 'Suspend an employer: it can post no more.' : 'Let a suspended employer post again.',
      permission: 'employer.write',
      params: EmployerParams,
      body: ReasonBody,
      example: { reason: verb === 'suspend' ? '欠薪核查' : '已补发工资' },
      answers: { 200: EmployerBody },
      problems: [],
      handle: async ({ services, caller, params, body }) => {
        const said = { suspended: verb === 'suspend', reason: body.reason }
        const employer = await services.employers.suspend(caller, params.employer, said)
        return shown(doc(employer), employer.version)
      },
    }),
  ),
]
