/** Decoded documents that are kept in memory for one collection. */
const recentMax = 5_000

/** Documents by id, decoded once and shared by readers (they are immutable by type). */
export interface Recent<D> {
  /** The document as it is committed now; `keep` false leaves the memory as it is, for one who passes through all. */
  get(id: string, keep?: boolean): D | undefined
  /** Runs a write of this document: until it has ended, readers see what is on disk and nothing is kept. */
  during<T>(id: string, write: () => Promise<T>): Promise<T>
  forget(id: string): void
}

/** A bounded memory of what `load` gives. */
export function recentDocuments<D>(load: (id: string) => D | undefined): Recent<D> {
  const known = new Map<string, D>()
  const writing = new Map<string, number>()
  return {
    get: (id, keep = true) => {
      const found = known.get(id)
      if (found !== undefined) return found
      const doc = load(id)
      if (doc === undefined || !keep || writing.has(id)) return doc
      if (known.size >= recentMax) {
        const [oldest] = known.keys()
        if (oldest !== undefined) known.delete(oldest)
      }
      known.set(id, doc)
      return doc
    },
    forget: (id) => {
      known.delete(id)
    },
    during: async (id, write) => {
      known.delete(id)
      writing.set(id, (writing.get(id) ?? 0) + 1)
      try {
        return await write()
      } finally {
        const others = (writing.get(id) ?? 1) - 1
        if (others === 0) writing.delete(id)
        else writing.set(id, others)
      }
    },
  }
}
