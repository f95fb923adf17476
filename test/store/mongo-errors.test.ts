import { MongoNetworkError, MongoServerError } from 'mongodb'
import { describe, expect, it } from 'vitest'
import { Problem } from '../../src/problem.ts'
import { guarded } from '../../src/store/mongo-errors.ts'

const failing = (error: Error): Promise<unknown> =>
  guarded(() => Promise.reject(error)).catch((thrown: unknown) => thrown)

describe('a call to the database', () => {
  it.each<[when: string, error: Error]>([
    ['the driver cannot reach it', new MongoNetworkError('connection 1 closed')],
    ['it is not primary any more', new MongoServerError({ message: 'not primary', code: 10107 })],
    [
      'it closed the connection while a command was written',
      Object.assign(new Error('This socket has been ended by the other party'), { code: 'EPIPE' }),
    ],
  ])('says that it is away when %s', async (_when, error) => {
    const thrown = await failing(error)
    expect(thrown).toBeInstanceOf(Problem)
    expect(thrown).toMatchObject({ code: 'store.unavailable', cause: error })
  })

  it('hides no other failure', async () => {
    const refused = new MongoServerError({ message: 'bad value', code: 2 })
    expect(await failing(refused)).toBe(refused)
    const own = Object.assign(new Error('no such file'), { code: 'ENOENT' })
    expect(await failing(own)).toBe(own)
  })

  it('ends a call that the driver never ends, and tells it to let go of the connection', async () => {
    let signal: AbortSignal | undefined
    const never = guarded((by) => {
      signal = by.signal
      return new Promise(() => undefined)
    }, 20)
    await expect(never).rejects.toMatchObject({ code: 'store.unavailable', cause: { name: 'UnansweredCall' } })
    expect(signal?.aborted).toBe(true)
  })

  it('leaves the signal of a call that ended alone', async () => {
    let signal: AbortSignal | undefined
    await guarded((by) => {
      signal = by.signal
      return Promise.resolve()
    }, 20)
    await new Promise((resolve) => setTimeout(resolve, 40))
    expect(signal?.aborted).toBe(false)
  })
})
