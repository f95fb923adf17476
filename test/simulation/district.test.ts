import { describe, expect, it } from 'vitest'
import { places } from '../../src/data/places.ts'
import { factsOfIdNumber, isIdNumber, isPhone } from '../../src/domain/privacy.ts'
import { discriminationIn } from '../../src/domain/text/wording.ts'
import { readTerms } from '../../src/domain/text/terms.ts'
import { generateDistrict, type DistrictOptions } from '../../scripts/demo/district.ts'

const options: DistrictOptions = { seed: 1, people: 600, postings: 240, days: 60, start: '2026-03-02' }

const whole = (over: Partial<DistrictOptions> = {}) => {
  const { employers, slots, classes, households, postings } = generateDistrict({ ...options, ...over })
  return { employers, slots, classes, households: [...households], postings: [...postings] }
}
const district = whole()
const people = district.households.flatMap(({ members }) => members)
const byCode = new Map(places.map((place) => [place.code, place]))

describe('the demo district', () => {
  it('is the same to the byte for one seed, and another for another', () => {
    expect(JSON.stringify(whole())).toBe(JSON.stringify(district))
    expect(JSON.stringify(whole({ seed: 2 }))).not.toBe(JSON.stringify(district))
  })

  it('has exactly as many people and postings as were asked for', () => {
    expect(people).toHaveLength(600)
    expect(district.postings).toHaveLength(240)
    expect(whole({ people: 7, postings: 3 }).households.flatMap(({ members }) => members)).toHaveLength(7)
  })

  it('can be read twice', () => {
    const { households } = generateDistrict(options)
    expect([...households].length).toBe([...households].length)
  })

  it('gives every person an ID number that is well formed, their own, and nobody’s in the world', () => {
    const numbers = people.map(({ idNumber }) => idNumber)
    expect(new Set(numbers).size).toBe(people.length)
    for (const { idNumber, profile } of people) {
      expect(isIdNumber(idNumber)).toBe(true)
      expect(idNumber.startsWith('640399')).toBe(true)
      expect(factsOfIdNumber(idNumber).birthYear).toBe(profile.birthYear)
    }
  })

  it('gives every person a phone number that no operator has', () => {
    for (const { phone } of people) {
      expect(isPhone(phone)).toBe(true)
      expect(phone.startsWith('154')).toBe(true)
    }
  })

  it('settles most people in the seven settlements, none of them empty', () => {
    const settled = people.filter(({ village }) => byCode.get(village)?.settlement === true)
    expect(settled.length / people.length).toBeGreaterThan(0.7)
    expect(new Set(settled.map(({ village }) => village)).size).toBe(7)
    for (const { village } of people) expect(byCode.has(village)).toBe(true)
  })

  it('gives each household one head', () => {
    for (const { household, members } of district.households) {
      expect(members.filter(({ role }) => role === 'head')).toHaveLength(1)
      for (const member of members)
        expect([member.household, member.village]).toEqual([household.key, household.village])
    }
  })

  it('writes postings that may be posted and that the readers understand', () => {
    let waged = 0
    for (const { title, text, tags, openings, village, employer } of district.postings) {
      expect(discriminationIn(`${title}\n${text}`)).toEqual([])
      const terms = readTerms(`${title}\n${text}`, tags)
      expect(terms.shifts?.length, text).toBeGreaterThan(0)
      if (terms.wage !== undefined) waged += 1
      expect(openings).toBeGreaterThan(0)
      expect(byCode.has(village)).toBe(true)
      expect(district.employers.some(({ key }) => key === employer)).toBe(true)
    }
    // The others leave it open (面议), as recruiters do.
    expect(waged / district.postings.length).toBeGreaterThan(0.8)
  })

  it('hides from the office what only the simulation knows', () => {
    const dead = people.filter(({ truth }) => truth.phoneDead).length
    expect(dead).toBeGreaterThan(0)
    expect(dead).toBeLessThan(people.length / 4)
    for (const { truth } of people)
      for (const chance of [truth.answersPerDay, truth.declines, truth.misses]) {
        expect(chance).toBeGreaterThanOrEqual(0)
        expect(chance).toBeLessThanOrEqual(1)
      }
  })

  it('keeps the postings as they are when more people come', () => {
    expect(JSON.stringify(whole({ people: 700 }).postings)).toBe(JSON.stringify(district.postings))
  })
})
