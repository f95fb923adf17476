import { Type } from '@fastify/type-provider-typebox'
import { featureNames, gateCodes } from '../../domain/matching/matching.ts'
import { Id, OneOf, Words } from './common.ts'

/** A value that a gate compared. */
const Compared = Type.Unsafe<string | number | readonly string[]>({
  anyOf: [{ type: 'string' }, { type: 'number' }, { type: 'array', items: { type: 'string' } }],
})

export const MatchBody = Type.Object({
  seeker: Id,
  posting: Id,
  title: Type.String(),
  score: Type.Integer({ description: 'Millionths; the exact sum of the contributions.' }),
  suitable: Type.Boolean(),
  gates: Type.Array(Type.Object({ code: OneOf(gateCodes), wanted: Compared, found: Compared })),
  contributions: Type.Array(
    Type.Object({
      feature: OneOf(featureNames),
      level: Type.Optional(Type.Number({ description: '0 … 1; missing where one side is unknown.' })),
      value: Type.Integer({ description: 'Millionths.' }),
      seekerSide: Type.String(),
      postingSide: Type.String(),
    }),
  ),
  modelVersion: Type.String(),
  explanation: Type.Object({
    summary: Words,
    reasons: Type.Array(
      Type.Object({
        sign: OneOf(['for', 'against', 'neutral']),
        feature: Type.String(),
        zh: Type.String(),
        en: Type.String(),
      }),
    ),
  }),
})

export const GatesBody = Type.Object({
  passed: Type.Integer(),
  failed: Type.Unsafe<Readonly<Partial<Record<(typeof gateCodes)[number], number>>>>({
    type: 'object',
    properties: Object.fromEntries(gateCodes.map((code) => [code, { type: 'integer' }])),
  }),
})

const value = Type.Unsafe<string | number>({ anyOf: [{ type: 'string' }, { type: 'number' }] })

export const CounterfactualsBody = Type.Object({
  rows: Type.Array(
    Type.Object({
      kind: Type.String(),
      from: value,
      to: value,
      unlocked: Type.Integer({ description: 'Postings that the change would make suitable.' }),
      zh: Type.String(),
      en: Type.String(),
    }),
  ),
})
