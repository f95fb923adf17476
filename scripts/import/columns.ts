import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { halfWidth } from '../../src/domain/text/signs.ts'
import { StartError } from '../../src/start-error.ts'
import { headerOf, type Sheet } from './read.ts'

/** Where a field's value comes from. */
export interface Source {
  /** Headers whose cells are joined; all of them must be in the file unless `optional`. */
  readonly columns?: readonly string[]
  /** Other spellings of one header; the first that the file has is taken. */
  readonly anyOf?: readonly string[]
  readonly optional?: boolean
  /** Stands between joined cells; a line break unless said. */
  readonly join?: string
  /** The value of every row. */
  readonly constant?: string
  /** The value of rows whose cell is empty. */
  readonly default?: string
  /** Signs that part a list; each sign of the text is one, in its half-width and its full-width form. */
  readonly separators?: string
  /** Headers whose cells make a stable number, for files that have none: a row loaded twice is found again. */
  readonly digest?: readonly string[]
  /** Whether a value that is not in our tables refuses the row (unless said) or is left out. */
  readonly unknown?: 'refuse' | 'ignore'
}

/** What a map may name, and what it must. */
export interface FieldSet {
  readonly kind: 'postings' | 'seekers'
  readonly required: readonly string[]
  readonly optional: readonly string[]
}

/** A map file as read: our field to where its value comes from. */
export interface ImportMap {
  readonly kind: FieldSet['kind']
  readonly fields: ReadonlyMap<string, Source>
}

/** Gives a row's values by our names. */
export interface RowReader {
  /** The joined text; undefined when the map does not name the field or the cell is empty. */
  text(cells: readonly string[], field: string): string | undefined
  list(cells: readonly string[], field: string): readonly string[]
  /** The header to name in a problem of this field. */
  columnOf(field: string): string
  ignoresUnknown(field: string): boolean
  /** True for a field whose number is made of the row itself, so that an equal number is an equal row. */
  isDigest(field: string): boolean
}

const keysAllowed = ['columns', 'anyOf', 'optional', 'join', 'constant', 'default', 'separators', 'digest', 'unknown']

const isWords = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string' && one.trim() !== '')

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function sourceOf(said: unknown): Source | undefined {
  if (typeof said === 'string') return said.trim() === '' ? undefined : { columns: [said] }
  if (!isRecord(said) || Object.keys(said).some((key) => !keysAllowed.includes(key))) return undefined
  const { optional, unknown } = said
  const isRight =
    ['columns', 'anyOf', 'digest'].every((key) => said[key] === undefined || isWords(said[key])) &&
    ['join', 'constant', 'default', 'separators'].every(
      (key) => said[key] === undefined || typeof said[key] === 'string',
    ) &&
    (optional === undefined || typeof optional === 'boolean') &&
    (unknown === undefined || unknown === 'refuse' || unknown === 'ignore')
  const origins = ['columns', 'anyOf', 'constant', 'digest'].filter((key) => said[key] !== undefined)
  return isRight && origins.length === 1 ? said : undefined
}

/** The pieces between separators; a separator named half-width stands for its full-width form as well, and the reverse. */
function partsOf(text: string, separators: RegExp): readonly string[] {
  const ends = [...halfWidth(text).matchAll(separators)].map(({ index }) => index)
  return [-1, ...ends].map((begin, at) => text.slice(begin + 1, ends[at]))
}

/** A stable number for a row of a file that has none of its own. */
const digestOf = (cells: readonly string[]): string =>
  `row-${createHash('sha256').update(cells.join('\n')).digest('hex').slice(0, 16)}`

/** Reads a map file; a wrong one ends the start with the key that is wrong. */
export async function readMap(path: string, fields: FieldSet): Promise<ImportMap> {
  const wrong = (zh: string, en: string): StartError =>
    new StartError('import.map', `映射文件 ${path} 有误：${zh}。`, `The map ${path} is wrong: ${en}.`)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch {
    throw wrong('文件不存在或无权读取', 'it does not exist or may not be read')
  }
  let said: unknown
  try {
    said = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw wrong('不是有效的 JSON', 'it is not valid JSON')
  }
  if (!isRecord(said) || !isRecord(said['fields'])) throw wrong('应有 kind 和 fields', 'it has kind and fields')
  if (said['kind'] !== fields.kind) throw wrong(`kind 应为 ${fields.kind}`, `its kind is ${fields.kind} here`)
  const known = [...fields.required, ...fields.optional]
  const found = new Map<string, Source>()
  for (const [field, value] of Object.entries(said['fields'])) {
    if (!known.includes(field))
      throw wrong(
        `没有字段 ${field}，可用：${known.join('、')}`,
        `there is no field ${field}; there are ${known.join(', ')}`,
      )
    const source = sourceOf(value)
    if (source === undefined)
      throw wrong(
        `字段 ${field} 应为列名，或含 columns、anyOf、constant、digest 之一(另可用 ${keysAllowed.join('、')})`,
        `the field ${field} is a header, or has one of columns, anyOf, constant, digest (known keys: ${keysAllowed.join(', ')})`,
      )
    found.set(field, source)
  }
  const missing = fields.required.filter((field) => !found.has(field))
  if (missing.length > 0) throw wrong(`缺少字段 ${missing.join('、')}`, `it lacks the fields ${missing.join(', ')}`)
  return { kind: fields.kind, fields: found }
}

/** Every header that a map names, so that a file's header line can be told from a title above it. */
export const headersOf = (map: ImportMap): readonly string[] =>
  [...map.fields.values()].flatMap(({ columns = [], anyOf = [], digest = [] }) => [...columns, ...anyOf, ...digest])

/** Binds a map to the columns of a file; a column that the file lacks ends the start with its name. */
export function readerOf(map: ImportMap, sheet: Sheet, path: string): RowReader {
  const places = new Map<string, number>()
  for (const [at, column] of sheet.columns.entries())
    if (!places.has(headerOf(column))) places.set(headerOf(column), at)
  const missing: string[] = []
  const bound = new Map<string, readonly number[]>()
  for (const [field, source] of map.fields) {
    const wanted = source.columns ?? source.digest ?? []
    const lost = wanted.filter((column) => !places.has(headerOf(column)))
    const spelling = source.anyOf?.find((column) => places.has(headerOf(column)))
    if (source.optional !== true) {
      missing.push(...lost)
      if (source.anyOf !== undefined && spelling === undefined) missing.push(source.anyOf.join(' 或 '))
    }
    const headers = spelling === undefined ? wanted : [spelling]
    bound.set(
      field,
      headers.flatMap((column) => places.get(headerOf(column)) ?? []),
    )
  }
  if (missing.length > 0)
    throw new StartError(
      'import.column',
      `文件 ${path} 缺少列 ${[...new Set(missing)].join('、')}；现有列：${sheet.columns.join('、')}。请改文件表头或映射文件。`,
      `The file ${path} lacks the columns ${[...new Set(missing)].join(', ')}; correct its header or the map.`,
    )
  const textOf = (cells: readonly string[], field: string): string | undefined => {
    const source = map.fields.get(field)
    if (source === undefined) return undefined
    if (source.constant !== undefined) return source.constant
    const found = (bound.get(field) ?? []).map((at) => cells[at] ?? '').filter((cell) => cell !== '')
    if (source.digest !== undefined) return digestOf(found)
    return found.length === 0 ? source.default : found.join(source.join ?? '\n')
  }
  return {
    text: textOf,
    list: (cells, field) => {
      const signs = `${halfWidth(map.fields.get(field)?.separators ?? '、,;|')}\n`.replace(/[\]\\^-]/g, '\\$&')
      const parts = partsOf(textOf(cells, field) ?? '', new RegExp(`[${signs}]`, 'g'))
      const words = parts.map((part) =>
        part
          .trim()
          .replace(/^['"“‘]+|['"”’]+$/g, '')
          .trim(),
      )
      return [...new Set(words.filter((word) => word !== ''))]
    },
    columnOf: (field) => {
      const at = map.fields.get(field)?.digest === undefined ? bound.get(field)?.[0] : undefined
      return (at === undefined ? undefined : sheet.columns[at]) ?? field
    },
    isDigest: (field) => map.fields.get(field)?.digest !== undefined,
    ignoresUnknown: (field) => map.fields.get(field)?.unknown === 'ignore',
  }
}
