import { randomBytes } from 'node:crypto'

/** The one source of new ids; tests and the simulation bring their own. Ids are safe in a URL, a queue and a file name. */
export interface Ids {
  /** A new id such as `skr-3k9…`; the prefix names the kind. */
  next(prefix: string): string
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** Ids of 100 random bits in lower-case base 32. */
export const randomIds: Ids = {
  next: (prefix) => `${prefix}-${Array.from(randomBytes(20), (byte) => alphabet[byte & 31]).join('')}`,
}

/** Ids that count up by prefix from these counts, the same in every run. */
export function countingIds(counts = new Map<string, number>()): Ids {
  return {
    next: (prefix) => {
      const count = (counts.get(prefix) ?? 0) + 1
      counts.set(prefix, count)
      return `${prefix}-${String(count).padStart(6, '0')}`
    },
  }
}
