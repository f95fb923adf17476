import type { WageRange } from '../posting.ts'
import { figuresIn, type Figure, type FigureRole, type WageBasis } from './money.ts'
import { plainFigures } from './numerals.ts'

export type { WageBasis } from './money.ts'

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
const plausibleYuan = { min: 500, max: 60_000 } as const
/** The lower end of `4千以下`, as a share of the bound. */
const belowShare = 0.8

/** What a figure without a unit of time can only be; thousands and ten thousands are said of months, or of years. */
const basisBySize = (yuan: number, isScaled: boolean): WageBasis =>
  yuan >= 60_000 ? 'year' : isScaled || yuan >= 800 ? 'month' : yuan < 100 ? 'hour' : 'day'

/** Yuan a month of a wage by the hour, day, week, month or year, under the assumptions that a reading names. */
export const monthly: Readonly<Record<Exclude<WageBasis, 'piece'>, (yuan: number) => number>> = {
  hour: (yuan) => yuan * hoursPerDay * workingDaysPerMonth,
  day: (yuan) => yuan * workingDaysPerMonth,
  week: (yuan) => (yuan * 52) / 12,
  month: (yuan) => yuan,
  year: (yuan) => yuan / 12,
}

const assumptions: Readonly<Partial<Record<WageBasis, readonly string[]>>> = {
  hour: [`${hoursPerDay} hours a day`, `${workingDaysPerMonth} days a month`],
  day: [`${workingDaysPerMonth} days a month`],
  week: ['52 weeks a year'],
  year: ['12 months'],
}

const basisOf = ({ basis, high, isScaled }: Figure): WageBasis => basis ?? basisBySize(high, isScaled)

function reading(one: Figure): WageReading | undefined {
  const basis = basisOf(one)
  if (basis === 'piece') return { open: true, basis }
  const times = one.isHalfDay ? 2 : 1
  const minYuan = Math.round(monthly[basis](one.low * times * (one.isBelow ? belowShare : 1)))
  const maxYuan = Math.round(monthly[basis](one.high * times))
  if (minYuan < plausibleYuan.min || maxYuan > plausibleYuan.max) return undefined
  const isOpenAbove = one.isOpenAbove || one.role === 'floor' || one.role === 'base' || one.role === 'trial'
  return {
    wage: { minYuan, maxYuan, ...(isOpenAbove ? { openAbove: true } : {}) },
    basis,
    assumed: [
      ...(one.basis === undefined && basis !== 'month' ? [`a figure of this size is taken per ${basis}`] : []),
      ...(one.isHalfDay ? ['2 half days a day'] : []),
      ...(assumptions[basis] ?? []),
      ...(one.isBelow ? [`an upper bound is taken as ${belowShare * 100}–100 % of it`] : []),
    ],
  }
}

const isPay = ({ role }: Figure): boolean => role === 'pay' || role === 'shaped'

/**
 * The figure with what others say of the same pay: several kinds of workers or shifts make one range (大工300小工200), and a
 * range around a single figure is the more exact one.
 */
function widened(figures: readonly Figure[], first: Figure): Figure {
  const alike = figures.filter((one) => isPay(one) && isPay(first) && basisOf(one) === basisOf(first))
  const grades = first.isGrade ? alike.filter((one) => one.isGrade) : []
  if (grades.length >= 2)
    return {
      ...first,
      low: Math.min(...grades.map((one) => one.low)),
      high: Math.max(...grades.map((one) => one.high)),
      isOpenAbove: grades.some((one) => one.isOpenAbove),
    }
  if (first.low < first.high) return first
  return alike.find((one) => one.low < one.high && one.low <= first.low && first.high <= one.high) ?? first
}

/** A wage by the month is what the hours and days of the same pay come to. */
const monthsFirst = (a: Figure, b: Figure): number => Number(b.basis === 'month') - Number(a.basis === 'month')

/** The first figure that makes a plausible wage, role by role; that some pay is by the piece where none does. */
function chosen(figures: readonly Figure[], roles: readonly FigureRole[]): WageReading | undefined {
  let found: WageReading | undefined
  for (const role of roles)
    for (const one of figures.filter((figure) => figure.role === role).sort(monthsFirst)) {
      const told = reading(widened(figures, one))
      if (told !== undefined && 'wage' in told) return told
      found ??= told
    }
  return found
}

/** The monthly salaries a year beyond twelve, which no month shows. */
function withMonths(told: WageReading, text: string): WageReading {
  const months = /(1[3-9]|2[0-4]|十[三四五六])薪/.exec(text)?.[1]
  if (months === undefined || !('wage' in told)) return told
  return { ...told, assumed: [...told.assumed, `the pay beyond 12 of ${months} months is not counted`] }
}

/**
 * Reads a wage as recruiters write it: `3-4.5千/月`, `8千-1.2万`, `13.5/小时`, `200-300元/天`, `10-15万/年`, `三千到四千`,
 * `7千-1万·13薪`, `面议`. Undefined where the text holds none. Of several figures the regular pay counts, not the pay of a
 * trial, an allowance or overtime; of a base pay the range is open above. Reads the first 4,000 characters.
 */
export function readWage(text: string): WageReading | undefined {
  const said = plainFigures(text, textMax)
  const told = chosen(figuresIn(said), ['regular', 'pay', 'shaped', 'floor', 'bare', 'base', 'trial'])
  if (told !== undefined) return withMonths(told, said)
  if (/计件|计酬/.test(said)) return { open: true, basis: 'piece' }
  return /面议|面谈|电议|详谈|不限/.test(said) ? { open: true } : undefined
}

/** A figure without any unit is too small for a wage by the hour unless 元 or the unit of time stands beside it. */
const isSaid = (one: Figure): boolean =>
  (one.role !== 'pay' && one.role !== 'floor') ||
  one.basis !== undefined ||
  one.hasYuan ||
  one.isScaled ||
  one.high >= 100

/**
 * Reads the wage out of a longer text, where a figure counts only beside a word of pay or in the shape of pay (150元/天,
 * 6K-8K); a base pay is left out, since the pay above it is not known.
 */
export function wageIn(text: string): WageReading | undefined {
  const said = plainFigures(text, textMax)
  const told = chosen(figuresIn(said).filter(isSaid), ['regular', 'pay', 'shaped', 'floor', 'trial'])
  if (told !== undefined) return withMonths(told, said)
  return /(?:工资|薪资|待遇|薪酬)(?:可)?面议|面议/.test(said) ? { open: true } : undefined
}
