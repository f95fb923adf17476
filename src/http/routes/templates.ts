import { Type } from '@fastify/type-provider-typebox'
import { templates, type Template } from '../../domain/message.ts'
import { gapsOf, longestOf, previewOf, templateProblems } from '../../domain/template-check.ts'
import { Problem } from '../../problem.ts'
import { ok, route } from '../route.ts'
import { Body, Line } from '../schemas/common.ts'

const tag = 'deliveries'
const shipped: ReadonlyMap<string, Template> = new Map(Object.values(templates).map((one) => [one.id, one]))

const size = {
  length: Type.Integer({ description: 'Characters as providers count, the sign included.' }),
  parts: Type.Integer({ description: 'Messages that are paid for: up to 70 characters one, beyond one for each 67.' }),
}

const TemplateView = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  text: Type.String(),
  gaps: Type.Array(Type.String(), { description: 'The values that it takes, in their order.' }),
  longest: Type.Object(size, { description: 'With values as long as they may be.' }),
  problems: Type.Array(Type.Object({ field: Type.String(), zh: Type.String(), en: Type.String() })),
})

export const templateRoutes = [
  route({
    method: 'GET',
    url: '/v1/templates',
    name: 'listTemplates',
    tag,
    summary: 'The texts of messages, with their length and what keeps one from being sent.',
    permission: 'report.read',
    answers: { 200: Type.Object({ rows: Type.Array(TemplateView) }) },
    problems: [],
    handle: () =>
      Promise.resolve(
        ok({
          rows: [...shipped.values()].map((one) => ({
            ...one,
            gaps: gapsOf(one),
            longest: longestOf(one),
            problems: templateProblems(one),
          })),
        }),
      ),
  }),
  route({
    method: 'POST',
    url: '/v1/templates/:template/preview',
    name: 'previewTemplate',
    tag,
    summary: 'One message as its person would read it, with its length; nothing is sent and nothing kept.',
    permission: 'report.read',
    params: Type.Object({ template: Type.String({ maxLength: 40 }) }),
    body: Body({ values: Type.Array(Body({ name: Line(25), value: Line(200) }), { maxItems: 10 }) }),
    example: { values: [{ name: 'when', value: '3月5日9:30' }] },
    answers: { 200: Type.Object({ text: Type.String(), ...size }) },
    problems: ['object.unknown', 'request.invalid'],
    handle: ({ params, body }) => {
      const template = shipped.get(params.template)
      if (template === undefined) throw new Problem('object.unknown')
      const found = previewOf(template, Object.fromEntries(body.values.map(({ name, value }) => [name, value])))
      if ('problems' in found)
        throw new Problem(
          'request.invalid',
          {},
          found.problems.map(({ field, zh, en }) => ({ pointer: `/values/${field}`, zh, en })),
        )
      return Promise.resolve(ok(found))
    },
  }),
]
