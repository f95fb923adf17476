import { change, unchanged } from '../domain/aggregate.ts'
import type { Caller } from '../domain/access.ts'
import {
  isGoodLink,
  linkDays,
  linkId,
  nonceBytes,
  nonceOf,
  readLink,
  signLink,
  type SeekerLink,
} from '../domain/link.ts'
import { fillLink } from '../domain/message.ts'
import type { Seeker } from '../domain/seeker.ts'
import { plusDays, type Instant } from '../domain/time.ts'
import { seen, system, type Wiring } from './wiring.ts'

/** A person has few links; more than this means that their phone changed as often. */
const linksMax = 100

/** The personal links that messages carry: made, opened, revoked. */
export const links = (wiring: Pick<Wiring, 'store' | 'clock' | 'ring' | 'randomBytes' | 'publicUrl'>) => {
  const { store, clock, ring, randomBytes, publicUrl } = wiring

  const allOf = async (seeker: Pick<Seeker, '_id' | 'district'>): Promise<readonly SeekerLink[]> => {
    const equals = { district: seeker.district, seeker: seeker._id }
    return (await store.links.find({ index: 'bySeeker', equals }, { limit: linksMax })).rows
  }

  const make = async (seeker: Seeker): Promise<string> => {
    const nonce = randomBytes(nonceBytes).toString('hex')
    const { _id, district, phoneIndex } = seeker
    const draft = {
      _id: linkId(nonce),
      district,
      seeker: _id,
      ...(phoneIndex === undefined ? {} : { phoneIndex }),
    }
    await store.links.insert(draft, [{ kind: 'link.made', data: { seeker: _id } }], system)
    return nonce
  }

  /** `/s/<token>` for a message that was made at this moment; asked again it is the same while the link is good. */
  const pathOf = async (seeker: Seeker, madeAt: Instant): Promise<string> => {
    const good = (await allOf(seeker)).find((link) => isGoodLink(link, seeker))
    const nonce = good === undefined ? await make(seeker) : nonceOf(good._id)
    return `/s/${signLink(ring, { nonce, expiresAt: plusDays(madeAt, linkDays) })}`
  }

  return {
    pathOf,

    /** The text with the person's own link in the place that is kept for it; without a public address, with none. */
    fill: async (text: string, seeker: Seeker, madeAt: Instant): Promise<string> =>
      fillLink(text, publicUrl === '' ? undefined : async () => `${publicUrl}${await pathOf(seeker, madeAt)}`),

    /** True for a token that was signed here and has not run out, whoever it belongs to. */
    isSigned: (token: string): boolean => readLink(ring, token, clock.now()) !== undefined,

    /** Whose pages a token opens; undefined for one that is forged, run out, revoked or of another phone. */
    open: async (token: string): Promise<Seeker | undefined> => {
      const claim = readLink(ring, token, clock.now())
      const link = claim === undefined ? undefined : await store.links.get(linkId(claim.nonce))
      const seeker = link === undefined ? undefined : await store.seekers.get(link.seeker)
      return link !== undefined && seeker !== undefined && isGoodLink(link, seeker) ? seeker : undefined
    },

    /** Ends every link of a person; the next message carries a new one. */
    revoke: async (caller: Caller, seekerId: string): Promise<number> => {
      const seeker = seen(caller, 'seeker.write', await store.seekers.get(seekerId))
      const live = (await allOf(seeker)).filter((link) => link.revokedAt === undefined)
      for (const { _id } of live)
        await store.links.change(_id, caller.key, (link) =>
          link.revokedAt === undefined
            ? change({ ...link, revokedAt: clock.now() }, { kind: 'link.revoked', data: { seeker: seeker._id } })
            : unchanged(link),
        )
      return live.length
    },
  }
}

export type Links = ReturnType<typeof links>
