interface Words {
  readonly zh: string
  readonly en: string
}

/** ok: as it should be · note: runs, and should be looked at · bad: does not run, or loses something. */
export type State = 'ok' | 'note' | 'bad'

/** One thing that was looked at. */
export interface Finding {
  readonly state: State
  readonly what: Words
  /** What to do, where something is to be done. */
  readonly remedy?: Words
}

const marks: Readonly<Record<State, string>> = { ok: '✓', note: '!', bad: '✗' }

const both = ({ zh, en }: Words): string => (zh === en ? zh : `${zh} / ${en}`)

/** A finding in Chinese and English, with what to do where something is to be done. */
export const linesOf = ({ state, what, remedy }: Finding): string =>
  `${marks[state]} ${both(what)}${state === 'ok' || remedy === undefined ? '' : `\n  → ${both(remedy)}`}`

/** What an error is, without its words: those may hold an address with its password. */
export const failure = (error: unknown): string => (error instanceof Error ? error.name : 'error')
