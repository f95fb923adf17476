import type { FastifyError, FastifySchemaValidationError } from 'fastify'
import { errors, type ErrorCode } from '../errors.ts'
import { Problem, type FieldProblem } from '../problem.ts'
import { formatRemedies, patternRemedies } from './schemas/common.ts'

/** A problem as it leaves (RFC 9457). */
export interface ProblemDocument {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: ErrorCode
  readonly detail: string
  readonly instance: string
  readonly details?: Readonly<Record<string, unknown>>
  readonly errors?: readonly FieldProblem[]
}

export const problemMediaType = 'application/problem+json'

/** More than these are not listed: who mends fifty fields looks at the rest too. */
const fieldsMax = 50

/** The document of a problem. */
export function problemDocument(problem: Problem, instance: string): ProblemDocument {
  const { status, zh, en } = errors[problem.code]
  return {
    type: `/problems#${problem.code}`,
    title: en,
    status,
    code: problem.code,
    detail: `${zh} / ${en}`,
    instance,
    // Of an object that may be another's nothing is said, not even what was asked for.
    ...(problem.code === 'object.unknown' || Object.keys(problem.details).length === 0
      ? {}
      : { details: problem.details }),
    ...(problem.fields.length === 0 ? {} : { errors: problem.fields.slice(0, fieldsMax) }),
  }
}

const kinds: Readonly<Record<string, { zh: string; en: string }>> = {
  string: { zh: '文字', en: 'a string' },
  integer: { zh: '整数', en: 'a whole number' },
  number: { zh: '数字', en: 'a number' },
  boolean: { zh: 'true 或 false', en: 'true or false' },
  array: { zh: '列表', en: 'an array' },
  object: { zh: '对象', en: 'an object' },
}

type Params = Readonly<Record<string, unknown>>

const numberOf = (params: Params, name: string): string => String(params[name])
const charactersOf = (params: Params): string =>
  `${numberOf(params, 'limit')} character${params['limit'] === 1 ? '' : 's'}`

/** What is wrong and how to mend it, by the keyword of the schema that was not met; values are never repeated. */
const remedies: Readonly<Record<string, (params: Params) => { zh: string; en: string }>> = {
  required: () => ({ zh: '缺少此项，请补上', en: 'is missing; add it' }),
  additionalProperties: () => ({
    zh: '没有这个字段，请删除或对照 /docs 改名',
    en: 'is not a known field; remove it or see /docs for its name',
  }),
  type: (params) => {
    const kind = kinds[String(params['type'])] ?? { zh: String(params['type']), en: String(params['type']) }
    return { zh: `类型不对，应为${kind.zh}`, en: `has the wrong type; it is ${kind.en}` }
  },
  enum: (params) => {
    const allowed = (params['allowedValues'] as readonly unknown[]).map(String).join(', ')
    return { zh: `不在可选值内，应为其中之一：${allowed}`, en: `is not an allowed value; it is one of: ${allowed}` }
  },
  minimum: (params) => ({
    zh: `不得小于 ${numberOf(params, 'limit')}`,
    en: `is too small; at least ${numberOf(params, 'limit')}`,
  }),
  maximum: (params) => ({
    zh: `不得大于 ${numberOf(params, 'limit')}`,
    en: `is too large; at most ${numberOf(params, 'limit')}`,
  }),
  minLength: (params) => ({
    zh: `太短，至少 ${numberOf(params, 'limit')} 个字`,
    en: `is too short; at least ${charactersOf(params)}`,
  }),
  maxLength: (params) => ({
    zh: `太长，至多 ${numberOf(params, 'limit')} 个字`,
    en: `is too long; at most ${charactersOf(params)}`,
  }),
  minItems: (params) => ({
    zh: `太少，至少 ${numberOf(params, 'limit')} 项`,
    en: `has too few items; at least ${numberOf(params, 'limit')}`,
  }),
  maxItems: (params) => ({
    zh: `太多，至多 ${numberOf(params, 'limit')} 项`,
    en: `has too many items; at most ${numberOf(params, 'limit')}`,
  }),
  uniqueItems: () => ({ zh: '有重复项，请去掉', en: 'has the same item twice; remove one' }),
  minProperties: () => ({
    zh: '没有要修改的内容，请至少给出一项',
    en: 'names nothing to change; give one field at least',
  }),
  pattern: (params) => patternRemedies[String(params['pattern'])] ?? { zh: '格式不对', en: 'has the wrong form' },
  format: (params) => formatRemedies[String(params['format'])] ?? { zh: '格式不对', en: 'has the wrong form' },
}

/** The keywords that a schema may use, because there are words for them. */
export const spokenKeywords: readonly string[] = Object.keys(remedies)

const escape = (key: string): string => key.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')

/** The field of one finding of the validator, with the problem and the remedy. */
export function fieldOf({ keyword, params, instancePath }: FastifySchemaValidationError): FieldProblem {
  const child =
    keyword === 'required'
      ? params['missingProperty']
      : keyword === 'additionalProperties'
        ? params['additionalProperty']
        : undefined
  const pointer = typeof child === 'string' ? `${instancePath}/${escape(child)}` : instancePath
  const words = remedies[keyword]?.(params) ?? { zh: '不符合要求', en: 'is not as required' }
  const name =
    pointer === '' ? { zh: '请求内容', en: 'the body' } : { zh: `字段 ${pointer} `, en: `the field ${pointer}` }
  return { pointer, zh: `${name.zh}${words.zh}`, en: `${name.en} ${words.en}` }
}

/** Codes of their own for what people get wrong most. */
const ownCodes: Readonly<Record<string, ErrorCode>> = { 'id-number': 'seeker.id_number', phone: 'seeker.phone' }

/** The problem of a body or query that its schema refuses. */
export function invalid(found: readonly FastifySchemaValidationError[]): Problem {
  const fields = found.slice(0, fieldsMax).map(fieldOf)
  const isTooMany = found.some(({ keyword, instancePath }) => keyword === 'maxItems' && instancePath === '/rows')
  if (isTooMany) return new Problem('bulk.too_many', {}, fields)
  const formats = new Set(found.map(({ keyword, params }) => (keyword === 'format' ? String(params['format']) : '')))
  const [only] = [...formats]
  return new Problem(
    (formats.size === 1 && only !== undefined ? ownCodes[only] : undefined) ?? 'request.invalid',
    {},
    fields,
  )
}

const frameworkCodes: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'request.media_type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'request.too_large',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'request.malformed',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request.malformed',
  FST_ERR_CTP_INVALID_JSON_BODY: 'request.malformed',
  FST_ERR_BAD_URL: 'route.unknown',
}

/** The problem that any error is to its caller; what is not known to be theirs is ours. */
export function problemOf(error: FastifyError | Problem): Problem {
  if (error instanceof Problem) return error
  if (error.validation !== undefined)
    // An id that cannot be one answers like one that is unknown.
    return error.validationContext === 'params' ? new Problem('object.unknown') : invalid(error.validation)
  const known = frameworkCodes[error.code]
  if (known !== undefined) return new Problem(known)
  const isTheirs = error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500
  return new Problem(isTheirs ? 'request.malformed' : 'server.failed')
}
