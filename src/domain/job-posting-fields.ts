import type { FieldProblem } from '../problem.ts'
import type { Gazetteer, Point } from './place.ts'
import type { Terms } from './posting.ts'
import { monthly } from './text/wage.ts'
import { dayPlus, instantAt, instantOf, isDay, type Instant } from './time.ts'

/** An object of JSON. */
export type Thing = Readonly<Record<string, unknown>>

/** True for an object that is no list. */
export const isThing = (said: unknown): said is Thing =>
  typeof said === 'object' && said !== null && !Array.isArray(said)
/** The object, or the first of a list; an empty one for anything else. */
export const thingOf = (said: unknown): Thing => {
  const first: unknown = Array.isArray(said) ? said[0] : said
  return isThing(first) ? first : {}
}
/** The text without its margins; empty for anything else. */
export const textOf = (said: unknown): string => (typeof said === 'string' ? said.trim() : '')
/** The number, or the number that a text writes; never negative. */
export const numberOf = (said: unknown): number | undefined => {
  if (typeof said === 'number') return Number.isFinite(said) && said >= 0 ? said : undefined
  return typeof said === 'string' && /^\d{1,9}(?:\.\d{1,4})?$/.test(said.trim()) ? Number(said) : undefined
}
/** The text itself, or what a PropertyValue, DefinedTerm or Organization is called. */
export const nameOf = (said: unknown): string =>
  textOf(said) || textOf(thingOf(said)['value']) || textOf(thingOf(said)['name'])

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', nbsp: ' ', amp: '&', '#39': "'" }

/** The text of a description that may be HTML: a line for each block, no tags. */
export const withoutTags = (html: string): string =>
  html
    .replace(/<(?:br|\/p|\/li|\/div|\/h\d)\s{0,3}\/?>/gi, '\n')
    .replace(/<\/?[a-zA-Z][^<>]{0,500}>/g, '')
    .replace(/&(lt|gt|quot|nbsp|amp|#39);/g, (_, name: string) => entities[name] ?? '')
    .trim()

/** A text as HTML: what `withoutTags` gives back. */
export const withTags = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/\n/g, '<br>')

/** One field that is wrong, with its remedy. */
export const problem = (pointer: string, zh: string, en: string): FieldProblem => ({ pointer, zh, en })

/** `validThrough`: a day ends at its midnight in Asia/Shanghai; a time without an offset is one of Asia/Shanghai. */
export function closingOf(said: string): Instant | undefined {
  if (isDay(said)) return instantAt(dayPlus(said, 1))
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:?\d\d)?$/.test(said)) return undefined
  if (!isDay(said.slice(0, 10))) return undefined
  const ms = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(said) ? said : `${said}+08:00`)
  return Number.isNaN(ms) ? undefined : instantOf(ms)
}

const perMonth: Readonly<Record<string, (yuan: number) => number>> = {
  HOUR: monthly.hour,
  DAY: monthly.day,
  WEEK: monthly.week,
  MONTH: monthly.month,
  YEAR: monthly.year,
}

/** How a `baseSalary` says that more than its figures may be paid. */
export const openAboveWords = '上不封顶'

/** A monthly wage out of `baseSalary`, which may state it by the hour, day, week, month or year; open above without `maxValue`. */
export function wageOf(salary: unknown): { wage?: Terms['wage']; problems: readonly FieldProblem[] } {
  if (salary === undefined || salary === null) return { problems: [] }
  const amount = thingOf(salary)
  const value = isThing(amount['value']) ? amount['value'] : amount
  const currency = textOf(amount['currency']) || textOf(amount['salaryCurrency']) || 'CNY'
  if (currency !== 'CNY' && currency !== 'RMB')
    return { problems: [problem('/baseSalary/currency', '币种应为 CNY', 'the currency must be CNY')] }
  const single =
    numberOf(isThing(salary) || Array.isArray(salary) ? amount['value'] : salary) ?? numberOf(value['value'])
  const low = numberOf(value['minValue']) ?? single
  const high = numberOf(value['maxValue']) ?? single
  const convert = perMonth[(textOf(value['unitText']) || 'MONTH').toUpperCase()]
  if (convert === undefined)
    return {
      problems: [
        problem(
          '/baseSalary/value/unitText',
          'unitText 应为 HOUR、DAY、WEEK、MONTH 或 YEAR',
          'unitText must be HOUR, DAY, WEEK, MONTH or YEAR',
        ),
      ],
    }
  const [from, to] = [low ?? high, high ?? low]
  if (from === undefined || to === undefined || from > to)
    return {
      problems: [
        problem(
          '/baseSalary/value',
          '请给出 minValue 与 maxValue(数字，下限不高于上限)或 value',
          'give minValue and maxValue as numbers, the lower not above the upper, or value',
        ),
      ],
    }
  const isOpen = (low !== undefined && high === undefined) || textOf(value['description']).includes(openAboveWords)
  const wage = { minYuan: Math.round(convert(from)), maxYuan: Math.round(convert(to)) }
  return { wage: isOpen ? { ...wage, openAbove: true } : wage, problems: [] }
}

/** The village of a location: its code, else the one village or town and village that the address names. */
export function villageOf(location: Thing, places: Gazetteer): string | undefined {
  const code = textOf(location['branchCode'])
  if (places.get(code) !== undefined) return code
  const address = location['address']
  const words = isThing(address)
    ? [address['addressRegion'], address['addressLocality'], address['streetAddress']].map(textOf).join('')
    : textOf(address)
  const named = places.places.filter((place) => place.code !== place.town && words.includes(place.name))
  const inTown = named.filter((place) => words.includes(place.townName))
  return (inTown.length === 1 ? inTown : named.length === 1 ? named : [])[0]?.code
}

/** The point of a location, when it states one. */
export function pointOf(location: Thing): Point | undefined {
  const geo = thingOf(location['geo'])
  const [latitude, longitude] = [numberOf(geo['latitude']), numberOf(geo['longitude'])]
  if (latitude === undefined || longitude === undefined || latitude > 90 || longitude > 180) return undefined
  return { latitude, longitude }
}
