import { Type, type TObject, type TProperties, type TSchema } from '@fastify/type-provider-typebox'
import { isIdNumber, isPhone } from '../../domain/privacy.ts'
import { isDay } from '../../domain/time.ts'

/** What a right value looks like, for the one who has to mend a wrong one. */
export interface Remedy {
  readonly zh: string
  readonly en: string
}

const idPattern = '^[A-Za-z0-9_.-]{1,200}$'
const linePattern = '^[^\\u0000-\\u001f\\u007f]*$'
const textPattern = '\\S'
const codePattern = '^x?[0-9a-z]{1,15}$'
const creditCodePattern = '^[0-9A-HJ-NPQRTUWXY]{18}$'
const periodPattern = '^2\\d{3}$'

/** The words for every pattern in use; a test holds that no schema uses another. */
export const patternRemedies: Readonly<Record<string, Remedy>> = {
  [idPattern]: {
    zh: '应为本系统给出的编号(字母、数字、- _ .,至多 200 位)',
    en: 'is an id given by this service (letters, digits, - _ ., at most 200)',
  },
  [linePattern]: { zh: '应为一行文字，不含换行等控制字符', en: 'is one line of text without control characters' },
  [textPattern]: { zh: '不能为空白', en: 'must not be blank' },
  [codePattern]: { zh: '应为 /v1/places 列出的地点代码', en: 'is a place code that /v1/places lists' },
  [creditCodePattern]: {
    zh: '应为 18 位统一社会信用代码(大写字母和数字)',
    en: 'is a unified social credit code of 18 capital letters and digits',
  },
  [periodPattern]: { zh: '应为四位年份，如 2026', en: 'is a year of four digits such as 2026' },
}

const rfc3339 = /^(20|21)\d\d-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/

/** True for a moment with its offset, such as `2026-03-01T16:00:00+08:00`, on a day that exists. */
const isMoment = (text: string): boolean => rfc3339.test(text) && isDay(text.slice(0, 10))

/** The formats in use, by name. */
export const formats: Readonly<Record<string, (text: string) => boolean>> = {
  'date-time': isMoment,
  date: (text) => isDay(text) && text >= '1900-01-01' && text < '2200-01-01',
  'id-number': isIdNumber,
  phone: isPhone,
}

/** The words for every format in use. */
export const formatRemedies: Readonly<Record<string, Remedy>> = {
  'date-time': {
    zh: '应为带时区的时间，如 2026-03-01T16:00:00+08:00',
    en: 'is a time with its offset, such as 2026-03-01T16:00:00+08:00',
  },
  date: { zh: '应为存在的日期，如 2026-03-01', en: 'is an existing day such as 2026-03-01' },
  'id-number': {
    zh: '身份证号有误：应为 18 位，出生日期和校验码须正确',
    en: 'is a resident ID number: 18 digits with a real birth date and the right check digit',
  },
  phone: { zh: '手机号有误：应为 11 位大陆手机号', en: 'is a mainland mobile number of 11 digits' },
}

/** A moment of the caller's in the one form that the house uses. */
export const instant = (text: string): string => new Date(text).toISOString()

export const Id = Type.String({ pattern: idPattern, description: 'An id given by this service.' })
export const Instant = Type.String({ format: 'date-time', description: 'RFC 3339; answers are in UTC.' })
export const Day = Type.String({ format: 'date', description: 'A day in Asia/Shanghai.' })
export const PlaceCode = Type.String({ pattern: codePattern, description: 'A code that /v1/places lists.' })
export const CreditCode = Type.String({ pattern: creditCodePattern, description: '统一社会信用代码' })
export const Period = Type.String({ pattern: periodPattern, description: 'A plan year.' })
export const IdNumber = Type.String({ format: 'id-number', description: '18-digit resident ID number.' })
export const Phone = Type.String({ format: 'phone', description: 'Mainland mobile number.' })

/** One line of text that is not empty. */
export const Line = (lengthMax: number, description = '') =>
  Type.String({ minLength: 1, maxLength: lengthMax, pattern: linePattern, ...(description ? { description } : {}) })

/** Text of several lines that is not blank. */
export const Text = (lengthMax: number, description = '') =>
  Type.String({ maxLength: lengthMax, pattern: textPattern, ...(description ? { description } : {}) })

/** One of some words. */
export const OneOf = <const V extends readonly string[]>(values: V, description = '') =>
  Type.Unsafe<V[number]>({ type: 'string', enum: [...values], ...(description ? { description } : {}) })

/** What a client sends: keys that are not named are refused. */
export const Body = <P extends TProperties>(properties: P, options: { minProperties?: number } = {}): TObject<P> =>
  Type.Object(properties, { additionalProperties: false, ...options })

/** One page of rows, as an answer. */
export const PageOf = <S extends TSchema>(row: S) =>
  Type.Object({
    rows: Type.Array(row),
    next: Type.Optional(Type.String({ description: 'Give it as `after` for the next page; missing on the last.' })),
  })

export const Point = Body({
  latitude: Type.Number({ minimum: -90, maximum: 90 }),
  longitude: Type.Number({ minimum: -180, maximum: 180 }),
})

export const Words = Type.Object({ zh: Type.String(), en: Type.String() })

/** A problem document (RFC 9457). */
export const ProblemBody = Type.Object(
  {
    type: Type.String({ description: 'Where the code is explained.' }),
    title: Type.String({ description: 'What is wrong and how to mend it, in English.' }),
    status: Type.Integer(),
    code: Type.String({ description: 'Stable; of the table at /problems.' }),
    detail: Type.String({ description: 'The same in Chinese and English.' }),
    instance: Type.String({ description: 'The id of the request.' }),
    details: Type.Optional(
      Type.Unsafe<Readonly<Record<string, unknown>>>({ type: 'object', additionalProperties: true }),
    ),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          pointer: Type.String({ description: 'JSON pointer into the body, or the name of a parameter.' }),
          zh: Type.String(),
          en: Type.String(),
        }),
      ),
    ),
  },
  { $id: 'Problem' },
)
