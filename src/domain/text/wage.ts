import type { WageRange } from '../posting.ts'

export type WageBasis = 'hour' | 'day' | 'month' | 'year' | 'piece'

/**
 * A wage as read: a monthly range, or that the text leaves it open (面议, or paid by the piece, which no one can turn into a
 * month); `assumed` names what the conversion took for granted.
 */
export type WageReading =
  | { readonly wage: WageRange; readonly basis: WageBasis; readonly assumed: readonly string[] }
  | { readonly open: true; readonly basis?: 'piece' }

const workingDaysPerMonth = 26
const hoursPerDay = 8
const textMax = 4_000
/** Outside these bounds a figure is not a monthly wage of this world (yuan). */
const plausibleYuan = { min: 500, max: 500_000 } as const
/** The lower end of `4千以下`, as a share of the bound. */
const belowShare = 0.8

const digits: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
}
const units: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000, 万: 10_000 }

/** The value of a Chinese numeral up to 九万九千…, so `三千五` is 3,500; undefined for anything else. */
export function chineseNumber(text: string): number | undefined {
  if (!/^[零〇一二两三四五六七八九十百千万]+$/.test(text)) return undefined
  let total = 0
  let digit: number | undefined
  let lastUnit = 0
  for (const sign of text) {
    const unit = units[sign]
    if (unit === undefined) {
      digit = digits[sign]
      continue
    }
    total = unit === 10_000 ? (total + (digit ?? 0)) * unit : total + (digit ?? 1) * unit
    lastUnit = unit
    digit = undefined
  }
  // 三千五 is short for 三千五百: a last digit without unit counts tenths of the unit before it.
  if (digit !== undefined) total += lastUnit > 10 && !text.includes('零') ? (digit * lastUnit) / 10 : digit
  return total
}

/** `五六千` says 5,000 to 6,000; any other pair of digits stays as it is. */
const neighbours = (whole: string, low: string, high: string, unit: string): string =>
  (digits[low] ?? 0) + 1 === digits[high] ? `${low}${unit}-${high}${unit}` : whole

/** Full-width signs to half-width, one form of each dash and of each number, no spaces. */
const plain = (text: string): string =>
  text
    .slice(0, textMax)
    .normalize('NFKC')
    .slice(0, textMax)
    .replace(/\s/g, '')
    .replace(/人民币|rmb|¥/gi, '')
    .replace(/(\d),(?=\d{3}(?!\d))/g, '$1')
    .replace(/[~〜–—―]|至|到(?!手)/g, '-')
    .replace(/-{2,9}/g, '-')
    // A recruiter's 一 between two figures is a dash.
    .replace(/(\d)一(?=\d)/g, '$1-')
    .replace(/(?<![十百千万])([一二两三四五六七八九])-([一二两三四五六七八九])([百千万])/g, '$1$3-$2$3')
    .replace(/(?<![十百千万])([一二两三四五六七八])([二三四五六七八九])([百千万])/g, neighbours)
    // 3千5, 1万2: the last figure counts tenths of the unit.
    .replace(/(?<![\d.])(\d{1,2})([千万])(\d)(?![\d.千万kKwW])/g, (_, whole: string, unit: string, tenth: string) =>
      String((Number(whole) + Number(tenth) / 10) * (units[unit] ?? 1)),
    )

const number = String.raw`(?<![\d.])(\d{1,7}(?:\.\d{1,3})?|[零〇一二两三四五六七八九十百千万]{2,8})`
const scale = String.raw`(千|k|K|万|w|W)?`
const around = String.raw`(?:左右|上下)?`
const yuanSign = String.raw`(?:元|块钱|块)?`
const per = String.raw`(?:(?:(?:\/|每|一)个?|(?<=[元块钱])|\()(?:工作)?(小时|时|h|H|天|日|月|年|件|单|斤|箱|个|次|票))?`
const bound = String.raw`(以上|及以上|及以下|以下|以内|封顶|起|\+)?`
const range = new RegExp(`${number}${scale}${yuanSign}-${number}${scale}${yuanSign}${around}${bound}${per}`, 'g')
const single = new RegExp(`${number}${scale}${yuanSign}${around}${bound}${per}${bound}`, 'g')
/** What follows a figure that is no money: people, ages, hours, dates, shares, monthly salaries a year. */
const notMoney =
  /^(?:个?小时|个?月|天|日|年|周?岁|人|名|位|号|点|时|分|%|薪|班|休|公里|km|米|斤|平|楼|栋|家|级|本|险|[:.]\d)/i
const before =
  /(?:(时薪|每个?小时|一小时|小时工)|(日薪|每天|一天|按天|日工资)|(月薪|底薪|每个?月|一个月|月工资|月收入)|(年薪|每年|年收入))[^\d]{0,3}$/

const scaleOf = (sign: string | undefined): number => (sign === undefined ? 1 : /千|k/i.test(sign) ? 1_000 : 10_000)

const valueOf = (text: string): number => chineseNumber(text) ?? Number(text)

const basisOf = (sign: string | undefined): WageBasis | undefined => {
  if (sign === undefined) return undefined
  if (/小时|时|h/i.test(sign)) return 'hour'
  if (/天|日/.test(sign)) return 'day'
  if (sign === '年') return 'year'
  return sign === '月' ? 'month' : 'piece'
}

/** The unit of time that stands before the figure: 日薪200, 每小时15元. */
function basisBefore(text: string, at: number): WageBasis | undefined {
  const found = before.exec(text.slice(Math.max(0, at - 8), at))
  if (found === null) return undefined
  const [, hour, day, month] = found
  return hour !== undefined ? 'hour' : day !== undefined ? 'day' : month !== undefined ? 'month' : 'year'
}

/** What a figure without a unit of time can only be; thousands and ten thousands are said of months, or of years. */
const basisBySize = (yuan: number, isScaled: boolean): WageBasis =>
  yuan >= 60_000 ? 'year' : isScaled || yuan >= 800 ? 'month' : yuan < 100 ? 'hour' : 'day'

/** Yuan a month of a wage by the hour, day, month or year, under the assumptions that a reading names. */
export const monthly: Readonly<Record<Exclude<WageBasis, 'piece'>, (yuan: number) => number>> = {
  hour: (yuan) => yuan * hoursPerDay * workingDaysPerMonth,
  day: (yuan) => yuan * workingDaysPerMonth,
  month: (yuan) => yuan,
  year: (yuan) => yuan / 12,
}

const assumptions: Readonly<Partial<Record<WageBasis, readonly string[]>>> = {
  hour: [`${hoursPerDay} hours a day`, `${workingDaysPerMonth} days a month`],
  day: [`${workingDaysPerMonth} days a month`],
  year: ['12 months'],
}

interface Figures {
  readonly low: number
  readonly high: number
  readonly basis: WageBasis | undefined
  readonly isScaled: boolean
  readonly assumed: readonly string[]
}

function reading({ low, high, basis: given, isScaled, assumed }: Figures): WageReading | undefined {
  const basis = given ?? basisBySize(Math.max(low, high), isScaled)
  if (basis === 'piece') return { open: true, basis }
  const minYuan = Math.round(monthly[basis](Math.min(low, high)))
  const maxYuan = Math.round(monthly[basis](Math.max(low, high)))
  if (minYuan < plausibleYuan.min || maxYuan > plausibleYuan.max) return undefined
  const guessed = given === undefined && basis !== 'month' ? [`a figure of this size is taken per ${basis}`] : []
  return { wage: { minYuan, maxYuan }, basis, assumed: [...guessed, ...(assumptions[basis] ?? []), ...assumed] }
}

/** In `3-4.5千` the scale stands once for both, in `8千-1.2万` each has its own, in `3-4000` the first is in thousands. */
function lowScale(low: string, sign: string | undefined, high: number, highSign: string | undefined): number {
  if (sign !== undefined || chineseNumber(low) !== undefined) return scaleOf(sign)
  const value = Number(low)
  const shared = scaleOf(highSign)
  if (value * shared <= high) return shared === 1 && value < 100 && high >= 1_000 ? 1_000 : shared
  return value < 100 && value * 1_000 <= high ? 1_000 : 1
}

function rangeIn(text: string, assumed: readonly string[]): WageReading | undefined {
  for (const match of text.matchAll(range)) {
    const [whole, low = '', lowSign, high = '', highSign, , sign] = match
    const end = match.index + whole.length
    if (sign === undefined && notMoney.test(text.slice(end, end + 4))) continue
    const highYuan = valueOf(high) * scaleOf(highSign)
    const found = reading({
      low: valueOf(low) * lowScale(low, lowSign, highYuan, highSign),
      high: highYuan,
      basis: basisOf(sign) ?? basisBefore(text, match.index),
      isScaled: lowSign !== undefined || highSign !== undefined,
      assumed,
    })
    if (found !== undefined) return found
  }
  return undefined
}

function singleIn(text: string, assumed: readonly string[]): WageReading | undefined {
  for (const match of text.matchAll(single)) {
    const [whole, value = '', scaleSign, first, sign, second] = match
    const end = match.index + whole.length
    // One end of a range that is no wage (18-45岁) is no wage either.
    if (text[end] === '-' || text[match.index - 1] === '-') continue
    if (sign === undefined && notMoney.test(text.slice(end, end + 4))) continue
    const yuan = valueOf(value) * scaleOf(scaleSign)
    const isBelow = /下|内|封顶/.test(`${first ?? ''}${second ?? ''}`)
    const found = reading({
      low: isBelow ? yuan * belowShare : yuan,
      high: yuan,
      basis: basisOf(sign) ?? basisBefore(text, match.index),
      isScaled: scaleSign !== undefined,
      assumed: isBelow ? [`an upper bound is taken as ${belowShare * 100}–100 % of it`, ...assumed] : assumed,
    })
    if (found !== undefined) return found
  }
  return undefined
}

/**
 * Reads a wage as recruiters write it: `3-4.5千/月`, `8千-1.2万`, `13.5/小时`, `200-300元/天`, `10-15万/年`, `三千到四千`,
 * `7千-1万·13薪`, `面议`. Undefined where the text holds none. Reads the first 4,000 characters.
 */
export function readWage(text: string): WageReading | undefined {
  const found = plain(text)
  const months = /(1[3-9]|2[0-4]|十[三四五六])薪/.exec(found)?.[1]
  const assumed = months === undefined ? [] : [`the pay beyond 12 of ${months} months is not counted`]
  const told = rangeIn(found, assumed) ?? singleIn(found, assumed)
  if (told !== undefined) return told
  if (/计件|计酬/.test(found)) return { open: true, basis: 'piece' }
  return /面议|面谈|电议|详谈|不限/.test(found) ? { open: true } : undefined
}

/** A word of pay, then the figure; 底薪 is left out, since the pay above it is not known. */
const payWord =
  /(?<!基本|岗位|绩效)(?:工资|薪资|薪酬|月薪|日薪|时薪|年薪|待遇|收入|综合|到手|转正后|工价)[^\d零〇一二两三四五六七八九十\n底]{0,12}([\d零〇一二两三四五六七八九十][^\n,;。]{0,24})/g
const payRange =
  /(?<![\d.])\d{1,6}(?:\.\d{1,3})?\s?[千kK万元]?\s?[-~至到—–－]\s?\d{1,6}(?:\.\d{1,3})?\s?[千kK万]?元?\s?(?:\/|每|一)个?(?:小时|天|日|月|年)/
/** How many words of pay are looked at in one text. */
const payWordsMax = 20

/** Reads the wage out of a longer text, where a figure counts only beside a word of pay. */
export function wageIn(text: string): WageReading | undefined {
  const read = text.slice(0, textMax)
  let looked = 0
  for (const match of read.matchAll(payWord)) {
    const word = match[0].slice(0, match[0].length - (match[1]?.length ?? 0))
    const told = readWage(word + (match[1] ?? ''))
    if (told !== undefined && 'wage' in told) return told
    looked += 1
    if (looked >= payWordsMax) break
  }
  const bare = payRange.exec(read)
  if (bare !== null) return readWage(bare[0])
  return /(?:工资|薪资|待遇|薪酬)(?:可)?面议|面议/.test(read) ? { open: true } : undefined
}
