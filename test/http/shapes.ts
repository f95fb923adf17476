import fc from 'fast-check'

/** The part of a JSON schema that bodies and queries of this API use. */
export interface Shape {
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly format?: string
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Shape>>
  readonly items?: Shape
}

const texts: Readonly<Record<string, readonly string[]>> = {
  'date-time': [
    '2026-03-03T10:00:00+08:00',
    '2026-02-01T00:00:00Z',
    '2099-12-31T23:59:59.999Z',
    '2000-01-01T00:00:00-12:00',
  ],
  date: ['2026-03-02', '1999-12-31', '2026-02-28'],
  'id-number': ['640302199001011238', '11010519491231002X'],
  phone: ['13800138000', '19912345678'],
}

function textOf(shape: Shape, ids: readonly string[]): fc.Arbitrary<unknown> {
  const known = shape.format === undefined ? undefined : texts[shape.format]
  if (known !== undefined) return fc.constantFrom(...known)
  if (shape.pattern?.startsWith('^[A-Za-z0-9_.-]')) return fc.constantFrom(...ids, 'none')
  if (shape.pattern?.startsWith('^x?')) return fc.constantFrom('640302100003', '640302100', '640302104203', 'x1', '0')
  if (shape.pattern?.startsWith('^[0-9A-HJ')) return fc.constantFrom('91640302MA7600001A', '91640302MA7600002B')
  if (shape.pattern?.startsWith('^2')) return fc.constantFrom('2026', '2025')
  return fc.string({
    minLength: Math.max(1, shape.minLength ?? 1),
    maxLength: Math.min(shape.maxLength ?? 20, 20),
    unit: 'grapheme',
  })
}

/** Values that mostly are as the schema asks. */
export function valuesOf(shape: Shape, ids: readonly string[]): fc.Arbitrary<unknown> {
  if (shape.enum !== undefined) return fc.constantFrom(...shape.enum)
  switch (shape.type) {
    case 'object': {
      const fields = Object.entries(shape.properties ?? {}).map(([name, one]) => [name, valuesOf(one, ids)] as const)
      return fc.record(Object.fromEntries(fields), { requiredKeys: [...(shape.required ?? [])] })
    }
    case 'array':
      return fc.array(valuesOf(shape.items ?? {}, ids), {
        minLength: shape.minItems ?? 0,
        maxLength: Math.min(3, shape.maxItems ?? 3),
      })
    case 'integer':
      return fc.integer({ min: shape.minimum ?? 0, max: shape.maximum ?? 1000 })
    case 'number':
      return fc.double({ min: shape.minimum ?? -1e6, max: shape.maximum ?? 1e6, noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'string':
      return textOf(shape, ids)
    default:
      return fc.jsonValue()
  }
}

/** What has no business where it stands. */
export const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    ' ',
    0,
    -1,
    1e308,
    -1e308,
    2 ** 53,
    true,
    [],
    {},
    [[]],
    '\u0000',
    '\ud800',
    '\u202e',
    '%00',
    '../..',
  ),
  fc.constantFrom<unknown>(
    '9999-99-99',
    '2026-03-02T00:00:00',
    '+010000-01-01T00:00:00Z',
    'NaN',
    '=1+1',
    "';--",
    '<script>',
    '{{7*7}}',
  ),
  fc.string({ unit: 'binary', maxLength: 50 }),
  fc.nat(70_000).map((length) => '长'.repeat(length % 7_000)),
  fc.jsonValue({ maxDepth: 4 }),
)

/** A change of one place in a value, picked by number: another value there, a key away, or a key too many. */
export function mutated(value: unknown, at: number, other: unknown, how: 'replace' | 'remove' | 'add'): unknown {
  if (typeof value !== 'object' || value === null) return other
  const keys = Object.keys(value)
  if (how === 'add' || keys.length === 0)
    return Array.isArray(value) ? [...(value as unknown[]), other] : { ...value, [`extra${at % 7}`]: other }
  const key = keys[at % keys.length]!
  const deeper = (value as Readonly<Record<string, unknown>>)[key]
  if (typeof deeper === 'object' && deeper !== null && at % 3 !== 0) {
    const inner = mutated(deeper, Math.floor(at / keys.length), other, how)
    return Array.isArray(value)
      ? (value as unknown[]).map((one, index) => (String(index) === key ? inner : one))
      : { ...value, [key]: inner }
  }
  if (Array.isArray(value)) return (value as unknown[]).map((one, index) => (String(index) === key ? other : one))
  const rest = Object.entries(value).filter(([name]) => how !== 'remove' || name !== key)
  return Object.fromEntries(rest.map(([name, one]) => [name, name === key ? other : one]))
}
