import { Type } from '@fastify/type-provider-typebox'
import type { FastifyInstance } from 'fastify'
import { Problem } from '../../problem.ts'
import { evenUnderPressure } from '../limits.ts'
import type { HttpServices } from '../services.ts'

const Alive = Type.Object({ status: Type.String() })

/** Two open routes for whoever keeps the process running. */
export function addHealth(app: FastifyInstance, services: Pick<HttpServices, 'health'>): void {
  const docs = {
    tags: ['health'],
    response: { 200: { description: 'Yes.', content: { 'application/json': { schema: Alive } } } },
  }
  const busy = {
    description: '`server.busy`',
    content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } },
  }
  app.get('/healthz', {
    config: evenUnderPressure,
    schema: { operationId: 'isAlive', summary: 'Does the process run?', ...docs },
    handler: (_request, reply) => reply.type('application/json').send({ status: 'ok' }),
  })
  app.get('/readyz', {
    config: { rateLimit: false },
    schema: {
      operationId: 'isReady',
      summary: 'Can it serve: is its store usable?',
      ...docs,
      response: { ...docs.response, 503: busy },
    },
    handler: async (_request, reply) => {
      const { ok } = await services.health()
      if (!ok) throw new Problem('server.busy')
      return reply.type('application/json').send({ status: 'ready' })
    },
  })
}
