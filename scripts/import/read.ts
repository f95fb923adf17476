import { readFile } from 'node:fs/promises'
import { CsvError, parse } from 'csv-parse/sync'
import iconv from 'iconv-lite'
import readSheets from 'read-excel-file/node'
import { StartError } from '../../src/start-error.ts'

/** One row below the header, cells in the order of the columns. */
export interface SheetRow {
  /** As a spreadsheet counts: the first line of the file is 1. */
  readonly line: number
  readonly cells: readonly string[]
}

/** A file as read: every cell is text, trimmed; rows without any text are left out. */
export interface Sheet {
  readonly columns: readonly string[]
  readonly rows: readonly SheetRow[]
  /** How the file was written: `utf-8`, `utf-8 with BOM`, `utf-16`, `gb18030` or `xlsx`. */
  readonly encoding: string
}

/** The columns that an error file adds; a file that has both is one of ours. */
export const errorColumns = { problem: '问题', remedy: '处理办法' } as const

const bytesMax = 200 * 1024 * 1024
const rowsMax = 200_000
/** A sheet may begin with a title; the header is looked for in so many lines. */
const headerLinesMax = 10

const unreadable = (path: string, zh: string, en: string): StartError =>
  new StartError('import.unreadable', `读不了文件 ${path}:${zh}。`, `The file ${path} cannot be read: ${en}.`)

/** One form of a header: no spaces, no stars, half-width signs. */
export const headerOf = (text: string): string => text.normalize('NFKC').replace(/[\s*]/g, '')

/** The text of a file by its byte order mark, else UTF-8 where it is valid, else GB18030; undefined when it is none of them. */
export function decode(bytes: Buffer): { readonly text: string; readonly encoding: string } | undefined {
  if (bytes.subarray(0, 2).equals(Buffer.from([0xff, 0xfe])))
    return { text: iconv.decode(bytes, 'utf-16le'), encoding: 'utf-16' }
  const hasMark = bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]))
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\0') ? undefined : { text, encoding: hasMark ? 'utf-8 with BOM' : 'utf-8' }
  } catch {
    const text = iconv.decode(bytes, 'gb18030')
    return /[\0\uFFFD]/.test(text) ? undefined : { text, encoding: 'gb18030' }
  }
}

/** The sign between cells: the one that stands most often in the first line, outside quotes. */
function delimiterOf(text: string): string {
  const first = (/^\s*[^\n]*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '')
  const counted = [',', '\t', ';'].map((sign) => ({ sign, count: first.split(sign).length }))
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).sign
}

function csvRows(text: string, path: string): string[][] {
  try {
    return parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = Number(error['lines'])
    throw unreadable(
      path,
      `第 ${line} 行附近的引号没有成对，请用表格软件另存为 CSV UTF-8`,
      `a quotation mark near line ${line} is not closed; save it again as CSV UTF-8 from a spreadsheet`,
    )
  }
}

/** A cell of a workbook as text; a number too large to be exact shows that it is broken instead of looking right. */
function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  if (typeof cell === 'number') return Math.abs(cell) > Number.MAX_SAFE_INTEGER ? cell.toExponential() : String(cell)
  if (typeof cell === 'boolean') return cell ? '是' : '否'
  return typeof cell === 'string' ? cell : ''
}

async function workbookRows(bytes: Buffer, path: string): Promise<string[][]> {
  try {
    const [first] = await readSheets(bytes)
    return (first?.data ?? []).map((row) => row.map(textOf))
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw unreadable(path, '工作簿已损坏，请在表格软件中重新保存', 'the workbook is damaged; save it again')
  }
}

async function readBytes(path: string): Promise<Buffer> {
  let bytes: Buffer
  try {
    bytes = await readFile(path)
  } catch {
    throw unreadable(path, '文件不存在或无权读取，请核对路径', 'it does not exist or may not be read; check the path')
  }
  if (bytes.length === 0) throw unreadable(path, '文件是空的', 'it is empty')
  if (bytes.length > bytesMax)
    throw unreadable(path, '超过 200 MB,请分成几个文件', 'it is over 200 MB; split it into several')
  return bytes
}

async function cellsOf(path: string): Promise<{ rows: string[][]; encoding: string }> {
  const bytes = await readBytes(path)
  const start = bytes.subarray(0, 4).toString('hex')
  if (start === '504b0304') return { rows: await workbookRows(bytes, path), encoding: 'xlsx' }
  if (start === 'd0cf11e0')
    throw unreadable(
      path,
      '是旧式 .xls,请另存为 .xlsx 或 CSV UTF-8',
      'it is an old .xls; save it as .xlsx or CSV UTF-8',
    )
  const decoded = decode(bytes)
  if (decoded === undefined)
    throw unreadable(path, '编码既非 UTF-8 也非 GB18030，请另存为 CSV UTF-8', 'it is neither UTF-8 nor GB18030 text')
  return { rows: csvRows(decoded.text, path), encoding: decoded.encoding }
}

/** A cell that an error file guarded against being run as a formula, as it was before. */
const unguarded = (cell: string): string => (/^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell)

/**
 * Reads a CSV or XLSX file. The header is the first of the leading lines that holds most of the `wanted` columns. An error
 * file of ours comes back without its two added columns and as the cells were. Throws a StartError in one clear line.
 */
export async function readSheet(path: string, wanted: readonly string[]): Promise<Sheet> {
  const { rows, encoding } = await cellsOf(path)
  if (rows.length > rowsMax)
    throw unreadable(path, `超过 ${rowsMax} 行，请分成几个文件`, `it has over ${rowsMax} rows; split it into several`)
  const sought = new Set(wanted.map(headerOf))
  const hits = rows.slice(0, headerLinesMax).map((row) => row.filter((cell) => sought.has(headerOf(cell))).length)
  const headerAt = hits.length === 0 ? 0 : hits.indexOf(Math.max(...hits))
  const header = rows[headerAt] ?? []
  const columns = header.map((cell) => cell.trim())
  const isOurs = Object.values(errorColumns).every((name) => columns.includes(name))
  const kept = [...columns.keys()].filter(
    (at) => !isOurs || !Object.values<string>(errorColumns).includes(columns[at] ?? ''),
  )
  const cellOf = (cell: string | undefined): string => (isOurs ? unguarded(cell ?? '') : (cell ?? '')).trim()
  const found = rows.slice(headerAt + 1).flatMap((row, at): SheetRow[] => {
    const extra = row.slice(columns.length)
    const cells = [...kept.map((column) => cellOf(row[column])), ...extra.filter((cell) => cell.trim() !== '')]
    return cells.every((cell) => cell === '') ? [] : [{ line: headerAt + at + 2, cells }]
  })
  return { columns: kept.map((at) => columns[at] ?? ''), rows: found, encoding }
}
