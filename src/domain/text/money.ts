import { chineseNumber } from './numerals.ts'

export type WageBasis = 'hour' | 'day' | 'week' | 'month' | 'year' | 'piece'

/** What the words around a figure make of it. */
export type FigureRole =
  /** The pay once the trial is over, where the text tells it apart. */
  | 'regular'
  /** A word of pay stands beside it. */
  | 'pay'
  /** It is shaped like pay: 150元/天, 6K-8K, 大工300. */
  | 'shaped'
  /** A figure and nothing else: pay where the text is a column of pay. */
  | 'bare'
  /** What is paid at least: 保底4000. */
  | 'floor'
  /** A part of the pay; what comes on top is not known. */
  | 'base'
  | 'trial'
  /** An allowance, overtime, a fee, a phone number, an age: no wage. */
  | 'other'

/** A figure of a text that may be money. */
export interface Figure {
  readonly role: FigureRole
  readonly low: number
  readonly high: number
  readonly basis: WageBasis | undefined
  /** Written with 千, 万, k or 元, so that its size is meant. */
  readonly isScaled: boolean
  readonly hasYuan: boolean
  /** More than the upper end may be paid: 4000起, 3000+提成. */
  readonly isOpenAbove: boolean
  /** `4千以下`: no lower end is said. */
  readonly isBelow: boolean
  /** `半天80`. */
  readonly isHalfDay: boolean
  /** A kind of worker or a shift stands before it, as in 大工300小工200. */
  readonly isGrade: boolean
}

const figuresMax = 200
const contextMax = 24
const clauseEnds = [',', ';', '。', '!', '\n']

const time = '小时|时(?!间)|h|H|半天|天|日(?!常|用)|周(?!边|末|岁|休)|星期|礼拜|月|年(?!底|终|假|龄|限|后|会)'
const piece = '件|单|斤|公斤|箱|个|次(?!性)|票|亩|棵|株|吨|袋|筐|车|趟|套|台|条|双|盒|包|米|平米|平方米?|平|㎡'
const scale = '(千|k|K|万|w|W)?'
const yuan = '(多|余|来)?(元|块钱|块|圆)?'
const number = String.raw`(?<![\d.A-Za-z#第])(?<!\d:)(?!0\d)(\d{1,7}(?:\.\d{1,3})?(?!\.?\d)|(?:(?!一个?(?:${time}|${piece}))[零〇一二两三四五六七八九十百千万]){2,8})`
const per = String.raw`(?:(?:\/人)?(?:\/|每|一){1,2}个?(?:工作)?(${time}|${piece})|(?:(?<=[元块钱圆])|\()(?:工作)?(${time}))?`
const bound = String.raw`((?:及|或)?以上|(?:及|或)?以[下内]|封顶|起步?|往上|\+)?`
const figure = new RegExp(
  `${number}${scale}${yuan}(?:(?:${per})-${number}${scale}${yuan})?(?:左右|上下)?${bound}${per}\\)?${bound}`,
  'g',
)

/** What follows a figure that is no money: people, ages, hours, dates, shares, monthly salaries a year. */
const notMoney =
  /^(?:多|余|来|几)?(?:个?小时|个?钟|个?月|个(?!月)|天|日|年|周|岁|人|名|位|号|点|时|分|秒|%|薪|班(?!长)|休|公里|km|米|里|斤|平|㎡|楼|栋|幢|家(?!政)|级|本|险|组(?!长)|队(?!长)|巷|路|弄|单元|室|座|街|村|届|期|层|排|线(?!长)|台|套|头|只|亩|吨|步|厂(?!长)|店(?![长员])|桌|床|间|页|件|单|后|度|[wgmb](?![a-z])|[:.]\d|\/\d)/i

type Kind = 'floor' | 'regular' | 'pay' | 'open' | 'base' | 'trial' | 'extra' | 'contact' | 'other'
/** Words before a figure that say what it is; the last one of them counts. */
const words: readonly (readonly [Kind, string])[] = [
  ['base', '(?:无责)?底薪|(?:基本|基础|岗位)(?:工资|薪资|月薪|待遇|收入)|绩效(?:工资|薪资)'],
  ['floor', '保底(?:工资|薪资|月薪|待遇|收入)?'],
  ['regular', '转正后?(?:的)?(?:综合)?(?:工资|薪资|月薪)?|正式(?:工资|薪资|上岗后)'],
  ['trial', '(?:试用|实习|培训|见习|学徒)期?间?(?:的)?(?:工资|薪资|月薪|待遇)?'],
  [
    'extra',
    '补贴|补助|津贴|[餐车房话饭油工]补|奖金?|加班(?!多)|全勤|满勤|提成|红包|押金|[餐租房宿电膳学管险介务训班名]费|费用?|房租|扣|罚|贷|公积金|社保|缴|保险|报销|返|返现|注册资[金本]|资金|投资|产值|营业额|销售额|业绩|工龄|高温',
  ],
  ['open', '面议|面谈|可谈|详谈|另议|电议'],
  [
    'contact',
    '电话|手机|电联|联系|致电|咨询|拨打|热线|微信|vx|v信|wx|qq|扣扣|加我|号码?|编号|邮编|邮箱|地址|位于|地点',
  ],
  ['other', '年龄|周岁|岁|身高|体重|视力|经验|面积|员工|规模|招聘?|人数|名额|成立'],
  [
    'pay',
    '工资|薪资|薪酬|薪水|薪金|[月日时周年]薪|(?<![带底])薪|工钱|工价|报酬|酬劳|待遇|收入|[月日年]入|综合|到手|实发|[日周月]结|[月日天]?[挣赚]',
  ],
]
const kinds = words.map(([kind]) => kind)
const anyWord = new RegExp(words.map(([, said]) => `(${said})`).join('|'), 'gi')
/** Words straight behind a figure that make it something else, unless they name the next figure. */
const extraBehind =
  /^(?:的)?(?:加班|[夜晚]班|全勤|满勤|高温|住房|住宿|交通|伙食|工龄|岗位|节日|生日|过节|推荐|介绍|入职|年终|[餐饭车房话])?(?:补贴|补助|津贴|奖金?|红包|押金|费|补)(?![:每月天日]{0,3}\d)/
const baseBehind = /^\(?的?(?:无责)?底薪(?!:?\d)/
const floorBehind = /^\(?的?保底(?!:?\d)/
const trialBehind = /^\(?的?试用期(?!.{0,4}\d)/
/** Pay beyond the upper end: what follows a figure, and what may stand a little way behind it. */
const moreBehind =
  /^\(?的?保底(?!:?\d)|^(?:元)?\)?(?:(?:另)?[加外有]{1,2}(?:提成|奖|绩效|计件|补)|提成|\+|起|以上|往上)|^[^\d;。\n]{0,8}(?:不封顶|多劳多得)/
const moreBefore = /(?:最低|不低于|至少|起薪|起步|保底|底薪|不少于)[^\d,]{0,4}$/
/** A plus that leads to commission or a bonus says that the figure is pay. */
const plusPay = /^\+?(?:[元的]?\+)?(?:[高月业个]{0,2}提成|奖金|绩效|全勤|业绩|分红|计件|补贴|补助|五险|满勤)/

/** Kinds of workers and shifts that notices set their pay behind, and any other name of a worker. */
const grades = '[大小中]工|[白夜晚早中]班|技工|普工|杂工|熟练工|熟手|新手|学徒|生手|师傅|组长|主管|班长'
const workers = '[工员手师]|[店厂队站]长|经理|保洁|保安|厨|司机|保姆|阿姨'
const gradeEnd = '(?:的?[日月]?工资)?[:是为]?$'
const grade = new RegExp(`(?:${grades}|${workers})${gradeEnd}`)
const plainGrade = new RegExp(`(?:${grades})${gradeEnd}`)

const basisWords =
  /(?:(时薪|每个?小时|一个?小时|小时工)|(半天)|(日薪|每天|一天|按天|日工资|日结|日入|[大小]工)|(周薪|每周|一周|周结)|(月薪|底薪(?!资)|每个?月|一个?月|月工资|月收入|月入|月综合|月结|月[挣赚])|(年薪|每年|一年|年收入|年入))[^\d]{0,5}$/
const pieceWords = new RegExp(`(?:每|一|按|论)(?:${piece})[^\\d]{0,3}$`)

const scaleOf = (sign: string | undefined): number => (sign === undefined ? 1 : /千|k/i.test(sign) ? 1_000 : 10_000)
const valueOf = (text: string): number => chineseNumber(text) ?? Number(text)

/** In `3-4.5千` the scale stands once for both, in `8千-1.2万` each has its own, in `3-4000` the first is in thousands. */
function lowScale(low: string, sign: string | undefined, high: number, highSign: string | undefined): number {
  if (sign !== undefined || chineseNumber(low) !== undefined) return scaleOf(sign)
  const value = Number(low)
  const shared = scaleOf(highSign)
  if (value * shared <= high) return shared === 1 && value < 100 && high >= 1_000 ? 1_000 : shared
  return value < 100 && value * 1_000 <= high ? 1_000 : 1
}

const basisOf = (sign: string | undefined): WageBasis | undefined => {
  if (sign === undefined) return undefined
  if (/小时|时|h/i.test(sign)) return 'hour'
  if (/天|日/.test(sign)) return 'day'
  if (/周|星期|礼拜/.test(sign)) return 'week'
  if (sign === '年') return 'year'
  return sign === '月' ? 'month' : 'piece'
}

/** Which group of a pattern matched, from 0. */
const groupOf = (match: readonly (string | undefined)[]): number =>
  match.findIndex((one, at) => at > 0 && one !== undefined) - 1

/** The unit of time or of pieces that stands before the figure: 日薪200, 每小时15元, 一箱3元. */
function basisBefore(context: string): { readonly basis: WageBasis | undefined; readonly isHalfDay: boolean } {
  const found = basisWords.exec(context)
  if (found === null) return { basis: pieceWords.test(context) ? 'piece' : undefined, isHalfDay: false }
  const at = groupOf(found)
  const basis = (['hour', 'day', 'day', 'week', 'month', 'year'] as const)[at]
  return { basis, isHalfDay: at === 1 }
}

/** The last word before a figure that says what it is; nothing where there is none. */
function kindOf(context: string): Kind | undefined {
  let kind: Kind | undefined
  for (const match of context.matchAll(anyWord)) kind = kinds[groupOf(match)]
  return kind
}

interface Looks {
  readonly context: string
  readonly behind: string
  readonly isShaped: boolean
  /** A plus parts the figure from what stands behind it. */
  readonly isPlus: boolean
  readonly isGrade: boolean
}

function roleOf({ context, behind, isPlus, isShaped, isGrade }: Looks): FigureRole {
  const kind = kindOf(context)
  if ((extraBehind.test(behind) && !isPlus) || kind === 'extra') return 'other'
  if (kind === 'base' || baseBehind.test(behind)) return 'base'
  if (kind === 'trial' || trialBehind.test(behind)) return 'trial'
  if (kind === 'floor' || floorBehind.test(behind)) return 'floor'
  if (kind === 'regular' || kind === 'pay') return kind
  if (isShaped) return 'shaped'
  if (kind === 'contact' || kind === 'other') return 'other'
  return isGrade ? 'shaped' : 'bare'
}

/** One match of `figure` with the words around it. */
function figureOf(match: RegExpMatchArray, context: string, behind: string): Figure | undefined {
  const [, low = '', scaleSign, , yuanSign, firstPer, firstTime, high, highSign, , highYuan, first, ...rest] = match
  const [lastPer, lastTime, second] = rest
  const sign = lastPer ?? lastTime ?? firstPer ?? firstTime
  if (sign === undefined && yuanSign === undefined && highYuan === undefined && notMoney.test(behind)) return undefined
  const highValue = high === undefined ? valueOf(low) * scaleOf(scaleSign) : valueOf(high) * scaleOf(highSign)
  const lowValue = high === undefined ? highValue : valueOf(low) * lowScale(low, scaleSign, highValue, highSign)
  const bounds = `${first ?? ''}${second ?? ''}`
  const before = basisBefore(context)
  const basis = basisOf(sign) ?? before.basis
  const hasYuan = yuanSign !== undefined || highYuan !== undefined
  const isRange = high !== undefined
  const isScaled = scaleSign !== undefined || highSign !== undefined || /[千万]/.test(low)
  const isK = isRange && /k/i.test(`${scaleSign ?? ''}${highSign ?? ''}`)
  const isGrade = grade.test(context)
  const isRound = highValue >= 1_500 && highValue < 20_000 && highValue % 50 === 0
  const isAlone = context === '' && /^(?:$|[,;。\n])/.test(behind)
  const isPlus = bounds.endsWith('+')
  const isPeriodSaid = sign === undefined && before.basis !== undefined && before.basis !== 'piece'
  const isShaped =
    (sign !== undefined && basis !== 'piece') ||
    isK ||
    (isPlus && plusPay.test(behind)) ||
    (isPeriodSaid && (hasYuan || (highValue >= 100 && (isRange || /[百千]/.test(low))))) ||
    (isAlone && (hasYuan || (isRange && isScaled)) && isRound) ||
    (isGrade && isRound) ||
    ((hasYuan || isScaled) && highValue >= 1_000 && highValue < 60_000 && (isRange ? hasYuan : isGrade))
  return {
    role: roleOf({ context, behind, isPlus, isShaped, isGrade: plainGrade.test(context) && highValue >= 100 }),
    low: Math.min(lowValue, highValue),
    high: Math.max(lowValue, highValue),
    basis,
    isScaled,
    hasYuan,
    isOpenAbove: /上|起|\+/.test(bounds) || moreBehind.test(behind) || moreBefore.test(context),
    isBelow: /下|内|^封顶|[^不]封顶/.test(bounds),
    isHalfDay: sign === '半天' || (sign === undefined && before.isHalfDay),
    isGrade,
  }
}

/** Every figure of a plain text that may be money, with what the words around it make of it. */
export function figuresIn(text: string): readonly Figure[] {
  const found: Figure[] = []
  let last = 0
  for (const match of text.matchAll(figure)) {
    const end = match.index + match[0].length
    // One end of a range that is no wage (18-45岁) is no wage either.
    if (text[end] === '-' || text[match.index - 1] === '-') continue
    const before = text.slice(Math.max(last, match.index - contextMax), match.index)
    const context = before.slice(Math.max(...clauseEnds.map((sign) => before.lastIndexOf(sign))) + 1)
    const one = figureOf(match, context, text.slice(end, end + contextMax))
    if (one === undefined) continue
    found.push(one)
    last = end
    if (found.length >= figuresMax) break
  }
  return found
}
