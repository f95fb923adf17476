import { createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { Aggregate } from './aggregate.ts'
import type { KeyRing } from './privacy.ts'
import { epochMsOf, instantOf, type Instant } from './time.ts'

/** What a token stands for: an opaque id that says nothing of a person, and when the link ends. */
export interface LinkClaim {
  /** 18 hexadecimal digits: the nonce of a stored link. */
  readonly nonce: string
  readonly expiresAt: Instant
}

/**
 * A stored link: whom a nonce belongs to. It is good for the phone number that it was sent to and for no later one, and
 * until it is revoked; its id is made of the nonce, so that finding it needs no search.
 */
export interface SeekerLink extends Aggregate {
  readonly seeker: string
  /** The blind index of the phone at the time; missing for a person without one. */
  readonly phoneIndex?: string
  readonly revokedAt?: Instant
}

/** Random bytes of a nonce. */
export const nonceBytes = 9
/** Days that a link works after its message was made: as long as the message may travel, and the answer take, twice. */
export const linkDays = 45
/** Characters of a token. */
export const tokenLength = 36

const tagBytes = 2
const expiryBytes = 4
const macBytes = 12
const claimBytes = tagBytes + expiryBytes + nonceBytes
const minuteMs = 60_000
const tokenForm = new RegExp(`^[A-Za-z0-9_-]{${tokenLength}}$`)

/** The id of the stored link of a nonce. */
export const linkId = (nonce: string): string => `lnk-${nonce}`

/** The nonce of a stored link's id. */
export const nonceOf = (id: string): string => id.replace(/^lnk-/, '')

const tagOf = (keyId: string): Buffer => createHash('sha256').update(`link:${keyId}`).digest().subarray(0, tagBytes)

const macOf = (key: Buffer, claim: Buffer): Buffer => {
  const own = Buffer.from(hkdfSync('sha256', key, '', 'yisanyi/link', 32))
  return createHmac('sha256', own).update(claim).digest().subarray(0, macBytes)
}

/**
 * Signs a link with the current key: key tag (2 bytes), end in minutes (4), nonce (9), HMAC-SHA256 cut to 96 bits (12);
 * base64url of 36 characters without padding, so that each token has one spelling.
 */
export function signLink(ring: KeyRing, { nonce, expiresAt }: LinkClaim): string {
  const key = ring.keys.get(ring.current)
  if (key === undefined) throw new Error('the current key is missing from the ring')
  const claim = Buffer.alloc(claimBytes)
  tagOf(ring.current).copy(claim, 0)
  claim.writeUInt32BE(Math.floor(epochMsOf(expiresAt) / minuteMs), tagBytes)
  Buffer.from(nonce, 'hex').copy(claim, tagBytes + expiryBytes)
  return Buffer.concat([claim, macOf(key, claim)]).toString('base64url')
}

/** What a token claims, when a key of the ring signed it and it has not run out; undefined for every other text. */
export function readLink(ring: KeyRing, token: string, now: Instant): LinkClaim | undefined {
  if (!tokenForm.test(token)) return undefined
  const bytes = Buffer.from(token, 'base64url')
  const claim = bytes.subarray(0, claimBytes)
  const mac = bytes.subarray(claimBytes)
  const isSigned = [...ring.keys]
    .filter(([id]) => tagOf(id).equals(claim.subarray(0, tagBytes)))
    .some(([, key]) => timingSafeEqual(macOf(key, claim), mac))
  const expiresAt = instantOf(claim.readUInt32BE(tagBytes) * minuteMs)
  if (!isSigned || expiresAt <= now) return undefined
  return { nonce: claim.subarray(tagBytes + expiryBytes).toString('hex'), expiresAt }
}

/** True while a stored link opens the pages of this person. */
export const isGoodLink = (
  link: SeekerLink,
  seeker: {
    readonly _id: string
    readonly phoneIndex?: string
    readonly mergedInto?: string
    readonly consent: { given: boolean }
  },
): boolean =>
  link.revokedAt === undefined &&
  link.seeker === seeker._id &&
  link.phoneIndex === seeker.phoneIndex &&
  seeker.mergedInto === undefined &&
  seeker.consent.given
