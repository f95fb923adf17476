import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'

const description = `求职者服务保障接口：每位有就业意愿的求职者至少一次职业指导、三个合适岗位、一个免费培训名额，逐项送达、逐项可查。

The service matches job-seekers with postings and keeps the promise of one guidance session, three suitable offers and one
free training place for each of them.

- Send \`Authorization: Bearer <key>\`. An object that you may not see answers like one that does not exist: 404.
- Errors are problem documents (RFC 9457) with a stable \`code\`; all codes are at [/problems](/problems).
- Lists are paged by an opaque cursor: give \`next\` as \`after\`.
- POSTs that create take an \`Idempotency-Key\`: the same key and body give the same answer for 24 hours.
- PUT and PATCH need \`If-Match\` with the ETag that you read.
- Bodies are strict: nothing is converted, unknown fields are refused by name.
- Scores are whole millionths; wages are yuan a month; times are UTC.`

/** The policy under which the documentation page runs its own scripts and styles, and nothing from elsewhere. */
const docsPolicy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data:",
  'connect-src': "'self'",
  'font-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
}

/** Collects the OpenAPI document from the schemas that validate; to be called before the routes are registered. */
export async function collectDocs(
  app: FastifyInstance,
  tags: readonly { name: string; description: string }[],
): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: '一三一 Yisanyi', version: '1', description },
      servers: [{ url: '/' }],
      tags: [...tags],
      components: { securitySchemes: { key: { type: 'http', scheme: 'bearer', description: '密钥 / an API key' } } },
    },
    // The name of a shared schema is its id.
    refResolver: {
      buildLocalReference: (json, _base, _fragment, index) =>
        typeof json['$id'] === 'string' ? json['$id'] : `def-${index}`,
    },
  })
}

/** Serves the document at /docs/json and a page over it at /docs, without anything from another host. */
export async function serveDocs(app: FastifyInstance): Promise<void> {
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: docsPolicy,
    theme: { title: '一三一 API', css: [{ filename: 'house.css', content: '.topbar{display:none}' }] },
    uiConfig: { docExpansion: 'none', deepLinking: true, validatorUrl: null },
  })
}
