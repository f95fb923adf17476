import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { Problem } from '../problem.ts'

/** Makes and reads the opaque marks between pages. */
export interface Cursors {
  /** A mark of the place; `context` names the question that it belongs to. */
  seal(context: string, place: Uint8Array): string
  /** The place of a mark; throws the Problem `request.cursor` for one that was not made here for this context. */
  open(context: string, cursor: string): Buffer
}

const nonceBytes = 12
const tagBytes = 16
const cursorCharsMax = 4_000

/** Cursors sealed with a key of 32 bytes, because a place may hold a name and cursors end up in logs of addresses. */
export function sealedCursors(key: Uint8Array): Cursors {
  return {
    seal: (context, place) => {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
      const sealed = Buffer.concat([nonce, cipher.update(place), cipher.final()])
      return Buffer.concat([sealed, cipher.getAuthTag()]).toString('base64url')
    },
    open: (context, cursor) => {
      const sealed = Buffer.from(cursor.slice(0, cursorCharsMax), 'base64url')
      if (sealed.length <= nonceBytes + tagBytes) throw new Problem('request.cursor')
      const end = sealed.length - tagBytes
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes))
      decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(end))
      try {
        return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, end)), decipher.final()])
      } catch {
        throw new Problem('request.cursor')
      }
    },
  }
}
