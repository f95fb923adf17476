import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import type { KeyRing } from '../domain/privacy.ts'
import { Problem } from '../problem.ts'

const nonceBytes = 12
const tagBytes = 16

/**
 * Sealed cursors. What the store calls a cursor names a row by its index key, which may hold a person's name or a place
 * that the caller may not see; sealed and bound to a purpose it can be neither read, nor made up, nor used elsewhere.
 */
export function cursors(ring: Pick<KeyRing, 'indexKey'>) {
  const derive = (use: string): Buffer =>
    Buffer.from(hkdfSync('sha256', ring.indexKey, '', `yisanyi/cursor/${use}`, 32))
  const key = derive('seal')
  const nonceKey = derive('nonce')

  return {
    /** The cursor as the caller of this purpose gets it; the same one is sealed the same way. */
    seal: (cursor: string, purpose: string): string => {
      const nonce = createHmac('sha256', nonceKey).update(`${purpose}\n${cursor}`).digest().subarray(0, nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose))
      const text = Buffer.concat([cipher.update(cursor, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')
    },

    /** The store's cursor; throws 422 for one that was not given to this caller for this purpose. */
    open: (sealed: string, purpose: string): string => {
      const bytes = Buffer.from(sealed, 'base64url')
      if (bytes.length <= nonceBytes + tagBytes) throw new Problem('request.cursor')
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes))
        decipher.setAAD(Buffer.from(purpose)).setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
        return decipher.update(bytes.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8')
      } catch {
        throw new Problem('request.cursor')
      }
    },
  }
}

export type Cursors = ReturnType<typeof cursors>
