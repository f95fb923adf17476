import { places } from '../../src/data/places.ts'
import type { Day } from '../../src/domain/time.ts'
import { households, type DemoHousehold, type DemoPerson } from './people.ts'
import { createRandom } from './random.ts'
import {
  makeClasses,
  makeEmployers,
  makePostings,
  makeSlots,
  type DemoClass,
  type DemoEmployer,
  type DemoPosting,
  type DemoSlot,
} from './supply.ts'

export type { DemoHousehold, DemoPerson, Truth } from './people.ts'
export type { DemoClass, DemoEmployer, DemoPosting, DemoSlot } from './supply.ts'

export interface DistrictOptions {
  readonly seed: number
  readonly people: number
  readonly postings: number
  readonly days: number
  readonly start: Day
}

/** A made-up district in the shape of the real one; people and postings come one by one, so that large ones fit. */
export interface District {
  readonly employers: readonly DemoEmployer[]
  readonly slots: readonly DemoSlot[]
  readonly classes: readonly DemoClass[]
  readonly households: Iterable<{ readonly household: DemoHousehold; readonly members: readonly DemoPerson[] }>
  readonly postings: Iterable<DemoPosting>
}

/** The same options give the same district, to the byte. */
export function generateDistrict({ seed, people, postings, days, start }: DistrictOptions): District {
  // Each part has a stream of its own, so that more people do not change the postings.
  const streamOf = (part: number) => createRandom(Math.imul(seed, 7919) + part)
  const employers = makeEmployers(streamOf(1), places, postings)
  return {
    employers,
    slots: makeSlots(streamOf(2), places, people, days),
    classes: makeClasses(streamOf(3), places, people),
    households: { [Symbol.iterator]: () => households(streamOf(4), places, people, start) },
    postings: { [Symbol.iterator]: () => makePostings(streamOf(5), places, employers, postings) },
  }
}
