import { dayPlus, instantAt, plusDays, type Day } from '../../src/domain/time.ts'
import { generateDistrict } from '../demo/district.ts'

/** What an HTTP call answered. */
export interface Answer {
  readonly status: number
  readonly body: unknown
  readonly retryAfter: string | null
}

/** Calls an API with a key; a connection that fails is status 0. */
export function caller(token: string) {
  return async (base: string, method: string, path: string, body?: unknown): Promise<Answer> => {
    try {
      const answer = await fetch(`${base}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(30_000),
      })
      const text = await answer.text()
      return {
        status: answer.status,
        body: text === '' ? undefined : (JSON.parse(text) as unknown),
        retryAfter: answer.headers.get('retry-after'),
      }
    } catch {
      return { status: 0, body: undefined, retryAfter: null }
    }
  }
}

export type Call = ReturnType<typeof caller>

export interface Loading {
  readonly call: Call
  /** Asked for the address of each call, so that a load may be spread. */
  readonly base: () => string
  readonly seed: number
  readonly people: number
  readonly postings: number
  readonly today: Day
}

const made = ({ status, body }: Answer): string => {
  const { id } = (body ?? {}) as { id?: string }
  if (status !== 201 || id === undefined) throw new Error(`not made: ${status} ${JSON.stringify(body)}`)
  return id
}

/** Brings a generated district in over the API; answers the ids of seekers, postings and slots. */
export async function loadOffice({ call, base, seed, people, postings, today }: Loading) {
  const district = generateDistrict({ seed, people, postings, days: 30, start: today })
  const post = async (path: string, body: unknown): Promise<string> => made(await call(base(), 'POST', path, body))
  const employers = new Map<string, string>()
  for (const { key, name, kind, township } of district.employers)
    employers.set(key, await post('/v1/employers', { name, kind, township }))
  const ids = { seekers: [] as string[], postings: [] as string[], slots: [] as string[] }
  for (const { employer, appearsOnDay: _day, openDays: _open, point: _point, ...said } of district.postings)
    ids.postings.push(
      await post('/v1/postings', {
        ...said,
        employer: employers.get(employer) ?? '',
        closesAt: plusDays(instantAt(today), 60),
      }),
    )
  for (const { onDay, hour, ...slot } of district.slots)
    ids.slots.push(await post('/v1/slots', { ...slot, startsAt: instantAt(dayPlus(today, onDay + 2), hour) }))
  for (const { members } of district.households)
    for (const { truth: _truth, role: _role, household: _home, point: _point, ...person } of members)
      ids.seekers.push(
        await post('/v1/seekers', {
          ...person,
          on: today,
          source: 'grid_worker',
          wantsWork: true,
          consent: true,
        }),
      )
  return ids
}
