import { change, type Decision, type Draft } from '../domain/aggregate.ts'
import { cutOf, type Caller } from '../domain/access.ts'
import { movePosting, type Posting, type PostingEvent, type PostingState, type Terms } from '../domain/posting.ts'
import type { PostingKind } from '../domain/seeker.ts'
import { readTerms } from '../domain/text/terms.ts'
import { discriminationIn } from '../domain/text/wording.ts'
import { Problem } from '../problem.ts'
import type { Page, PageRequest } from '../store/store.ts'
import { found } from './seekers.ts'
import { allow, done, ifMay, seen, type Wiring } from './wiring.ts'

/** What a recruiter says of a new posting; terms that are not given are read from the text. */
export interface NewPosting {
  readonly employer: string
  readonly externalId?: string
  readonly kind?: PostingKind
  readonly title: string
  readonly text: string
  readonly tags?: readonly string[]
  readonly openings: number
  readonly terms?: Terms
  readonly village?: string
  readonly point?: Posting['point']
  readonly closesAt: string
}

/** What may be changed of a posting; what is missing stays. */
export type PostingChange = Partial<Omit<NewPosting, 'employer' | 'externalId' | 'kind'>>

/** One row of a bulk request and what became of it. */
export type RowOutcome =
  | { readonly row: number; readonly result: 'created' | 'would_create'; readonly id?: string }
  | { readonly row: number; readonly result: 'refused'; readonly problem: Problem }

/** What a person must look at before an offer of it is sent; a place that is not known cannot be held against a distance. */
const flagsOf = ({ terms, village, point }: Pick<Posting, 'terms' | 'village' | 'point'>): readonly string[] => [
  ...(terms.ageLine === undefined ? [] : ['age_line']),
  ...(village === undefined && point === undefined ? ['place_unknown'] : []),
]

/** Postings: creating, changing, moving along their life, listing. */
export const postings = ({ store, clock, ids, places }: Pick<Wiring, 'store' | 'clock' | 'ids' | 'places'>) => {
  /** Refuses impossible and discriminating content, names the words, and reads the terms that were not given. */
  const contentOf = (said: PostingChange & { title: string; text: string; terms?: Terms }): { terms: Terms } => {
    const offences = [
      ...discriminationIn(said.title).map((one) => ({ ...one, pointer: '/title' })),
      ...discriminationIn(said.text).map((one) => ({ ...one, pointer: '/text' })),
    ]
    if (offences.length > 0)
      throw new Problem(
        'posting.discriminates',
        { offences },
        offences.map((one) => ({
          pointer: one.pointer,
          zh: `“${one.words}”(第 ${one.start + 1} 字起)不得作为招用条件，依据：${one.article}。请删除。`,
          en: `"${one.words}" (from character ${one.start + 1}) may not be a condition: ${one.article}. Take it out.`,
        })),
      )
    const terms: Terms = { ...readTerms(`${said.title}\n${said.text}`, said.tags ?? []), ...said.terms }
    if (terms.wage !== undefined && (terms.wage.minYuan < 0 || terms.wage.minYuan > terms.wage.maxYuan))
      throw new Problem('posting.wage', {}, [
        { pointer: '/terms/wage', zh: '工资下限不得为负，且不高于上限', en: 'wage.minYuan is ≥ 0 and ≤ wage.maxYuan' },
      ])
    return { terms }
  }

  const placeOf = (village: string | undefined) => {
    if (village === undefined) return undefined
    const place = places.get(village)
    if (place === undefined)
      throw new Problem('place.unknown', {}, [
        { pointer: '/village', zh: `没有地点代码 ${village}`, en: `no place has the code ${village}` },
      ])
    return place
  }

  const inFuture = (closesAt: string): void => {
    if (closesAt <= clock.now())
      throw new Problem('posting.past', {}, [
        { pointer: '/closesAt', zh: '截止时间须晚于现在', en: 'closesAt must be later than now' },
      ])
  }

  const draftOf = async (caller: Caller, said: NewPosting): Promise<Draft<Posting>> => {
    allow(caller, 'posting.write')
    const employer = await store.employers.get(said.employer)
    const isOwn = cutOf(caller, 'posting.write')
    if (employer?.district !== caller.district || (isOwn?.field === 'employer' && isOwn.value !== said.employer))
      throw new Problem('employer.unknown', {}, [
        { pointer: '/employer', zh: '没有这个用人单位', en: 'there is no such employer' },
      ])
    if (employer.state === 'suspended') throw new Problem('employer.suspended', { employer: employer._id })
    inFuture(said.closesAt)
    const place = placeOf(said.village)
    const { terms } = contentOf(said)
    const where = {
      ...(place === undefined ? {} : { village: place.code }),
      ...(said.point === undefined ? {} : { point: said.point }),
    }
    return {
      _id: ids.next('pst'),
      district: caller.district,
      employer: employer._id,
      ...(said.externalId === undefined ? {} : { externalId: said.externalId }),
      kind: said.kind ?? employer.kind,
      title: said.title,
      text: said.text,
      openings: said.openings,
      terms,
      township: place?.town ?? employer.township,
      ...where,
      closesAt: said.closesAt,
      state: 'open',
      history: [],
      inFlight: [],
      flags: flagsOf({ terms, ...where }),
    }
  }

  const create = async (caller: Caller, said: NewPosting): Promise<Posting> => {
    const draft = await draftOf(caller, said)
    const events = [{ kind: 'posting.created' as const, data: { posting: draft._id, employer: draft.employer } }]
    if ((await store.postings.insert(draft, events, caller.key)) === 'exists')
      throw new Problem('object.exists', {}, [
        { pointer: '/externalId', zh: '该编号的岗位已存在', en: 'a posting with this externalId exists already' },
      ])
    return found(await store.postings.get(draft._id))
  }

  /** A posting with the same number of the recruiter's, so that a dry run can tell what the insert would. */
  const isTaken = async (caller: Caller, said: NewPosting): Promise<boolean> => {
    if (said.externalId === undefined) return false
    const equals = { district: caller.district, employer: said.employer, externalId: said.externalId }
    return (await store.postings.count({ index: 'byExternalId', equals })) > 0
  }

  const tryRow = async (caller: Caller, row: number, said: NewPosting, dryRun: boolean): Promise<RowOutcome> => {
    try {
      if (!dryRun) return { row, result: 'created', id: (await create(caller, said))._id }
      await draftOf(caller, said)
      if (await isTaken(caller, said)) throw new Problem('object.exists')
      return { row, result: 'would_create' }
    } catch (error) {
      if (error instanceof Problem) return { row, result: 'refused', problem: error }
      throw error
    }
  }

  return {
    create,

    /** Refuses what no employer could post: discriminating or impossible content, a past day, an unknown place. */
    checkContent: (said: Omit<NewPosting, 'employer'>): void => {
      inFuture(said.closesAt)
      placeOf(said.village)
      contentOf(said)
    },

    /** Checks without writing what create would do. */
    check: async (caller: Caller, said: NewPosting): Promise<void> => {
      await draftOf(caller, said)
      if (await isTaken(caller, said)) throw new Problem('object.exists')
    },

    /** Each row by itself: one that is refused leaves the others as they are. */
    bulk: async (caller: Caller, rows: readonly NewPosting[], dryRun: boolean): Promise<readonly RowOutcome[]> => {
      allow(caller, 'posting.write')
      const outcomes: RowOutcome[] = []
      for (const [row, said] of rows.entries()) outcomes.push(await tryRow(caller, row, said, dryRun))
      return outcomes
    },

    get: async (caller: Caller, id: string): Promise<Posting> =>
      seen(caller, 'posting.read', await store.postings.get(id)),

    list: async (
      caller: Caller,
      page: PageRequest,
      filter: { state?: PostingState; employer?: string } = {},
    ): Promise<Page<Posting>> => {
      allow(caller, 'posting.read')
      const cut = cutOf(caller, 'posting.read')
      if (cut === undefined) return { rows: [] }
      const { district } = caller
      const employer = cut.field === 'employer' ? cut.value : filter.employer
      if (cut.field === 'employer' && filter.employer !== undefined && filter.employer !== cut.value)
        return { rows: [] }
      const state = filter.state === undefined ? {} : { state: filter.state }
      if (employer !== undefined)
        return store.postings.find({ index: 'byEmployer', equals: { district, employer, ...state } }, page)
      if (filter.state !== undefined)
        return store.postings.find({ index: 'byState', equals: { district, state: filter.state } }, page)
      return store.postings.find({ index: 'byDistrict', equals: { district } }, page)
    },

    /** Changes what a posting says; its terms are read anew where they are not given. */
    change: async (caller: Caller, id: string, said: PostingChange, ifVersion: number): Promise<Posting> => {
      if (said.closesAt !== undefined) inFuture(said.closesAt)
      const place = placeOf(said.village)
      const decide = (posting: Posting): Decision<Posting> => {
        const next = { title: said.title ?? posting.title, text: said.text ?? posting.text }
        const rewritten = said.title !== undefined || said.text !== undefined || said.tags !== undefined
        const given = said.terms ?? (rewritten ? undefined : posting.terms)
        const content = contentOf({ ...said, ...next, ...(given === undefined ? {} : { terms: given }) })
        const where = {
          ...(posting.village === undefined ? {} : { village: posting.village }),
          ...(posting.point === undefined ? {} : { point: posting.point }),
          ...(said.point === undefined ? {} : { point: said.point }),
          ...(place === undefined ? {} : { village: place.code, township: place.town }),
        }
        return change(
          {
            ...posting,
            ...next,
            ...content,
            ...where,
            openings: said.openings ?? posting.openings,
            closesAt: said.closesAt ?? posting.closesAt,
            flags: flagsOf({ ...content, ...where }),
          },
          { kind: 'posting.changed', data: { posting: posting._id, employer: posting.employer } },
        )
      }
      return done(await store.postings.change(id, caller.key, ifMay(caller, 'posting.write', decide), ifVersion))
    },

    /** Pauses, resumes, closes or reopens, with a reason. */
    move: async (
      caller: Caller,
      id: string,
      step: { event: PostingEvent; reason: string; closesAt?: string },
      ifVersion?: number,
    ): Promise<Posting> => {
      const act = { ...step, at: clock.now(), by: caller.key }
      return done(
        await store.postings.change(
          id,
          caller.key,
          ifMay(caller, 'posting.write', (one) => movePosting(one, act)),
          ifVersion,
        ),
      )
    },
  }
}
