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

/** Runs a call; a server that cannot be reached is the Problem `store.unavailable`, whose answer says when to come back. */
export async function guarded<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action()
  } catch (error) {
    if (!isUnavailable(error)) throw error
    const problem = new Problem('store.unavailable')
    problem.cause = error
    throw problem
  }
}
