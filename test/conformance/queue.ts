import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { instantOf } from '../../src/domain/time.ts'
import type { JobHandler, Queue } from '../../src/queue/queue.ts'

/** A way to a queue: an adapter is one of these and a line in queue.test.ts. */
export interface QueueAdapter {
  readonly name: string
  /** A fresh, empty place for queues. */
  place(): Promise<QueuePlace>
}

export interface QueuePlace {
  open(): Queue
  drop(): Promise<void>
}

const soon = (ms: number): string => instantOf(Date.parse(systemClock.now()) + ms)

/** Waits until a condition holds; fails after ten seconds. */
async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 1_000; turn += 1) {
    if (await holds()) return
    await pause(10)
  }
  throw new Error('what was waited for did not come')
}

/** What every queue must do, whatever it is made of. */
export function queueConformance(adapter: QueueAdapter): void {
  describe(`the ${adapter.name} queue`, () => {
    let place: QueuePlace
    let queue: Queue
    const ran: string[] = []
    const start = (handler: JobHandler = () => Promise.resolve(), attemptsMax = 2): void => {
      const noting: JobHandler = async (job) => {
        ran.push(`${job.kind} ${String(job.data['id'])} ${job.attempt}`)
        await handler(job)
      }
      queue.start(noting, { concurrency: 4, attemptsMax })
    }
    const add = (kind: string, id: string, runAt?: string): Promise<void> =>
      queue.add({ kind, key: id, data: { id }, ...(runAt === undefined ? {} : { runAt }) })
    const isIdle = async (): Promise<boolean> => {
      const { waiting, active } = await queue.figures()
      return waiting + active === 0
    }
    beforeEach(async () => {
      ran.length = 0
      place = await adapter.place()
      queue = place.open()
    })
    afterEach(async () => {
      await queue.stop(5_000)
      await place.drop()
    })

    it('runs every job once, with what it carries', async () => {
      await Promise.all(Array.from({ length: 50 }, (_, n) => add('match', `s-${n}`)))
      start()
      await until(() => ran.length === 50)
      await until(isIdle)
      expect(new Set(ran)).toEqual(new Set(Array.from({ length: 50 }, (_, n) => `match s-${n} 1`)))
      expect(ran).toHaveLength(50)
    })

    it('takes requests of one kind and key that wait at the same time for one job', async () => {
      for (let n = 0; n < 5; n += 1) await add('match', 'same')
      await add('deliver', 'same')
      await add('match', 'other')
      start()
      await until(() => ran.length >= 3)
      await until(isIdle)
      expect([...ran].sort()).toEqual(['deliver same 1', 'match other 1', 'match same 1'])
    })

    it('runs a request once more that comes while its twin runs, and never both at the same time', async () => {
      let running = 0
      let most = 0
      const gates: (() => void)[] = []
      start(async () => {
        running += 1
        most = Math.max(most, running)
        await new Promise<void>((resolve) => gates.push(resolve))
        running -= 1
      })
      await add('match', 'twin')
      await until(() => gates.length === 1)
      await add('match', 'twin')
      await add('match', 'twin')
      gates[0]?.()
      await until(() => gates.length === 2)
      gates[1]?.()
      await until(isIdle)
      expect({ most, count: ran.length }).toEqual({ most: 1, count: 2 })
    })

    it('runs the same again after it has run', async () => {
      start()
      await add('match', 'again')
      await until(() => ran.length === 1)
      await until(isIdle)
      await add('match', 'again')
      await until(() => ran.length === 2)
    })

    it('waits for the time of a job, and takes the earlier time of twins', async () => {
      start()
      await add('tick', 'late', soon(60_000))
      await add('tick', 'moved', soon(60_000))
      await add('tick', 'moved', soon(300))
      await add('tick', 'kept', soon(300))
      await add('tick', 'kept', soon(60_000))
      await add('tick', 'now', soon(60_000))
      await add('tick', 'now')
      expect((await queue.figures()).delayed).toBeGreaterThanOrEqual(3)
      await until(() => ran.length === 3)
      await until(isIdle)
      expect([...ran].sort()).toEqual(['tick kept 1', 'tick moved 1', 'tick now 1'])
      expect(await queue.figures()).toMatchObject({ waiting: 0, delayed: 1, active: 0, dead: 0 })
    })

    it('tries a failed job again, then keeps it as dead with a reason that says nothing of anybody', async () => {
      start(() => Promise.reject(new RangeError('马建国 13895301234')))
      await add('deliver', 'bad')
      await until(async () => (await queue.figures()).dead === 1)
      expect(ran).toEqual(['deliver bad 1', 'deliver bad 2'])
      const [dead] = await queue.dead(10)
      expect(dead).toMatchObject({
        kind: 'deliver',
        key: 'bad',
        data: { id: 'bad' },
        attempts: 2,
        reason: 'RangeError',
      })
      expect(JSON.stringify(dead)).not.toContain('马')
    })

    it('puts dead jobs back', async () => {
      let isBroken = true
      start(() => (isBroken ? Promise.reject(new Error('x')) : Promise.resolve()), 1)
      await add('deliver', 'd-1')
      await add('deliver', 'd-2')
      await until(async () => (await queue.figures()).dead === 2)
      isBroken = false
      expect(await queue.retryDead(10)).toBe(2)
      await until(() => ran.length === 4)
      await until(isIdle)
      expect(await queue.figures()).toMatchObject({ waiting: 0, delayed: 0, dead: 0 })
    })

    it('goes on after everything in it was lost', async () => {
      await add('match', 'lost', soon(500))
      await add('match', 'lost-too')
      await queue.wipe()
      expect(await queue.figures()).toEqual({ waiting: 0, delayed: 0, active: 0, dead: 0 })
      start()
      await add('match', 'lost')
      await until(() => ran.length === 1)
      expect(ran).toEqual(['match lost 1'])
    })

    it('runs a scheduled job again and again', async () => {
      await queue.schedule('beat', 200, { kind: 'reconcile', data: { id: 'beat' } })
      start()
      await until(() => ran.length >= 3)
      expect(new Set(ran)).toEqual(new Set(['reconcile beat 1']))
    })

    it('refuses names that are no names', async () => {
      for (const key of ['', 'a b', 'a:b', '马', 'x'.repeat(201)])
        await expect(add('match', key)).rejects.toThrow(TypeError)
      await expect(add('a b', 'x')).rejects.toThrow(TypeError)
    })

    it('lets what runs end when it is stopped, and begins nothing more', async () => {
      let ended = 0
      start(async () => {
        await pause(150)
        ended += 1
      })
      for (let n = 0; n < 4; n += 1) await add('match', `run-${n}`)
      await until(() => ran.length === 4)
      await add('match', 'never')
      await queue.stop(5_000)
      expect(ended).toBe(4)
      expect(ran).toHaveLength(4)
    })
  })
}
