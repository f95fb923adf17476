import { instantAt, dayPlus, dayOf, plusDays, type Day } from '../../src/domain/time.ts'
import type { DemoPosting, District, Truth } from './district.ts'
import type { Office, Registry } from './office.ts'

/** What loading gives back: the hidden truths, and the postings that appear on later days. */
export interface Loaded {
  readonly truths: ReadonlyMap<string, Truth>
  /** The place in the district of every person, posting, slot and class by its id: the same in every run. */
  readonly names: ReadonlyMap<string, string>
  readonly later: ReadonlyMap<number, readonly (() => Promise<void>)[]>
  readonly people: number
  readonly postings: number
}

export interface LoadOptions {
  readonly office: Registry & Pick<Office, 'now'>
  readonly district: District
  readonly start: Day
  readonly progress: (what: string, done: number) => void
}

/** Brings a generated district in as an office would: employers, postings, households, people, slots, classes. */
export async function loadDistrict({ office, district, start, progress }: LoadOptions): Promise<Loaded> {
  const names = new Map<string, string>()
  const employers = new Map<string, string>()
  for (const { key, name, kind, township } of district.employers)
    employers.set(key, await office.addEmployer({ name, kind, township }))
  const post = async (posting: DemoPosting): Promise<void> => {
    const { employer, appearsOnDay: _day, openDays, ...said } = posting
    const closesAt = plusDays(office.now(), openDays)
    const id = await office.addPosting({ ...said, employer: employers.get(employer) ?? '', closesAt })
    names.set(id, said.externalId)
  }
  const later = new Map<number, (() => Promise<void>)[]>()
  let postings = 0
  for (const posting of district.postings) {
    postings += 1
    if (posting.appearsOnDay === 0) await post(posting)
    else later.set(posting.appearsOnDay, [...(later.get(posting.appearsOnDay) ?? []), () => post(posting)])
    progress('岗位 postings', postings)
  }
  await loadSupply(office, district, { start, names })
  const truths = await loadPeople(office, district, names, (done) => progress('求职者 people', done))
  return { truths, names, later, people: truths.size, postings }
}

async function loadSupply(
  office: Registry,
  district: District,
  { start, names }: { readonly start: Day; readonly names: Map<string, string> },
): Promise<void> {
  for (const [at, { onDay, hour, ...slot }] of district.slots.entries())
    names.set(await office.addSlot({ ...slot, startsAt: instantAt(dayPlus(start, onDay), hour) }), `slot-${at + 1}`)
  for (const [at, { onDay, lengthDays, ...found }] of district.classes.entries()) {
    const startsAt = instantAt(dayPlus(start, onDay), 9)
    const said = { ...found, free: true, startsAt, endsOn: dayPlus(start, onDay + lengthDays) }
    names.set(await office.addClass(said), `class-${at + 1}`)
  }
}

async function loadPeople(
  office: LoadOptions['office'],
  district: District,
  names: Map<string, string>,
  progress: (done: number) => void,
): Promise<Map<string, Truth>> {
  const truths = new Map<string, Truth>()
  const on = dayOf(office.now())
  for (const { household, members } of district.households) {
    const home = await office.addHousehold({ kind: household.kind, village: household.village })
    for (const { truth, role, household: _key, ...person } of members) {
      const seeker = await office.addSeeker({ ...person, on, source: 'grid_worker', consent: true })
      await office.join(home, { seeker, role })
      truths.set(seeker, truth)
      names.set(seeker, `person-${truths.size}`)
      progress(truths.size)
    }
  }
  return truths
}
