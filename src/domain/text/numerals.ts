import { inOneForm } from './signs.ts'

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

/** `3,500` and `10,000-12,000` without their commas; in `18-45,200元` the comma parts an age from a wage. */
const withoutThousandsCommas = (text: string): string =>
  text
    .replace(/(?<![\d.])(?<!(?<!\d)\d{2}[-~至到—])(\d{1,3}),(?=\d{3}(?!\d))/g, '$1')
    // A full-width comma mostly parts two facts; between one figure and three it is one of thousands.
    .replace(/(?<![\d.])(\d)\uFF0C(?=\d{3}(?!\d))/g, '$1')

/**
 * One form of every figure: half-width, one dash, no spaces, no thousands commas, no mark of currency; figures that only a
 * space parts stay parted. Reads the first `max` characters.
 */
export const plainFigures = (text: string, max: number): string =>
  inOneForm(withoutThousandsCommas(text.slice(0, max)), max)
    .replace(/(?<=\d)\s{1,9}(?=\d)/g, ';')
    .replace(/[:(]\s{0,9}\n/g, ':')
    // Behind 元 a space ends what is said of the figure: 每小时14块 一天干10个小时.
    .replace(/(?<=[元块钱])[^\S\n]{1,9}(?=[一-鿿])(?!以|左|起)/g, ';')
    .replace(/[^\S\n]/g, '')
    .replace(/人民币|rmb|¥/gi, '')
    .replace(/[~〜–—―━]|至(?!今)|到(?!手|岗|期|场|货|家|位|户)/g, '-')
    .replace(/-{2,9}/g, '-')
    .replace(/[过破上]([千万])(?!级)/g, (_, unit: string) => `${units[unit] ?? 1}以上`)
    // A recruiter's 一 between two figures is a dash.
    .replace(/(\d)一(?=\d)/g, '$1-')
    .replace(/(?<![十百千万])([一二两三四五六七八九])-([一二两三四五六七八九])([百千万])/g, '$1$3-$2$3')
    .replace(/(?<![十百千万])([一二两三四五六七八])([二三四五六七八九])([百千万])/g, neighbours)
    // 3千5, 1万2: the last figure counts tenths of the unit.
    .replace(/(?<![\d.])(\d{1,2})([千万])(\d)(?![\d.千万kKwW])/g, (_, whole: string, unit: string, tenth: string) =>
      String((Number(whole) + Number(tenth) / 10) * (units[unit] ?? 1)),
    )
