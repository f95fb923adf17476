import type { Terms } from './posting.ts'
import type { Education, Shift, SkillLevel, WorkDemand } from './seeker.ts'
import { readTerms } from './text/terms.ts'

/** How a JobPosting says the shifts of a post (`workHours`). */
export const shiftWords: Readonly<Record<Shift, string>> = {
  day: '长白班',
  night: '夜班',
  rotating: '倒班',
  flexible: '弹性时间',
}

/** How a JobPosting says what a post asks of a body (`physicalRequirement`). */
export const demandWords: Readonly<Record<WorkDemand, string>> = {
  heavy_lifting: '重体力',
  long_standing: '久站',
  heights: '高空',
  dust_or_chemicals: '粉尘或化学品',
  cold_room: '冷库',
  fine_eyesight: '视力要好',
  night_work: '夜间工作',
}

export const levelWords: Readonly<Record<SkillLevel, string>> = {
  basic: '初级',
  intermediate: '中级',
  senior: '高级',
  technician: '技师',
}

/** Schooling in Chinese and as search engines categorise it (`credentialCategory`). */
export const educationWords: Readonly<Record<Education, { readonly name: string; readonly category: string }>> = {
  none: { name: '学历不限', category: 'no requirements' },
  primary: { name: '小学', category: 'no requirements' },
  junior: { name: '初中', category: 'no requirements' },
  senior: { name: '高中', category: 'high school' },
  vocational: { name: '中专', category: 'professional certificate' },
  college: { name: '大专', category: 'associate degree' },
  bachelor: { name: '本科', category: 'bachelor degree' },
  master: { name: '硕士', category: 'postgraduate degree' },
}

const board = [
  ['lodging', true, '包住'],
  ['lodging', false, '不提供住宿'],
  ['meals', true, '包吃'],
  ['meals', false, '不包吃'],
] as const

const keyOf = <K extends string>(words: Readonly<Record<K, string>>, word: string): K | undefined =>
  (Object.entries(words) as [K, string][]).find(([, one]) => one === word)?.[0]

/** The entries of a list as they stand, or of a text by its separators: `长白班、夜班`. */
export const entriesOf = (said: unknown): readonly string[] =>
  (typeof said === 'string'
    ? said.split(/[,\uFF0C、;\uFF1B|\n]/)
    : Array.isArray(said)
      ? (said as readonly unknown[])
      : []
  )
    .filter((one): one is string => typeof one === 'string')
    .map((one) => one.trim())
    .filter((one) => one !== '')

/** Lodging, meals and the benefits, as entries of `jobBenefits`. */
export const benefitEntries = (terms: Terms): readonly string[] => [
  ...board.filter(([field, value]) => terms[field] === value).map(([, , word]) => word),
  ...(terms.benefits ?? []),
]

/** Lodging, meals and benefits out of `jobBenefits`; what it does not say stays unknown. */
export function benefitsOf(said: unknown): Pick<Terms, 'lodging' | 'meals' | 'benefits'> {
  const entries = entriesOf(said)
  const { lodging, meals } = readTerms(entries.join('。'))
  const benefits = entries.filter((entry) => !board.some(([, , word]) => word === entry))
  return {
    ...(lodging === undefined ? {} : { lodging }),
    ...(meals === undefined ? {} : { meals }),
    ...(benefits.length === 0 ? {} : { benefits }),
  }
}

/** Shifts out of `workHours`: our own words, else what a reader finds. */
export function shiftsOf(said: unknown): readonly Shift[] {
  const entries = entriesOf(said)
  const known = entries.map((entry) => keyOf(shiftWords, entry))
  return known.every((one) => one !== undefined) ? known : (readTerms(entries.join('。')).shifts ?? [])
}

/** Demands out of `physicalRequirement`: our own words, else what a reader finds. */
export function demandsOf(said: unknown): readonly WorkDemand[] {
  const entries = entriesOf(said)
  const known = entries.map((entry) => keyOf(demandWords, entry))
  return known.every((one) => one !== undefined) ? known : (readTerms(entries.join('。')).demands ?? [])
}

/** The level that a skill's description names, if any. */
export const levelOf = (said: string): SkillLevel | undefined =>
  (Object.keys(levelWords) as SkillLevel[]).find((level) => said.includes(levelWords[level]))

/** Schooling out of words or a category of credential; undefined where neither says it. */
export function educationOf(name: string, category: string): Education | undefined {
  const all = Object.keys(educationWords) as Education[]
  const byName = all.find((one) => educationWords[one].name === name) ?? readTerms(name).educationMin
  return byName ?? all.find((one) => educationWords[one].category === category.trim().toLowerCase())
}
