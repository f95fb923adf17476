import { errors, type ErrorCode } from './errors.ts'

/** One field that is wrong: where (JSON pointer), what and how to mend it. */
export interface FieldProblem {
  readonly pointer: string
  readonly zh: string
  readonly en: string
}

/** An error of the table on its way to the user; `details` never hold personal data. */
export class Problem extends Error {
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>
  readonly fields: readonly FieldProblem[]
  constructor(code: ErrorCode, details: Readonly<Record<string, unknown>> = {}, fields: readonly FieldProblem[] = []) {
    super(`${code}: ${errors[code].en}`)
    this.name = 'Problem'
    this.code = code
    this.details = details
    this.fields = fields
  }
}
