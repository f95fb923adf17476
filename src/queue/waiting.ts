import type { Instant } from '../domain/time.ts'
import { heapOf } from './heap.ts'
import type { JobRequest } from './queue.ts'

/** A job that waits for its time or its turn. */
export interface WaitingJob extends Omit<JobRequest, 'runAt'> {
  /** From 1: which attempt the next run is. */
  readonly attempt: number
  readonly dueAt: Instant
}

interface Place {
  readonly job: WaitingJob
  readonly order: number
  /** False once another took its place, or it was taken. */
  isLive: boolean
}

/** Jobs that wait, one of each kind and key, in the order of their times and then of their coming. */
export interface WaitingJobs {
  /** Puts a job; of two twins the earlier time stays. */
  put(job: WaitingJob): void
  has(id: string): boolean
  size(): number
  /** Takes the first job that is due and whose twin does not run. */
  take(now: Instant): WaitingJob | undefined
  /** The twin of a job runs from here on, so the job waits; `free` ends that. */
  hold(id: string): void
  free(id: string): void
  /** When the first job is due that need not wait for a twin. */
  nextAt(): Instant | undefined
  counts(now: Instant): { readonly due: number; readonly delayed: number }
  clear(): void
}

/** What makes two jobs one. */
export const idOf = ({ kind, key }: Pick<JobRequest, 'kind' | 'key'>): string => `${kind} ${key}`

/** An empty set of waiting jobs. */
export function waitingJobs(): WaitingJobs {
  const places = new Map<string, Place>()
  const held = new Set<string>()
  const heap = heapOf<Place>((one, other) =>
    one.job.dueAt === other.job.dueAt ? one.order < other.order : one.job.dueAt < other.job.dueAt,
  )
  let order = 0

  /** The first live place of a job that is not held; held ones come back when they are freed. */
  const first = (): Place | undefined => {
    for (;;) {
      const place = heap.peek()
      if (place === undefined || (place.isLive && !held.has(idOf(place.job)))) return place
      heap.pop()
    }
  }

  return {
    put: (job) => {
      const id = idOf(job)
      const twin = places.get(id)
      // A request to act at once is not held back by a twin that waits for a later time.
      if (twin !== undefined && twin.job.dueAt <= job.dueAt) return
      if (twin !== undefined) twin.isLive = false
      const place = { job, order: order++, isLive: true }
      places.set(id, place)
      if (!held.has(id)) heap.push(place)
    },
    has: (id) => places.has(id),
    size: () => places.size,
    take: (now) => {
      const place = first()
      if (place === undefined || place.job.dueAt > now) return undefined
      heap.pop()
      place.isLive = false
      places.delete(idOf(place.job))
      return place.job
    },
    hold: (id) => void held.add(id),
    free: (id) => {
      const place = places.get(id)
      if (held.delete(id) && place !== undefined) heap.push(place)
    },
    nextAt: () => first()?.job.dueAt,
    counts: (now) => {
      let due = 0
      for (const { job } of places.values()) if (job.dueAt <= now) due += 1
      return { due, delayed: places.size - due }
    },
    clear: () => {
      places.clear()
      heap.clear()
    },
  }
}
