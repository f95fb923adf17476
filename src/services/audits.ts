import type { Caller } from '../domain/access.ts'
import { firstBroken, genesisHash, type AuditEntry } from '../domain/audit.ts'
import type { Page, PageRequest } from '../store/store.ts'
import { allow, type Wiring } from './wiring.ts'

/** The audit log as its readers see it. */
export const audits = ({ store }: Pick<Wiring, 'store'>) => ({
  list: async (caller: Caller, page: PageRequest, filter: { subject?: string } = {}): Promise<Page<AuditEntry>> => {
    allow(caller, 'audit.read')
    const { district } = caller
    return filter.subject === undefined
      ? store.audit.find({ index: 'bySequence', equals: { district }, descending: true }, page)
      : store.audit.find({ index: 'bySubject', equals: { district, subject: filter.subject }, descending: true }, page)
  },

  /** Follows the chain from its first entry; names the first that does not hold, or says how many do. */
  verify: async (caller: Caller): Promise<{ readonly entries: number; readonly firstBroken?: number }> => {
    allow(caller, 'audit.read')
    let previousHash = genesisHash
    let entries = 0
    for await (const entry of store.audit.each({ index: 'bySequence', equals: { district: caller.district } })) {
      const broken = firstBroken([entry], previousHash, entries + 1)
      if (broken !== undefined) return { entries, firstBroken: broken }
      previousHash = entry.hash
      entries += 1
    }
    return { entries }
  },
})
