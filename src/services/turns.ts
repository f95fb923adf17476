import { setImmediate as pause } from 'node:timers/promises'

/** Milliseconds of work before others have their turn. */
const turnMs = 20

/** Asked between two pieces of work; resolves once others had their turn, if one is due. */
export function turns(): () => Promise<void> {
  let begun = performance.now()
  return async () => {
    if (performance.now() - begun < turnMs) return
    await pause()
    begun = performance.now()
  }
}

/** Runs steps to their end in turns. */
export async function inTurns<T>(steps: Generator<void, T>): Promise<T> {
  const turn = turns()
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
    await turn()
  }
}
