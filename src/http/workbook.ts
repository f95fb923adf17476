import writeXlsx, { type SheetData } from 'write-excel-file/node'

/** One sheet: a heading and rows of text and numbers; text stays text, whatever it begins with. */
export interface SheetTable {
  readonly name: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const columnWidth = 22

const dataOf = ({ head, rows }: SheetTable): SheetData => [
  head.map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
  ...rows.map((row) =>
    row.map((value) => (typeof value === 'number' ? { value, type: Number } : { value, type: String, wrap: true })),
  ),
]

/** A workbook of several sheets, as its bytes. */
export const workbookOf = (sheets: readonly SheetTable[]): Promise<Buffer> =>
  writeXlsx(
    sheets.map((sheet) => ({
      data: dataOf(sheet),
      sheet: sheet.name,
      columns: sheet.head.map(() => ({ width: columnWidth })),
      stickyRowsCount: 1,
    })),
  ).toBuffer()
