import { setTimeout as pause } from 'node:timers/promises'
import { plusDays } from '../../src/domain/time.ts'
import type { Fleet } from '../fleet/fleet.ts'
import type { Call } from '../fleet/office.ts'

/** A fleet with an office in it. */
export interface Scene {
  readonly fleet: Fleet
  readonly call: Call
  readonly ids: { readonly seekers: readonly string[]; readonly slots: readonly string[] }
  readonly count: number
}

interface SlotView {
  readonly id: string
  readonly bookings: readonly { readonly seeker: string; readonly state: string }[]
}

/** Two hundred bookings at once for ten places, over two API processes, again and again: ten each time, nobody twice. */
export async function bookLastPlaces({ fleet, call, ids, count }: Scene) {
  const [one, two] = fleet.apis
  if (one === undefined || two === undefined) throw new Error('bookings need two API processes')
  const answers = new Map<number, number>()
  let wrong = 0
  for (let round = 0; round < count; round += 1) {
    const startsAt = plusDays(new Date().toISOString(), 30 + round)
    const slot = {
      counsellor: `cns-race-${round}`,
      counsellorName: '甲',
      mode: 'place',
      place: '640302100003',
      startsAt,
      lengthMinutes: 30,
      capacity: 10,
    }
    const { status, body } = await call(one.url, 'POST', '/v1/slots', slot)
    if (status !== 201) throw new Error(`no slot: ${status} ${JSON.stringify(body)}`)
    const { id } = body as SlotView
    await Promise.all(
      Array.from({ length: 200 }, async (_, at) => {
        const seeker = ids.seekers[at % ids.seekers.length]
        const api = at % 2 === 0 ? one : two
        const answer = await call(api.url, 'POST', `/v1/slots/${id}/bookings`, { seeker })
        answers.set(answer.status, (answers.get(answer.status) ?? 0) + 1)
      }),
    )
    const seen = (await call(two.url, 'GET', `/v1/slots/${id}`)).body as SlotView
    const booked = seen.bookings.filter(({ state }) => state === 'booked').map(({ seeker }) => seeker)
    if (booked.length !== 10 || new Set(booked).size !== 10) wrong += 1
  }
  return { rounds: count, wrong, answers: Object.fromEntries(answers) }
}

/** API processes are told to stop while they are asked: requests in flight are answered, and they end in time. */
export async function keepRunningWhileStopping({ fleet, call, ids, count }: Scene) {
  const api = fleet.apis[1]
  if (api === undefined) throw new Error('stopping needs a second API process')
  let [failed, answered, refusedAtClosing, late] = [0, 0, 0, 0]
  let slowestMs = 0
  const failures = new Map<string, number>()
  for (let round = 0; round < count; round += 1) {
    let isStopping = false
    const over = new AbortController()
    const asking = Array.from({ length: 10 }, async (_, at) => {
      while (!over.signal.aborted) {
        const isBefore = !isStopping
        const seeker = ids.seekers[(at * 7 + round) % ids.seekers.length] ?? ''
        const { status, body } = await call(api.url, 'GET', `/v1/seekers/${seeker}`)
        if (status === 200) answered += 1
        // A connection that was opened after the signal may be refused: a balancer asks another process.
        else if ((!isBefore || isStopping) && (status === 0 || status === 503)) refusedAtClosing += 1
        else {
          failed += 1
          const key = `${status} ${(body as { code?: string } | undefined)?.code ?? ''}`
          failures.set(key, (failures.get(key) ?? 0) + 1)
        }
        if (status === 0) await pause(20)
      }
    })
    await pause(300)
    isStopping = true
    const begin = performance.now()
    const ended = await api.kill('SIGTERM')
    const tookMs = performance.now() - begin
    slowestMs = Math.max(slowestMs, tookMs)
    if (ended !== 0 || tookMs > 10_000) late += 1
    over.abort()
    await Promise.all(asking)
    await api.restart()
  }
  return {
    stops: count,
    answered,
    failed,
    failures: Object.fromEntries(failures),
    refusedAtClosing,
    late,
    slowestMs: Math.round(slowestMs),
    wrong: failed + late,
  }
}
