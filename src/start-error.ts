/** A reason not to start: one clear line with its remedy, in Chinese and English, shown without a stack trace. */
export class StartError extends Error {
  readonly code: string
  readonly zh: string
  readonly en: string
  constructor(code: string, zh: string, en: string) {
    super(`${zh} / ${en}`)
    this.name = 'StartError'
    this.code = code
    this.zh = zh
    this.en = en
  }
}
