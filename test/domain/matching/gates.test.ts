import { describe, expect, it } from 'vitest'
import { rankedRows, rematch } from '../../../src/domain/matching/rematch.ts'
import { plusDays } from '../../../src/domain/time.ts'
import type { Posting } from '../../../src/domain/posting.ts'
import type { Profile, Seeker } from '../../../src/domain/seeker.ts'
import { dayOne } from '../../support/ledger.ts'
import { home, job, newIndex, north, person } from '../../support/people.ts'

const failuresOf = (
  profile: Partial<Profile>,
  posting: Posting,
  at = home,
  now = plusDays(dayOne, 1),
  more: Partial<Seeker> = {},
) => {
  const index = newIndex()
  index.putSeeker(person(profile, more), home)
  index.putPosting(posting, at)
  return index.match('s1', 'p1', now, 0)?.gates ?? []
}

describe('a gate', () => {
  it('distance compares the way with the farthest that the person said', () => {
    expect(failuresOf({ distanceMaxKm: 15 }, job('保洁员'), north(25))).toEqual([
      { code: 'distance', wanted: 15, found: 25 },
    ])
    expect(failuresOf({ distanceMaxKm: 25 }, job('保洁员'), north(25))).toEqual([])
  })

  it('distance lets those who need a bed go where one is given', () => {
    expect(failuresOf({ distanceMaxKm: 5, lodgingNeeded: true }, job('保洁员', { lodging: true }), north(25))).toEqual(
      [],
    )
  })

  it('wage compares the highest pay with the least that the person takes', () => {
    const terms = { wage: { minYuan: 2000, maxYuan: 2800 } }
    expect(failuresOf({ wageMinYuan: 3000 }, job('保洁员', terms))).toEqual([
      { code: 'wage', wanted: 3000, found: 2800 },
    ])
    expect(failuresOf({ wageMinYuan: 2800 }, job('保洁员', terms))).toEqual([])
  })

  it('wage is open where the pay is open above, for one pair, in a ranked list and in an image, and is then to be checked', () => {
    const index = newIndex()
    index.putSeeker(person({ wageMinYuan: 4500 }), home)
    const wage = { minYuan: 4000, maxYuan: 4000 }
    index.putPosting(job('保洁员', { wage: { ...wage, openAbove: true } }), home)
    index.putPosting(job('保洁员', { wage }, { _id: 'p2' }), home)
    const now = plusDays(dayOne, 1)
    expect(index.match('s1', 'p1', now, 0)).toMatchObject({ gates: [], toCheck: [{ code: 'wage', wanted: 4500 }] })
    expect(index.match('s1', 'p2', now, 0)?.gates).toMatchObject([{ code: 'wage', found: 4000 }])
    const request = { now, limit: 5, scoreMin: 0 }
    expect(index.postingsOf('s1', { ...request, offset: 0 }).map(({ id }) => id)).toEqual(['p1'])
    expect(index.seekersOf('p1', { ...request, offset: 0 }).map(({ id }) => id)).toEqual(['s1'])
    const steps = index.image({ ...request, asked: [{ seeker: 's1' }] })
    let step = steps.next()
    while (step.done !== true) step = steps.next()
    const { image, ids } = step.value!
    expect(rankedRows(rematch(image, 0, 1), ids)[0]?.map(({ id }) => id)).toEqual(['p1'])
  })

  it('wage that is open above asks nothing of somebody whom its figure is enough', () => {
    const index = newIndex()
    index.putSeeker(person({ wageMinYuan: 4000 }), home)
    index.putPosting(job('保洁员', { wage: { minYuan: 4000, maxYuan: 4000, openAbove: true } }), home)
    const codes = index.match('s1', 'p1', plusDays(dayOne, 1), 0)?.toCheck.map(({ code }) => code)
    expect(codes).not.toContain('wage')
  })

  it('shift fails only when every shift of the post is refused', () => {
    const codes = (shiftsRefused: Profile['shiftsRefused']) =>
      failuresOf({ shiftsRefused }, job('保安', { shifts: ['night', 'day'] })).map((one) => one.code)
    expect(codes(['night'])).toEqual([])
    expect(codes(['night', 'day'])).toEqual(['shift'])
  })

  it('care_hours keeps those who care for others out of night and rotating work', () => {
    expect(failuresOf({ careDuty: true }, job('保安', { shifts: ['rotating'] })).map((one) => one.code)).toEqual([
      'care_hours',
    ])
    expect(failuresOf({ careDuty: true }, job('保安', { shifts: ['rotating', 'flexible'] }))).toEqual([])
  })

  it('lodging, kind and place follow what the person said', () => {
    expect(failuresOf({ lodgingNeeded: true }, job('保安', { lodging: false })).map((one) => one.code)).toEqual([
      'lodging',
    ])
    expect(failuresOf({ kindsRefused: ['enterprise'] }, job('保安')).map((one) => one.code)).toEqual(['kind'])
    expect(failuresOf({ places: ['640302103'] }, job('保安')).map((one) => one.code)).toEqual(['place'])
    expect(failuresOf({ places: ['640302100'] }, job('保安'))).toEqual([])
  })

  it('health rules out what the body cannot do', () => {
    const posting = job('装卸工', { demands: ['heavy_lifting'] })
    expect(failuresOf({ healthLimits: ['heavy_lifting'] }, posting)).toEqual([
      { code: 'health', wanted: ['heavy_lifting'], found: 'heavy_lifting' },
    ])
    expect(failuresOf({ healthLimits: ['heights'] }, posting)).toEqual([])
  })

  it('certificate fails when it is known that the person lacks it, and passes when nothing is known', () => {
    const posting = job('电工', { certificates: ['电工证'] })
    expect(failuresOf({ certificates: [] }, posting).map((one) => one.code)).toEqual(['certificate'])
    expect(failuresOf({}, posting)).toEqual([])
    expect(failuresOf({ certificates: [{ text: '电工证' }] }, posting)).toEqual([])
  })

  it('start compares the first day with the day from which the person can', () => {
    const posting = job('保安', { startOn: '2026-03-20' })
    expect(failuresOf({ startFrom: '2026-04-01' }, posting).map((one) => one.code)).toEqual(['start'])
    expect(failuresOf({ startFrom: '2026-03-10' }, posting)).toEqual([])
  })

  it('not_open fails once the posting is past its time or not open', () => {
    expect(failuresOf({}, job('保安'), home, plusDays(dayOne, 61)).map((one) => one.code)).toEqual(['not_open'])
    expect(failuresOf({}, job('保安', {}, { state: 'paused' })).map((one) => one.code)).toEqual(['not_open'])
  })

  it('never fails on what is unknown', () => {
    const full = job('保安', {
      wage: { minYuan: 1, maxYuan: 1 },
      shifts: ['night'],
      lodging: false,
      demands: ['heights'],
      certificates: ['保安员证'],
      startOn: '2026-03-20',
    })
    expect(failuresOf({}, full)).toEqual([])
    expect(
      failuresOf({ wageMinYuan: 9000, shiftsRefused: ['night'], lodgingNeeded: true, distanceMaxKm: 1 }, job('保安')),
    ).toEqual([])
  })
})
