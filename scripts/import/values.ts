import type { Education, SkillLevel, WorkStatus, Skill } from '../../src/domain/seeker.ts'
import { halfWidth } from '../../src/domain/text/signs.ts'
import { isDay, type Day } from '../../src/domain/time.ts'

/** One form of signs: half-width, no spaces, no text mark of a spreadsheet. */
export const plainOf = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').replace(/^'/, '')

/** Yes and no as lists write them; undefined for anything else. */
export function readYes(text: string): boolean | undefined {
  const said = plainOf(text).toLowerCase()
  if (/^(?:是|有|愿意|同意|需要|需|要|√|✓|y|yes|true|1)$/.test(said)) return true
  return /^(?:否|无|没有|不|不愿意|不同意|不需要|不需|不要|×|x|n|no|false|0)$/.test(said) ? false : undefined
}

/** A day as lists write it: 2026-3-1, 2026/03/01, 2026.3.1, 20260301, 2026年3月1日, with or without a time of day. */
export function readDay(text: string): Day | undefined {
  const said = text.normalize('NFKC').trim()
  const found =
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?:[\sT].*)?$/.exec(said) ??
    /^(\d{4})(\d\d)(\d\d)$/.exec(said)
  if (found === null) return undefined
  const [, year = '', month = '', day = ''] = found
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDay(written) ? written : undefined
}

/** Kilometres: 20, 20公里, 15km, 30里 (two to a kilometre). */
export function readKm(text: string): number | undefined {
  const found = /^(?:约|不超过|最远)?(\d{1,4}(?:\.\d)?)(公里|千米|km|里|米|m)?(?:以内|内|左右)?$/i.exec(plainOf(text))
  if (found === null) return undefined
  const count = Number(found[1])
  const unit = found[2]?.toLowerCase()
  return unit === '里' ? count / 2 : unit === '米' || unit === 'm' ? count / 1000 : count
}

const statuses: readonly (readonly [WorkStatus, RegExp])[] = [
  ['unable', /无劳动能力|丧失劳动|完全不能|退休/],
  ['studying', /在校|上学|学生|在读/],
  ['unemployed', /失业|待业|无业|未就业|求职|在家|登记失业/],
  ['farming', /务农|种地|养殖|种植/],
  ['self_employed', /个体|自营|自主创业|开店|灵活就业/],
  ['employed', /在岗|在职|已就业|就业|务工|打工|上班/],
]

/** 就业状况 as lists write it. */
export const readWorkStatus = (text: string): WorkStatus | undefined =>
  statuses.find(([, pattern]) => pattern.test(plainOf(text)))?.[0]

const schooling: readonly (readonly [Education, RegExp])[] = [
  ['master', /硕士|研究生|博士/],
  ['bachelor', /本科|学士/],
  ['vocational', /中专|中技|技校|职高|中职/],
  ['college', /大专|专科|高职/],
  ['senior', /高中/],
  ['junior', /初中/],
  ['primary', /小学/],
  ['none', /文盲|半文盲|未上学|没上过|无学历|^无$/],
]

/** 文化程度 as lists write it. */
export const readEducation = (text: string): Education | undefined =>
  schooling.find(([, pattern]) => pattern.test(plainOf(text)))?.[0]

const levels: readonly (readonly [SkillLevel, RegExp])[] = [
  ['technician', /技师/],
  ['senior', /高级/],
  ['intermediate', /中级/],
  ['basic', /初级/],
]

/** A skill with what stands beside it: 电焊(中级)3年. */
export function readSkill(text: string): Skill {
  const said = halfWidth(text)
  const level = levels.find(([, pattern]) => pattern.test(said))?.[0]
  const years = /(\d{1,2})\s*年/.exec(said)?.[1]
  const bare = said
    .replace(/\([^()]*\)/g, '')
    .replace(/(?:初级|中级|高级)(?=.)|(?<=.)(?:初级|中级|高级)|\d{1,2}\s*年(?:以上)?(?:经验)?/g, '')
    .trim()
  return {
    text: (bare === '' ? text : bare).slice(0, 60),
    ...(level === undefined ? {} : { level }),
    ...(years === undefined ? {} : { years: Number(years) }),
  }
}
