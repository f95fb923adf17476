import { chineseNumber } from './numerals.ts'

const textMax = 20_000
const openingsMax = 5_000
/** Ranges of people from here on are mostly sizes of companies: 20-99人, 50-150人. */
const bareRangeMax = 20

const count = String.raw`(\d{1,4}|[一二两三四五六七八九十]{1,3})`
const upTo = String.raw`(?:\s?[-~—至到]\s?(?:\d{1,4}|[一二两三四五六七八九十]{1,3}))?`
const people = '[人名位个]'
const notPeople = '(?!校|企|额|牌|片|月|小时|班|岗|工作日|民|员|性)'
const worker =
  '[一-鿿]{0,6}(?:[工员师手长]|保洁|保安|门卫|司机|厨|导购|收银|客服|助理|文员|会计|出纳|保姆|护士|店长|经理|学徒)'

/** One count of people; of a range the lower bound. */
const counts = [
  new RegExp(
    `(?:招聘?|急?需|缺|急招|需要|名额|人数)[^\\d,。;\\n一二两三四五六七八九十]{0,10}${count}${upTo}(?:多|余|来)?${people}${notPeople}`,
  ),
  new RegExp(`(?:人数|名额)[:为]\\s?${count}${upTo}(?=$|[,。;\\s])`),
  new RegExp(`(?<![-~—至到\\d])${count}${upTo}(?:个名额|名(?!校|企|额|牌|片))`),
  new RegExp(`^\\s*${count}\\s*(?:多|余|来)?\\s*${people}?\\s*(?:左右|以上)?\\s*$`),
]
/** `保洁3人、保安2人`: several kinds of workers, each with its count. */
const listed = new RegExp(
  `(?<=^|[\\s,。;:、]|招聘?|招收)(?!员工|职工|现有|全)${worker}:?\\s?${count}[人名位]${notPeople}`,
  'g',
)
const between = /^[\s,;、和及与]{0,3}(?:招聘?)?$/
const bareRange = new RegExp(`^\\s*${count}\\s?[-~—至到]\\s?${count}\\s*${people}?\\s*$`)

/** `收银员、理货员各2名`, `男女各5名`: as many for each of those that are named. */
const each = new RegExp(`([^,。;:\\n\\s]{2,30})各(?:招|需)?${count}[人名位个]`)

/** 三五 is three or so; any other numeral is its value. */
const valueOf = (text: string): number =>
  /^[一二两三四五六七八九]{2,3}$/.test(text) ? valueOf(text.charAt(0)) : (chineseNumber(text) ?? Number(text))

/** The sum of a list of workers; undefined where there is no list of two or more. */
function sumIn(text: string): number | undefined {
  let sum = 0
  let items = 0
  let end = 0
  for (const match of text.matchAll(listed)) {
    if (items > 0 && !between.test(text.slice(end, match.index))) break
    sum += valueOf(match[1] ?? '')
    items += 1
    end = match.index + match[0].length
  }
  return items < 2 ? undefined : sum
}

function eachIn(text: string): number | undefined {
  const [, named = '', said = ''] = each.exec(text) ?? []
  const items = named.includes('男女') ? 2 : named.split(/[、/和及与]/).length
  return said === '' || items < 2 ? undefined : items * valueOf(said)
}

function rangeIn(text: string): number | undefined {
  const found = bareRange.exec(text)
  return found !== null && valueOf(found[2] ?? '') < bareRangeMax ? valueOf(found[1] ?? '') : undefined
}

/**
 * How many people are sought: 招10人, 3名, or a column that holds nothing else; the lower bound of a range (招2-3人), the
 * sum of several (保洁3人、保安2人, 男女各5名); undefined for 若干, nothing, and what may be the size of a company (150-500人).
 */
export function headcountIn(text: string): number | undefined {
  const read = text.slice(0, textMax).normalize('NFKC')
  const found = [
    () => eachIn(read),
    () => sumIn(read),
    () => rangeIn(read),
    ...counts.map((pattern) => () => firstOf(pattern, read)),
  ]
  for (const find of found) {
    const value = find()
    if (value !== undefined && value >= 1 && value <= openingsMax) return value
  }
  return undefined
}

function firstOf(pattern: RegExp, text: string): number | undefined {
  const said = pattern.exec(text)?.[1]
  return said === undefined ? undefined : valueOf(said)
}
