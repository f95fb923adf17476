import type { Instant } from '../domain/time.ts'
import { system, type Wiring } from './wiring.ts'

/** The newest figures of each kind of run, for whoever wants to see what the jobs did. */
export const summaries = ({ store }: Pick<Wiring, 'store'>) => ({
  keep: async (district: string, name: string, run: object & { readonly at: Instant }): Promise<void> => {
    const _id = `sum-${district}-${name}`
    const { at, ...figures } = run
    const inserted = await store.summaries.insert({ _id, district, name, at, figures: { ...figures } }, [], system)
    if (inserted === 'exists')
      await store.summaries.change(_id, system, (found) => ({
        kind: 'changed',
        doc: { ...found, at, figures: { ...figures } },
        events: [],
      }))
  },
})
