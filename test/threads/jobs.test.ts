import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runJob } from '../../jobs/registry.ts'
import { plusMinutes } from '../../src/domain/time.ts'
import { threadPool } from '../../src/threads/pool.ts'
import type { Threads } from '../../src/threads/threads.ts'
import { testApp, type TestApp } from '../http/app.ts'
import { home, newcomer, vacancy } from '../http/world.ts'

/** Threads whose first rematch and first run to solve meet a death, and what was asked of them. */
function mortal(): Threads & { readonly asked: string[] } {
  const always = { threadsMax: 1, pairsMin: 0, candidatesMin: 0 }
  const well = threadPool(always)
  const ill = threadPool({ ...always, worker: new URL('./dying-worker.ts', import.meta.url) })
  const asked: string[] = []
  const isFirst = (name: string): boolean => asked.push(name) > 0 && asked.indexOf(name) === asked.length - 1
  return {
    ...well,
    asked,
    rematch: (part) =>
      isFirst('rematch') ? ill.rematch({ ...part, image: { ...part.image, limit: 13 } }) : well.rematch(part),
    solve: (task) =>
      isFirst('solve') ? ill.solve({ ...task, run: { ...task.run, seekerCount: 0 } }) : well.solve(task),
    running: () => well.running() + ill.running(),
    close: async (waitMs) => {
      await Promise.all([well.close(waitMs), ill.close(waitMs)])
    },
  }
}

let t: TestApp
const threads = mortal()
beforeAll(async () => {
  t = await testApp({}, {}, undefined, threads)
  const admin = await t.tokenOf('admin')
  const employer = { name: '某服装厂', kind: 'enterprise', township: home.township }
  const { id } = await t.go<{ id: string }>(admin, 'POST', '/v1/employers', employer)
  await t.go(admin, 'POST', '/v1/postings', vacancy(t, id))
  for (let at = 0; at < 3; at += 1) {
    const profile = { occupations: ['缝纫工'], distanceMaxKm: 60, workStatus: 'unemployed' as const }
    const body = { ...newcomer(home.village, `求职者${at}`), profile }
    const seeker = await t.go<{ id: string }>(admin, 'POST', '/v1/seekers', body)
    await t.services.ledgers.followSeeker(seeker.id)
  }
  await t.services.matches.load(t.services.district)
})

describe('a job whose thread dies', () => {
  afterAll(() => threads.close(1_000))

  it('is tried again until it is done, and its process ends without threads', async () => {
    const { embeddedQueue, district } = t.services
    const outcomes: string[] = []
    embeddedQueue!.start(
      (one) =>
        runJob(t.services, one).then(
          () => void outcomes.push('done'),
          (error: unknown) => {
            outcomes.push('died')
            throw error
          },
        ),
      { concurrency: 1, attemptsMax: 5 },
    )
    await embeddedQueue!.add({ kind: 'allocate-offers', key: district, data: { district } })
    for (let tries = 0; tries < 5 && !outcomes.includes('done'); tries += 1) {
      await embeddedQueue!.settle()
      t.clock.set(plusMinutes(t.clock.now(), 60))
    }
    expect(outcomes.filter((one) => one === 'died')).toHaveLength(2)
    expect(threads.asked).toEqual(['rematch', 'rematch', 'solve', 'rematch', 'solve'])
    expect((await t.services.store.summaries.get(`sum-${district}-allocate-offers`))?.figures).toMatchObject({
      proposed: 3,
    })
    await t.close()
    expect(threads.running()).toBe(0)
  })
})
