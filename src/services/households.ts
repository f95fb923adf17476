import { cutOf, type Caller } from '../domain/access.ts'
import { change } from '../domain/aggregate.ts'
import { isZeroEmployment, join, type Household, type HouseholdKind, type Member } from '../domain/household.ts'
import { profileOf } from '../domain/seeker.ts'
import { Problem } from '../problem.ts'
import type { Page, PageRequest } from '../store/store.ts'
import { found } from './seekers.ts'
import { allow, done, ifMay, seen, type Wiring } from './wiring.ts'

/** A household with what its members' facts amount to. */
export interface HouseholdView {
  readonly household: Household
  /** 零就业家庭: computed from the members' newest work statuses. */
  readonly zeroEmployment: boolean
}

/** Households and who belongs to them. */
export const households = ({ store, ids, places }: Pick<Wiring, 'store' | 'ids' | 'places'>) => {
  /** True when the household has somebody able to work and nobody in work. */
  const isWithoutWork = async (household: Household): Promise<boolean> => {
    const members = await store.seekers.getMany(household.members.map((member) => member.seeker))
    return isZeroEmployment(members.map((member) => profileOf(member).workStatus))
  }

  return {
    isWithoutWork,

    create: async (caller: Caller, said: { kind: HouseholdKind; village: string }): Promise<Household> => {
      const village = places.get(said.village)
      if (village === undefined)
        throw new Problem('place.unknown', {}, [
          { pointer: '/village', zh: `没有地点代码 ${said.village}`, en: `no place has the code ${said.village}` },
        ])
      const draft = {
        _id: ids.next('hsh'),
        district: caller.district,
        kind: said.kind,
        township: village.town,
        village: village.code,
        ...(village.settlement ? { settlement: village.code } : {}),
        members: [],
      }
      seen(caller, 'household.write', draft)
      await store.households.insert(draft, [{ kind: 'household.created', data: { household: draft._id } }], caller.key)
      return found(await store.households.get(draft._id))
    },

    get: async (caller: Caller, id: string): Promise<HouseholdView> => {
      const household = seen(caller, 'household.read', await store.households.get(id))
      return { household, zeroEmployment: await isWithoutWork(household) }
    },

    list: async (caller: Caller, page: PageRequest): Promise<Page<Household>> => {
      allow(caller, 'household.read')
      const cut = cutOf(caller, 'household.read')
      if (cut === undefined) return { rows: [] }
      const { district } = caller
      if (cut.field === 'village')
        return store.households.find({ index: 'byVillage', equals: { district, village: cut.value } }, page)
      const and = cut.field === 'township' ? { township: cut.value } : {}
      return store.households.find({ index: 'byDistrict', equals: { district }, and }, page)
    },

    /** Makes a seeker a member; the seeker's record follows. */
    join: async (caller: Caller, id: string, member: Member): Promise<Household> => {
      seen(caller, 'seeker.write', await store.seekers.get(member.seeker))
      const outcome = await store.households.change(
        id,
        caller.key,
        ifMay(caller, 'household.write', (household) => join(household, member)),
      )
      const household = done(outcome)
      done(
        await store.seekers.change(
          member.seeker,
          caller.key,
          ifMay(caller, 'seeker.write', (seeker) =>
            seeker.household === id
              ? { kind: 'unchanged', doc: seeker }
              : change(
                  { ...seeker, household: id },
                  { kind: 'seeker.moved_in', data: { seeker: seeker._id, household: id } },
                ),
          ),
        ),
      )
      return household
    },
  }
}
