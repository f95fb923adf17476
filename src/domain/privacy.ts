import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto'

/** A value that only the holder of the key can read: `v1.<key id>.<nonce>.<tag>.<ciphertext>`, AES-256-GCM, base64url. */
export type Sealed = string

/** The keys in force: new values are sealed with `current`; older keys still open theirs. */
export interface KeyRing {
  readonly current: string
  /** 32-byte keys by id. */
  readonly keys: ReadonlyMap<string, Buffer>
  /** 32-byte key of the blind index; changing it means to index anew. */
  readonly indexKey: Buffer
}

/** Purposes that a sealed value is bound to, so that one cannot stand in another's place. */
export type SealedKind = 'id_number' | 'phone' | 'address' | 'wechat' | 'words' | 'webhook_secret'

/** Derives a key ring from one 32-byte master secret. */
export function keyRingOf(masters: readonly { id: string; secret: Buffer }[]): KeyRing {
  const first = masters[0]
  const last = masters[masters.length - 1]
  if (first === undefined || last === undefined) throw new Error('a key ring needs at least one key')
  const derive = (secret: Buffer, use: string) => Buffer.from(hkdfSync('sha256', secret, '', `yisanyi/${use}`, 32))
  return {
    current: last.id,
    keys: new Map(masters.map(({ id, secret }) => [id, derive(secret, 'seal')])),
    // The oldest key stays the index key, so that a rotation needs no re-indexing.
    indexKey: derive(first.secret, 'index'),
  }
}

/** Seals a value; the nonce (12 random bytes) is an argument so that the domain stays free of randomness. */
export function seal(ring: KeyRing, kind: SealedKind, plain: string, nonce: Buffer): Sealed {
  const key = ring.keys.get(ring.current)
  if (key === undefined) throw new Error('the current key is missing from the ring')
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(kind))
  const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return [
    'v1',
    ring.current,
    nonce.toString('base64url'),
    cipher.getAuthTag().toString('base64url'),
    text.toString('base64url'),
  ].join('.')
}

/** Opens a sealed value; throws when the key is unknown or the value was tampered with. */
export function open(ring: KeyRing, kind: SealedKind, sealed: Sealed): string {
  const [version, id, nonce, tag, text] = sealed.split('.')
  const key = id === undefined ? undefined : ring.keys.get(id)
  if (version !== 'v1' || key === undefined || nonce === undefined || tag === undefined || text === undefined)
    throw new Error('a sealed value cannot be opened: its key is not in the ring')
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'))
  decipher.setAAD(Buffer.from(kind))
  decipher.setAuthTag(Buffer.from(tag, 'base64url'))
  return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8')
}

/** Finds a value again without storing it: a keyed HMAC over its normal form. */
export const blindIndex = (ring: KeyRing, kind: SealedKind, plain: string): string =>
  createHmac('sha256', ring.indexKey).update(`${kind}:${plain}`).digest('base64url').slice(0, 27)

/** `138****1234`; anything too short to keep both ends is masked whole. */
export const maskPhone = (phone: string): string =>
  phone.length < 8 ? '****' : `${phone.slice(0, 3)}****${phone.slice(-4)}`

/** `6403**********1234`: region and the last four stay. */
export const maskIdNumber = (idNumber: string): string =>
  idNumber.length < 9 ? '****' : `${idNumber.slice(0, 4)}${'*'.repeat(idNumber.length - 8)}${idNumber.slice(-4)}`

const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** True for an 18-digit resident ID number with an existing birth date and the right check digit (GB 11643). */
export function isIdNumber(text: string): boolean {
  if (!/^[1-9]\d{16}[\dX]$/.test(text)) return false
  const birth = `${text.slice(6, 10)}-${text.slice(10, 12)}-${text.slice(12, 14)}`
  const at = Date.parse(`${birth}T00:00:00.000Z`)
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== birth) return false
  return text[17] === idCheckDigit(text)
}

/** The check digit of the first 17 digits of an ID number (ISO 7064 MOD 11-2). */
export function idCheckDigit(digits: string): string {
  const sum = idWeights.reduce((total, weight, at) => total + weight * Number(digits[at]), 0)
  return '10X98765432'.charAt(sum % 11)
}

/** What an ID number itself says: year of birth and sex. */
export const factsOfIdNumber = (idNumber: string): { birthYear: number; sex: 'female' | 'male' } => ({
  birthYear: Number(idNumber.slice(6, 10)),
  sex: Number(idNumber[16]) % 2 === 1 ? 'male' : 'female',
})

/** True for a mainland mobile number of 11 digits. */
export const isPhone = (text: string): boolean => /^1[3-9]\d{9}$/.test(text)
