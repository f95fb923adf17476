import type { LightMyRequestResponse } from 'fastify'
import { deliveryId } from '../../src/domain/delivery.ts'
import { guaranteeId } from '../../src/domain/guarantee/guarantee.ts'
import { moveOffer } from '../../src/domain/guarantee/offers.ts'
import type { TestApp } from './app.ts'
import type { World } from './world.ts'

/** A person with a link, an offer that reached them, and the way to their pages. */
export interface Phone {
  readonly path: string
  readonly seeker: string
  readonly offer: string
  see(under?: string): Promise<LightMyRequestResponse>
  /** A tap on a button of a page that was just opened, or of the page whose form is named. */
  tap(fields: Readonly<Record<string, string>>, form?: string): Promise<LightMyRequestResponse>
  ledger(): ReturnType<TestApp['services']['ledgers']['current']>
}

/** The address of the pages of a person. */
export async function pathOf(t: TestApp, seeker: string): Promise<string> {
  const found = await t.services.store.seekers.get(seeker)
  if (found === undefined) throw new Error(`there is no ${seeker}`)
  return t.services.links.pathOf(found, t.clock.now())
}

const look = { accept: 'text/html', host: 'jobs.test' }

/** Opens an address as a browser does. */
export const see = (t: TestApp, url: string): Promise<LightMyRequestResponse> =>
  t.app.inject({ method: 'GET', url, headers: look })

/** Sends a form as an old phone does: no origin, no referrer. */
export const post = (
  t: TestApp,
  url: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): Promise<LightMyRequestResponse> =>
  t.app.inject({
    method: 'POST',
    url,
    headers: { ...look, 'content-type': 'application/x-www-form-urlencoded', ...headers },
    payload: new URLSearchParams(fields).toString(),
  })

/** Takes the offer of a world as far as the person's phone: approved, sent, and its message leased to the notifier. */
export async function sendOffer(t: TestApp, { ids }: World): Promise<void> {
  const { ledgers, store } = t.services
  const step = (event: 'approve' | 'send', news = {}) =>
    ledgers.change(guaranteeId(ids.seeker, '2026'), 'key-1', (found, act) =>
      moveOffer(found, ids.offer, event, act, news),
    )
  await step('approve', { approvedBy: 'key-1' })
  const atSending = { at: t.clock.now(), suitable: true, postingOpen: true, score: 700_000 }
  await step('send', { atSending })
  await t.services.deliveries.lease(t.admin, { max: 200, channels: ['sms'], seconds: 600 })
  await store.deliveries.get(deliveryId(ids.offer))
}

/** The phone of a world's job-seeker, whose offer has been sent. */
export async function phone(t: TestApp, own: World): Promise<Phone> {
  const { seeker, offer } = own.ids
  await sendOffer(t, own)
  const path = await pathOf(t, seeker)
  return {
    path,
    seeker,
    offer,
    see: (under = '') => see(t, `${path}${under}`),
    tap: (fields, form = t.services.answering.newForm()) => post(t, path, { ...fields, form }),
    ledger: () => t.services.ledgers.current(seeker),
  }
}

/** Every document of these worlds that an answer could touch, with its version. */
export const versions = async (
  t: TestApp,
  worlds: readonly World[],
): Promise<readonly (readonly [string, number | undefined])[]> => {
  const { store } = t.services
  const named = (collection: 'seekers' | 'slots' | 'classes' | 'deliveries' | 'postings' | 'links', id: string) =>
    store[collection].get(id).then((found) => [`${collection} ${id}`, found?.version] as const)
  const all = worlds.flatMap(({ ids }) => [
    named('seekers', ids.seeker),
    named('slots', ids.slot),
    named('classes', ids.class),
    named('deliveries', ids.delivery),
    named('postings', ids.posting),
    store.guarantees.get(`grt-${ids.seeker}-2026`).then((found) => [found?._id ?? '', found?.version] as const),
  ])
  const { district } = t.services
  const answers = await store.answers.count({
    index: 'byExpiry',
    equals: { district },
    range: { field: 'expiresAt', from: '' },
  })
  const replies = await store.replies.count({ index: 'byState', equals: { district } })
  return [...(await Promise.all(all)), ['answers', answers] as const, ['replies', replies] as const]
}
