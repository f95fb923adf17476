import type { Static, TObject, TProperties, TSchema } from '@fastify/type-provider-typebox'
import type { Caller, Permission } from '../domain/access.ts'
import type { ErrorCode } from '../errors.ts'
import type { Problem } from '../problem.ts'
import type { HttpServices } from './services.ts'

/** What leaves may be read-only, as the domain's documents are. */
export type Sent<T> = T extends readonly (infer E)[]
  ? readonly Sent<E>[]
  : T extends object
    ? { readonly [K in keyof T]: Sent<T[K]> }
    : T

/** The schema of each good answer by its status. */
export type Answers = Readonly<Partial<Record<200 | 201, TSchema>>>

/** One request, validated and authorised, as a handler sees it. */
export interface Ask<P, Q, B> {
  readonly services: HttpServices
  readonly caller: Caller
  readonly params: P
  readonly query: Q
  readonly body: B
  /** The version that If-Match names; a route that uses it declares `versioned`. */
  readonly ifVersion: number
  /** Rows of a bulk body that are not as required, by their number; empty for other routes. */
  readonly badRows: ReadonlyMap<number, Problem>
  /** Why a value that the handler made is not as a schema asks; undefined when it is. */
  readonly invalid: (schema: TSchema, value: unknown) => Problem | undefined
}

/** What a handler answers. */
export type Answer<A extends Answers> = {
  [S in keyof A & number]: A[S] extends TSchema
    ? {
        readonly status: S
        readonly body: Sent<Static<A[S]>>
        /** Version of the one document that the body shows: its ETag. */
        readonly version?: number
        readonly location?: string
      }
    : never
}[keyof A & number]

/** One route with everything that validates, guards and documents it. */
export interface RouteSpec<P extends TProperties, Q extends TProperties, B extends TSchema, A extends Answers> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: `/v1/${string}`
  /** Unique; the name of the operation in generated clients. */
  readonly name: string
  readonly tag: string
  readonly summary: string
  readonly description?: string
  /** Who may call it at all; the service judges the object. */
  readonly permission: Permission
  readonly params?: TObject<P>
  readonly query?: TObject<Q>
  readonly body?: B
  /** A right body, for the documentation and the tests. */
  readonly example?: NoInfer<Static<B>>
  /** Media types that the body may come as; JSON unless told. */
  readonly takes?: readonly string[]
  /** Media type of the answer; JSON unless told. */
  readonly gives?: string
  readonly answers: A
  /** Codes that it may answer beside those of every route. */
  readonly problems: readonly ErrorCode[]
  /** Takes an Idempotency-Key; `omit` names fields that a replay must not show again. */
  readonly creates?: { readonly omit?: readonly string[] }
  /** Needs If-Match. Its handler looks at the object first: a stale version must not tell that a foreign one exists. */
  readonly versioned?: true
  /** The body holds `rows` that are judged one by one. */
  readonly bulk?: true
  handle(ask: Ask<Static<TObject<P>>, Static<TObject<Q>>, Static<B>>): Promise<Answer<A>>
}

/** A route without its own types, as the app registers it. */
export interface Route extends Omit<RouteSpec<TProperties, TProperties, TSchema, Answers>, 'handle' | 'example'> {
  readonly example?: unknown
  handle(ask: Ask<unknown, unknown, unknown>): Promise<{
    readonly status: number
    readonly body: unknown
    readonly version?: number
    readonly location?: string
  }>
}

/** Declares a route: its schemas type its handler. */
export const route = <
  const A extends Answers,
  P extends TProperties = TProperties,
  Q extends TProperties = TProperties,
  B extends TSchema = TSchema,
>(
  spec: RouteSpec<P, Q, B, A>,
): Route => spec

/** A good answer. */
export const ok = <T>(body: T): { readonly status: 200; readonly body: T } => ({ status: 200, body })

/** One document with its version. */
export const shown = <T>(
  body: T,
  version: number,
): { readonly status: 200; readonly body: T; readonly version: number } => ({
  status: 200,
  body,
  version,
})

/** A new document with its version and address. */
export const created = <T>(
  body: T,
  version: number,
  location: string,
): { readonly status: 201; readonly body: T; readonly version: number; readonly location: string } => ({
  status: 201,
  body,
  version,
  location,
})

/** A document under its public name: `id` for `_id`; what no schema declares is dropped at the door. */
export const doc = <D extends { readonly _id: string }>(found: D): Omit<D, '_id'> & { readonly id: string } => {
  const { _id: id, ...rest } = found
  return { id, ...rest }
}
