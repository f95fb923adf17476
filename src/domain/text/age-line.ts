import { chineseNumber } from './numerals.ts'

const textMax = 20_000
/** Grown-up by law is no age line. */
const adultAge = 18

const years = String.raw`\s?周?岁(?:\(含\))?`
const to = String.raw`\s?[-~〜至到—–]\s?`
/** 年龄 says that a figure is an age, with or without 岁. */
const aged = String.raw`年龄[^\d,。;\n]{0,6}`
const span = new RegExp(
  String.raw`(?<!\d)(\d{2})\s?(?:周?岁)?${to}(\d{2})${years}|${aged}(?<!\d)(\d{2})\s?(?:周?岁)?${to}(\d{2})(?!\d)`,
)
const most = new RegExp(
  String.raw`(?<!\d)(\d{2})${years}\s?(?:及|或)?(?:以下|以内|之内|封顶)|(?:不超过|不大于|(?<!不)小于|(?<!不)低于)\s?(\d{2})${years}|${aged}(?<!\d)(\d{2})\s?(?:及|或)?(?:以[下内]|之内)|年龄[^\d,。;\n]{0,3}(?:不超过|不大于|(?<!不)小于|(?<!不)低于)\s?(\d{2})(?!\d)`,
)
const least = new RegExp(
  String.raw`(?<!\d)(\d{2})${years}\s?(?:及|或)?以上|(?:年满|不低于|不小于|大于)\s?(\d{2})${years}|${aged}(?<!\d)(\d{2})\s?(?:及|或)?以上`,
)
/** 五十岁, 十八至四十五岁: numerals where an age can stand. */
const numeral = /([二三四五六七]?十[一二三四五六七八九]?)(?=\s?(?:周?岁|[-~至到—]|以[上下内]))/g

const figureOf = (found: RegExpExecArray): number =>
  Number(found.slice(1).find((one) => (one as unknown) !== undefined))

/** An age line (18-45岁, 五十岁以下, 年龄20-45); it refuses nothing by itself, a person looks at it. Reads the first 20,000 characters. */
export function ageLineIn(text: string): { readonly min?: number; readonly max?: number } | undefined {
  const read = text
    .slice(0, textMax)
    .normalize('NFKC')
    .slice(0, 2 * textMax)
    .replace(numeral, (said) => String(chineseNumber(said) ?? said))
  const both = span.exec(read)
  if (both !== null) return { min: Number(both[1] ?? both[3]), max: Number(both[2] ?? both[4]) }
  const upper = most.exec(read)
  if (upper !== null) return { max: figureOf(upper) }
  const lower = least.exec(read)
  const from = lower === null ? adultAge : figureOf(lower)
  return from <= adultAge ? undefined : { min: from }
}
