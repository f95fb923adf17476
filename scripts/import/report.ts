import { writeFile } from 'node:fs/promises'
import { stringify } from 'csv-stringify/sync'
import { errors, type ErrorCode } from '../../src/errors.ts'
import { Problem } from '../../src/problem.ts'
import { StartError } from '../../src/start-error.ts'
import { errorColumns, type Sheet, type SheetRow } from './read.ts'

/** Why a row is refused: the header that is concerned, the problem and the remedy. */
export interface RowProblem {
  readonly code: string
  /** The header in the file; empty when the row as a whole is meant. */
  readonly column: string
  readonly zh: string
  readonly remedy: string
  readonly en: string
}

/** What became of one row; `notes` say what was left out of a row that came in. */
export type RowOutcome =
  | {
      readonly line: number
      readonly result: 'imported' | 'updated' | 'unchanged'
      readonly id?: string
      readonly notes: readonly RowProblem[]
    }
  | { readonly line: number; readonly result: 'refused'; readonly problems: readonly RowProblem[] }

/** A refusal on its way out of the reading of a row. */
export class RowRefused extends Error {
  readonly problems: readonly RowProblem[]
  constructor(problems: readonly RowProblem[]) {
    super(problems.map(({ code }) => code).join(', '))
    this.name = 'RowRefused'
    this.problems = problems
  }
}

/** What a person with the list in hand can do, where the words of the API do not say it. */
const remedies: Readonly<Partial<Record<ErrorCode, string>>> = {
  'object.exists': '同一编号的岗位已在系统中：请删去此行，或换一个编号',
  'seeker.exists': '此人已登记在别处：请删去此行，或与管理员核实',
  'employer.suspended': '请与办公室联系，恢复后再导入',
}

/** The problems of an error of the services, each with the header that its field was read from. */
export function problemsOf(problem: Problem, columnOf: (pointer: string) => string): readonly RowProblem[] {
  const { zh, en } = errors[problem.code]
  if (problem.fields.length === 0)
    return [{ code: problem.code, column: '', zh, remedy: remedies[problem.code] ?? '请核对后修改，或删去此行', en }]
  return problem.fields.map((field) => ({
    code: problem.code,
    column: columnOf(field.pointer),
    zh,
    remedy: remedies[problem.code] ?? field.zh,
    en: field.en,
  }))
}

/** The outcome of one row: what `act` says, or the refusal that it threw. */
export async function outcomeOf(
  line: number,
  columnOf: (pointer: string) => string,
  act: () => Promise<RowOutcome>,
): Promise<RowOutcome> {
  try {
    return await act()
  } catch (error) {
    if (error instanceof RowRefused) return { line, result: 'refused', problems: error.problems }
    if (error instanceof Problem) return { line, result: 'refused', problems: problemsOf(error, columnOf) }
    throw error
  }
}

/** Refuses a row that has more cells than the header. */
export function isTooWide(sheet: Sheet, row: SheetRow): RowProblem | undefined {
  return row.cells.length <= sheet.columns.length
    ? undefined
    : {
        code: 'row.too_wide',
        column: '',
        zh: '单元格比表头多',
        remedy: '内容里有逗号时请整格加英文双引号，或用表格软件另存',
        en: 'more cells than the header; quote cells that hold a comma',
      }
}

/** A cell that a spreadsheet would run as a formula, guarded; reading an error file takes the guard off again. */
export const guarded = (cell: string): string => (/^'*[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)

const columnZh = ({ column }: RowProblem): string => (column === '' ? '' : `${column}:`)

/**
 * The refused rows as CSV (UTF-8 with BOM, so that spreadsheets show Chinese): the same columns, then what is wrong and how
 * to mend it. Corrected, it loads again as it is.
 */
export function errorFile(sheet: Sheet, outcomes: readonly RowOutcome[]): string {
  const refused = new Map(outcomes.flatMap((one) => (one.result === 'refused' ? [[one.line, one.problems]] : [])))
  const rows = sheet.rows.flatMap(({ line, cells }) => {
    const problems = refused.get(line)
    if (problems === undefined) return []
    const own = sheet.columns.map((_, at) => cells[at] ?? '')
    const last = own.length - 1
    // Cells beyond the header would shift the two added columns.
    const whole = own.map((cell, at) => (at === last ? [cell, ...cells.slice(own.length)].join(',') : cell))
    return [
      [
        ...whole,
        problems.map((one) => columnZh(one) + one.zh).join(';'),
        problems.map((one) => columnZh(one) + one.remedy).join(';'),
      ],
    ]
  })
  const header = [...sheet.columns, errorColumns.problem, errorColumns.remedy]
  return stringify(
    [header, ...rows].map((row) => row.map(guarded)),
    { bom: true, record_delimiter: '\r\n' },
  )
}

/** Writes the error file, readable by its owner alone, because its rows are people. */
export async function writeErrors(path: string, sheet: Sheet, outcomes: readonly RowOutcome[]): Promise<void> {
  try {
    await writeFile(path, errorFile(sheet, outcomes), { mode: 0o600 })
  } catch {
    throw new StartError(
      'import.errors',
      `写不了错误文件 ${path}:请核对目录和权限，或用 --errors 指定别处。`,
      `The error file ${path} cannot be written: name another place with --errors.`,
    )
  }
}

const countsOf = (problems: readonly RowProblem[]): string[] => {
  const counts = new Map<string, { count: number; first: RowProblem }>()
  for (const one of problems) {
    const key = `${one.code} ${one.column}`
    counts.set(key, { count: (counts.get(key)?.count ?? 0) + 1, first: counts.get(key)?.first ?? one })
  }
  // The words of one code may differ from row to row; what is common to them is said.
  return [...counts.values()]
    .sort((a, b) => b.count - a.count)
    .map(({ count, first }) => `  ${String(count).padStart(6)}  ${columnZh(first)}${first.zh} / ${first.code}`)
}

/** The summary that is printed: counts, the reasons of the refusals, what was left out. */
export function summaryOf(sheet: Sheet, outcomes: readonly RowOutcome[], dryRun: boolean): string {
  const count = (result: RowOutcome['result']): number => outcomes.filter((one) => one.result === result).length
  const refusals = outcomes.flatMap((one) => (one.result === 'refused' ? one.problems : []))
  const notes = outcomes.flatMap((one) => (one.result === 'refused' ? [] : one.notes))
  return [
    `${dryRun ? '试运行，未写入 / dry run, nothing written · ' : ''}共 ${sheet.rows.length} 行 rows (${sheet.encoding})`,
    `  导入 imported ${count('imported')} · 更新 updated ${count('updated')} · 未变 unchanged ${count('unchanged')} · 退回 refused ${count('refused')}`,
    ...(refusals.length === 0 ? [] : ['退回原因 / refused because:', ...countsOf(refusals)]),
    ...(notes.length === 0 ? [] : ['已导入，但请留意 / imported, but note:', ...countsOf(notes)]),
  ].join('\n')
}
