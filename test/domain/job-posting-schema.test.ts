import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { places, placesVersion } from '../../src/data/places.ts'
import { fromJobPosting, toJobPosting, type JobPostingSource } from '../../src/domain/job-posting-schema.ts'
import { gazetteerOf } from '../../src/domain/place.ts'
import type { Terms } from '../../src/domain/posting.ts'
import { educations, shifts, skillLevels, workDemands } from '../../src/domain/seeker.ts'

const gazetteer = gazetteerOf(placesVersion, places)
const employer = { name: '红柳实业有限公司', creditCode: '91640300MA75XXXX1X' }

const minimal = { '@type': 'JobPosting', title: '普工', description: '做包装', validThrough: '2026-12-31' }
const fieldsOf = (json: object) => {
  const found = fromJobPosting(json, gazetteer)
  if (!found.ok) throw new Error(JSON.stringify(found.problems))
  return found.fields
}
const pointersOf = (json: unknown) => {
  const found = fromJobPosting(json, gazetteer)
  return found.ok ? [] : found.problems.map(({ pointer }) => pointer)
}

const words = fc.stringMatching(/^[一-三包住吃电工ab]{1,8}$/)
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const list = <T>(from: readonly T[]) => optional(fc.uniqueArray(fc.constantFrom(...from), { minLength: 1 }))
const terms: fc.Arbitrary<Terms> = fc
  .record({
    wage: optional(
      fc.tuple(fc.nat(9000), fc.oneof(fc.constant(0), fc.nat(9000)), fc.boolean()).map(([low, more, isOpen]) => ({
        minYuan: low,
        maxYuan: low + more,
        ...(isOpen ? { openAbove: true } : {}),
      })),
    ),
    shifts: list(shifts),
    lodging: optional(fc.boolean()),
    meals: optional(fc.boolean()),
    skills: optional(
      fc.array(
        fc
          .record({ text: words, levelMin: optional(fc.constantFrom(...skillLevels)), required: fc.boolean() })
          .map(({ text, levelMin, required }) => ({
            text,
            ...(levelMin === undefined ? {} : { levelMin }),
            required,
          })),
        { minLength: 1, maxLength: 3 },
      ),
    ),
    certificates: list(['电工证', '健康证', 'C1驾照', '特种设备作业人员证']),
    educationMin: optional(fc.constantFrom(...educations)),
    experienceYearsMin: optional(fc.integer({ min: 0, max: 20 })),
    demands: list(workDemands),
    startOn: optional(fc.constantFrom('2026-05-01', '2026-09-01')),
    benefits: list(['五险', '双休', '班车', '节日福利、体检']),
  })
  .map((found) => Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)))

const posting: fc.Arbitrary<JobPostingSource> = fc.record(
  {
    title: words,
    text: fc.stringMatching(/^[一-三<>&;a-z\n ]{1,40}[一二]$/).map((text) => text.trim()),
    openings: fc.integer({ min: 1, max: 10_000 }),
    terms,
    township: fc.constant('640302103'),
    village: fc.constantFrom(...places.filter(({ code, town }) => code !== town).map(({ code }) => code)),
    point: fc.constant({ latitude: 37.8, longitude: 106.2 }),
    closesAt: fc.constantFrom('2026-12-31T16:00:00.000Z', '2027-01-01T08:30:15.250Z'),
    createdAt: fc.constant('2026-03-01T00:00:00.000Z'),
    externalId: words,
  },
  { requiredKeys: ['title', 'text', 'openings', 'terms', 'township', 'closesAt', 'createdAt'] },
)

describe('a schema.org JobPosting', () => {
  it('made from a posting gives the same posting back', () => {
    fc.assert(
      fc.property(posting, (found) => {
        const json: unknown = JSON.parse(JSON.stringify(toJobPosting(found, employer, gazetteer)))
        const { township: _township, createdAt: _createdAt, ...fields } = found
        expect(fromJobPosting(json, gazetteer)).toEqual({
          ok: true,
          organization: employer.name,
          fields: { ...fields },
        })
      }),
    )
  })

  it('does not pass an age line on', () => {
    const source = {
      title: '普工',
      text: '做包装',
      openings: 1,
      terms: { ageLine: { max: 45 } },
      township: '640302103',
      closesAt: '2026-12-31T16:00:00.000Z',
      createdAt: '2026-03-01T00:00:00.000Z',
    }
    expect(JSON.stringify(toJobPosting(source, employer, gazetteer))).not.toContain('45')
  })

  it('needs a title, a text and an end; the rest may be unknown', () => {
    expect(fieldsOf(minimal)).toEqual({
      title: '普工',
      text: '做包装',
      openings: 1,
      terms: {},
      closesAt: '2026-12-31T16:00:00.000Z',
    })
  })

  it('names each wrong field by its pointer, with a remedy in both languages', () => {
    expect(pointersOf({})).toEqual(['/@type', '/title', '/description', '/validThrough'])
    expect(pointersOf({ ...minimal, totalJobOpenings: 0 })).toEqual(['/totalJobOpenings'])
    expect(pointersOf({ ...minimal, totalJobOpenings: 1.5 })).toEqual(['/totalJobOpenings'])
    expect(pointersOf({ ...minimal, validThrough: '2026-02-30' })).toEqual(['/validThrough'])
    expect(pointersOf({ ...minimal, title: '普'.repeat(101) })).toEqual(['/title'])
    expect(pointersOf({ ...minimal, description: '<p></p>' })).toEqual(['/description'])
    expect(pointersOf({ ...minimal, baseSalary: { currency: 'USD', value: 1 } })).toEqual(['/baseSalary/currency'])
    expect(pointersOf({ ...minimal, baseSalary: { value: { minValue: 5, maxValue: 4 } } })).toEqual([
      '/baseSalary/value',
    ])
    expect(pointersOf({ ...minimal, baseSalary: { value: { minValue: -5, maxValue: -4 } } })).toEqual([
      '/baseSalary/value',
    ])
    expect(pointersOf({ ...minimal, baseSalary: { value: { value: 5, unitText: 'MOON' } } })).toEqual([
      '/baseSalary/value/unitText',
    ])
    for (const json of [undefined, null, [], 'x', 3]) expect(pointersOf(json)).toEqual([''])
    const found = fromJobPosting({}, gazetteer)
    for (const one of found.ok ? [] : found.problems) expect([one.zh, one.en].every((text) => text !== '')).toBe(true)
  })

  it('is read in the forms that other sites write', () => {
    const found = fieldsOf({
      ...minimal,
      description: '<p>包装&amp;分拣</p><ul><li>长白班</li></ul>',
      identifier: 'A-1',
      totalJobOpenings: '12',
      validThrough: '2026-12-31T18:00',
      jobLocation: [{ address: { addressLocality: '吴忠市利通区', streetAddress: '上桥镇涝河桥村8号' } }],
      baseSalary: { currency: 'CNY', value: { value: 20, unitText: 'HOUR' } },
      experienceRequirements: '3年以上工作经验',
      educationRequirements: { credentialCategory: 'high school' },
      qualifications: '需健康证',
      workHours: '两班倒，有夜班',
      jobBenefits: '五险、包吃住',
      skills: '缝纫, 裁剪',
    })
    expect(found).toEqual({
      externalId: 'A-1',
      title: '普工',
      text: '包装&分拣\n长白班',
      openings: 12,
      village: '640302104203',
      closesAt: '2026-12-31T10:00:00.000Z',
      terms: {
        wage: { minYuan: 4160, maxYuan: 4160 },
        shifts: ['night', 'rotating'],
        lodging: true,
        meals: true,
        benefits: ['五险', '包吃住'],
        skills: [
          { text: '缝纫', required: false },
          { text: '裁剪', required: false },
        ],
        certificates: ['健康证'],
        educationMin: 'senior',
        experienceYearsMin: 3,
      },
    })
  })

  it('is open above where it names the lower end of a salary alone', () => {
    const wage = (value: object) => fieldsOf({ ...minimal, baseSalary: { currency: 'CNY', value } }).terms.wage
    expect(wage({ minValue: 4000 })).toEqual({ minYuan: 4000, maxYuan: 4000, openAbove: true })
    expect(wage({ maxValue: 4000 })).toEqual({ minYuan: 4000, maxYuan: 4000 })
    expect(wage({ value: 1000, unitText: 'WEEK' })).toEqual({ minYuan: 4333, maxYuan: 4333 })
  })

  it('has no village where its address names none, or two, of the district', () => {
    const at = (streetAddress: string) => fieldsOf({ ...minimal, jobLocation: { address: { streetAddress } } }).village
    expect(at('杭州市钱塘区1号')).toBeUndefined()
    expect(at('涝河桥村')).toBeUndefined()
    expect(at('上桥镇涝河桥村')).toBe('640302104203')
    expect(at('同利村')).toBe('640302103210')
  })

  it('is read without failing, whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        fromJobPosting(json, gazetteer)
        fromJobPosting({ ...minimal, baseSalary: json, jobLocation: json, skills: json, identifier: json }, gazetteer)
      }),
    )
  })
})
