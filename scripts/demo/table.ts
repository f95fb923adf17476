import type { SummaryReport, SummaryRow } from '../../src/services/reports.ts'

const columns: readonly (readonly [head: string, width: number, cell: (row: SummaryRow) => string])[] = [
  ['安置区 place', 18, (row) => row.name],
  ['人数', 6, (row) => String(row.people)],
  ['指导', 6, (row) => String(row.guidanceHeld)],
  ['推荐送达', 11, (row) => `${row.offersCounted}/${row.offersOwed}`],
  ['满三个', 8, (row) => String(row.offersFull)],
  ['培训', 6, (row) => String(row.trainingGiven)],
  ['完成', 6, (row) => String(row.complete)],
  ['缺口', 6, (row) => String(row.short)],
  ['主要原因 main reasons', 0, (row) => row.reasons.map((one) => `${one.zh} ${one.people}`).join(' · ')],
]

/** A Chinese character takes two columns of a terminal. */
const widthOf = (text: string): number =>
  Array.from(text).reduce((sum, sign) => sum + (sign.charCodeAt(0) > 0x2e7f ? 2 : 1), 0)
const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)))

/** The table that the demo prints: one line a settlement, then the whole. */
export function summaryTable(report: SummaryReport): string {
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => padded(cell, columns[at]?.[1] ?? 0))
      .join(' ')
      .trimEnd()
  const rows = [...report.rows, report.total].map((row) => line(columns.map(([, , cell]) => cell(row))))
  const body = rows.slice(0, -1)
  return [
    line(columns.map(([head]) => head)),
    '-'.repeat(100),
    ...body,
    '-'.repeat(100),
    rows[rows.length - 1] ?? '',
  ].join('\n')
}
