/** What a value must be, in both languages. */
export interface Must {
  readonly en: string
  readonly zh: string
}

/** An input that cannot be allocated: which field, which value, and what it must be. */
export class AllocationInputError extends Error {
  readonly field: string
  readonly value: unknown
  readonly must: Must
  constructor(field: string, value: unknown, must: Must) {
    super(`${field} is ${String(value)}; it must be ${must.en}（${field} 为 ${String(value)}，应为${must.zh}）`)
    this.name = 'AllocationInputError'
    this.field = field
    this.value = value
    this.must = must
  }
}
