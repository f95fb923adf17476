import rateLimit from '@fastify/rate-limit'
import underPressure from '@fastify/under-pressure'
import type { FastifyInstance } from 'fastify'
import { Problem } from '../problem.ts'

/** What one process takes on before it asks callers to wait. */
export interface Limits {
  /** Requests that one key, or one address without a key, may make in a minute. */
  readonly ratePerMinuteMax: number
  readonly eventLoopDelayMsMax: number
  readonly heapBytesMax: number
}

const retryAfterSeconds = 5

/** What a route is given that must answer even then, such as the one that tells whether the process runs. */
export const evenUnderPressure = {
  rateLimit: false,
  pressureHandler: (): undefined => undefined,
} as const

/** Limits the rate per key and refuses work while the process is overloaded. */
export async function addLimits(app: FastifyInstance, limits: Limits): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: limits.eventLoopDelayMsMax,
    maxHeapUsedBytes: limits.heapBytesMax,
    retryAfter: retryAfterSeconds,
    pressureHandler: (_request, reply) => {
      void reply.header('retry-after', String(retryAfterSeconds))
      throw new Problem('server.busy')
    },
  })
  await app.register(rateLimit, {
    global: true,
    max: limits.ratePerMinuteMax,
    timeWindow: 60_000,
    enableDraftSpec: true,
    keyGenerator: (request) => (request.caller === null ? `address:${request.ip}` : `key:${request.caller.key}`),
    errorResponseBuilder: () => new Problem('request.too_many'),
  })
}
