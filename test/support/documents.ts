import type { Draft } from '../../src/domain/aggregate.ts'
import type { CollectionName, Documents } from '../../src/store/store.ts'

/** Documents for tests of stores: the fields that the store looks at, and whatever else a test puts into them. */
export type MadeUp = Readonly<Record<string, unknown>> & { readonly _id: string }

export const district = '640302'

/** A made-up document of a collection, of the usual district unless it names another. */
export const madeUp = <N extends CollectionName>(_name: N, fields: MadeUp): Draft<Documents[N]> =>
  ({ district, ...fields }) as unknown as Draft<Documents[N]>

/** The same document with other fields, as a decision makes it. */
export const withFields = <D>(doc: D, fields: Readonly<Record<string, unknown>>): D => ({ ...doc, ...fields })

/** A slot that starts at an hour of one day. */
export const slotDraft = (
  id: string,
  hour: number,
  fields: Readonly<Record<string, unknown>> = {},
): Draft<Documents['slots']> =>
  madeUp('slots', {
    _id: id,
    startsAt: `2026-03-02T${String(hour).padStart(2, '0')}:00:00.000Z`,
    counsellor: 'cns-1',
    capacity: 5,
    bookings: [],
    ...fields,
  })

/** A posting of an employer, with the fields that its indexes need. */
export const postingDraft = (
  id: string,
  fields: Readonly<Record<string, unknown>> = {},
): Draft<Documents['postings']> =>
  madeUp('postings', { _id: id, state: 'open', employer: 'emp-1', closesAt: '2026-06-01T00:00:00.000Z', ...fields })

/** A summary that holds whatever figures a test needs. */
export const summaryDraft = (
  id: string,
  name: string,
  figures: Readonly<Record<string, unknown>> = {},
): Draft<Documents['summaries']> => madeUp('summaries', { _id: id, name, at: '2026-03-01T00:00:00.000Z', figures })

/** An event of a made-up kind. */
export const event = (kind: `${string}.${string}`, data: Readonly<Record<string, string | number | boolean>> = {}) => ({
  kind,
  data,
})
