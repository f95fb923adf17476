import type { SkillWanted, Terms } from '../posting.ts'
import type { Education, Shift, WorkDemand } from '../seeker.ts'
import { isDay, type Day } from '../time.ts'
import { findsAll, type Rule } from './finds.ts'
import { chineseNumber, wageIn } from './wage.ts'
import { ageLineIn } from './wording.ts'

/** Longest text that is read; what comes after says nothing new about terms. */
const textMax = 20_000

const shiftRules: readonly Rule<Shift>[] = [
  ['day', /[长全常]?白班|正常班|行政班|朝九晚[五六]|早[八九]晚[五六]|常日班|只上白天|不上夜班|无夜班|不值夜班|不倒班/g],
  ['night', /夜班|晚班|通宵|大夜/g],
  [
    'rotating',
    /[两二三四]班[倒制]|[两二]班(?!车)|倒班|轮班|三班|四班三运转|早中晚班|上[一二]休[一二]|两班两运转|白夜班/g,
  ],
  [
    'flexible',
    /弹性(?:工作|上班|时间)|(?:时间|工作|上班)(?:可)?(?:灵活|自由)|灵活(?:用工|上班|安排)|兼职|可带回家|居家/g,
  ],
]
const demandRules: readonly Rule<WorkDemand>[] = [
  ['heavy_lifting', /重体力|体力(?:活|劳动)|搬运|装卸|扛包|力气活/g],
  ['long_standing', /久站|长时间站|站立(?:作业|工作|式)|站班|全程站/g],
  ['heights', /高空|登高|架子工|外墙|高处作业/g],
  ['dust_or_chemicals', /粉尘|喷漆|农药|化学品|化工原料|打磨|有异味/g],
  ['cold_room', /冷库|冻库|低温(?:车间|环境|作业)|冷冻车间|冷链库内/g],
  ['fine_eyesight', /视力(?:要?求?(?:好|良好|佳)|[15]\.[0-5])|显微镜|精细用眼/g],
]
const licence = String.raw`(?=驾|照|证|本|及以上|以上|[\s,、/|。;)]|$)(?![\s]?[栋座区馆号楼层])`
/** The name, then how it is written; a general name comes after the special ones and gives way to them. */
const certificateRules: readonly Rule<string>[] = [
  ['健康证', /健康证/g],
  ['低压电工证', /低压电工(?:操作|作业)?证/g],
  ['高压电工证', /高压电工(?:操作|作业)?证/g],
  ['电工证', /(?<!低压|高压)电工(?:操作|作业|上岗)?证/g],
  ['焊工证', /焊工?(?:操作|作业)?证/g],
  ['叉车证', /叉车(?:操作|作业)?(?:证|本)|N1证/g],
  ['保安员证', /保安(?:员)?证/g],
  ['育婴员证', /育婴(?:员|师)?证|月嫂证/g],
  ['护理员证', /护理(?:员)?证/g],
  ['登高证', /登高(?:作业)?证|高处作业证/g],
  ['A1驾照', new RegExp(`(?<![A-Za-z0-9])A1${licence}`, 'gi')],
  ['A2驾照', new RegExp(`(?<![A-Za-z0-9])A2${licence}`, 'gi')],
  ['B2驾照', new RegExp(`(?<![A-Za-z0-9])B2${licence}`, 'gi')],
  ['C1驾照', new RegExp(`(?<![A-Za-z0-9])C1${licence}`, 'gi')],
  ['驾驶证', /(?<![ABC][12])(?:驾驶证|驾照|驾驶执照)/gi],
  ['会计证', /会计(?:从业资格)?证/g],
]
/** Rising, as the lowest that is named is what is asked: 高中/中专均可, 初中及以上. */
const educationRules: readonly (readonly [Education, string])[] = [
  ['primary', '小学'],
  ['junior', '初中'],
  ['senior', '高中'],
  ['vocational', '中专|中技|技校|职高|中职'],
  ['college', '大学?专科?|专科|高职'],
  ['bachelor', '(?:大学)?本科|学士'],
  ['master', '硕士|研究生'],
]
const educationNames = educationRules.map(([, names]) => names).join('|')
/** A name of schooling counts where it stands alone or beside a word of schooling, not in 小学门口 or 大专院校. */
const educationAfter = String.raw`(?:毕业|学历|文化|以上|及以上|或以上|程度|或|和|均可|即可|都可|也可|亦可|者?优先|[/、,。;|\s]|$)`
const educationMention = (names: string): RegExp =>
  new RegExp(
    String.raw`(?:学历[^,。;\n]{0,6}|文化[^,。;\n]{0,4}|(?:^|[/、,。:;|\s要求或]))(?:${names})(?=${educationAfter})|(?:${names})(?:及|或)?(?:以上|毕业|学历|文化)`,
  )
const educationPatterns = educationRules.map(([value, names]) => [value, educationMention(names)] as const)
const anySchooling = new RegExp(
  `学历不限|不限学历|无学历要求|不要求学历|不看学历|(?:${educationNames})(?:学历)?(?:及|或)?以下`,
)
const benefitRules: readonly Rule<string>[] = [
  ['五险一金', /五险一金|六险/g],
  ['五险', /五险(?!一金)/g],
  ['社会保险', /社保|社会保险/g],
  ['意外险', /意外(?:保)?险/g],
  ['带薪年假', /年假/g],
  ['全勤奖', /全勤/g],
  ['年终奖', /年终奖|1[3-9]薪|十[三四]薪/g],
  ['班车', /班车|车接车送|接送上下班|上下班接送/g],
  ['双休', /双休/g],
  ['单休', /单休|[做上]六休一|月休(?:四|4)天/g],
  ['免费培训', /免费培训|带薪培训|岗前培训|专业培训/g],
  ['日结', /日结/g],
  ['周结', /周结/g],
]

const noLodging =
  /不(?:提供|包|管|含|安排)(?:食宿|吃住|吃、?住|住)|无(?:住宿|宿舍)|(?:住宿|食宿|吃住)(?:费用?)?自理|自行解决(?:住宿|食宿|吃住)/
const lodgingGiven =
  /包(?:食宿|吃住|住|吃包住|吃、?住)|管(?:吃管?)?住|(?:提供|安排|免费|有|可)[^,。;|\s不]{0,4}(?:食宿|吃住|住宿|宿舍|车住)(?!补|补贴|补助)|可住宿|吃住全包|吃住免费/
const noMeals = /不(?:提供|包|管|含)(?:食宿|吃住|吃|餐|午餐|伙食)|(?:餐费|伙食|食宿|吃住)(?:费用?)?自理/
const mealsGiven =
  /包(?:食宿|吃|住包?吃|[一二两三]?餐|[早中午晚]餐|[早中午晚]饭|伙食)|管(?:吃|饭|[一二两三]餐|[早中午晚]饭)|(?:提供|免费|有)[^,。;|\s不]{0,4}(?:食宿|工作餐|[早中午晚]餐|吃住|三餐)|餐补|餐饮补贴|吃住全包|厂内食堂|员工食堂/

const givenOrNot = (text: string, denied: RegExp, given: RegExp): boolean | undefined =>
  denied.test(text) ? false : given.test(text) ? true : undefined

const numeral = String.raw`(\d{1,2}|[一二两三四五六七八十])`
const yearsAsked = new RegExp(
  `${numeral}(?:-\\d{1,2})?年(?:及)?(?:以上)?(?:[^,。;\\n合]{0,8}(?:经验|经历|工龄)|(?:及)?以上[^,。;\\n]{0,6}工作|工作经)`,
)
/** A tag or a column of its own: `3-4年`, `1年以下`. */
const yearsAlone = /(?:^|[\s,|])(\d{1,2})(?:-\d{1,2})?年(以上|以下|以内)?(?=$|[\s,|])/
const noExperience =
  /(?:无需|不需要?|无|不要求?|没有|不限)(?:相关|工作|任何)*经[验历]|经验不限|新手(?:可|也可|亦可)|生手|学徒|接受(?:小白|无经验)|应届(?:生|毕业生)?(?:亦可|均可|也可|可)/

function experienceIn(text: string): number | undefined {
  const asked = yearsAsked.exec(text)?.[1]
  if (asked !== undefined) return chineseNumber(asked) ?? Number(asked)
  if (noExperience.test(text)) return 0
  const alone = yearsAlone.exec(text)
  if (alone?.[1] === undefined) return undefined
  return alone[2] === undefined || alone[2] === '以上' ? Number(alone[1]) : 0
}

const educationIn = (text: string): Education | undefined =>
  anySchooling.test(text) ? 'none' : educationPatterns.find(([, pattern]) => pattern.test(text))?.[0]

const openingsMax = 5_000
const counted = String.raw`(\d{1,4}|[一二两三四五六七八九十]{1,3})`
const headcounts = [
  new RegExp(
    `(?:招聘?|急?需|缺|急招|需要|名额|人数)[^\\d,。;\\n一二两三四五六七八九十]{0,10}${counted}(?:多|余)?[人名位个]`,
  ),
  new RegExp(`(?<![-~\\d])${counted}名(?!校|企|额|牌|片)`),
  /^\s*(\d{1,4})\s*[人名位]?\s*$/,
]

/** How many people are sought: 招10人, 3名, or a column that holds nothing else; undefined for 若干 or nothing. */
export function headcountIn(text: string): number | undefined {
  const read = text.slice(0, textMax).normalize('NFKC')
  for (const pattern of headcounts) {
    const found = pattern.exec(read)?.[1]
    const count = found === undefined ? undefined : (chineseNumber(found) ?? Number(found))
    if (count !== undefined && count >= 1 && count <= openingsMax) return count
  }
  return undefined
}

const skillPattern =
  /(?<![社机工商协聚大年晚学不])(?:会|熟练(?:使用|操作|掌握)?|熟悉|掌握|能独立|懂)([一-鿿A-Za-z]{2,10}?)(?:者优先|优先|技术|操作|即可|[,。;、|\s]|$)/g

const skillsIn = (text: string): readonly SkillWanted[] =>
  [...text.matchAll(skillPattern)]
    .slice(0, 8)
    .map(([whole, words = '']) => ({ text: words, required: !whole.includes('优先') && /必须|须|熟练/.test(whole) }))

/** A day of starting work that is written whole; a month without its year says nothing. */
function startIn(text: string): Day | undefined {
  const found = /(20\d\d)[年./-](\d{1,2})[月./-](\d{1,2})日?(?:前|左右)?(?:到岗|上岗|上班|开工|入职|开始)/.exec(text)
  if (found === null) return undefined
  const [, year = '', month = '', day = ''] = found
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDay(written) ? written : undefined
}

function certificatesIn(text: string): readonly string[] {
  const found = findsAll(text, certificateRules, 'needed')
  return found.some((one) => one.endsWith('驾照')) ? found.filter((one) => one !== '驾驶证') : found
}

function shiftsIn(text: string): readonly Shift[] {
  const found = findsAll(text, shiftRules)
  const isDayOnly = /不上夜班|无夜班|不值夜班|只上白天|不用上夜班|没有夜班|不倒班/.test(text)
  return isDayOnly ? found.filter((one) => one !== 'night' && one !== 'rotating') : found
}

const some = <K extends string, V>(name: K, value: V | undefined): Partial<Record<K, V>> =>
  (value === undefined || (Array.isArray(value) && value.length === 0) ? {} : { [name]: value }) as Partial<
    Record<K, V>
  >

/**
 * Reads what a recruiter's text and tags say of a post's terms; what they do not say stays unknown, and a negation
 * (不上夜班, 无需经验) is read as such. Reads the first 20,000 characters and the first 200 tags.
 */
export function readTerms(text: string, tags: readonly string[] = []): Terms {
  const said = `${text.slice(0, textMax)}\n${tags.slice(0, 200).join('\n').slice(0, textMax)}`
  const whole = said.normalize('NFKC').slice(0, 2 * textMax)
  const wage = wageIn(whole)
  const shifts = shiftsIn(whole)
  const nightWork: readonly WorkDemand[] =
    shifts.length > 0 && shifts.every((one) => one === 'night') ? ['night_work'] : []
  return {
    ...(wage !== undefined && 'wage' in wage ? { wage: wage.wage } : {}),
    ...some('shifts', shifts),
    ...some('lodging', givenOrNot(whole, noLodging, lodgingGiven)),
    ...some('meals', givenOrNot(whole, noMeals, mealsGiven)),
    ...some('skills', skillsIn(whole)),
    ...some('certificates', certificatesIn(whole)),
    ...some('educationMin', educationIn(whole)),
    ...some('experienceYearsMin', experienceIn(whole)),
    ...some('ageLine', ageLineIn(whole)),
    ...some('demands', [...findsAll(whole, demandRules), ...nightWork]),
    ...some('startOn', startIn(whole)),
    ...some('benefits', findsAll(whole, benefitRules)),
  }
}
