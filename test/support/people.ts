import { places } from '../../src/data/places.ts'
import { loadTextTables } from '../../src/data/text/tables.ts'
import { createMatchingIndex } from '../../src/domain/matching/index.ts'
import { defaultWeights } from '../../src/domain/matching/score.ts'
import { gazetteerOf } from '../../src/domain/place.ts'
import type { Posting, Terms } from '../../src/domain/posting.ts'
import type { Facts, Profile, Seeker } from '../../src/domain/seeker.ts'
import { remembering } from '../../src/domain/text/memory.ts'
import { createTextEngine } from '../../src/domain/text/text.ts'
import { plusDays } from '../../src/domain/time.ts'
import { dayOne } from './ledger.ts'

const base = { district: '640302', version: 1, schema: 1, createdAt: dayOne, updatedAt: dayOne, pending: [] }
const gazetteer = gazetteerOf('test', places)

/** The text engine with the shipped tables; built once for all tests of a file. */
export const text = remembering(createTextEngine(loadTextTables()))

export const newIndex = () =>
  createMatchingIndex({ text, weights: defaultWeights, place: (code) => gazetteer.get(code) })

/** A person of 金丰社区 with these facts. */
export function person(profile: Partial<Profile>, more: Partial<Seeker> = {}): Seeker {
  const facts: Facts = Object.fromEntries(
    Object.entries(profile).map(([name, value]) => [name, { value, on: '2026-03-01', source: 'test' }]),
  )
  return {
    ...base,
    _id: 's1',
    name: '马小花',
    township: '640302100',
    village: '640302100003',
    facts,
    channels: [],
    wish: { at: dayOne, wantsWork: true },
    consent: { given: true, at: dayOne },
    personalised: true,
    ...more,
  }
}

/** An open posting in 金丰社区 with these terms. */
export function job(title: string, terms: Terms = {}, more: Partial<Posting> = {}): Posting {
  return {
    ...base,
    _id: 'p1',
    employer: 'e1',
    kind: 'enterprise',
    title,
    text: '',
    openings: 2,
    terms,
    township: '640302100',
    village: '640302100003',
    closesAt: plusDays(dayOne, 60),
    state: 'open',
    history: [],
    inFlight: [],
    flags: [],
    ...more,
  }
}

export const home = { latitude: 37.937, longitude: 106.098 }
/** So many kilometres north of home. */
export const north = (km: number) => ({ latitude: home.latitude + km / 111.195, longitude: home.longitude })
