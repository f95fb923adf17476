import { instantAt, dayPlus, dayOf, plusDays, type Day } from '../../src/domain/time.ts'
import type { Services } from '../../src/wire.ts'
import type { Truth } from './district.ts'
import type { DemoPosting, District } from './district.ts'
import type { Stage } from './actors.ts'

/** What loading gives back: the hidden truths, and the postings that appear on later days. */
export interface Loaded {
  readonly truths: Map<string, Truth>
  readonly later: ReadonlyMap<number, readonly (() => Promise<void>)[]>
  readonly people: number
  readonly postings: number
}

export interface LoadOptions {
  readonly services: Services
  readonly callers: Stage['callers']
  readonly district: District
  readonly start: Day
  readonly progress: (what: string, done: number) => void
}

/** Brings a generated district in through the same services as the API: employers, postings, households, people, slots, classes. */
export async function loadDistrict({ services, callers, district, start, progress }: LoadOptions): Promise<Loaded> {
  const { admin } = callers
  const employers = new Map<string, string>()
  for (const { key, name, kind, township } of district.employers)
    employers.set(key, (await services.employers.create(admin, { name, kind, township }))._id)
  const post = async (posting: DemoPosting): Promise<void> => {
    const { employer, appearsOnDay: _day, openDays, ...said } = posting
    const closesAt = plusDays(services.clock.now(), openDays)
    await services.postings.create(admin, { ...said, employer: employers.get(employer) ?? '', closesAt })
  }
  const later = new Map<number, (() => Promise<void>)[]>()
  let postings = 0
  for (const posting of district.postings) {
    postings += 1
    if (posting.appearsOnDay === 0) await post(posting)
    else later.set(posting.appearsOnDay, [...(later.get(posting.appearsOnDay) ?? []), () => post(posting)])
    progress('岗位 postings', postings)
  }
  await loadSupply(services, admin, district, start)
  const truths = await loadPeople(services, admin, district, (done) => progress('求职者 people', done))
  return { truths, later, people: truths.size, postings }
}

async function loadSupply(
  services: Services,
  admin: Stage['callers']['admin'],
  district: District,
  start: Day,
): Promise<void> {
  for (const { onDay, hour, ...slot } of district.slots)
    await services.guidance.create(admin, { ...slot, startsAt: instantAt(dayPlus(start, onDay), hour) })
  for (const { onDay, lengthDays, ...found } of district.classes)
    await services.training.create(admin, {
      ...found,
      free: true,
      startsAt: instantAt(dayPlus(start, onDay), 9),
      endsOn: dayPlus(start, onDay + lengthDays),
    })
}

async function loadPeople(
  services: Services,
  admin: Stage['callers']['admin'],
  district: District,
  progress: (done: number) => void,
): Promise<Map<string, Truth>> {
  const truths = new Map<string, Truth>()
  const on = dayOf(services.clock.now())
  for (const { household, members } of district.households) {
    const home = await services.households.create(admin, { kind: household.kind, village: household.village })
    for (const { truth, role, household: _key, ...person } of members) {
      const seeker = await services.seekers.register(admin, {
        ...person,
        household: home._id,
        on,
        source: 'grid_worker',
        consent: true,
      })
      await services.households.join(admin, home._id, { seeker: seeker._id, role })
      truths.set(seeker._id, truth)
      progress(truths.size)
    }
  }
  return truths
}
