import type { Instant } from '../domain/time.ts'
import { system, type Wiring } from './wiring.ts'

/** The newest figures of each kind of run, for whoever wants to see what the jobs did. */
export const summaries = ({ store }: Pick<Wiring, 'store'>) => ({
  /** The figures that were kept last under a name, with their time; undefined before the first. */
  newest: async <T extends object>(
    district: string,
    name: string,
    isShape: (figures: Readonly<Record<string, unknown>>) => figures is T & Readonly<Record<string, unknown>>,
  ): Promise<(T & { readonly at: Instant }) | undefined> => {
    const found = await store.summaries.get(`sum-${district}-${name}`)
    return found !== undefined && isShape(found.figures) ? { ...found.figures, at: found.at } : undefined
  },
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

export type Summaries = ReturnType<typeof summaries>
