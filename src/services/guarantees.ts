import { cutOf, type Caller } from '../domain/access.ts'
import { ruleOut } from '../domain/guarantee/ledger.ts'
import {
  guaranteeId,
  guaranteeOf,
  type EntitlementStatus,
  type Guarantee,
  type GuaranteeView,
} from '../domain/guarantee/guarantee.ts'
import type { RefusalReason } from '../domain/guarantee/items.ts'
import { moveOffer } from '../domain/guarantee/offers.ts'
import { wordsOf } from '../domain/guarantee/words.ts'
import { planYearOf } from '../domain/time.ts'
import { Problem } from '../problem.ts'
import type { Page, PageRequest } from '../store/store.ts'
import type { Ledgers } from './ledgers.ts'
import { allow, seen, type Wiring } from './wiring.ts'

/** A ledger with what it amounts to now, and the words for every code in it. */
export interface GuaranteeReport {
  readonly guarantee: Guarantee
  readonly view: GuaranteeView
  readonly words: Readonly<Record<string, { readonly zh: string; readonly en: string }>>
}

/** The seeker's answer to an offer. */
export interface OfferAnswer {
  readonly answer: 'accept' | 'decline'
  readonly reason?: RefusalReason
}

/** The guarantee as its readers see it, and what people say about it. */
export const guarantees = ({ store, clock }: Pick<Wiring, 'store' | 'clock'>, ledgers: Ledgers) => {
  const report = (guarantee: Guarantee): GuaranteeReport => {
    const view = guaranteeOf(guarantee, ledgers.policyFor(guarantee), clock.now())
    const all = [view.guidance, view.offers, view.training]
    const codes = all.flatMap((one) => [...one.reasons, ...one.verdicts.map((verdict) => verdict.code)])
    return { guarantee, view, words: Object.fromEntries(codes.map((code) => [code, wordsOf(code)])) }
  }

  const mayChange = async (caller: Caller, seekerId: string): Promise<void> => {
    seen(caller, 'guarantee.write', await store.seekers.get(seekerId))
  }

  return {
    report,

    /** The ledger of a seeker in a plan year, the running one when none is named. */
    of: async (caller: Caller, seekerId: string, period?: string): Promise<GuaranteeReport> => {
      const seeker = seen(caller, 'guarantee.read', await store.seekers.get(seekerId))
      const guarantee = await store.guarantees.get(guaranteeId(seeker._id, period ?? planYearOf(clock.now())))
      if (guarantee === undefined) throw new Problem('guarantee.unknown')
      return report(guarantee)
    },

    /** Ledgers of the running year that the caller may see; with `status`, those with an item of that status. */
    list: async (
      caller: Caller,
      page: PageRequest,
      filter: { status?: EntitlementStatus; village?: string } = {},
    ): Promise<Page<GuaranteeReport>> => {
      allow(caller, 'guarantee.read')
      const cut = cutOf(caller, 'guarantee.read')
      if (cut === undefined) return { rows: [] }
      const common = { district: caller.district, period: planYearOf(clock.now()) }
      const village = filter.village ?? (cut.field === 'village' ? cut.value : undefined)
      if (cut.field === 'village' && village !== cut.value) return { rows: [] }
      const township = cut.field === 'township' ? { township: cut.value } : {}
      const found =
        village !== undefined
          ? await store.guarantees.find({ index: 'byVillage', equals: { ...common, village }, and: township }, page)
          : cut.field === 'township'
            ? await store.guarantees.find({ index: 'byTownship', equals: { ...common, ...township } }, page)
            : await store.guarantees.find({ index: 'byPeriod', equals: common }, page)
      const reports = found.rows.map(report)
      const has = ({ view }: GuaranteeReport) =>
        [view.guidance, view.offers, view.training].some((one) => one.status === filter.status)
      return { ...found, rows: filter.status === undefined ? reports : reports.filter(has) }
    },

    /** Records the seeker's answer; a refusal names its reason, because some reasons show that a fact was wrong. */
    answer: async (caller: Caller, seekerId: string, offer: string, said: OfferAnswer): Promise<GuaranteeReport> => {
      await mayChange(caller, seekerId)
      if (said.answer === 'decline' && said.reason === undefined)
        throw new Problem('request.invalid', {}, [
          { pointer: '/reason', zh: '拒绝须选择原因', en: 'declining needs a reason' },
        ])
      const news = said.reason === undefined ? {} : { refusal: said.reason }
      return report(
        await ledgers.changeOf(seekerId, caller.key, (found, act) => moveOffer(found, offer, said.answer, act, news)),
      )
    },

    /** Records whether an accepted offer led to work. */
    placement: async (
      caller: Caller,
      seekerId: string,
      offer: string,
      said: { hired: boolean },
    ): Promise<GuaranteeReport> => {
      await mayChange(caller, seekerId)
      const event = said.hired ? 'hire' : 'not_hire'
      return report(await ledgers.changeOf(seekerId, caller.key, (found, act) => moveOffer(found, offer, event, act)))
    },

    /** Rules a posting out for a seeker; the allocation respects it. */
    ruleOut: async (caller: Caller, seekerId: string, posting: string, reason: string): Promise<GuaranteeReport> => {
      await mayChange(caller, seekerId)
      return report(
        await ledgers.changeOf(seekerId, caller.key, (found, act) => ruleOut(found, posting, { ...act, reason })),
      )
    },
  }
}

export type Guarantees = ReturnType<typeof guarantees>
