import { MongoError, MongoServerError } from 'mongodb'
import { Problem } from '../problem.ts'

/** Server codes of a node that is going, not yet primary, or out of time: the driver has tried once more already. */
const passingCodes: ReadonlySet<number> = new Set([
  6, 7, 50, 64, 89, 91, 112, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436, 46841,
])

/** Whether a write failed because a unique value or an id is taken. */
export const isTaken = (error: unknown): boolean => error instanceof MongoServerError && error.code === 11_000

/** A connection that the server closed while a command was being written: the driver lets these through as they are. */
const socketCodes: ReadonlySet<string> = new Set([
  'EPIPE',
  'ECONNRESET',
  'ECONNREFUSED',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
  'ERR_SOCKET_CLOSED',
])

const isSocketError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && socketCodes.has(error.code)

/** Whether the server cannot be used now, as opposed to a request that it refuses. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof MongoError)) return isSocketError(error)
  if (!(error instanceof MongoServerError)) return true
  return (
    (typeof error.code === 'number' && passingCodes.has(error.code)) ||
    error.hasErrorLabel('RetryableWriteError') ||
    error.hasErrorLabel('RetryableReadError')
  )
}

/** A call that the driver did not end in time: it may have been done, as after any broken connection. */
class UnansweredCall extends Error {
  override readonly name = 'UnansweredCall'
}

/** What ends a call to the driver; goes with its other options. */
export interface Limit {
  readonly signal: AbortSignal
}

/** The same for writes: the driver's types name the signal for reads alone, its connections heed it for every command. */
export const forWrite = (limit: Limit): object => limit

/** Longest time of a call, waiting for a connection, its own retry and a slow disk included. */
export const callMsMax = 30_000

/**
 * Runs a call; a server that cannot be reached is the Problem `store.unavailable`, whose answer says when to come back.
 * Ends after `msMax` whatever the driver does: a command that it begins to write while its connection is being torn down
 * waits for ever there (driver 7.9), and its own `timeoutMS` has no effect any more. Aborting gives the connection back.
 */
export async function guarded<T>(action: (limit: Limit) => Promise<T>, msMax = callMsMax): Promise<T> {
  const abort = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const unanswered = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      const error = new UnansweredCall(`no answer within ${msMax} ms`)
      reject(error)
      abort.abort(error)
    }, msMax)
  })
  try {
    return await Promise.race([action({ signal: abort.signal }), unanswered])
  } catch (error) {
    if (!(error instanceof UnansweredCall) && !isUnavailable(error)) throw error
    const problem = new Problem('store.unavailable')
    problem.cause = error
    throw problem
  } finally {
    clearTimeout(timer)
  }
}
