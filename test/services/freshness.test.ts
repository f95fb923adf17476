import { describe, expect, it, vi } from 'vitest'
import { keepFresh } from '../../src/services/freshness.ts'
import type { Change } from '../../src/store/store.ts'

/** A store that tells of changes by hand, and an index whose reads fail as long as `isDown`. */
function world() {
  const listeners = new Set<(change: Change) => void>()
  const read: string[] = []
  const state = { isDown: false }
  const stop = keepFresh({
    watch: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    refresh: ({ collection, id }) => {
      if (state.isDown) return Promise.reject(new Error('away'))
      read.push(`${collection}/${id}`)
      return Promise.resolve()
    },
    retryMs: 5,
  })
  const tell = (change: Change): void => {
    for (const listener of listeners) listener(change)
  }
  return { read, state, tell, stop, listeners }
}

describe('the index', () => {
  it('takes in every change of people and postings, and no other', async () => {
    const { read, tell, stop } = world()
    tell({ collection: 'seekers', id: 'a' })
    tell({ collection: 'keys', id: 'k' })
    tell({ collection: 'postings', id: 'p' })
    await vi.waitFor(() => expect(read).toEqual(['seekers/a', 'postings/p']))
    stop()
  })

  it('loses no change that comes while the store cannot be read', async () => {
    const { read, state, tell, stop } = world()
    state.isDown = true
    tell({ collection: 'seekers', id: 'a' })
    tell({ collection: 'seekers', id: 'b' })
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(read).toEqual([])
    state.isDown = false
    await vi.waitFor(() => expect(read.toSorted()).toEqual(['seekers/a', 'seekers/b']))
    stop()
  })

  it('is left alone once it has stopped', async () => {
    const { read, state, tell, stop, listeners } = world()
    state.isDown = true
    tell({ collection: 'seekers', id: 'a' })
    await Promise.resolve()
    stop()
    state.isDown = false
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(read).toEqual([])
    expect(listeners.size).toBe(0)
  })
})
