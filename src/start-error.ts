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

/** Starts a process; a reason not to start is said in one line and ends it with status 1. */
export async function orSayWhy(start: () => Promise<unknown>): Promise<void> {
  try {
    await start()
  } catch (error) {
    if (!(error instanceof StartError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}
