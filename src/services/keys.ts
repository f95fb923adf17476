import { createHash, timingSafeEqual } from 'node:crypto'
import { isLive, ownFieldOf, type ApiKey, type Caller, type Role, type Scope } from '../domain/access.ts'
import { change, unchanged } from '../domain/aggregate.ts'
import { dayOf, plusDays, type Instant } from '../domain/time.ts'
import { Problem } from '../problem.ts'
import type { Page, PageRequest } from '../store/store.ts'
import { found } from './seekers.ts'
import { allow, done, ifMay, seen, type Wiring } from './wiring.ts'

/** What an administrator says of a new key. */
export interface NewKey {
  readonly role: Role
  readonly scope: Scope
  /** What it is for; never a person's name. */
  readonly label: string
  readonly expiresAt: Instant
}

/** Longest life of a key, days. */
export const keyLifeDaysMax = 366

/** `ysy_<id>_<32 random bytes, base64url>` */
const tokenForm = /^ysy_([a-z0-9-]{1,80})_([A-Za-z0-9_-]{43})$/

const hashOfSecret = (secret: string): Buffer => createHash('sha256').update(secret).digest()

/** API keys: made, shown once, looked up by hash, revoked. */
export const keys = (wiring: Pick<Wiring, 'store' | 'clock' | 'ids' | 'randomBytes' | 'places'>) => {
  const { store, clock, ids, randomBytes, places } = wiring
  /** Key and day of the uses that were written or are being written, so that a busy key is written once a day. */
  const noted = new Map<string, string>()

  const noteUse = (key: ApiKey): void => {
    const today = dayOf(clock.now())
    if (key.lastUsedOn === today || noted.get(key._id) === today) return
    noted.set(key._id, today)
    // Not waited for: the request that a key comes with must not wait for bookkeeping.
    void store.keys
      .change(key._id, key._id, (one) =>
        one.lastUsedOn === today ? unchanged(one) : change({ ...one, lastUsedOn: today }),
      )
      .catch(() => noted.delete(key._id))
  }

  const callerFrom = (key: ApiKey): Caller => {
    if (!isLive(key, clock.now())) throw new Problem('key.expired')
    noteUse(key)
    return { key: key._id, district: key.district, role: key.role, scope: key.scope }
  }

  const wrongScope = (pointer: string, zh: string, en: string): Problem =>
    new Problem('request.invalid', {}, [{ pointer, zh, en }])

  /** Refuses a scope that the role needs and lacks, one that it has no use for, and one that does not exist. */
  const checkScope = async (caller: Caller, { role, scope }: NewKey): Promise<void> => {
    const needed = ownFieldOf(role)
    for (const field of ['employer', 'township', 'village'] as const) {
      const pointer = `/scope/${field}`
      const value = scope[field]
      if (field === needed && value === undefined)
        throw wrongScope(pointer, `角色 ${role} 须指明 scope.${field}`, `the role ${role} needs scope.${field}`)
      if (field !== needed && value !== undefined)
        throw wrongScope(
          pointer,
          `角色 ${role} 不用 scope.${field}，请删除`,
          `the role ${role} has no scope.${field}; remove it`,
        )
      if (value === undefined) continue
      const exists =
        field === 'employer'
          ? (await store.employers.get(value))?.district === caller.district
          : field === 'township'
            ? places.get(value)?.town === value
            : places.get(value) !== undefined
      if (!exists)
        throw wrongScope(pointer, `没有 ${field} ${value}，请核对编号`, `there is no ${field} ${value}; check its code`)
    }
  }

  return {
    /** Makes a key; the token is shown here and never again. */
    create: async (caller: Caller, said: NewKey): Promise<{ readonly key: ApiKey; readonly token: string }> => {
      allow(caller, 'key.write')
      await checkScope(caller, said)
      const now = clock.now()
      if (said.expiresAt <= now || said.expiresAt > plusDays(now, keyLifeDaysMax))
        throw wrongScope(
          '/expiresAt',
          `有效期须晚于现在，且不超过 ${keyLifeDaysMax} 天`,
          `expiresAt is later than now and at most ${keyLifeDaysMax} days away`,
        )
      const secret = randomBytes(32).toString('base64url')
      const draft = {
        _id: ids.next('key'),
        district: caller.district,
        role: said.role,
        scope: said.scope,
        label: said.label,
        expiresAt: said.expiresAt,
        secretHash: hashOfSecret(secret).toString('hex'),
      }
      const events = [{ kind: 'key.created' as const, data: { key: draft._id, role: said.role } }]
      if ((await store.keys.insert(draft, events, caller.key)) === 'exists') throw new Problem('object.exists')
      return { key: found(await store.keys.get(draft._id)), token: `ysy_${draft._id}_${secret}` }
    },

    get: async (caller: Caller, id: string): Promise<ApiKey> => seen(caller, 'key.write', await store.keys.get(id)),

    list: async (caller: Caller, page: PageRequest): Promise<Page<ApiKey>> => {
      allow(caller, 'key.write')
      return store.keys.find({ index: 'byDistrict', equals: { district: caller.district } }, page)
    },

    /** Ends a key at once; doing so again changes nothing. */
    revoke: async (caller: Caller, id: string): Promise<ApiKey> => {
      const decide = ifMay<ApiKey>(caller, 'key.write', (key) =>
        key.revokedAt === undefined
          ? change({ ...key, revokedAt: clock.now() }, { kind: 'key.revoked', data: { key: key._id } })
          : unchanged(key),
      )
      return done(await store.keys.change(id, caller.key, decide))
    },

    /** Whom a token stands for; throws 401 for one that is malformed, unknown, expired or revoked. */
    authenticate: async (token: string): Promise<Caller> => {
      const [, id, secret] = tokenForm.exec(token) ?? []
      if (id === undefined || secret === undefined) throw new Problem('key.invalid')
      const key = await store.keys.get(id)
      // An unknown key is compared too, so that time does not tell whether an id exists.
      const expected = key === undefined ? Buffer.alloc(32) : Buffer.from(key.secretHash, 'hex')
      const isSame = expected.length === 32 && timingSafeEqual(hashOfSecret(secret), expected)
      if (key === undefined || !isSame) throw new Problem('key.invalid')
      return callerFrom(key)
    },

    /** Whom a key stands for whose holder proved it before (a signed session); throws 401 once it has ended. */
    callerOf: async (id: string): Promise<Caller> => {
      const key = await store.keys.get(id)
      if (key === undefined) throw new Problem('key.invalid')
      return callerFrom(key)
    },
  }
}

export type Keys = ReturnType<typeof keys>
