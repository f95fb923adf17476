import type { WageRange } from '../posting.ts'

export type WageBasis = 'hour' | 'day' | 'month' | 'year' | 'piece'

/** A wage as read: a monthly range, or that it is open (面议); `assumed` names what the conversion took for granted. */
export type WageReading =
  { readonly wage: WageRange; readonly basis: WageBasis; readonly assumed: readonly string[] } | { readonly open: true }

const workingDaysPerMonth = 26
const hoursPerDay = 8
const textMax = 4_000
/** Outside these bounds a figure is not a monthly wage of this world (yuan). */
const plausibleYuan = { min: 300, max: 500_000 } as const

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

/** Full-width signs to half-width, one form of each dash, no spaces. */
const plain = (text: string): string =>
  text
    .slice(0, textMax)
    .normalize('NFKC')
    .replace(/[~〜–—―至到]|－/g, '-')
    .replace(/[\s,]/g, '')
    .replace(/人民币|rmb|¥|¥/gi, '')

const number = String.raw`(\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千万]{2,8})`
const scale = String.raw`(千|k|K|万|w|W)?`
const per = String.raw`(?:元|块)?(?:钱)?(?:左右|起)?(?:\/|每|一)?(?:个)?(小时|时|h|H|天|日|月|年|件)?`
const range = new RegExp(`${number}${scale}(?:元|块)?-${number}${scale}${per}`)
const single = new RegExp(`${number}${scale}${per}(以上|以下|以内|左右|起)?`)

const scaleOf = (sign: string | undefined): number => (sign === undefined ? 1 : /千|k/i.test(sign) ? 1_000 : 10_000)

const valueOf = (text: string): number => chineseNumber(text) ?? Number(text)

const basisOf = (sign: string | undefined): WageBasis | undefined => {
  if (sign === undefined) return undefined
  if (/小时|时|h/i.test(sign)) return 'hour'
  if (/天|日/.test(sign)) return 'day'
  if (sign === '年') return 'year'
  return sign === '件' ? 'piece' : 'month'
}

/** What a figure without a unit of time can only be. */
const basisBySize = (yuan: number): WageBasis =>
  yuan < 100 ? 'hour' : yuan < 800 ? 'day' : yuan >= 60_000 ? 'year' : 'month'

const monthly: Readonly<Record<Exclude<WageBasis, 'piece'>, (yuan: number) => number>> = {
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

function reading(low: number, high: number, sign: string | undefined): WageReading | undefined {
  const given = basisOf(sign)
  const basis = given ?? basisBySize(high)
  if (basis === 'piece') return undefined
  const [minYuan, maxYuan] = [low, high].map((yuan) => Math.round(monthly[basis](yuan))).sort((a, b) => a - b) as [
    number,
    number,
  ]
  if (minYuan < plausibleYuan.min || maxYuan > plausibleYuan.max) return undefined
  const guessed = given === undefined && basis !== 'month' ? [`a figure of this size is taken per ${basis}`] : []
  return { wage: { minYuan, maxYuan }, basis, assumed: [...guessed, ...(assumptions[basis] ?? [])] }
}

/**
 * Reads a wage as recruiters write it: `3-4.5千/月`, `8千-1.2万`, `13.5/小时`, `200-300元/天`, `10-15万/年`, `三千到四千`,
 * `7千-1万·13薪`, `面议`. Undefined where the text holds none.
 */
export function readWage(text: string): WageReading | undefined {
  const found = plain(text)
  const pair = range.exec(found)
  if (pair !== null) {
    const [, low = '', lowSign, high = '', highSign, sign] = pair
    const highScale = scaleOf(highSign)
    // In 3-4.5千 the scale stands once for both; in 8千-1.2万 each has its own.
    const lowScale =
      lowSign === undefined && chineseNumber(low) === undefined && valueOf(low) * highScale <= valueOf(high) * highScale
        ? highScale
        : scaleOf(lowSign)
    return reading(valueOf(low) * lowScale, valueOf(high) * highScale, sign)
  }
  if (/面议|面谈|电议/.test(found)) return { open: true }
  const one = single.exec(found)
  if (one === null) return undefined
  const [, value = '', sign, basis, bound] = one
  const yuan = valueOf(value) * scaleOf(sign)
  return reading(bound === '以下' || bound === '以内' ? yuan * 0.8 : yuan, yuan, basis)
}

/** Reads the wage out of a longer text, where a figure counts only beside a word of pay. */
export function wageIn(text: string): WageReading | undefined {
  const near =
    /(?:工资|薪资|薪酬|月薪|日薪|时薪|底薪|待遇|收入|综合|工价)[^\d零〇一二两三四五六七八九十\n]{0,12}([\d零〇一二两三四五六七八九十][^\n,;。;,]{0,24})/.exec(
      text.slice(0, textMax),
    )
  const told = near?.[1] === undefined ? undefined : readWage(near[1])
  if (told !== undefined) return told
  const bare =
    /\d[\d.]*\s*(?:千|k|K|万|元)?\s*[-~至到－]\s*\d[\d.]*\s*(?:千|k|K|万|元)?(?:元)?\s*(?:\/|每|一个?)\s*(?:小时|天|日|月|年)/.exec(
      text.slice(0, textMax),
    )
  if (bare !== null) return readWage(bare[0])
  return /工资面议|薪资面议|待遇面议|面议/.test(text) ? { open: true } : undefined
}
