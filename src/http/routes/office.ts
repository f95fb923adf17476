import { Type } from '@fastify/type-provider-typebox'
import { pageBody, pageOf, pageQuery } from '../paging.ts'
import { created, doc, ok, route, shown } from '../route.ts'
import { Id, instant, PageOf } from '../schemas/common.ts'
import { reportRoutes } from './reports.ts'
import { AuditCheck, AuditRow, KeyBody, NewKeyBody, NewKeyView } from '../schemas/office.ts'

const KeyParams = Type.Object({ key: Id })

const keys = [
  route({
    method: 'POST',
    url: '/v1/keys',
    name: 'createKey',
    tag: 'keys',
    summary: 'Make an API key; its token is shown in this answer alone.',
    description: 'Recruiters need `scope.employer`, caseworkers `scope.township`, grid workers `scope.village`.',
    permission: 'key.write',
    body: NewKeyBody,
    example: {
      role: 'caseworker',
      scope: { township: '640302100' },
      label: '金积镇工作站',
      expiresAt: '2026-12-31T16:00:00+08:00',
    },
    answers: { 201: NewKeyView },
    problems: [],
    creates: { omit: ['token'] },
    handle: async ({ services, caller, body }) => {
      const { key, token } = await services.keys.create(caller, { ...body, expiresAt: instant(body.expiresAt) })
      return created({ ...doc(key), token }, key.version, `/v1/keys/${key._id}`)
    },
  }),
  route({
    method: 'GET',
    url: '/v1/keys',
    name: 'listKeys',
    tag: 'keys',
    summary: 'All keys, without their secrets.',
    permission: 'key.write',
    query: Type.Object(pageQuery),
    answers: { 200: PageOf(KeyBody) },
    problems: [],
    handle: async ({ services, caller, query }) => ok(pageBody(await services.keys.list(caller, pageOf(query)), doc)),
  }),
  route({
    method: 'GET',
    url: '/v1/keys/:key',
    name: 'getKey',
    tag: 'keys',
    summary: 'One key, without its secret.',
    permission: 'key.write',
    params: KeyParams,
    answers: { 200: KeyBody },
    problems: [],
    handle: async ({ services, caller, params }) => {
      const key = await services.keys.get(caller, params.key)
      return shown(doc(key), key.version)
    },
  }),
  route({
    method: 'DELETE',
    url: '/v1/keys/:key',
    name: 'revokeKey',
    tag: 'keys',
    summary: 'Revoke a key at once.',
    permission: 'key.write',
    params: KeyParams,
    answers: { 200: KeyBody },
    problems: [],
    handle: async ({ services, caller, params }) => {
      const key = await services.keys.revoke(caller, params.key)
      return shown(doc(key), key.version)
    },
  }),
]

const audit = [
  route({
    method: 'GET',
    url: '/v1/audit',
    name: 'listAudit',
    tag: 'audit',
    summary: 'The audit log, newest first; with `subject`, of one document.',
    permission: 'audit.read',
    query: Type.Object({ ...pageQuery, subject: Type.Optional(Id) }),
    answers: { 200: PageOf(AuditRow) },
    problems: [],
    handle: async ({ services, caller, query }) => {
      const filter = query.subject === undefined ? {} : { subject: query.subject }
      return ok(pageBody(await services.audit.list(caller, pageOf(query), filter), (entry) => entry))
    },
  }),
  route({
    method: 'GET',
    url: '/v1/audit/verify',
    name: 'verifyAudit',
    tag: 'audit',
    summary: 'Follow the hash chain from its first entry and name the first that does not hold.',
    permission: 'audit.read',
    answers: { 200: AuditCheck },
    problems: [],
    handle: async ({ services, caller }) => ok(await services.audit.verify(caller)),
  }),
]

export const officeRoutes = [...reportRoutes, ...keys, ...audit]
