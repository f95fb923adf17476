import pino, { type DestinationStream, type Logger } from 'pino'
import type { FastifyInstance } from 'fastify'

/** A logger that cannot write what it must not: bodies, credentials and addresses of requests never reach it. */
export const httpLogger = (level: string, stream?: DestinationStream): Logger => {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // Whatever a library logs: a request is its method and route, an answer its status, an error its name and frames.
    serializers: {
      req: (request: { method?: string; routeOptions?: { url?: string } }) => ({
        method: request.method,
        route: request.routeOptions?.url ?? 'unknown',
      }),
      res: (reply: { statusCode?: number }) => ({ status: reply.statusCode }),
      err: (error: Error) => ({ name: error.name, at: framesOf(error) }),
    },
    redact: [
      'authorization',
      'cookie',
      'body',
      'headers',
      'query',
      'url',
      '*.authorization',
      '*.cookie',
      '*.body',
      '*.headers',
      '*.query',
      '*.url',
    ],
  }
  return stream === undefined ? pino(options) : pino(options, stream)
}

/** Where an error arose: its stack without the message, which may repeat what a person sent. */
export const framesOf = (error: Error): readonly string[] =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim())

/** One line for each request: route pattern, status, time and key; nothing that the request carried. */
export function addRequestLog(app: FastifyInstance): void {
  app.addHook('onResponse', (request, reply, done) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'unknown',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        key: request.caller?.key,
      },
      'request',
    )
    done()
  })
}
