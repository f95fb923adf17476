import type { Terms } from '../posting.ts'
import type { Education, Shift, WorkDemand } from '../seeker.ts'
import { isDay, type Day } from '../time.ts'
import { ageLineIn } from './age-line.ts'
import { skillsIn } from './asked-skills.ts'
import { boardIn } from './board.ts'
import { findsAll, type Rule } from './finds.ts'
import { chineseNumber } from './numerals.ts'
import { inOneForm } from './signs.ts'
import { wageIn } from './wage.ts'

/** Longest text that is read; what comes after says nothing new about terms. */
const textMax = 20_000

const shiftRules: readonly Rule<Shift>[] = [
  ['day', /[长全常]?白班|正常班|行政班|朝九晚[五六]|早[八九]晚[五六]|常日班|只上白天|不上夜班|无夜班|不值夜班|不倒班/g],
  ['night', /夜班|晚班|通宵|大夜/g],
  [
    'rotating',
    /[两二三四五六2-6]班[两二三四2-4]?(?:倒|制|轮|运转)|[两二2]班(?!车)|倒班|轮班|轮换|三班|[上做干][一二三1-3]休[一二三1-3](?!天班)|(?:12|24)小?时?[,/]?休(?:12|24|36|48)/g,
  ],
  [
    'flexible',
    /弹性(?:工作|上班|时间)|(?:时间|工作|上班)(?:可)?(?:灵活|自由)|灵活(?:用工|上班|安排)|兼职|可带回家|居家/g,
  ],
]
/** Day and night shifts named in one breath are shifts that change, unless the worker may choose. */
const changingShifts =
  /(?:早|白)班?[、,/和与及+]?(?:中班?[、,/和与及+]?)?(?:大?夜|晚)班(?!(?:可|任|自)?(?:选|以选)|均可|都可|二选)|(?:早|白|中|晚|夜)班[^,。;\n]{0,6}(?:轮换|轮流|轮倒|倒)/g
const demandRules: readonly Rule<WorkDemand>[] = [
  ['heavy_lifting', /重体力|体力(?:活|劳动)|搬运|装卸|扛包|力气活/g],
  ['long_standing', /久站|长时间站|站立(?:作业|工作|式)|站班|全程站/g],
  ['heights', /高空|登高|架子工|外墙|高处作业/g],
  ['dust_or_chemicals', /粉尘|喷漆|农药|化学品|化工原料|打磨|有异味/g],
  ['cold_room', /冷库|冻库|低温(?:车间|环境|作业)|冷冻车间|冷链库内/g],
  ['fine_eyesight', /视力(?:要?求?(?:好|良好|佳)|[15]\.[0-5])|显微镜|精细用眼/g],
]
const licence = String.raw`(?=驾|照|证|本|及|以上|或|和|司机|均可|都可|[\s,、/|。;)]|$)(?![\s]?[栋座区馆号楼层])`
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
  ['C2驾照', new RegExp(`(?<![A-Za-z0-9])C2${licence}`, 'gi')],
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
const educationAfter = String.raw`(?:毕业|学历|文化|以上|及以上|或以上|程度|或|和|均可|即可|都可|也可|亦可|者?优先|[/、,。.;|)\s]|$)`
const educationMention = (names: string): RegExp =>
  new RegExp(
    String.raw`(?:学历[^,。;\n]{0,6}|文化[^,。;\n]{0,4}|(?:^|[/、,。.:;|()\s要求或]))(?:${names})(?=${educationAfter})|(?:${names})(?:及|或)?(?:以上|毕业|学历|文化)`,
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

/** Schools in a row that nothing says are asked: 我校设有小学、初中和高中. */
const schools = new RegExp(
  `(?<!学历[^,。;\\n]{0,6}|文化[^,。;\\n]{0,6}|要求[^,。;\\n]{0,4})(?:${educationNames})(?:[、,](?:${educationNames})){0,6}(?:(?:和|与|及|以及)(?:${educationNames})|[、,](?:${educationNames})(?=学生|课程|教育|阶段|部|校))(?!及?以上|毕业|学历|文化|程度|均可|即可|都可|也可|亦可|者?优先|皆可|或)`,
  'g',
)

function educationIn(said: string): Education | undefined {
  const text = said.replace(schools, '')
  return anySchooling.test(text) ? 'none' : educationPatterns.find(([, pattern]) => pattern.test(text))?.[0]
}

/** A day of starting work that is written whole; a month without its year says nothing. */
function startIn(text: string): Day | undefined {
  const found = /(20\d\d)[年./-](\d{1,2})[月./-](\d{1,2})日?(?:前|左右)?(?:到岗|上岗|上班|开工|入职|开始)/.exec(text)
  if (found === null) return undefined
  const [, year = '', month = '', day = ''] = found
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDay(written) ? written : undefined
}

/** Driving licences from the lowest; those before the last hold for whoever has a later one. */
const licencesRising = ['C2驾照', 'C1驾照', 'B2驾照']

/** All that is needed; of several driving licences the lowest, as they are named for people to have one of them. */
function certificatesIn(text: string): readonly string[] {
  const found = findsAll(text, certificateRules, 'needed')
  const lowest = licencesRising.find((one) => found.includes(one))
  const isLicence = (one: string): boolean => one.endsWith('驾照')
  return found.filter((one) =>
    isLicence(one) ? lowest === undefined || one === lowest : one !== '驾驶证' || !found.some(isLicence),
  )
}

function shiftsIn(text: string): readonly Shift[] {
  const found = findsAll(text.replace(changingShifts, '倒班'), shiftRules)
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
  const whole = inOneForm(said, 2 * textMax)
  // Commas of thousands are told from others before the width of signs is lost.
  const wage = wageIn(said)
  const board = boardIn(whole)
  const shifts = shiftsIn(whole)
  const nightWork: readonly WorkDemand[] =
    shifts.length > 0 && shifts.every((one) => one === 'night') ? ['night_work'] : []
  return {
    ...(wage !== undefined && 'wage' in wage ? { wage: wage.wage } : {}),
    ...some('shifts', shifts),
    ...some('lodging', board.lodging),
    ...some('meals', board.meals),
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
