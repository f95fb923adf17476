import { randomUUID } from 'node:crypto'
import { systemClock } from '../../src/clock.ts'
import { bullmqQueue } from '../../src/queue/bullmq.ts'
import { embeddedQueue } from '../../src/queue/embedded.ts'
import { queueConformance, type QueueAdapter } from './queue.ts'

const random = (): number => 0.5

const embedded: QueueAdapter = {
  name: 'embedded',
  place: () =>
    Promise.resolve({ open: () => embeddedQueue({ clock: systemClock, random }), drop: () => Promise.resolve() }),
}

/** A queue of its own on the server of TEST_REDIS_URL. */
const redis = (url: string): QueueAdapter => ({
  name: 'BullMQ',
  place: () => {
    const name = `conformance-${randomUUID()}`
    const open = () => bullmqQueue({ url, clock: systemClock, random, name })
    const drop = async (): Promise<void> => {
      const queue = open()
      await queue.wipe()
      await queue.stop(1_000)
    }
    return Promise.resolve({ open, drop })
  },
})

const server = process.env['TEST_REDIS_URL']
const adapters: readonly QueueAdapter[] = [embedded, ...(server === undefined ? [] : [redis(server)])]

for (const adapter of adapters) queueConformance(adapter)
