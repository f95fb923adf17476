import type { Caller, Role, Scope } from './domain/access.ts'
import { plusDays } from './domain/time.ts'
import type { Services } from './wire.ts'

/** A caller that stands for the installation itself: it makes the first key, and the demo's. */
export const installer = (services: Pick<Services, 'district'>): Caller => ({
  key: 'installer',
  district: services.district,
  role: 'admin',
  scope: {},
})

/** Makes an admin key when there is no key at all, and prints it once. */
export async function ensureAdminKey(services: Services): Promise<void> {
  const { rows } = await services.keys.list(installer(services), { limit: 1 })
  if (rows.length > 0) return
  const { token } = await makeKey(services, 'admin', {}, 'first admin')
  process.stdout.write(`\n管理员密钥(只显示这一次) / admin key, shown only this once:\n  ${token}\n\n`)
}

/** Makes a key that lives for 90 days; the token is shown once. */
export const makeKey = (services: Services, role: Role, scope: Scope, label: string) =>
  services.keys.create(installer(services), { role, scope, label, expiresAt: plusDays(services.clock.now(), 90) })
