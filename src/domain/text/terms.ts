import type { SkillWanted, Terms } from '../posting.ts'
import type { Education, Shift, WorkDemand } from '../seeker.ts'
import { wageIn } from './wage.ts'
import { ageLineIn } from './wording.ts'

/** Longest text that is read; what comes after says nothing new about terms. */
const textMax = 20_000

type Rule<T> = readonly [value: T, pattern: RegExp]

const shiftRules: readonly Rule<Shift>[] = [
  ['day', /长白班|白班|正常班|行政班|朝九晚[五六]|早八晚[五六]|常日班|只上白天|不上夜班|无夜班|不值夜班/],
  ['night', /夜班|晚班|通宵|大夜/],
  ['rotating', /[两二三四]班倒|倒班|轮班|三班|四班三运转|早中晚班|上[一二]休[一二]/],
  ['flexible', /弹性|灵活|兼职|时间自由|计件在家|可带回家/],
]
const demandRules: readonly Rule<WorkDemand>[] = [
  ['heavy_lifting', /重体力|体力活|搬运|装卸|扛包|力气活|吃苦耐劳.{0,6}体力/],
  ['long_standing', /久站|长时间站立|站立作业|站班|全程站/],
  ['heights', /高空|登高|架子工|外墙|高处作业/],
  ['dust_or_chemicals', /粉尘|喷漆|农药|化学品|化工原料|打磨|有异味/],
  ['cold_room', /冷库|低温|冷冻车间|冷链库内/],
  ['fine_eyesight', /视力(?:好|良好|1\.0|5\.0)|看显微镜|精细用眼/],
]
/** Longer names first, so that 焊工操作证 is not cut short. */
const certificateRules: readonly Rule<string>[] = [
  ['健康证', /健康证/],
  ['低压电工证', /低压电工(?:操作)?证/],
  ['电工证', /(?<!低压|高压)电工(?:操作)?证/],
  ['焊工证', /(?:电)?焊工?(?:操作)?证/],
  ['叉车证', /叉车(?:操作)?证|N1证/],
  ['保安员证', /保安(?:员)?证/],
  ['育婴员证', /育婴(?:员|师)?证|月嫂证/],
  ['护理员证', /护理员?证/],
  ['登高证', /登高(?:作业)?证|高处作业证/],
  ['A1驾照', /A1(?:驾照|驾驶证|证|本)/i],
  ['A2驾照', /A2(?:驾照|驾驶证|证|本)/i],
  ['B2驾照', /B2(?:驾照|驾驶证|证|本)?(?!\w)/i],
  ['C1驾照', /C1(?:驾照|驾驶证|证|本|以上)?(?!\w)/i],
  ['会计证', /会计(?:从业资格)?证/],
]
const educationRules: readonly Rule<Education>[] = [
  ['master', /硕士|研究生/],
  ['bachelor', /本科|学士/],
  ['college', /大专|专科|高职/],
  ['vocational', /中专|中技|技校|职高/],
  ['senior', /高中/],
  ['junior', /初中/],
  ['primary', /小学/],
]
const benefitRules: readonly Rule<string>[] = [
  ['五险一金', /五险一金|六险/],
  ['五险', /五险(?!一金)/],
  ['社会保险', /社保|社会保险/],
  ['带薪年假', /年假/],
  ['全勤奖', /全勤/],
  ['年终奖', /年终奖|13薪|十三薪/],
  ['班车', /班车|车接车送|接送/],
  ['双休', /双休/],
  ['免费培训', /免费培训|带薪培训|岗前培训/],
  ['日结', /日结/],
  ['周结', /周结/],
]

/** True when the words before a find turn it around: 无需电工证, 不要求学历, 不上夜班. */
const isNegated = (text: string, at: number): boolean =>
  /(?:无需|不需要?|不要求?|不用|没有|不上|无|非|免)[^,,。;;、\n]{0,4}$/.test(text.slice(Math.max(0, at - 8), at))

/** True when the words after a find make it welcome rather than needed: 有C1驾照优先. */
const isPreference = (text: string, end: number): boolean => /^[^,,。;;、\n]{0,3}优先/.test(text.slice(end, end + 8))

const findsAll = <T>(text: string, rules: readonly Rule<T>[], skipPreferred = false): readonly T[] =>
  rules.flatMap(([value, pattern]) => {
    const found = pattern.exec(text)
    if (found === null || isNegated(text, found.index)) return []
    return skipPreferred && isPreference(text, found.index + found[0].length) ? [] : [value]
  })

function lodgingIn(text: string): boolean | undefined {
  if (/不(?:提供|包|管)(?:食宿|吃住|住宿?)|无住宿|不提供食宿|住宿自理|自行解决住宿/.test(text)) return false
  return /包(?:食宿|吃住|住|吃包住|吃、?住)|管(?:吃)?住|提供(?:免费)?(?:食宿|吃住|住宿|宿舍)|有宿舍|免费住宿|可住宿|吃住全包/.test(
    text,
  )
    ? true
    : undefined
}

function mealsIn(text: string): boolean | undefined {
  if (/不(?:提供|包|管)(?:食宿|吃住|吃|餐|午餐)|餐费自理|伙食自理/.test(text)) return false
  return /包(?:食宿|吃|[一二两三]?餐|午餐|伙食)|管(?:吃|饭|[一二两三]餐|午饭)|提供(?:免费)?(?:食宿|工作餐|午餐|吃住)|(?:免费|有)工作餐|餐补|吃住全包|厂内食堂/.test(
    text,
  )
    ? true
    : undefined
}

function experienceIn(text: string): number | undefined {
  if (/无需经验|不需经验|无经验|经验不限|新手可|生手|学徒|无工作经验|在校生|应届/.test(text)) return 0
  const years = /(\d{1,2})\s*(?:-\s*\d{1,2}\s*)?年(?:及以上|以上)?(?:[^,,。;;\n]{0,8})(?:经验|工作)/.exec(text)
  if (years?.[1] !== undefined) return Number(years[1])
  const bare = /(?:^|[\s,,|])(\d{1,2})(?:-\d{1,2})?年(?:以上)?(?=$|[\s,,|])/.exec(text)
  return bare?.[1] === undefined ? undefined : Number(bare[1])
}

function educationIn(text: string): Education | undefined {
  if (/学历不限|不限学历|无学历要求|不要求学历/.test(text)) return 'none'
  // The lowest that is named is what is asked: 初中及以上, 高中/中专均可.
  const named = educationRules.flatMap(([value, pattern]) => {
    const found = pattern.exec(text)
    return found === null ? [] : [value]
  })
  if (/及以下|以下学历/.test(text)) return 'none'
  return named[named.length - 1]
}

/** How many people are sought: 招10人, 3名; undefined for 若干 or nothing. */
export function headcountIn(text: string): number | undefined {
  const found = /(?:招聘?|需要?|缺|急招)?\s*(\d{1,4})\s*(?:人|名|位)(?!以上规模)/.exec(text.slice(0, textMax))
  const count = found?.[1] === undefined ? undefined : Number(found[1])
  return count === undefined || count < 1 || count > 5_000 ? undefined : count
}

function skillsIn(text: string): readonly SkillWanted[] {
  const found = [
    ...text.matchAll(
      /(?:会|熟练|熟悉|掌握|能够?独立|懂)([一-鿿A-Za-z]{2,10}?)(?:者优先|优先|技术|操作|即可|,|,|。|;|;|、|\s|$)/g,
    ),
  ]
  return found
    .slice(0, 8)
    .map(([whole, words = '']) => ({ text: words, required: !whole.includes('优先') && /必须|须|熟练/.test(whole) }))
}

const some = <K extends string, V>(name: K, value: V | undefined): Partial<Record<K, V>> =>
  (value === undefined || (Array.isArray(value) && value.length === 0) ? {} : { [name]: value }) as Partial<
    Record<K, V>
  >

/**
 * Reads what a recruiter's text and tags say of a post's terms; what they do not say stays unknown, and a negation
 * (不上夜班, 无需经验) is read as such.
 */
export function readTerms(text: string, tags: readonly string[] = []): Terms {
  const whole = `${text.slice(0, textMax)}\n${tags.join(' ')}`.normalize('NFKC')
  const wage = wageIn(whole)
  const shifts = findsAll(whole, shiftRules)
  const isDayOnly = /不上夜班|无夜班|不值夜班|只上白天/.test(whole)
  const shiftsFound = isDayOnly ? shifts.filter((one) => one !== 'night' && one !== 'rotating') : shifts
  const demands = findsAll(whole, demandRules)
  const nightWork: readonly WorkDemand[] =
    shiftsFound.length > 0 && shiftsFound.every((one) => one === 'night') ? ['night_work'] : []
  return {
    ...(wage !== undefined && 'wage' in wage ? { wage: wage.wage } : {}),
    ...some('shifts', shiftsFound),
    ...some('lodging', lodgingIn(whole)),
    ...some('meals', mealsIn(whole)),
    ...some('skills', skillsIn(whole)),
    ...some('certificates', findsAll(whole, certificateRules, true)),
    ...some('educationMin', educationIn(whole)),
    ...some('experienceYearsMin', experienceIn(whole)),
    ...some('ageLine', ageLineIn(whole)),
    ...some('demands', [...demands, ...nightWork]),
    ...some('benefits', findsAll(whole, benefitRules)),
  }
}
