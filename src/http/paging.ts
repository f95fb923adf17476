import { Type } from '@fastify/type-provider-typebox'
import { Problem } from '../problem.ts'
import type { Page, PageRequest } from '../store/store.ts'

const limitDefault = 50
const limitMax = 200
/** How deep a ranked list may be read. */
const offsetMax = 10_000

/** The query of every list. */
export const pageQuery = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: limitMax, description: `Rows a page; ${limitDefault} unless told.` }),
  ),
  after: Type.Optional(
    Type.String({ minLength: 1, maxLength: 2000, description: '`next` of the page before; opaque.' }),
  ),
}

interface PageAsk {
  readonly limit?: number
  readonly after?: string
}

/** The page that a query asks for. */
export const pageOf = ({ limit = limitDefault, after }: PageAsk): PageRequest =>
  after === undefined ? { limit } : { limit, after }

/** The place in a ranked list that a query asks for; throws 422 for a cursor that is not of this service. */
export function offsetOf({ limit = limitDefault, after }: PageAsk): {
  readonly limit: number
  readonly offset: number
} {
  if (after === undefined) return { limit, offset: 0 }
  const [, digits] = /^o(\d{1,6})$/.exec(after) ?? []
  const offset = Number(digits)
  if (digits === undefined || offset > offsetMax) throw new Problem('request.cursor')
  return { limit, offset }
}

const cursorOf = (offset: number): string => `o${offset}`

/** The rows of a page as they are shown, with the cursor of the next. */
export const pageBody = <D, V>(page: Page<D>, show: (row: D) => V): { rows: readonly V[]; next?: string } => ({
  rows: page.rows.map(show),
  ...(page.next === undefined ? {} : { next: page.next }),
})

/** The rows of a ranked list as they are shown, with the cursor of the next page. */
export const rankedBody = <D, V>(
  list: { readonly rows: readonly D[]; readonly nextOffset?: number },
  show: (row: D) => V,
): { rows: readonly V[]; next?: string } => ({
  rows: list.rows.map(show),
  ...(list.nextOffset === undefined || list.nextOffset > offsetMax ? {} : { next: cursorOf(list.nextOffset) }),
})

/** One page of a table that is held in memory. */
export function pageOfTable<D>(table: readonly D[], ask: PageAsk): { rows: readonly D[]; nextOffset?: number } {
  const { limit, offset } = offsetOf(ask)
  const rows = table.slice(offset, offset + limit)
  return offset + limit < table.length ? { rows, nextOffset: offset + limit } : { rows }
}
