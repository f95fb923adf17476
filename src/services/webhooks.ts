import type { WebhookSender } from '../channels/channels.ts'
import { cutOf, type Caller } from '../domain/access.ts'
import { seal } from '../domain/privacy.ts'
import type { Instant } from '../domain/time.ts'
import { disable, edit, enable, removeWebhook, rotate, type Webhook } from '../domain/webhook.ts'
import { webhookTypes, type WebhookType } from '../domain/webhook-types.ts'
import { Problem } from '../problem.ts'
import type { Page, PageRequest } from '../store/store.ts'
import { found } from './seekers.ts'
import { allow, done, ifMay, seen, type Wiring } from './wiring.ts'

/** What a caller says of a new endpoint. */
export interface NewWebhook {
  readonly url: string
  readonly label: string
  readonly types: readonly WebhookType[]
  /** Whose it is; a recruiter's is their own employer's. */
  readonly employer?: string
}

/** What a caller says of an endpoint that is there. */
export interface WebhookChange {
  readonly url?: string
  readonly label?: string
  readonly types?: readonly WebhookType[]
  readonly state?: 'active' | 'disabled'
}

/** Endpoints that one employer, or the programme itself, may have. */
const endpointsMax = { employer: 5, programme: 50 } as const

/** Endpoints as their owners manage them; a secret is shown when it is made and never again. */
export const webhooks = (
  wiring: Pick<Wiring, 'store' | 'clock' | 'ids' | 'ring' | 'randomBytes'> & { readonly sender: WebhookSender },
) => {
  const { store, clock, ids, ring, randomBytes, sender } = wiring

  const newSecret = (): { readonly secret: string; readonly sealed: string } => {
    const secret = `whsec_${randomBytes(32).toString('base64')}`
    return { secret, sealed: seal(ring, 'webhook_secret', secret, randomBytes(12)) }
  }

  const checkUrl = async (url: string): Promise<void> => {
    if ((await sender.refusalOf(url)) === undefined) return
    throw new Problem('webhook.address', {}, [
      {
        pointer: '/url',
        zh: '须为公网 https 地址，端口 443 或 8443',
        en: 'is an https address on the public internet, port 443 or 8443',
      },
    ])
  }

  /** An employer's endpoint is told only of what is the employer's own. */
  const checkTypes = (types: readonly WebhookType[], employer: string | undefined): void => {
    const at = employer === undefined ? -1 : types.findIndex((type) => !webhookTypes[type].employer)
    if (at >= 0)
      throw new Problem('request.invalid', {}, [
        {
          pointer: `/types/${at}`,
          zh: '用人单位的回调地址不能订阅此类事件，请删除',
          en: 'an employer’s endpoint is not told of this type; remove it',
        },
      ])
  }

  /** Whose the new endpoint is: the caller's own employer, or one of the district that an administrator names. */
  const ownerOf = async (caller: Caller, named: string | undefined): Promise<string | undefined> => {
    const cut = cutOf(caller, 'webhook.write')
    const employer = named ?? (cut?.field === 'employer' ? cut.value : undefined)
    if (employer === undefined) return undefined
    const exists = (await store.employers.get(employer))?.district === caller.district
    if (!exists || (cut?.field === 'employer' && cut.value !== employer))
      throw new Problem('employer.unknown', {}, [
        { pointer: '/employer', zh: '没有这个用人单位', en: 'there is no such employer' },
      ])
    return employer
  }

  const checkRoom = async (district: string, employer: string | undefined): Promise<void> => {
    const query =
      employer === undefined
        ? { index: 'byDistrict' as const, equals: { district } }
        : { index: 'byEmployer' as const, equals: { district, employer } }
    let count = 0
    for await (const one of store.webhooks.each(query))
      if (one.state !== 'removed' && one.employer === employer) count += 1
    const max = employer === undefined ? endpointsMax.programme : endpointsMax.employer
    if (count >= max) throw new Problem('webhook.too_many', { max })
  }

  const get = async (caller: Caller, id: string): Promise<Webhook> =>
    seen(caller, 'webhook.read', await store.webhooks.get(id))

  return {
    create: async (caller: Caller, said: NewWebhook): Promise<{ webhook: Webhook; secret: string }> => {
      allow(caller, 'webhook.write')
      const employer = await ownerOf(caller, said.employer)
      checkTypes(said.types, employer)
      await checkUrl(said.url)
      await checkRoom(caller.district, employer)
      const { secret, sealed } = newSecret()
      const _id = ids.next('whk')
      const owner = employer === undefined ? {} : { employer }
      const draft = {
        _id,
        district: caller.district,
        ...owner,
        url: said.url,
        label: said.label,
        types: said.types,
        state: 'active' as const,
        secrets: [{ sealed, createdAt: clock.now() }],
      }
      const events = [{ kind: 'webhook.created' as const, data: { webhook: _id, ...owner } }]
      if ((await store.webhooks.insert(draft, events, caller.key)) === 'exists') throw new Problem('object.exists')
      return { webhook: found(await store.webhooks.get(_id)), secret }
    },

    get,

    list: async (caller: Caller, page: PageRequest): Promise<Page<Webhook>> => {
      allow(caller, 'webhook.read')
      const cut = cutOf(caller, 'webhook.read')
      const { district } = caller
      if (cut === undefined) return { rows: [] }
      return cut.field === 'employer'
        ? store.webhooks.find({ index: 'byEmployer', equals: { district, employer: cut.value } }, page)
        : store.webhooks.find({ index: 'byDistrict', equals: { district } }, page)
    },

    /** Changes an endpoint; `state` alone enables or disables it and says nothing of the rest. */
    change: async (caller: Caller, id: string, said: WebhookChange, ifVersion: number): Promise<Webhook> => {
      const before = seen(caller, 'webhook.write', await store.webhooks.get(id))
      if (said.types !== undefined) checkTypes(said.types, before.employer)
      if (said.url !== undefined && said.url !== before.url) await checkUrl(said.url)
      const { state, ...rest } = said
      const decide = ifMay<Webhook>(caller, 'webhook.write', (one) => {
        const turned =
          state === undefined ? undefined : state === 'active' ? enable(one) : disable(one, 'asked', clock.now())
        if (turned === undefined || turned.kind === 'refused') return turned ?? edit(one, rest)
        if (Object.keys(rest).length === 0) return turned
        const edited = edit(turned.doc, rest)
        if (edited.kind !== 'changed' || turned.kind !== 'changed') return edited
        return { ...edited, events: [...turned.events, ...edited.events] }
      })
      return done(await store.webhooks.change(id, caller.key, decide, ifVersion))
    },

    remove: async (caller: Caller, id: string): Promise<Webhook> =>
      done(await store.webhooks.change(id, caller.key, ifMay<Webhook>(caller, 'webhook.write', removeWebhook))),

    /** A new secret; the one before signs beside it for so many hours. */
    rotate: async (
      caller: Caller,
      id: string,
      keepHours: number,
    ): Promise<{ webhook: Webhook; secret: string; oldUntil?: Instant }> => {
      const { secret, sealed } = newSecret()
      const decide = ifMay<Webhook>(caller, 'webhook.write', (one) => rotate(one, sealed, clock.now(), keepHours))
      const webhook = done(await store.webhooks.change(id, caller.key, decide))
      const until = webhook.secrets[1]?.until
      return { webhook, secret, ...(until === undefined ? {} : { oldUntil: until }) }
    },
  }
}
