import type { Change } from '../store/store.ts'
import { isIndexedCollection } from './matches.ts'

interface Freshness {
  readonly watch: (listener: (change: Change) => void) => () => void
  readonly refresh: (document: { collection: 'seekers' | 'postings'; id: string }) => Promise<void>
  /** How long a document that could not be read waits before it is read again. */
  readonly retryMs: number
}

/** Brings every changed document into the index; what cannot be read now stays due. Returns the way to stop. */
export function keepFresh({ watch, refresh, retryMs }: Freshness): () => void {
  const due = new Map<string, { collection: 'seekers' | 'postings'; id: string }>()
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  const take = async (key: string): Promise<void> => {
    const document = due.get(key)
    if (document === undefined) return
    // Taken off first, so that a change that comes while this one is read is read as well.
    due.delete(key)
    try {
      await refresh(document)
    } catch {
      if (isStopped) return
      due.set(key, document)
      timer ??= setTimeout(again, retryMs).unref()
    }
  }
  const again = (): void => {
    timer = undefined
    for (const key of [...due.keys()]) void take(key)
  }
  const unwatch = watch(({ collection, id }) => {
    if (!isIndexedCollection(collection)) return
    const key = `${collection}/${id}`
    due.set(key, { collection, id })
    void take(key)
  })
  return () => {
    isStopped = true
    unwatch()
    clearTimeout(timer)
    due.clear()
  }
}
