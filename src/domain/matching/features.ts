import type { WageRange } from '../posting.ts'
import { educations, type Education } from '../seeker.ts'

/**
 * Levels of the features. A level is a whole number of ten-thousandths, so that every value made from it is an integer
 * and two ways of adding up cannot differ.
 */
export const levelMax = 10_000

/** From this level on a contribution speaks for a pair. */
export const goodFrom = 5_500
/** Below this level a contribution speaks against a pair. */
export const badBelow = 3_500

const levelOf = (share: number): number => Math.round(levelMax * Math.max(0, Math.min(1, share)))

/** The likeness of two texts at which they are as near as not; calibrated on the judged pairs. */
const likenessHalf = 0.15

/** A likeness of texts in [0, 1] as a level: steep around `likenessHalf`, where related and unrelated work part. */
export const likenessLevel = (likeness: number): number => {
  const square = likeness * likeness
  return levelOf(square / (square + likenessHalf * likenessHalf))
}

/** What leading others takes off the nearness of work that never led. */
export const leadShare = 0.4

/** Work that somebody can do but did not name, where they named other work: enough to ask them, no more. */
const besideWishMax = 4_500

/**
 * What a person can do stands in for a wish, but never speaks as loud as one: above the neutral level its nearness is
 * squeezed to at most `goodFrom`, and lower still beside a wish for something else. So a wish that fits always counts
 * for more, and forgetting one never raises a score.
 */
export const claimedLevel = (level: number, neutral: number, hasWish: boolean): number => {
  const squeezed =
    level <= neutral ? level : neutral + Math.round(((level - neutral) * (goodFrom - neutral)) / (levelMax - neutral))
  return hasWish ? Math.min(besideWishMax, squeezed) : squeezed
}

/** By the middle of the wage: nothing at 1,500 yuan a month, one half at 3,500, one from 5,500 on. */
export const wageLevel = ({ minYuan, maxYuan }: WageRange): number => levelOf(((minYuan + maxYuan) / 2 - 1_500) / 4_000)

/** One at home, one half at 20 km; by the way alone, so that naming a wider limit takes nothing away. */
export const distanceLevel = (km: number): number => levelOf(20 / (20 + km))

/** Work by day or by one's own hours is easier to live with than nights and changing shifts; bits as in `shiftBits`. */
export const shiftLevel = (bits: number): number => ((bits & 9) !== 0 ? 8_000 : 4_000)

/** Board and lodging, one of them, or neither. */
export function lodgingLevel(lodging: boolean | undefined, meals: boolean | undefined): number | undefined {
  if (lodging === undefined && meals === undefined) return undefined
  if (lodging === true && meals === true) return levelMax
  return lodging === true || meals === true ? 8_000 : 4_000
}

/** Education reached or missed by so many steps; no requirement says nothing. */
export function educationLevel(asked: Education | undefined, has: Education | undefined): number | undefined {
  if (asked === undefined || asked === 'none' || has === undefined) return undefined
  const missing = educations.indexOf(asked) - educations.indexOf(has)
  return missing <= 0 ? levelMax : levelOf(0.5 - missing / 5)
}

/** One on its first calendar day, nothing from 90 days on; so a score holds for a day and does not melt by the minute. */
export const freshnessLevel = (daysOld: number): number => levelOf(1 - daysOld / 90)

/** Below this level work is known to be far from all that the person wants or can do: it is not proposed at all. */
export const farBelow = 4_000

/** From this level on a title is the work that somebody refused, unless a wish of theirs is as near. */
export const refusedFrom = 7_000

/** The years that a posting asks for are there. */
export const yearsMetLevel = 7_500

/** The share of asked skills that is held, above the neutral level; below it only what the person says they cannot do. */
export const skillsLevel = (held: number, refused: number, asked: number, neutral: number): number | undefined =>
  held > 0 ? neutral + Math.round(((levelMax - neutral) * held) / asked) : refused > 0 ? 1_500 : undefined
