import type { Caller } from '../domain/access.ts'
import { plusMinutes, type Instant } from '../domain/time.ts'
import { enqueue, jobFor, type JobKind } from './follow-ups.ts'
import type { Summaries } from './summaries.ts'
import { allow, type Wiring } from './wiring.ts'

/** What a report is that a job measures and that is kept under a name. */
interface Measured<R extends object> {
  readonly name: string
  readonly isShape: (figures: Readonly<Record<string, unknown>>) => figures is R & Readonly<Record<string, unknown>>
  readonly job: JobKind
  /** A report older than this is measured again when somebody asks for it. */
  readonly freshMinutes: number
  readonly measure: (district: string) => Promise<R & { readonly at: Instant }>
}

/** A report over the whole district that is measured now and then, and read in between. */
export const measuredReport = <R extends object>(
  { queue, clock }: Pick<Wiring, 'queue' | 'clock'>,
  summaries: Summaries,
  { name, isShape, job, freshMinutes, measure }: Measured<R>,
) => {
  const measureNow = async (district: string): Promise<R & { readonly at: Instant }> => {
    const report = await measure(district)
    await summaries.keep(district, name, report)
    return report
  }
  const newest = (district: string): Promise<(R & { readonly at: Instant }) | undefined> =>
    summaries.newest<R>(district, name, isShape)

  return {
    /** Measures, keeps and gives it. */
    measure: measureNow,
    /** The newest; measured now when there is none, and again soon when it is old. */
    report: async (caller: Caller): Promise<R & { readonly at: Instant }> => {
      allow(caller, 'report.read')
      const { district } = caller
      const kept = await newest(district)
      if (kept === undefined) return measureNow(district)
      if (plusMinutes(kept.at, freshMinutes) < clock.now()) await enqueue(queue, clock.now(), jobFor(job, { district }))
      return kept
    },
    /** The newest, if one was measured. */
    newest: async (caller: Caller): Promise<(R & { readonly at: Instant }) | undefined> => {
      allow(caller, 'report.read')
      return newest(caller.district)
    },
  }
}
