import type { Draft } from '../domain/aggregate.ts'
import { cutOf, type Caller } from '../domain/access.ts'
import { blindIndex, factsOfIdNumber, maskIdNumber, maskPhone, open, seal, type SealedKind } from '../domain/privacy.ts'
import {
  consent,
  learn,
  profileOf,
  wish,
  type ChannelPreference,
  type Facts,
  type Profile,
  type Seeker,
} from '../domain/seeker.ts'
import { dayOf, type Day } from '../domain/time.ts'
import { change } from '../domain/aggregate.ts'
import { Problem } from '../problem.ts'
import type { Page, PageRequest } from '../store/store.ts'
import { allow, done, ifMay, seen, type Wiring } from './wiring.ts'

/** Where a person is reached; what is missing stays as it is. */
export interface Contact {
  readonly phone?: string
  readonly address?: string
  readonly wechat?: string
}

/** What a caseworker, a grid worker or an import says of a person who is new here. */
export interface NewSeeker extends Contact {
  readonly name: string
  readonly idNumber?: string
  readonly ethnicity?: string
  readonly sex?: 'female' | 'male'
  readonly household?: string
  readonly village: string
  readonly point?: Seeker['point']
  readonly profile: Partial<Profile>
  /** The day on which the profile was true. */
  readonly on?: Day
  readonly source: string
  readonly channels?: readonly ChannelPreference[]
  readonly wantsWork?: boolean
  readonly wishedAt?: string
  readonly consent: boolean
  readonly personalised?: boolean
}

/** A seeker as the outside sees them: numbers masked, sealed values gone. */
export interface SeekerView {
  readonly id: string
  readonly version: number
  readonly name: string
  readonly idNumber?: string
  readonly phone?: string
  readonly address?: string
  readonly village: string
  readonly villageName: string
  readonly township: string
  readonly household?: string
  readonly profile: Partial<Profile>
  readonly facts: Facts
  readonly channels: readonly ChannelPreference[]
  readonly wantsWork?: boolean
  readonly wishedAt?: string
  readonly consent: boolean
  readonly personalised: boolean
  /** Since when the person wants no text messages. */
  readonly messagesStoppedAt?: string
  readonly updatedAt: string
}

const defaultChannels: readonly ChannelPreference[] = [
  { channel: 'sms', consent: true },
  { channel: 'wechat', consent: false },
  { channel: 'phone', consent: true },
  { channel: 'visit', consent: true },
]

/** Facts of one day and source from plain values; what is undefined is not a fact. */
export const factsOf = (profile: Partial<Profile>, on: Day, source: string): Facts =>
  Object.fromEntries(
    Object.entries<unknown>(profile)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, { value, on, source }]),
  )

/** People: registering, learning what is new of them, and showing them masked. */
export const seekers = (wiring: Pick<Wiring, 'store' | 'clock' | 'ids' | 'places' | 'ring' | 'randomBytes'>) => {
  const { store, clock, ids, places, ring, randomBytes } = wiring
  const sealed = (kind: SealedKind, plain: string) => seal(ring, kind, plain, randomBytes(12))

  /** How the person may be reached, sealed; what is not said is left out. */
  const contactOf = (said: Contact): Pick<Seeker, 'phone' | 'phoneIndex' | 'address' | 'wechat'> => ({
    ...(said.phone === undefined
      ? {}
      : { phone: sealed('phone', said.phone), phoneIndex: blindIndex(ring, 'phone', said.phone) }),
    ...(said.address === undefined ? {} : { address: sealed('address', said.address) }),
    ...(said.wechat === undefined ? {} : { wechat: sealed('wechat', said.wechat) }),
  })

  const draftOf = (caller: Caller, said: NewSeeker): Draft<Seeker> => {
    const village = places.get(said.village)
    if (village === undefined)
      throw new Problem('place.unknown', {}, [
        { pointer: '/village', zh: `没有地点代码 ${said.village}`, en: `no place has the code ${said.village}` },
      ])
    const now = clock.now()
    const read = said.idNumber === undefined ? undefined : factsOfIdNumber(said.idNumber)
    const profile = { ...(read === undefined ? {} : { birthYear: read.birthYear }), ...said.profile }
    const sex = said.sex ?? read?.sex
    return {
      _id: ids.next('skr'),
      district: caller.district,
      name: said.name,
      ...(said.idNumber === undefined
        ? {}
        : {
            idNumber: sealed('id_number', said.idNumber),
            idNumberIndex: blindIndex(ring, 'id_number', said.idNumber),
          }),
      ...contactOf(said),
      ...(sex === undefined ? {} : { sex }),
      ...(said.ethnicity === undefined ? {} : { ethnicity: said.ethnicity }),
      ...(said.household === undefined ? {} : { household: said.household }),
      ...(said.point === undefined ? {} : { point: said.point }),
      township: village.town,
      village: village.code,
      facts: factsOf(profile, said.on ?? dayOf(now), said.source),
      channels: said.channels ?? defaultChannels,
      ...(said.wantsWork === undefined ? {} : { wish: { at: said.wishedAt ?? now, wantsWork: said.wantsWork } }),
      consent: { given: said.consent, at: now },
      personalised: said.personalised ?? true,
    }
  }

  /** The identity cascade: the ID number, else phone and name together. */
  const known = async (
    caller: Caller,
    said: Pick<NewSeeker, 'idNumber' | 'phone' | 'name'>,
  ): Promise<Seeker | undefined> => {
    const { district } = caller
    if (said.idNumber !== undefined) {
      const equals = { district, idNumberIndex: blindIndex(ring, 'id_number', said.idNumber) }
      const [found] = (await store.seekers.find({ index: 'byIdNumber', equals }, { limit: 1 })).rows
      if (found !== undefined) return found
    }
    if (said.phone === undefined) return undefined
    const equals = { district, phoneIndex: blindIndex(ring, 'phone', said.phone) }
    const { rows } = await store.seekers.find({ index: 'byPhone', equals, and: { name: said.name } }, { limit: 2 })
    return rows.find((row) => said.idNumber === undefined || row.idNumberIndex === undefined)
  }

  const view = (seeker: Seeker): SeekerView => ({
    id: seeker._id,
    version: seeker.version,
    name: seeker.name,
    ...(seeker.idNumber === undefined ? {} : { idNumber: maskIdNumber(open(ring, 'id_number', seeker.idNumber)) }),
    ...(seeker.phone === undefined ? {} : { phone: maskPhone(open(ring, 'phone', seeker.phone)) }),
    ...(seeker.address === undefined ? {} : { address: '****' }),
    village: seeker.village,
    villageName: places.get(seeker.village)?.name ?? seeker.village,
    township: seeker.township,
    ...(seeker.household === undefined ? {} : { household: seeker.household }),
    profile: profileOf(seeker),
    facts: seeker.facts,
    channels: seeker.channels,
    ...(seeker.wish === undefined ? {} : { wantsWork: seeker.wish.wantsWork, wishedAt: seeker.wish.at }),
    consent: seeker.consent.given,
    personalised: seeker.personalised,
    ...(seeker.messagesStoppedAt === undefined ? {} : { messagesStoppedAt: seeker.messagesStoppedAt }),
    updatedAt: seeker.updatedAt,
  })

  const register = async (caller: Caller, said: NewSeeker): Promise<Seeker> => {
    const draft = draftOf(caller, said)
    seen(caller, 'seeker.write', draft)
    const twin = await known(caller, said)
    // Who may not see the other record learns nothing of it but that the number is taken.
    if (twin !== undefined) throw new Problem('seeker.exists')
    const events = [{ kind: 'seeker.registered' as const, data: { seeker: draft._id } }]
    if ((await store.seekers.insert(draft, events, caller.key)) === 'exists') throw new Problem('seeker.exists')
    return found(await store.seekers.get(draft._id))
  }

  return {
    view,
    known,
    register,

    get: async (caller: Caller, id: string): Promise<Seeker> =>
      seen(caller, 'seeker.read', await store.seekers.get(id)),

    list: async (caller: Caller, page: PageRequest, filter: { village?: string } = {}): Promise<Page<Seeker>> => {
      allow(caller, 'seeker.read')
      const cut = cutOf(caller, 'seeker.read')
      if (cut === undefined) return { rows: [] }
      const { district } = caller
      if (cut.field === 'village' || filter.village !== undefined) {
        const village = filter.village ?? cut.value
        if (cut.field === 'village' && village !== cut.value) return { rows: [] }
        const and = cut.field === 'township' ? { township: cut.value } : {}
        return store.seekers.find({ index: 'byVillage', equals: { district, village }, and }, page)
      }
      if (cut.field === 'township')
        return store.seekers.find({ index: 'byTownship', equals: { district, township: cut.value } }, page)
      return store.seekers.find({ index: 'byDistrict', equals: { district } }, page)
    },

    /** Takes newer facts in; `on` is the day on which they were true, an older day never overwrites a newer one. */
    learn: async (
      caller: Caller,
      id: string,
      news: { profile: Partial<Profile>; on?: Day; source: string },
      ifVersion?: number,
    ) => {
      const facts = factsOf(news.profile, news.on ?? dayOf(clock.now()), news.source)
      return done(
        await store.seekers.change(
          id,
          caller.key,
          ifMay(caller, 'seeker.write', (seeker) => learn(seeker, facts)),
          ifVersion,
        ),
      )
    },

    wish: async (caller: Caller, id: string, said: { wantsWork: boolean; at?: string }, ifVersion?: number) => {
      const at = said.at ?? clock.now()
      const decide = ifMay<Seeker>(caller, 'seeker.write', (seeker) => wish(seeker, { wantsWork: said.wantsWork, at }))
      return done(await store.seekers.change(id, caller.key, decide, ifVersion))
    },

    /** Changes the channels and their order; consent is kept with each. */
    reach: async (caller: Caller, id: string, channels: readonly ChannelPreference[], ifVersion?: number) => {
      const decide = ifMay<Seeker>(caller, 'seeker.write', (seeker) =>
        change({ ...seeker, channels }, { kind: 'seeker.reachable', data: { seeker: seeker._id } }),
      )
      return done(await store.seekers.change(id, caller.key, decide, ifVersion))
    },

    /** Gives a person's new phone, address or WeChat id; messages under way go on by the number they were made with. */
    contact: async (caller: Caller, id: string, said: Contact, ifVersion?: number) => {
      const fields = Object.keys(said).join(',')
      const decide = ifMay<Seeker>(caller, 'seeker.write', (seeker) =>
        change({ ...seeker, ...contactOf(said) }, { kind: 'seeker.reachable', data: { seeker: seeker._id, fields } }),
      )
      return done(await store.seekers.change(id, caller.key, decide, ifVersion))
    },

    /** Records consent, or that it was taken back: the ledger follows, messages stop. */
    consent: async (caller: Caller, id: string, said: { given: boolean; at?: string }, ifVersion?: number) => {
      const at = said.at ?? clock.now()
      const decide = ifMay<Seeker>(caller, 'seeker.write', (seeker) => consent(seeker, { given: said.given, at }))
      return done(await store.seekers.change(id, caller.key, decide, ifVersion))
    },

    /** Shows one sealed value in clear; needs a reason and leaves an audit entry. */
    unmask: async (
      caller: Caller,
      id: string,
      field: 'idNumber' | 'phone' | 'address',
      reason: string,
    ): Promise<string> => {
      const kinds = { idNumber: 'id_number', phone: 'phone', address: 'address' } as const
      const seeker = done(
        await store.seekers.change(
          id,
          caller.key,
          ifMay(caller, 'seeker.write', (one) =>
            change(one, { kind: 'seeker.unmasked', data: { seeker: one._id, field, reason: reason.slice(0, 200) } }),
          ),
        ),
      )
      const value = seeker[field]
      if (value === undefined) throw new Problem('object.unknown')
      return open(ring, kinds[field], value)
    },
  }
}

/** A document that was just written. */
export function found<D>(doc: D | undefined): D {
  if (doc === undefined) throw new Problem('server.failed')
  return doc
}
