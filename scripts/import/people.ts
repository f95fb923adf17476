import { isIdNumber, isPhone } from '../../src/domain/privacy.ts'
import type { Profile } from '../../src/domain/seeker.ts'
import { readWage } from '../../src/domain/text/wage.ts'
import { dayOf, instantAt, type Day, type Instant } from '../../src/domain/time.ts'
import type { NewSeeker } from '../../src/services/seekers.ts'
import type { FieldSet, RowReader } from './columns.ts'
import { readPlace } from './places.ts'
import type { SheetRow } from './read.ts'
import { RowRefused, type RowProblem } from './report.ts'
import type { Side } from './target.ts'
import { plainOf, readDay, readEducation, readKm, readSkill, readWorkStatus, readYes } from './values.ts'

/** What a map of job-seekers may name. */
export const seekerFields: FieldSet = {
  kind: 'seekers',
  required: ['name', 'village', 'consent'],
  optional: [
    ...['idNumber', 'phone', 'address', 'town', 'ethnicity', 'household', 'householdKind', 'relation'],
    ...['on', 'source', 'wantsWork', 'skills', 'certificates', 'occupations', 'trainingWanted', 'experience'],
    ...['education', 'workStatus', 'wageMin', 'distanceMax', 'careDuty', 'lodgingNeeded', 'disability'],
  ],
}

/** A row of a list of people, read. */
export interface Person {
  readonly said: NewSeeker & { readonly on: Day }
  readonly household: string | undefined
  readonly householdKind: 'policy_resettled' | 'self_moved'
  readonly role: 'head' | 'member'
}

interface Words {
  readonly zh: string
  readonly remedy: string
  readonly en: string
}

const words = {
  missing: { zh: '不能为空', remedy: '请补填', en: 'must not be empty' },
  long: { zh: '内容过长', remedy: '请删短', en: 'is too long' },
  scientific: {
    zh: '被表格软件改成了科学计数，数字已丢失',
    remedy: '请把该列设为“文本”后重新填写 18 位号码',
    en: 'was turned into scientific notation; set the column to text and fill it in again',
  },
  idNumber: {
    zh: '身份证号有误',
    remedy: '应为 18 位，出生日期和校验码须正确，请对照证件',
    en: 'is not a resident ID number of 18 digits with a right check digit',
  },
  phone: { zh: '手机号有误', remedy: '应为 11 位大陆手机号', en: 'is not a mainland mobile number of 11 digits' },
  noIdentity: {
    zh: '身份证号和手机号都没有，无法识别此人',
    remedy: '请至少填写一项',
    en: 'neither ID number nor phone: the person cannot be told apart',
  },
  yes: { zh: '看不懂', remedy: '请填 是 或 否', en: 'is neither yes nor no' },
  day: { zh: '看不懂的日期', remedy: '请写成 2026-03-01', en: 'is not a day such as 2026-03-01' },
  future: { zh: '日期在将来', remedy: '请填采集当天或更早的日期', en: 'is in the future' },
  wage: { zh: '看不懂的工资', remedy: '请写成 3000 或 3000元/月，或清空此格', en: 'cannot be read as a wage' },
  km: { zh: '看不懂的距离', remedy: '请写公里数，如 20，或清空此格', en: 'cannot be read as kilometres' },
  village: {
    zh: '本区没有这个村或社区',
    remedy: '请写村(社区)全名，如 扁担沟镇同利村，或 12 位代码',
    en: 'no village of the district has this name',
  },
  choice: { zh: '看不懂', remedy: '请改用常见说法，或清空此格', en: 'cannot be read' },
} as const satisfies Record<string, Words>

const anyPattern = /^(?:不限|无|无要求|都行|都可以|随便|面议)$/

/** Reads the rows of one file into people; all the problems of a row are named at once, by the file's own headers. */
export function peopleOf(reader: RowReader, now: Instant, places: Side['services']['places']) {
  return ({ cells }: SheetRow): Person => {
    const wrong: RowProblem[] = []
    const refuse: Refuse = (field, name, said) => {
      wrong.push({ code: `${field}.${name}`, column: reader.columnOf(field), ...said })
    }
    const text = (field: string, lengthMax = 60): string | undefined => {
      const said = reader.text(cells, field)?.trim()
      if (said === undefined || said === '') return undefined
      if (said.length <= lengthMax) return said
      refuse(field, 'too_long', words.long)
      return undefined
    }
    const needed = (field: string): string => {
      if (reader.text(cells, field) === undefined) refuse(field, 'missing', words.missing)
      return text(field) ?? ''
    }
    /** A value by its reader; what cannot be read is refused, unless the map leaves it out. */
    const read = <T>(field: string, parse: (said: string) => T | undefined, said: Words): T | undefined => {
      const found = text(field, 200)
      if (found === undefined) return undefined
      const value = parse(found)
      if (value === undefined && !reader.ignoresUnknown(field)) refuse(field, 'unreadable', said)
      return value
    }
    const list = (field: string): readonly string[] | undefined => {
      const found = reader.list(cells, field).filter((one) => !/^(?:无|没有|不限|-|\/)$/.test(one))
      if (found.some((one) => one.length > 60)) refuse(field, 'too_long', words.long)
      return found.length === 0 ? undefined : found.slice(0, 20)
    }

    const identity = { read, refuse, cells }
    const idNumber = idNumberOf(identity)
    const phone = read('phone', (said) => mobileOf(said), words.phone)
    if (idNumber === undefined && phone === undefined && wrong.length === 0)
      refuse('idNumber', 'missing', words.noIdentity)
    const village = villageOf(places, text('village'), text('town'), refuse)
    const on = read('on', readDay, words.day) ?? dayOf(now)
    if (on > dayOf(now)) refuse('on', 'future', words.future)
    const wantsWork = read('wantsWork', readYes, words.yes)
    const consent = read('consent', readYes, words.yes) ?? false
    const profile = profileOf({ text, list, read })
    const address = text('address', 200)
    const ethnicity = text('ethnicity', 20)
    const person: Person = {
      said: {
        name: needed('name').replace(/\s/g, ''),
        ...(idNumber === undefined ? {} : { idNumber }),
        ...(phone === undefined ? {} : { phone }),
        ...(address === undefined ? {} : { address }),
        ...(ethnicity === undefined ? {} : { ethnicity }),
        village,
        profile,
        on,
        source: text('source') ?? 'import',
        ...(wantsWork === undefined ? {} : { wantsWork, wishedAt: instantAt(on) }),
        consent,
      },
      household: text('household'),
      householdKind: text('householdKind') === 'self_moved' ? 'self_moved' : 'policy_resettled',
      role: /^(?:户主|本人|本人\(户主\))$/.test(plainOf(text('relation') ?? '')) ? 'head' : 'member',
    }
    if (wrong.length > 0) throw new RowRefused(wrong)
    return person
  }
}

type Read = <T>(field: string, parse: (said: string) => T | undefined, said: Words) => T | undefined
type Refuse = (field: string, name: string, said: Words) => void

function idNumberOf({ read, refuse }: { read: Read; refuse: Refuse }): string | undefined {
  const said = read('idNumber', (text) => plainOf(text).toUpperCase(), words.idNumber)
  if (said === undefined) return undefined
  if (isIdNumber(said)) return said
  if (/^\d(?:\.\d+)?E\+?\d+$/.test(said)) refuse('idNumber', 'scientific', words.scientific)
  else refuse('idNumber', 'wrong', words.idNumber)
  return undefined
}

/** A mobile number without the signs that stand between its digits. */
function mobileOf(text: string): string | undefined {
  const digits = plainOf(text)
    .replace(/[-‐—()]/g, '')
    .replace(/^\+?86(?=1\d{10}$)/, '')
  return isPhone(digits) ? digits : undefined
}

function villageOf(
  places: Side['services']['places'],
  said: string | undefined,
  town: string | undefined,
  refuse: Refuse,
): string {
  if (said === undefined) {
    refuse('village', 'missing', words.missing)
    return ''
  }
  const read = readPlace(places, said, town)
  if (read.kind === 'found') return read.place.code
  if (read.kind === 'unknown') refuse('village', 'unknown', words.village)
  else {
    const names = read.places.map((place) => `${place.townName}${place.name}`).join(' 或 ')
    const remedy = `请写明乡镇：${names}`
    refuse('village', 'ambiguous', { zh: '有同名的村', remedy, en: 'several villages have this name' })
  }
  return ''
}

interface Readers {
  readonly text: (field: string, lengthMax?: number) => string | undefined
  readonly list: (field: string) => readonly string[] | undefined
  readonly read: Read
}

/** 不限 says nothing, and is no mistake. */
const unlessAny =
  <T>(parse: (said: string) => T | undefined) =>
  (said: string): T | 'any' | undefined =>
    anyPattern.test(plainOf(said)) ? 'any' : parse(said)

function profileOf({ text, list, read }: Readers): Partial<Profile> {
  const wage = read('wageMin', unlessAny(wageMinOf), words.wage)
  const km = read('distanceMax', unlessAny(readKm), words.km)
  const values = {
    skills: list('skills')?.map(readSkill),
    certificates: list('certificates')?.map((one) => ({ text: one })),
    occupations: list('occupations'),
    trainingWanted: list('trainingWanted'),
    experience: text('experience', 2000),
    education: read('education', readEducation, words.choice),
    workStatus: read('workStatus', readWorkStatus, words.choice),
    wageMinYuan: wage === 'any' ? undefined : wage,
    distanceMaxKm: km === 'any' ? undefined : km,
    careDuty: read('careDuty', readYes, words.yes),
    lodgingNeeded: read('lodgingNeeded', readYes, words.yes),
    disability: read('disability', readYes, words.yes),
  }
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}

function wageMinOf(said: string): number | undefined {
  const read = readWage(said)
  return read !== undefined && 'wage' in read ? read.wage.minYuan : undefined
}
