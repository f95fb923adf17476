import { cutOf, type Caller } from '../domain/access.ts'
import { change, unchanged } from '../domain/aggregate.ts'
import type { Employer } from '../domain/employer.ts'
import type { PostingKind } from '../domain/seeker.ts'
import { Problem } from '../problem.ts'
import type { Page, PageRequest } from '../store/store.ts'
import { found } from './seekers.ts'
import { allow, done, ifMay, seen, type Wiring } from './wiring.ts'

export interface NewEmployer {
  readonly name: string
  readonly kind: PostingKind
  readonly creditCode?: string
  /** Code of the town. */
  readonly township: string
}

/** Employers: who may post. */
export const employers = ({ store, ids, places }: Pick<Wiring, 'store' | 'ids' | 'places'>) => {
  const townOf = (code: string): string => {
    const place = places.get(code)
    if (place === undefined)
      throw new Problem('place.unknown', {}, [
        { pointer: '/township', zh: `没有地点代码 ${code}`, en: `no place has the code ${code}` },
      ])
    return place.town
  }

  return {
    create: async (caller: Caller, said: NewEmployer): Promise<Employer> => {
      const draft = {
        ...said,
        _id: ids.next('emp'),
        district: caller.district,
        township: townOf(said.township),
        state: 'active' as const,
      }
      seen(caller, 'employer.write', draft)
      const events = [{ kind: 'employer.created' as const, data: { employer: draft._id } }]
      if ((await store.employers.insert(draft, events, caller.key)) === 'exists')
        throw new Problem('object.exists', {}, [
          { pointer: '/creditCode', zh: '该统一社会信用代码已登记', en: 'this credit code is registered already' },
        ])
      return found(await store.employers.get(draft._id))
    },

    get: async (caller: Caller, id: string): Promise<Employer> => {
      const employer = await store.employers.get(id)
      return seen(caller, 'employer.read', employer && { ...employer, employer: employer._id })
    },

    list: async (caller: Caller, page: PageRequest): Promise<Page<Employer>> => {
      allow(caller, 'employer.read')
      const cut = cutOf(caller, 'employer.read')
      if (cut === undefined) return { rows: [] }
      if (cut.field === 'employer') {
        const own = await store.employers.get(cut.value)
        return { rows: own?.district === caller.district ? [own] : [] }
      }
      return store.employers.find({ index: 'byDistrict', equals: { district: caller.district } }, page)
    },

    change: async (caller: Caller, id: string, said: Partial<NewEmployer>, ifVersion: number): Promise<Employer> => {
      const township = said.township === undefined ? undefined : townOf(said.township)
      const decide = ifMay<Employer>(caller, 'employer.write', (employer) =>
        change(
          { ...employer, ...said, ...(township === undefined ? {} : { township }) },
          { kind: 'employer.changed', data: { employer: employer._id } },
        ),
      )
      return done(await store.employers.change(id, caller.key, decide, ifVersion))
    },

    /** Suspends or restores an employer; a suspended one cannot post. */
    suspend: async (caller: Caller, id: string, said: { suspended: boolean; reason: string }): Promise<Employer> => {
      const state = said.suspended ? 'suspended' : 'active'
      const decide = ifMay<Employer>(caller, 'employer.write', (employer) =>
        employer.state === state
          ? unchanged(employer)
          : change(
              { ...employer, state },
              {
                kind: `employer.${said.suspended ? 'suspended' : 'restored'}`,
                data: { employer: id, reason: said.reason.slice(0, 200) },
              },
            ),
      )
      return done(await store.employers.change(id, caller.key, decide))
    },
  }
}
