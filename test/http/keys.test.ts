import { afterAll, beforeAll, expect, it } from 'vitest'
import { roles } from '../../src/domain/access.ts'
import { plusDays } from '../../src/domain/time.ts'
import { Problem } from '../../src/problem.ts'
import { testApp, type TestApp } from './app.ts'
import { home, world, type World } from './world.ts'

let t: TestApp
let own: World

beforeAll(async () => {
  t = await testApp()
  own = await world(t, t.admin, home, '本地')
})
afterAll(() => t.close())

const make = () =>
  t.services.keys.create(t.admin, { role: 'office', scope: {}, label: '区办', expiresAt: plusDays(t.clock.now(), 30) })

it('a secret is 32 random bytes, shown once and stored as its hash alone', async () => {
  const [one, other] = [await make(), await make()]
  expect(one.token).toMatch(/^ysy_key-\d+_[A-Za-z0-9_-]{43}$/)
  const secret = one.token.split('_').slice(2).join('_')
  expect(Buffer.from(secret, 'base64url').length).toBe(32)
  expect(secret).not.toBe(other.token.split('_').slice(2).join('_'))
  const stored = JSON.stringify(await t.services.store.keys.get(one.key._id))
  expect(stored).not.toContain(secret)
  expect(stored).not.toContain(one.token)
})

it('a key stands for its own role and reach', async () => {
  const scope = { village: home.village }
  const { key, token } = await t.services.keys.create(t.admin, {
    role: 'grid_worker',
    scope,
    label: 'x',
    expiresAt: plusDays(t.clock.now(), 1),
  })
  expect(await t.services.keys.authenticate(token)).toEqual({
    key: key._id,
    district: '640302',
    role: 'grid_worker',
    scope,
  })
})

it('the last use is written by day, once, and not waited for', async () => {
  const { key, token } = await make()
  const use = async () => {
    await Promise.all(Array.from({ length: 20 }, () => t.services.keys.authenticate(token)))
    await new Promise((resolve) => setTimeout(resolve, 20))
    return t.services.store.keys.get(key._id)
  }
  expect(await use()).toMatchObject({ lastUsedOn: '2026-03-02', version: 2 })
  expect(await use()).toMatchObject({ lastUsedOn: '2026-03-02', version: 2 })
  const now = t.clock.now()
  t.clock.set(plusDays(now, 1))
  expect(await use()).toMatchObject({ lastUsedOn: '2026-03-03', version: 3 })
  t.clock.set(now)
})

it('a token that is changed in any place is none', async () => {
  const { token } = await make()
  for (let at = 0; at < token.length; at += 1) {
    const wrong = token.slice(0, at) + (token[at] === 'a' ? 'b' : 'a') + token.slice(at + 1)
    // The last character of 43 carries two spare bits, so another spelling of the same bytes is not the same secret either.
    await expect(t.services.keys.authenticate(wrong), wrong).rejects.toMatchObject({ code: 'key.invalid' })
  }
})

it('every role is made with the reach that it needs and no other', async () => {
  const scopes = { employer: own.ids.employer, township: home.township, village: home.village }
  const needs: Readonly<Record<string, keyof typeof scopes>> = {
    recruiter: 'employer',
    caseworker: 'township',
    grid_worker: 'village',
  }
  for (const role of roles)
    for (const field of [undefined, 'employer', 'township', 'village'] as const) {
      const scope = field === undefined ? {} : { [field]: scopes[field] }
      const said = { role, scope, label: 'x', expiresAt: plusDays(t.clock.now(), 1) }
      const made = await t.services.keys.create(t.admin, said).then(
        () => true,
        (error: unknown) => !(error instanceof Problem),
      )
      expect({ role, field, made }).toEqual({ role, field, made: needs[role] === field })
    }
})

it('a scope must exist in this district', async () => {
  const foreign = await world(t, t.stranger, home, '别区')
  const wrong = [
    { role: 'recruiter', scope: { employer: foreign.ids.employer } },
    { role: 'recruiter', scope: { employer: 'emp-none' } },
    { role: 'caseworker', scope: { township: '000' } },
    { role: 'caseworker', scope: { township: home.village } },
    { role: 'grid_worker', scope: { village: '000' } },
  ] as const
  for (const said of wrong)
    await expect(
      t.services.keys.create(t.admin, { ...said, label: 'x', expiresAt: plusDays(t.clock.now(), 1) }),
    ).rejects.toMatchObject({ code: 'request.invalid' })
})
