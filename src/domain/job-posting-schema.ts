import type { FieldProblem } from '../problem.ts'
import type { Employer } from './employer.ts'
import {
  closingOf,
  isThing,
  nameOf,
  numberOf,
  openAboveWords,
  pointOf,
  problem,
  textOf,
  thingOf,
  villageOf,
  wageOf,
  withoutTags,
  withTags,
  type Thing,
} from './job-posting-fields.ts'
import {
  benefitEntries,
  benefitsOf,
  demandsOf,
  demandWords,
  educationOf,
  educationWords,
  entriesOf,
  levelOf,
  levelWords,
  shiftsOf,
  shiftWords,
} from './job-posting-words.ts'
import type { Gazetteer, Point } from './place.ts'
import type { Posting, SkillWanted, Terms } from './posting.ts'
import { headcountIn } from './text/headcount.ts'
import { readTerms } from './text/terms.ts'
import { isDay, type Instant } from './time.ts'

/** What a schema.org JobPosting says of a posting of ours. */
export interface JobPostingFields {
  readonly externalId?: string
  readonly title: string
  readonly text: string
  readonly openings: number
  readonly terms: Terms
  readonly village?: string
  readonly point?: Point
  readonly closesAt: Instant
}

export type JobPostingReading =
  | { readonly ok: true; readonly fields: JobPostingFields; readonly organization?: string }
  | { readonly ok: false; readonly problems: readonly FieldProblem[] }

const titleMax = 100
const textMax = 5_000
/** Tags and escapes make a text longer; beyond this a description is too long whatever its tags. */
const htmlMax = 30_000
const openingsMax = 10_000

const listOf = (said: unknown): readonly unknown[] => (Array.isArray(said) ? said : [said])

const skillOf = (said: unknown): readonly SkillWanted[] => {
  if (!isThing(said)) return entriesOf(said).map((text) => ({ text, required: false }))
  const description = textOf(said['description'])
  const levelMin = levelOf(description)
  const text = textOf(said['name'])
  const required = /必须|required/i.test(description)
  return text === '' ? [] : [{ text, ...(levelMin === undefined ? {} : { levelMin }), required }]
}

function experienceOf(said: unknown): number | undefined {
  const months = numberOf(thingOf(said)['monthsOfExperience'])
  return months === undefined ? readTerms(nameOf(said)).experienceYearsMin : months / 12
}

/** The name of a certificate as it stands; any other qualification is read. */
const certificatesOf = (said: unknown): readonly string[] => {
  const name = nameOf(said)
  const isNamed = textOf(thingOf(said)['credentialCategory']) === 'certificate'
  return isNamed && name !== '' ? [name] : (readTerms(name).certificates ?? [])
}

const given = <K extends keyof Terms>(name: K, value: Terms[K] | undefined): Terms =>
  value === undefined || (Array.isArray(value) && value.length === 0) ? {} : { [name]: value }

/** Terms that the fields of a JobPosting state; what only its description says is left to the reader of texts. */
function termsOf(job: Thing, wage: Terms['wage']): Terms {
  const schooling = job['educationRequirements']
  const credentials = listOf(job['qualifications'])
  const startOn = textOf(job['jobStartDate'])
  return {
    ...given('wage', wage),
    ...given('shifts', shiftsOf(job['workHours'])),
    ...benefitsOf(job['jobBenefits']),
    ...given('skills', listOf(job['skills']).flatMap(skillOf)),
    ...given('certificates', [...new Set(credentials.flatMap(certificatesOf))]),
    ...given('educationMin', educationOf(nameOf(schooling), textOf(thingOf(schooling)['credentialCategory']))),
    ...given('experienceYearsMin', experienceOf(job['experienceRequirements'])),
    ...given('demands', demandsOf(job['physicalRequirement'])),
    ...given('startOn', isDay(startOn) ? startOn : undefined),
  }
}

function problemsOf(job: Thing, title: string, text: string, openings: number, closesAt: Instant | undefined) {
  const kinds = listOf(job['@type'])
  return [
    ...(kinds.includes('JobPosting') ? [] : [problem('/@type', '@type 应为 JobPosting', '@type must be JobPosting')]),
    ...(title === '' || title.length > titleMax
      ? [problem('/title', `请给出岗位名称，至多 ${titleMax} 字`, `title has 1 to ${titleMax} characters`)]
      : []),
    ...(text === '' || text.length > textMax
      ? [problem('/description', `请给出岗位描述，至多 ${textMax} 字`, `description has 1 to ${textMax} characters`)]
      : []),
    ...(Number.isInteger(openings) && openings >= 1 && openings <= openingsMax
      ? []
      : [
          problem(
            '/totalJobOpenings',
            `招聘人数应为 1 到 ${openingsMax} 的整数`,
            `totalJobOpenings is a whole number from 1 to ${openingsMax}`,
          ),
        ]),
    ...(closesAt === undefined
      ? [
          problem(
            '/validThrough',
            '请给出截止日期，如 2026-12-31 或 2026-12-31T18:00:00+08:00',
            'give validThrough as a day or a time, such as 2026-12-31 or 2026-12-31T18:00:00+08:00',
          ),
        ]
      : []),
  ]
}

/** Reads a schema.org JobPosting; a place that the district does not know is no problem, the posting then has no village. */
export function fromJobPosting(json: unknown, places: Gazetteer): JobPostingReading {
  if (!isThing(json))
    return { ok: false, problems: [problem('', '应为一个 JobPosting 对象', 'a JobPosting object is expected')] }
  const title = textOf(json['title']) || textOf(json['name'])
  const html = textOf(json['description'])
  const text = html.length > htmlMax ? html : withoutTags(html)
  const said = json['totalJobOpenings']
  const openings = said === undefined ? (headcountIn(text) ?? 1) : (numberOf(said) ?? Number.NaN)
  const closesAt = closingOf(textOf(json['validThrough']))
  const { wage, problems: wageProblems } = wageOf(json['baseSalary'])
  const problems = [...problemsOf(json, title, text, openings, closesAt), ...wageProblems]
  if (problems.length > 0 || closesAt === undefined) return { ok: false, problems }
  const location = thingOf(json['jobLocation'])
  const village = villageOf(location, places)
  const point = pointOf(location)
  const externalId = nameOf(json['identifier'])
  const organization = nameOf(json['hiringOrganization'])
  return {
    ok: true,
    ...(organization === '' ? {} : { organization }),
    fields: {
      ...(externalId === '' ? {} : { externalId }),
      title,
      text,
      openings,
      terms: termsOf(json, wage),
      ...(village === undefined ? {} : { village }),
      ...(point === undefined ? {} : { point }),
      closesAt,
    },
  }
}

const wordsOf = <K extends string>(words: Readonly<Record<K, string>>, keys: readonly K[] | undefined) =>
  keys === undefined || keys.length === 0 ? undefined : keys.map((key) => words[key]).join('、')

const defined = (entries: Thing): Thing =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined))

/** A wage that is open above has no `maxValue`, or says so in words where two figures are named. */
const salaryOf = ({ wage }: Terms) =>
  wage === undefined
    ? undefined
    : {
        '@type': 'MonetaryAmount',
        currency: 'CNY',
        value: defined({
          '@type': 'QuantitativeValue',
          minValue: wage.minYuan,
          maxValue: wage.openAbove === true && wage.minYuan === wage.maxYuan ? undefined : wage.maxYuan,
          unitText: 'MONTH',
          description: wage.openAbove === true ? openAboveWords : undefined,
        }),
      }

const skillTerm = ({ text, levelMin, required }: SkillWanted): Thing => ({
  '@type': 'DefinedTerm',
  name: text,
  description: [required ? '必须' : '优先', ...(levelMin === undefined ? [] : [levelWords[levelMin]])].join('、'),
})

const credential = (category: string, name: string): Thing => ({
  '@type': 'EducationalOccupationalCredential',
  credentialCategory: category,
  name,
})

const locationOf = ({ village, township, point }: JobPostingSource, places: Gazetteer): Thing => {
  const place = places.get(village ?? township)
  return defined({
    '@type': 'Place',
    branchCode: village,
    address: defined({
      '@type': 'PostalAddress',
      addressCountry: 'CN',
      addressRegion: '宁夏回族自治区',
      addressLocality: '吴忠市利通区',
      streetAddress: place === undefined ? undefined : [...new Set([place.townName, place.name])].join(''),
    }),
    geo: point === undefined ? undefined : { '@type': 'GeoCoordinates', ...point },
  })
}

/** What a JobPosting is made from. */
export type JobPostingSource = Pick<
  Posting,
  'title' | 'text' | 'openings' | 'terms' | 'township' | 'village' | 'point' | 'closesAt' | 'createdAt' | 'externalId'
> & { readonly _id?: string }

/**
 * A posting as a schema.org JobPosting; `fromJobPosting` gives its fields back. A recruiter’s age line is not passed on: it
 * stands in the text, for a person to look at.
 */
export function toJobPosting(
  posting: JobPostingSource,
  employer: Pick<Employer, 'name' | 'creditCode'>,
  places: Gazetteer,
): Thing {
  const { terms } = posting
  const benefits = benefitEntries(terms)
  const schooling = terms.educationMin === undefined ? undefined : educationWords[terms.educationMin]
  return defined({
    '@context': 'https://schema.org',
    '@type': 'JobPosting',
    identifier:
      posting.externalId === undefined
        ? undefined
        : { '@type': 'PropertyValue', name: employer.name, value: posting.externalId },
    title: posting.title,
    description: withTags(posting.text),
    datePosted: posting.createdAt,
    validThrough: posting.closesAt,
    totalJobOpenings: posting.openings,
    hiringOrganization: defined({ '@type': 'Organization', name: employer.name, identifier: employer.creditCode }),
    jobLocation: locationOf(posting, places),
    baseSalary: salaryOf(terms),
    workHours: wordsOf(shiftWords, terms.shifts),
    jobBenefits: benefits.length === 0 ? undefined : benefits,
    skills: terms.skills === undefined || terms.skills.length === 0 ? undefined : terms.skills.map(skillTerm),
    qualifications:
      terms.certificates === undefined || terms.certificates.length === 0
        ? undefined
        : terms.certificates.map((name) => credential('certificate', name)),
    educationRequirements: schooling === undefined ? undefined : credential(schooling.category, schooling.name),
    experienceRequirements:
      terms.experienceYearsMin === undefined
        ? undefined
        : {
            '@type': 'OccupationalExperienceRequirements',
            monthsOfExperience: Math.round(terms.experienceYearsMin * 12),
          },
    physicalRequirement: wordsOf(demandWords, terms.demands),
    jobStartDate: terms.startOn,
  })
}
